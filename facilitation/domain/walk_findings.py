"""What walking real items has found, in sentences: the headline first, then where the difference lies."""

from collections.abc import Iterator
from dataclasses import dataclass

from facilitation.domain.real_items import VisitTimes
from facilitation.domain.results import Spread
from facilitation.domain.walk import FieldBeside, StepBeside, Total, Walk, Walked
from metrics import Calendar, format_duration

# Below a hundredth of what the map says nobody would call it a difference.
_SAME = 0.01
_NAMED = 3
_WHERE = {"wait_time": "the wait before", "process_time": "the work at"}


@dataclass(frozen=True, slots=True)
class WalkFinding:
    """One sentence, and the step that it is about, if it is about one."""

    code: str
    sentence: str
    element: str | None = None


def find(walk: Walk, calendar: Calendar) -> list[WalkFinding]:
    """Return the findings in the order in which they are worth telling; none where no item says anything."""
    if not walk.items:
        return []
    return [
        *_headline(walk, calendar),
        *_largest(walk, calendar),
        *_efficiency(walk, calendar),
        *_rework(walk, calendar),
        *_idle(walk, calendar),
        *_elsewhere(walk, calendar),
        *_never_passed(walk),
    ]


def _headline(walk: Walk, calendar: Calendar) -> Iterator[WalkFinding]:
    lead = next(total for total in walk.totals if total.figure == "lead_time_s")
    if lead.actual is None:
        yield from _incomplete(walk, calendar)
        return
    told = _said_of(walk, lead.actual, calendar)
    yield WalkFinding("headline", f"{told}; {_beside_map(lead, lead.actual, calendar)}")
    yield from _incomplete(walk, calendar)


def _incomplete(walk: Walk, calendar: Calendar) -> Iterator[WalkFinding]:
    for item in [item for item in walk.items if item.times.lead_time_s is None][:_NAMED]:
        known = format_duration(item.times.lower_bound_s, calendar)
        yield WalkFinding("incomplete", f"“{item.name}” took at least {known}; it {_needs(item)}.")


def _said_of(walk: Walk, actual: Spread, calendar: Calendar) -> str:
    whole = [item for item in walk.items if item.times.lead_time_s is not None]
    median = format_duration(actual.median, calendar)
    if len(whole) == 1:
        return f"“{whole[0].name}” took {median} from arrival to delivery"
    low, high = format_duration(actual.low, calendar), format_duration(actual.high, calendar)
    return f"{actual.n} items took {low} to {high} from arrival to delivery, {median} in the middle"


def _beside_map(total: Total, actual: Spread, calendar: Calendar) -> str:
    if total.perceived is None:
        return "the map does not say yet how long that takes."
    said = f"the map says {format_duration(total.perceived, calendar)}"
    more = actual.median - total.perceived
    if abs(more) <= _SAME * total.perceived:
        return f"{said}, so people know their stream."
    return (
        f"{said}: {format_duration(abs(more), calendar)} {'longer than thought' if more > 0 else 'less than thought'}."
    )


def _needs(item: Walked) -> str:
    return item.times.needs[0] if item.times.needs else "needs when it was finished"


def _largest(walk: Walk, calendar: Calendar) -> Iterator[WalkFinding]:
    """The step that differs most, told for the field where it does."""
    known = [
        (abs(beside.difference_s), step, beside)
        for step in walk.steps
        for beside in step.fields.values()
        if beside.difference_s is not None and beside.perceived_s is not None
    ]
    if not known:
        return
    size_s, step, beside = max(known, key=lambda one: one[0])
    if size_s > 0:
        yield WalkFinding("largest_difference", _largest_sentence(step, beside, calendar), step.step)


def _largest_sentence(step: StepBeside, beside: FieldBeside, calendar: Calendar) -> str:
    assert beside.actual is not None and beside.perceived_s is not None
    actual, perceived = (format_duration(value, calendar) for value in (beside.actual.median, beside.perceived_s))
    where = f"{_WHERE[beside.field]} “{step.name}”"
    return f"The largest difference is {where}: {actual} where the map says {perceived}."


def _efficiency(walk: Walk, calendar: Calendar) -> Iterator[WalkFinding]:
    whole = [item.times for item in walk.items if item.times.lead_time_s and item.times.process_time_s is not None]
    if not whole:
        return
    worked_s = sum(one.process_time_s or 0.0 for one in whole)
    lead_s = sum(one.lead_time_s or 0.0 for one in whole)
    worked, lead = format_duration(worked_s, calendar), format_duration(lead_s, calendar)
    share = min(1.0, worked_s / lead_s)
    percent = f"{100 * share:.1f}".removesuffix(".0")
    who = "it" if len(whole) == 1 else f"the {len(whole)} items"
    yield WalkFinding(
        "flow_efficiency", f"Of {lead}, somebody worked on {who} for {worked}: flow efficiency {percent} %."
    )


def _rework(walk: Walk, calendar: Calendar) -> Iterator[WalkFinding]:
    again = [(item, one) for item in walk.items for one in item.times.visits if one.is_again]
    if not again:
        return
    who = {item.id: item.name for item, _ in again}
    steps = list(dict.fromkeys(f"“{one.visit.step_name}”" for _, one in again))
    subject = f"“{next(iter(who.values()))}”" if len(who) == 1 else f"{len(who)} of {len(walk.items)} items"
    lasted = format_duration(sum(one.known_s for _, one in again), calendar)
    reasons = list(
        dict.fromkeys(one.visit.reason for item in walk.items for one in item.times.visits if one.visit.reason)
    )
    why = f" Why: {'; '.join(reasons[:_NAMED])}." if reasons else ""
    times = "once" if len(again) == 1 else f"{len(again)} times"
    sentence = f"{subject} came back: {_listed(steps)} worked again {times}, which took {lasted}.{why}"
    yield WalkFinding("rework", sentence, again[0][1].visit.step_id or None)


def _idle(walk: Walk, calendar: Calendar) -> Iterator[WalkFinding]:
    lying: list[VisitTimes] = [one for item in walk.items for one in item.times.visits if one.idle_time_s > 0]
    if not lying:
        return
    worst = max(lying, key=lambda one: one.idle_time_s)
    lasted = format_duration(worst.idle_time_s, calendar)
    sentence = f"At “{worst.visit.step_name}” it lay for {lasted} after it had been begun; that counts as waiting."
    yield WalkFinding("idle", sentence, worst.visit.step_id or None)


def _elsewhere(walk: Walk, calendar: Calendar) -> Iterator[WalkFinding]:
    for stage in walk.elsewhere[:_NAMED]:
        spent = f": {format_duration(stage.time_s, calendar)} were spent there" if stage.time_s > 0 else ""
        yield WalkFinding("not_on_the_map", f"“{stage.name}” is not on the map{spent}.")


def _never_passed(walk: Walk) -> Iterator[WalkFinding]:
    missing = [f"“{step.name}”" for step in walk.steps if not step.items]
    if missing and len(missing) < len(walk.steps):
        who = "The item" if len(walk.items) == 1 else "No item"
        verb = "did not pass" if len(walk.items) == 1 else "passed"
        yield WalkFinding("never_passed", f"{who} {verb} {_listed(missing)}.")


def _listed(names: list[str]) -> str:
    shown = names[:_NAMED] + ([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
