"""From what happened in a run to figures.

What goes by time (throughput, WIP, utilisation, queues) is observed from when the first counted item enters to when the
last one does; where there is no steady state, in the second half of that, when the stream has filled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from metrics.estimate import Estimate
from metrics.simulation.confidence import BATCHES, FEWEST_VALUES, around, estimate
from metrics.simulation.model import Model
from metrics.simulation.result import Histogram, LeadTimes, QueueOverTime, StepResult
from metrics.simulation.run import Trace

MOMENTS = 121
ROUNDING = 1e-9
"""Times that differ by less than this share of them differ because they were added in another order."""
FEWEST_BARS, MOST_BARS = 10, 60


@dataclass(frozen=True, slots=True)
class Observation:
    """The lead times of the counted items in order of entry, and the span of time that is observed."""

    lead_times_s: np.ndarray
    begin_s: float
    end_s: float

    @property
    def span_s(self) -> float:
        return self.end_s - self.begin_s


def observe(trace: Trace, *, steady: bool) -> Observation:
    """What is counted of a run."""
    entered_s, left_s = (np.array(all_s[trace.first : trace.last]) for all_s in (trace.entered_s, trace.left_s))
    begin_s, end_s = float(entered_s[0]), float(entered_s[-1])
    return Observation(left_s - entered_s, begin_s if steady else (begin_s + end_s) / 2, end_s)


def lead_times(observation: Observation, *, steady: bool) -> LeadTimes:
    """Mean and percentiles, with their intervals where there is a steady state."""
    values = observation.lead_times_s
    statistics: list[Callable[[np.ndarray], Any]] = [np.mean]
    statistics += [partial(np.quantile, q=share) for share in (0.5, 0.85, 0.95)]
    found = (estimate(values, one) if steady else Estimate(float(one(values)), None, None) for one in statistics)
    return LeadTimes(*found)


def histogram(values: np.ndarray) -> Histogram:
    """Equal bars from the shortest to the longest time, as wide as Freedman and Diaconis (1981) say."""
    low, high = float(values.min()), float(values.max())
    if not high - low > low * ROUNDING:
        high = low + max(1.0, low / 100)
    quarters = np.quantile(values, (0.25, 0.75))
    width = 2 * float(quarters[1] - quarters[0]) / len(values) ** (1 / 3)
    bars = MOST_BARS if width <= 0 else min(MOST_BARS, max(FEWEST_BARS, round((high - low) / width)))
    counts, edges = np.histogram(values, bars, (low, high))
    return Histogram(tuple(edges.tolist()), tuple(counts.tolist()))


def throughput_per_day(trace: Trace, observation: Observation, day_s: float) -> Estimate | None:
    """Items that leave a working day."""
    left = np.sort(np.array(trace.left_s))
    return _by_time(observation, lambda until_s: np.searchsorted(left, until_s, side="right") * day_s)


def wip(trace: Trace, observation: Observation, *, steady: bool) -> Estimate | None:
    """Items in the stream, on average over time."""
    entered, left = np.array(trace.entered_s), np.array(trace.left_s)
    found = _by_time(
        observation,
        lambda until_s: np.array([(np.minimum(left, end) - np.minimum(entered, end)).sum() for end in until_s]),
    )
    return found if steady or found is None else Estimate(found.value, None, None)


def _by_time(observation: Observation, amount: Callable[[np.ndarray], np.ndarray]) -> Estimate | None:
    """The amount a second, given the amount up to moments; None where no time passed."""
    if not observation.span_s > 0:
        return None
    ends = np.linspace(observation.begin_s, observation.end_s, BATCHES + 1)
    rates = (np.diff(amount(ends)) * (BATCHES / observation.span_s)).tolist()
    value = sum(rates) / BATCHES
    return around(value, rates) if len(observation.lead_times_s) >= FEWEST_VALUES else Estimate(value, None, None)


def step_results(model: Model, trace: Trace, observation: Observation) -> dict[str, StepResult]:
    """The figures of every step that items visit, and of those that none visits."""
    return {
        place.id: _step_result(model, number, trace, observation)
        for number, place in enumerate(model.places)
        if place.is_step
    }


def _step_result(model: Model, number: int, trace: Trace, observation: Observation) -> StepResult:
    visits = trace.visits[number]
    numbers = np.array(visits.items)
    counted = (numbers >= trace.first) & (numbers < trace.last)
    asked, started, ended = map(np.array, (visits.asked_s, visits.started_s, visits.ended_s))
    waits = (started - asked)[counted]
    people = model.places[number].people
    meets = model.per_day is not None and observation.span_s > 0
    return StepResult(
        utilisation=_used(_overlap_s(started, ended, observation), people, observation) if people and meets else None,
        wait_s_mean=float(waits.mean()) if len(waits) else 0.0,
        stated_wait_s=model.stated_wait_s(number),
        queue_mean=_overlap_s(asked, started, observation) / observation.span_s if meets else None,
        queue_max=_most_at_once(asked, started, observation) if meets else None,
        visits=len(waits) / len(observation.lead_times_s),
    )


def _used(busy_s: float, people: int, observation: Observation) -> float:
    # The same stretches of time, summed in another order, can come out a hair above the whole.
    return min(1.0, busy_s / (people * observation.span_s))


def _overlap_s(begins: np.ndarray, ends: np.ndarray, observation: Observation) -> float:
    """Seconds that these stretches share with the observed span, together."""
    inside = np.minimum(ends, observation.end_s) - np.maximum(begins, observation.begin_s)
    return float(np.maximum(0.0, inside).sum())


def _most_at_once(begins: np.ndarray, ends: np.ndarray, observation: Observation) -> int:
    """How many of these stretches overlap at most within the observed span."""
    begins, ends = np.sort(begins), np.sort(ends)
    moments = begins[(begins >= observation.begin_s) & (begins <= observation.end_s)]
    moments = np.append(moments, observation.begin_s)
    return int((np.searchsorted(begins, moments, side="right") - np.searchsorted(ends, moments, side="right")).max())


def queue_over_time(model: Model, trace: Trace) -> QueueOverTime:
    """How many wait at each step from the first item's entry to the last one's, the warm-up included."""
    end_s = trace.entered_s[trace.last - 1]
    if model.per_day is None or not end_s > 0:
        return QueueOverTime((), {})
    moments = np.linspace(0.0, end_s, MOMENTS)
    steps = {}
    for place, visits in zip(model.places, trace.visits, strict=True):
        if place.is_step:
            asked, started = np.sort(np.array(visits.asked_s)), np.sort(np.array(visits.started_s))
            waiting = np.searchsorted(asked, moments, side="right") - np.searchsorted(started, moments, side="right")
            steps[place.id] = tuple(waiting.tolist())
    return QueueOverTime(tuple(moments.tolist()), steps)
