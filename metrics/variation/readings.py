"""What an XmR chart is drawn of: readings in time, the marks that begin a segment, and the target."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from metrics.calendar import Calendar
from metrics.durations import format_duration
from metrics.wording import percent

Measure = Literal["time_s", "count", "share", "number"]
"""What is read: seconds of working time, items, a share of 0..1, or any other number, which alone may be below zero."""

Better = Literal["lower", "higher"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading and the moment that it stands for; None is a gap: a reading was due and is missing."""

    at: datetime
    value: float | None


@dataclass(frozen=True, slots=True)
class SegmentStart:
    """A moment from which readings have a baseline of their own, and what happened then."""

    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Target:
    """The value that is wanted; `better` says on which side of it readings are welcome, None where nobody said."""

    value: float
    better: Better | None = None


def least(measure: Measure) -> float:
    """The lowest value that a reading can have."""
    return -math.inf if measure == "number" else 0.0


def greatest(measure: Measure) -> float:
    """The highest value that a reading can have."""
    return 1.0 if measure == "share" else math.inf


def written(value: float, measure: Measure, calendar: Calendar) -> str:
    """The value as people read it: times in the calendar's units, shares in percent."""
    match measure:
        case "time_s":
            return format_duration(value, calendar)
        case "share":
            return percent(value)
        case _:
            return f"{value:.4g}"
