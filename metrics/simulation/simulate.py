"""From a stream and a plan to a simulation's figures."""

import math
from collections.abc import Iterator
from typing import Any

from metrics.measure import measure
from metrics.simulation.difference import difference_sentence
from metrics.simulation.model import CannotSimulateError, Model, model_of
from metrics.simulation.observation import (
    Observation,
    histogram,
    lead_times,
    observe,
    queue_over_time,
    step_results,
    throughput_per_day,
    wip,
)
from metrics.simulation.plan import SimulationPlan
from metrics.simulation.result import SimulationResult
from metrics.simulation.run import Report, Trace, run
from metrics.simulation.warm_up import WarmUp, warm_up_of
from metrics.stream import Stream
from metrics.wording import listed, percent

ENTIRELY_USED = 1.0 - 1e-9
KEPT_BACK = 0.95
"""Under WIP limits fewer items leaving than this share of those coming means that the limits let too few through."""
TELLING_ITEMS = 200


def simulate(stream: Stream, plan: SimulationPlan, report: Report | None = None) -> SimulationResult:
    """Simulate the stream; equal streams, seeds and plans give equal results, in every process.

    `report(done, of)` hears a hundred times how far it is; what it raises ends the simulation and passes through.
    Raises CannotSimulateError, with a sentence for each reason, where values are missing or a rule is broken.
    """
    model = model_of(stream, plan)
    overload = _overload(model, plan)
    warm_up = warm_up_of(model, plan.items, steady=overload is None)
    trace = run(model, plan, warm_up.items, report)
    result = _result(model, plan, trace, warm_up, overload or _held_back(model, plan, trace))
    if not all(map(math.isfinite, _numbers(result.as_json()))):
        raise CannotSimulateError(["The times of this map are too large to be numbers: check the largest entries."])
    return result


def refuse_impossible(stream: Stream, plan: SimulationPlan) -> None:
    """Raise CannotSimulateError, as `simulate` would, for a stream in which something is missing or wrong."""
    model_of(stream, plan)


def _result(
    model: Model, plan: SimulationPlan, trace: Trace, warm_up: WarmUp, no_steady_state: str | None
) -> SimulationResult:
    metrics = measure(model.stream)
    steady = no_steady_state is None
    observation = observe(trace, steady=steady)
    times = lead_times(observation, steady=steady)
    steps = step_results(model, trace, observation)
    known = model.per_day is not None
    return SimulationResult(
        items=plan.items,
        seed=plan.seed,
        warm_up_items=warm_up.items,
        warm_up_sentence=warm_up.sentence,
        steady=steady,
        sentence=no_steady_state,
        lead_time_s=times,
        histogram=histogram(observation.lead_times_s),
        throughput_per_day=throughput_per_day(trace, observation, model.stream.calendar.day_s) if known else None,
        wip=wip(trace, observation, steady=steady) if known else None,
        steps=steps,
        queue_over_time=queue_over_time(model, trace),
        static_lead_time_s=metrics.lead_time_s,
        static_expected_lead_time_s=metrics.expected_lead_time_s,
        difference_sentence=difference_sentence(model, metrics, times.mean, steps, steady=steady),
        distributions=model.distributions,
        notes=(*model.notes, *_compared_waits(model), *_about_run(trace, observation, steady=steady)),
    )


def _overload(model: Model, plan: SimulationPlan) -> str | None:
    """Why there is no steady state; None where there is one."""
    if model.per_day is None:
        return None
    loads = {number: load for number in range(model.graph.end) if (load := model.utilisation(number)) is not None}
    number = max(loads, key=loads.__getitem__, default=None)
    if number is None or loads[number] < ENTIRELY_USED:
        return None
    capacity = model.capacity_per_day(number)
    grows_by = 0.0 if capacity is None else max(0.0, model.per_day - capacity) * model.stream.calendar.days_per_week
    name = model.places[number].name
    growth = f"grows by {grows_by:.3g} items a week" if grows_by > 0 else "keeps growing, ever more slowly"
    return (
        f"No steady state: the people of {name} would need {percent(loads[number])} of their time, so the backlog "
        f"{growth}; {_first_items(plan)}."
    )


def _held_back(model: Model, plan: SimulationPlan, trace: Trace) -> str | None:
    """WIP limits can let fewer items through than come although nobody has too much to do."""
    if plan.items < TELLING_ITEMS or all(place.wip_limit is None for place in model.places):
        return None
    until_s = trace.entered_s[trace.last - 1]
    through = sum(left_s <= until_s for left_s in trace.left_s) / trace.last
    if through >= KEPT_BACK:
        return None
    let_through = format(through * (model.per_day or 0.0), ".3g")
    grows_by = (1 - through) * (model.per_day or 0.0) * model.stream.calendar.days_per_week
    return (
        f"No steady state: the WIP limits let only {let_through} items a day through, so the backlog grows by "
        f"{grows_by:.3g} items a week; {_first_items(plan)}."
    )


def _first_items(plan: SimulationPlan) -> str:
    return f"these are the lead times of the first {plan.items:,} items"


def _compared_waits(model: Model) -> Iterator[str]:
    """What becomes of the waits that the map states where queues arise by themselves."""
    arising = list(dict.fromkeys(place.name for place in model.places if place.wait is None and place.stated_wait_s))
    if arising:
        yield (
            f"The waits that the map states for {listed(arising)} are not simulated but compared: where demand and "
            "people are known, items wait as long as these make them."
        )


def _about_run(trace: Trace, observation: Observation, *, steady: bool) -> Iterator[str]:
    if not steady:
        yield "How certain lead times and WIP are cannot be told without a steady state: they grow with every item."
    elif len(observation.lead_times_s) < 100:
        yield "Fewer than 100 items were counted: too few to tell how certain the figures are."
    if trace.incomplete_batches:
        yield "The last batches did not fill and were worked on as they were."


def _numbers(plain: Any) -> Iterator[float]:
    """All numbers in a JSON value."""
    if isinstance(plain, dict):
        for part in plain.values():
            yield from _numbers(part)
    elif isinstance(plain, list):
        for part in plain:
            yield from _numbers(part)
    elif isinstance(plain, int | float):
        yield plain
