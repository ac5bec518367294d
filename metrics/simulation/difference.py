"""Why the simulated lead time differs from the computed one, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metrics.durations import format_duration
from metrics.estimate import Estimate
from metrics.figures import StreamMetrics
from metrics.simulation.model import Model, Place
from metrics.simulation.result import StepResult
from metrics.wording import listed

WORTH_SAYING = 0.02
"""Reasons that explain less than this share of the lead time are not told."""


@dataclass(frozen=True, slots=True)
class _Reason:
    seconds: float
    words: str


def difference_sentence(
    model: Model, metrics: StreamMetrics, mean: Estimate, steps: Mapping[str, StepResult], *, steady: bool
) -> str:
    """How far the simulated mean is from the expected lead time of the figures, and what makes the difference."""
    static_s = metrics.expected_lead_time_s
    calendar = model.stream.calendar
    simulated = format_duration(mean.value, calendar)
    if static_s is None:
        return (
            f"An item takes {simulated} on average; the figures have no lead time to compare it with, as the map "
            "leaves waits open that arise by themselves here."
        )
    computed = f"the computed {format_duration(static_s, calendar)}"
    if metrics.lead_time_s is not None and static_s > metrics.lead_time_s * (1 + WORTH_SAYING):
        computed += f" with rework ({format_duration(metrics.lead_time_s, calendar)} on one pass)"
    within = mean.low is not None and mean.high is not None and mean.low <= static_s <= mean.high
    if within or abs(mean.value - static_s) <= 1e-9 * static_s:
        return f"An item takes {simulated} on average, as far as chance lets tell the same as {computed}."
    more = "more" if mean.value > static_s else "less"
    distance = format_duration(abs(mean.value - static_s), calendar)
    sentence = f"An item takes {simulated} on average, {distance} {more} than {computed}"
    reasons = list(_reasons(model, steps, mean.value, grows=not steady and mean.value > static_s))
    return f"{sentence}: {'; '.join(reasons)}." if reasons else f"{sentence}; it is chance that this run shows."


def _reasons(model: Model, steps: Mapping[str, StepResult], mean_s: float, *, grows: bool) -> Iterator[str]:
    if grows:
        yield "there is no steady state, so each item waits longer than the one before"
    waits = _waits(model, steps)
    for longer in (True, False):
        told = sorted((one for one in waits if (one.seconds > 0) is longer), key=lambda one: -abs(one.seconds))
        seconds = abs(sum(one.seconds for one in told))
        if seconds <= WORTH_SAYING * mean_s:
            continue
        names = listed(list(dict.fromkeys(one.words for one in told)))
        amount = format_duration(seconds, model.stream.calendar)
        if longer:
            yield f"demand, people and variation make the queues before {names} {amount} longer than the stated waits"
        else:
            yield (
                f"the waits stated before {names} are {amount} longer than the queues that demand and people explain, "
                "so something else than busy people makes items wait there"
            )
    yield from _other_reasons(model, mean_s)


def _waits(model: Model, steps: Mapping[str, StepResult]) -> list[_Reason]:
    """What simulated waits add to the stated ones over all visits of an item, where queues arise by themselves."""
    found = []
    for number, place in enumerate(model.places):
        often = model.visits[number]
        if place.wait is None and place.stated_wait_s is not None:
            simulated_s = steps[place.id].wait_s_mean if place.is_step else 0.0
            found.append(_Reason(often * (simulated_s - place.stated_wait_s), _before(model, number)))
        elif place.people is not None:
            found.append(_Reason(often * steps[place.id].wait_s_mean, place.name))
        elif place.batch > 1 and place.wait is not None:
            found.append(_Reason(often * (steps[place.id].wait_s_mean - place.wait.mean), place.name))
    return [one for one in found if one.seconds]


def _before(model: Model, number: int) -> str:
    """The step before which a place makes items wait."""
    ways = model.graph.ways[number]
    is_queue = not model.places[number].is_step
    return model.places[ways[0]].name if is_queue and len(ways) == 1 else model.places[number].name


def _other_reasons(model: Model, mean_s: float) -> Iterator[str]:
    calendar = model.stream.calendar
    worked = list(zip(model.places, model.visits, strict=True))
    slower_s = sum(often * (place.slowing - 1) * place.work.mean for place, often in worked if place.work is not None)
    if slower_s > WORTH_SAYING * mean_s:
        yield f"uptime below 100 % makes work take {format_duration(slower_s, calendar)} longer"
    shifted_s = sum(often * _shift_s(place) for place, often in worked)
    if abs(shifted_s) > WORTH_SAYING * mean_s:
        direction = "up" if shifted_s > 0 else "down"
        yield f"ranges that reach further {direction} than their values move the mean"
    if model.graph.parallel and any(len(sources) > 1 for sources in (*model.graph.sources, _ends(model))):
        yield "where parallel work joins, an item waits for the way that is slowest this time, not on average"
    if any(place.wip_limit is not None for place in model.places):
        yield "WIP limits hold items back"


def _ends(model: Model) -> tuple[int, ...]:
    return tuple(number for number, ways in enumerate(model.graph.ways) if not ways)


def _shift_s(place: Place) -> float:
    """How far the means of the chosen distributions are from the stated values."""
    return sum(chosen.mean - chosen.value for chosen in (place.wait, place.work) if chosen is not None)
