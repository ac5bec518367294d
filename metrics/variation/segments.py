"""Stretches of readings with a baseline of their own: an intervention begins a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from metrics.variation.limits import Limits, process_limits
from metrics.variation.readings import Measure, Reading, SegmentStart

SETTLED_FROM = 8
"""Readings from which limits say something firm, and from which a run of eight can be seen at all."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Readings `first` up to but not including `end`, the limits of their baseline, and what may be said of them.

    `name` and `starts_at` are those of the mark; None for readings before any mark. `known` counts readings with a
    value. Limits of fewer than eight readings are `provisional`; without two that follow each other there are none.
    """

    name: str | None
    starts_at: datetime | None
    first: int
    end: int
    known: int
    limits: Limits | None
    provisional: bool
    sentence: str


def split_into_segments(
    readings: Sequence[Reading], starts: Sequence[SegmentStart], measure: Measure, baseline_readings: int | None
) -> list[Segment]:
    """The segments of readings in order of time; a mark begins one with the first reading at it or after it.

    Marks between the same two readings begin one segment together. A mark after the last reading begins a segment
    that is still empty. Limits come from the first `baseline_readings` known readings of each segment, else from all.
    """
    marks: dict[int, list[SegmentStart]] = {}
    for start in sorted(starts, key=lambda start: start.at):
        first = next((place for place, reading in enumerate(readings) if reading.at >= start.at), len(readings))
        marks.setdefault(first, []).append(start)
    if 0 not in marks:
        marks[0] = []
    firsts = sorted(marks)
    ends = [*firsts[1:], len(readings)]
    return [
        _segment(marks[first], [reading.value for reading in readings[first:end]], first, measure, baseline_readings)
        for first, end in zip(firsts, ends, strict=True)
    ]


def _segment(
    marks: Sequence[SegmentStart],
    values: Sequence[float | None],
    first: int,
    measure: Measure,
    baseline_readings: int | None,
) -> Segment:
    name = ", ".join(mark.name for mark in marks if mark.name) or None
    baseline = values[: _end_of_baseline(values, baseline_readings)]
    limits = process_limits(baseline, measure)
    known = sum(value is not None for value in values)
    counted = sum(value is not None for value in baseline)
    return Segment(
        name=name,
        starts_at=marks[-1].at if marks else None,
        first=first,
        end=first + len(values),
        known=known,
        limits=limits,
        provisional=limits is not None and counted < SETTLED_FROM,
        sentence=_sentence(f" since “{name}”" if name else "", known, counted, limits),
    )


def _end_of_baseline(values: Sequence[float | None], baseline_readings: int | None) -> int:
    """How many places the baseline takes, gaps included."""
    if baseline_readings is None:
        return len(values)
    places = [place for place, value in enumerate(values) if value is not None]
    return places[baseline_readings - 1] + 1 if len(places) >= baseline_readings else len(values)


def _sentence(since: str, known: int, counted: int, limits: Limits | None) -> str:
    if known == 0:
        return f"There is no reading{since} yet."
    if known == 1:
        return f"There is one reading{since}: limits need at least two that follow each other."
    if limits is None:
        return f"There are no limits{since}: they need two readings that follow each other without a gap between them."
    if limits.mean_moving_range == 0:
        return (
            f"The {counted} readings{since} that the limits rest on are all the same: there is no variation to judge, "
            "or it is measured too coarsely to be seen."
        )
    if counted < SETTLED_FROM:
        return (
            f"The limits{since} rest on {counted} readings only and will still move: from {SETTLED_FROM} on they "
            "are worth a judgement."
        )
    return f"The limits{since} rest on {counted} readings."
