"""Load: steps near or above what they can do, batches that delay, and items counted against Little's law."""

import math
from collections.abc import Iterator

from metrics.batches import collecting_time_s, time_inside_s
from metrics.calendar import demand_per_day
from metrics.constraint import CANNOT_MEET_DEMAND, NEAR_ITS_LIMIT
from metrics.figures import Finding
from metrics.findings.stakes import Stakes
from metrics.node_times import usable_demand
from metrics.stream import Step
from metrics.wording import percent

DIFFERS_BY = 0.2


def busy_steps(stakes: Stakes) -> Iterator[Finding]:
    """Steps that cannot meet demand, and those so near their limit that waits grow quickly."""
    found = stakes.found
    for number, load in found.capacity.loads.items():
        if load.utilisation is None or load.utilisation <= NEAR_ITS_LIMIT:
            continue
        name, step = stakes.name(number), stakes.node(number).id
        needs = percent(load.utilisation)
        if load.utilisation > CANNOT_MEET_DEMAND:
            left_over = _left_over(stakes, load.capacity_per_day)
            sentence = f"{name} would need {needs} of its working time: {left_over}"
            yield Finding(step, "cannot_meet_demand", sentence, None)
        else:
            room, limit = percent(1 / load.utilisation - 1), percent(NEAR_ITS_LIMIT)
            grows = f"{room} more work fills it, and above {limit} waits grow quickly"
            sentence = f"{name} needs {needs} of its working time: {grows}."
            pile = found.piles.get(number)
            yield Finding(step, "near_its_limit", sentence, stakes.of(number, pile.wait_s) if pile else None)


def _left_over(stakes: Stakes, capacity_per_day: float | None) -> str:
    stream = stakes.found.stream
    demand = usable_demand(stream)
    asked_a_day = 0.0 if demand is None else demand_per_day(demand, stream.calendar)
    can_a_day = capacity_per_day or 0.0
    left_a_week = (asked_a_day - can_a_day) * stream.calendar.days_per_week
    return (
        f"it can do {can_a_day:.3g} of the {asked_a_day:.3g} items asked for a day, "
        f"and what is left over grows by {left_a_week:.3g} a week."
    )


def batches(stakes: Stakes) -> Iterator[Finding]:
    """Steps that work in batches: what an item waits for the rest of its batch, before it is worked on and in it."""
    found = stakes.found
    demand = usable_demand(found.stream)
    for number, step in enumerate(found.graph.nodes):
        if not isinstance(step, Step) or step.batch_size is None or step.batch_size.value <= 1:
            continue
        # As in the demand rule of queues: what passes on one pass, of a repair step what comes back to it.
        visits, work_s = found.basis.one_pass[number] or found.basis.visits[number], found.basis.processes_s[number]
        if demand is None or not visits or work_s is None:
            continue
        a_day = demand_per_day(demand, found.stream.calendar) * visits
        collecting_s = collecting_time_s(step.batch_size.value, a_day, found.stream.calendar.day_s)
        inside_s = time_inside_s(step.batch_size.value, work_s)
        if not math.isfinite(collecting_s + inside_s):
            continue
        sentence = (
            f"{stakes.name(number)} works in batches of {step.batch_size.value:g}: an item waits "
            f"{stakes.time(collecting_s)} on average until its batch is collected, at {a_day:.3g} a day, and "
            f"{stakes.time(inside_s)} for the others in it. Smaller batches shorten both."
        )
        yield Finding(step.id, "batch_delays", sentence, stakes.of(number, collecting_s + inside_s))


def counted_wip(stakes: Stakes) -> Iterator[Finding]:
    """A counted number of items that differs by more than a fifth from what Little's law gives."""
    found = stakes.found
    wip, counted = found.wip, found.wip_counted
    if wip is None or counted is None or abs(counted - wip) <= DIFFERS_BY * wip:
        return
    at_stake_s = None
    if found.capacity.throughput_per_day:
        at_stake_s = abs(counted - wip) / found.capacity.throughput_per_day * found.stream.calendar.day_s
    yield Finding(
        None,
        "wip_differs",
        f"{counted:.4g} items are counted in queues, but throughput times expected lead time makes {wip:.4g}: "
        "a time, a count or the demand does not fit the others.",
        at_stake_s if at_stake_s is not None and math.isfinite(at_stake_s) else None,
    )
