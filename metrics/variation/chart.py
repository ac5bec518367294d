"""An XmR chart: readings and their moving ranges with limits, signals and what they mean."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from metrics.calendar import Calendar
from metrics.variation.limits import Limits, moving_ranges
from metrics.variation.readings import Measure, Reading, SegmentStart, Target, greatest, least, written
from metrics.variation.segments import Segment, split_into_segments
from metrics.variation.signals import WINDOW, Pattern, Rule, Side, find_jumps, find_patterns
from metrics.variation.verdicts import Change, TargetVerdict, judge_change, judge_target

ChartName = Literal["readings", "moving_ranges"]


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A reading on the chart: None is a gap. The moving range is from the reading before it in the same segment."""

    at: datetime
    value: float | None
    moving_range: float | None
    segment: int


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that readings meet, of one segment; `readings` are their places on the chart, counted from 0."""

    rule: Rule
    chart: ChartName
    side: Side
    segment: int
    readings: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class XmrChart:
    """Everything that is drawn and said; `notes` tell what was left out."""

    measure: Measure
    readings: tuple[ChartPoint, ...]
    segments: tuple[Segment, ...]
    signals: tuple[Signal, ...]
    changes: tuple[Change, ...]
    target: TargetVerdict | None
    sentence: str
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The chart as plain lists, maps, numbers and texts; moments in ISO 8601."""
        return {
            "measure": self.measure,
            "readings": [{**_fields(point), "at": point.at.isoformat()} for point in self.readings],
            "segments": [_segment_json(segment) for segment in self.segments],
            "signals": [{**_fields(signal), "readings": list(signal.readings)} for signal in self.signals],
            "changes": [_fields(change) for change in self.changes],
            "target": self.target and _fields(self.target),
            "sentence": self.sentence,
            "notes": list(self.notes),
        }


def xmr_chart(
    readings: Iterable[Reading],
    *,
    measure: Measure,
    starts: Sequence[SegmentStart] = (),
    target: Target | None = None,
    baseline_readings: int | None = None,
    calendar: Calendar | None = None,
) -> XmrChart:
    """The chart of readings, put in order of time.

    `starts` are moments from which readings have limits of their own. Limits rest on all readings of a segment, or on
    its first `baseline_readings` (at least 2), so that they stand still while readings come in. `calendar` is for the
    words of times. A reading that cannot be (a negative time, a share above 1) is drawn as a gap and noted.
    """
    if baseline_readings is not None and baseline_readings < 2:
        raise ValueError(f"A baseline of {baseline_readings} readings has no moving range: it needs at least 2.")
    usual = calendar or Calendar()

    def words(value: float) -> str:
        return written(value, measure, usual)

    in_order, notes = _possible(sorted(readings, key=lambda reading: reading.at), measure)
    segments = split_into_segments(in_order, starts, measure, baseline_readings)
    points = [point for number, segment in enumerate(segments) for point in _points(number, segment, in_order)]
    signals = [signal for number, segment in enumerate(segments) for signal in _signals(number, segment, points, words)]
    newest = len(segments) - 1
    verdict = None
    if target is not None:
        verdict = judge_target(target, segments[newest], any(signal.segment == newest for signal in signals), words)
    changes = tuple(judge_change(place, segments, in_order, words) for place in range(1, len(segments)))
    return XmrChart(
        measure=measure,
        readings=tuple(points),
        segments=tuple(segments),
        signals=tuple(signals),
        changes=changes,
        target=verdict,
        sentence=_sentence(segments, signals, changes),
        notes=tuple(notes),
    )


def _possible(readings: Sequence[Reading], measure: Measure) -> tuple[list[Reading], list[str]]:
    """The readings with gaps for those that cannot be, and the note that says so."""
    kept = []
    refused = 0
    for reading in readings:
        value = reading.value
        can_be = value is None or (math.isfinite(value) and least(measure) <= value <= greatest(measure))
        refused += not can_be
        kept.append(reading if can_be else Reading(reading.at, None))
    if not refused:
        return kept, []
    bounds = {
        "time_s": "a time is not below 0",
        "count": "a count is not below 0",
        "share": "a share lies between 0 % and 100 %",
        "number": "it is not a number",
    }[measure]
    what = "1 reading is" if refused == 1 else f"{refused} readings are"
    return kept, [f"{what} left out as a gap: {bounds}."]


def _points(number: int, segment: Segment, readings: Sequence[Reading]) -> list[ChartPoint]:
    own = readings[segment.first : segment.end]
    ranges = moving_ranges([reading.value for reading in own])
    return [ChartPoint(reading.at, reading.value, moved, number) for reading, moved in zip(own, ranges, strict=True)]


def _signals(
    number: int, segment: Segment, points: Sequence[ChartPoint], words: Callable[[float], str]
) -> list[Signal]:
    limits = segment.limits
    if limits is None:
        return []
    own = points[segment.first : segment.end]

    def signal(pattern: Pattern, chart: ChartName, sentence: str) -> Signal:
        places = tuple(segment.first + place for place in pattern.places)
        return Signal(pattern.rule, chart, pattern.side, number, places, sentence)

    patterns = find_patterns([point.value for point in own], limits)
    jumps = find_jumps([point.moving_range for point in own], limits)
    return [
        *(signal(pattern, "readings", _reading_sentence(pattern, own, limits, words)) for pattern in patterns),
        *(signal(jump, "moving_ranges", _jump_sentence(jump, own, limits, words)) for jump in jumps),
    ]


def _reading_sentence(
    pattern: Pattern, points: Sequence[ChartPoint], limits: Limits, words: Callable[[float], str]
) -> str:
    first, last = points[pattern.places[0]], points[pattern.places[-1]]
    name, limit = ("upper", limits.upper) if pattern.side == "above" else ("lower", limits.lower)
    count, span = len(pattern.places), pattern.places[-1] - pattern.places[0] + 1
    match pattern.rule:
        case "outside":
            value = words(first.value or 0.0)
            return f"{value} on {_day(first.at)} is {pattern.side} the {name} limit of {words(limit)}."
        case "run":
            return (
                f"{count} readings in a row are {pattern.side} the mean of {words(limits.mean)}, "
                f"from {_day(first.at)} to {_day(last.at)}."
            )
        case "near_limit":
            return (
                f"{count} of {max(span, WINDOW)} readings in a row are nearer to the {name} limit than to the mean of "
                f"{words(limits.mean)}, from {_day(first.at)} to {_day(last.at)}."
            )


def _jump_sentence(jump: Pattern, points: Sequence[ChartPoint], limits: Limits, words: Callable[[float], str]) -> str:
    point = points[jump.places[0]]
    return (
        f"The jump of {words(point.moving_range or 0.0)} to the reading of {_day(point.at)} is above the limit of "
        f"moving ranges, {words(limits.upper_range)}."
    )


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def _sentence(segments: Sequence[Segment], signals: Sequence[Signal], changes: Sequence[Change]) -> str:
    """What the newest segment says as a whole."""
    newest = segments[-1]
    if newest.limits is None or newest.limits.mean_moving_range == 0:
        return newest.sentence
    count = sum(signal.segment == len(segments) - 1 for signal in signals)
    since = f" since “{newest.name}”" if newest.name else ""
    if count:
        told = "is one signal" if count == 1 else f"are {count} signals"
        return f"There {told}{since} of a change of the process or a cause outside it: look for what happened then."
    caution = f" {newest.sentence}" if newest.provisional else ""
    if changes and changes[-1].evidence:
        return f"Readings are steady at their new level{since}: there is no signal of a further change.{caution}"
    how = "within limits of their own" if newest.name else "like this without any change"
    return f"There is no signal{since}: readings go up and down {how}.{caution}"


def _segment_json(segment: Segment) -> dict[str, Any]:
    return {
        **_fields(segment),
        "starts_at": segment.starts_at and segment.starts_at.isoformat(),
        "limits": segment.limits and _fields(segment.limits),
    }


def _fields(record: ChartPoint | Segment | Limits | Signal | Change | TargetVerdict) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
