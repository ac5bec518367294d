"""Where the bars of a plan lie on a line of weeks or months, as parts of its width."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Scale = Literal["weeks", "months"]

WEEK = timedelta(days=7)
# What is further away than this is listed and not drawn: one date of another decade would flatten everything else.
BACK = {"weeks": timedelta(weeks=8), "months": timedelta(days=183)}
AHEAD = {"weeks": timedelta(weeks=26), "months": timedelta(days=548)}
TICKS_LABELLED = 14
# More days than this read better in months.
WEEKS_MOST = timedelta(weeks=16)


@dataclass(frozen=True, slots=True)
class Span:
    """What takes from one day to another, both included; `start` is not after `end`."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a week or a month; `at` is a part of the width, 0..1.

    Where the labels have little room, the main ones alone are shown: the first week of a month, the first month of a
    quarter.
    """

    at: float
    label: str
    is_year: bool
    is_main: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A span as parts of the width, 0..1; `is_cut` says that it begins before the picture."""

    start: float
    end: float
    is_cut: bool

    @property
    def width(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Timeline:
    """The line itself: its first day and the one after its last, its ticks, and today as a part of its width."""

    scale: Scale
    first: date
    after: date
    ticks: tuple[Tick, ...]
    today: float

    @property
    def is_dense(self) -> bool:
        """Whether there are too many ticks for all their labels."""
        return len(self.ticks) > TICKS_LABELLED

    def place(self, day: date) -> float:
        """Return the part of the width at which the day begins."""
        return (day - self.first) / (self.after - self.first)

    def shows(self, span: Span) -> bool:
        """Whether the span ends in the picture."""
        return self.first <= span.end < self.after

    def bar(self, span: Span) -> Bar:
        """Return the span in the picture, cut where it began before; raises ValueError for one it does not show."""
        if not self.shows(span):
            raise ValueError("The span ends outside the timeline.")
        start = max(span.start, self.first)
        return Bar(self.place(start), self.place(span.end + timedelta(days=1)), start != span.start)


def lay_out(spans: Sequence[Span], *, on: date, scale: Scale | None = None) -> Timeline:
    """Return a line that shows today and every span that ends within reach of it, in whole weeks or months.

    Without a scale it takes weeks while they are few.
    """
    if scale is None:
        ends = [span.end for span in spans]
        reach = max((abs(end - on) for end in ends), default=timedelta(0))
        scale = "weeks" if reach <= WEEKS_MOST else "months"
    ends = [span.end for span in spans if on - BACK[scale] <= span.end <= on + AHEAD[scale]]
    starts = [max(span.start, on - BACK[scale]) for span in spans if span.end in ends]
    first = _floor(min([on, *ends, *starts]), scale)
    # One unit more than is needed, so that nothing touches the edge.
    after = _next(_next(_floor(max([on, *ends]), scale), scale), scale)
    return Timeline(scale, first, after, tuple(_ticks(first, after, scale)), (on - first) / (after - first))


def _ticks(first: date, after: date, scale: Scale) -> Iterator[Tick]:
    days = list(_beginnings(first, after, scale))
    for number, day in enumerate(days):
        is_first = number == 0
        starts_year = day.year != days[number - 1].year if number else True
        starts_month = day.month != days[number - 1].month if number else True
        if scale == "months":
            label = day.strftime("%b %Y") if is_first or starts_year else day.strftime("%b")
            is_main = day.month % 3 == 1
        else:
            label = f"{day.day} {day.strftime('%b')}" if is_first or starts_month else str(day.day)
            is_main = starts_month and not is_first
        yield Tick((day - first) / (after - first), label, starts_year and not is_first, is_main)


def _beginnings(first: date, after: date, scale: Scale) -> Iterable[date]:
    day = first
    while day < after:
        yield day
        day = _next(day, scale)


def _floor(day: date, scale: Scale) -> date:
    return day - timedelta(days=day.weekday()) if scale == "weeks" else day.replace(day=1)


def _next(day: date, scale: Scale) -> date:
    if scale == "weeks":
        return day + WEEK
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
