"""An XmR chart as pages show it: what the browser draws, and the same as a table for everybody who has no script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from metrics.calendar import Calendar
from metrics.variation import ChartPoint, Signal, XmrChart
from metrics.variation.readings import written

MOST_DRAWN = 400
"""More readings than that stand closer than a pixel on a phone, and their table is longer than anybody reads."""

_RULE_WORDS: Mapping[str, str] = {
    "outside": "outside a limit",
    "run": "run on one side",
    "near_limit": "near a limit",
}


@dataclass(frozen=True, slots=True)
class ChartEvent:
    """Something that happened on a day, which stands on the chart as an upright line."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """The limits of a stretch of readings in words; without limits `sentence` says why."""

    name: str
    lower: str
    mean: str
    upper: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading in words, and what it signals; its day is that of the workshop's clocks."""

    day: date
    value: str
    moved: str
    signals: str


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """One chart of a page; `key` is unique on it. `templates/experiments/chart.html` shows it.

    A `compact` one leaves its verdict and the moving ranges to the page around it.
    """

    key: str
    title: str
    chart: XmrChart
    calendar: Calendar
    zone: ZoneInfo
    events: tuple[ChartEvent, ...]
    height: int
    compact: bool

    @property
    def data_id(self) -> str:
        """The id of the JSON in the page."""
        return f"{self.key}-data"

    @property
    def data(self) -> dict[str, Any]:
        """What the browser draws; `ChartJson` in static/src/pages/chart.tsx."""
        calendar = self.calendar
        return {
            "title": self.title,
            "chart": self.chart.as_json(),
            "calendar": {
                "hours_per_day": calendar.hours_per_day,
                "days_per_week": calendar.days_per_week,
                "days_per_month": calendar.days_per_month,
            },
            "time_zone": self.zone.key,
            "marks": [{"at": event.at.isoformat(), "label": event.label} for event in self.events],
            "height": self.height,
            "compact": self.compact,
        }

    @property
    def event_rows(self) -> list[tuple[date, str]]:
        """What happened, with its day by the workshop's clocks."""
        return [(event.at.astimezone(self.zone).date(), event.label) for event in self.events]

    @property
    def sentences(self) -> list[str]:
        """Everything that the chart says in words, what matters most first."""
        chart = self.chart
        target = [chart.target.sentence] if chart.target else []
        found = [*(signal.sentence for signal in chart.signals), *(change.sentence for change in chart.changes)]
        return [*found, *target, *chart.notes]

    @property
    def limit_rows(self) -> list[LimitRow]:
        rows = []
        for segment in self.chart.segments:
            name, limits = segment.name or "from the start", segment.limits
            if limits is None:
                rows.append(LimitRow(name, "", "", "", segment.sentence))
            else:
                lower, mean, upper = (self.words(value) for value in (limits.lower, limits.mean, limits.upper))
                rows.append(LimitRow(name, lower, mean, upper, ""))
        return rows

    @property
    def reading_rows(self) -> list[ReadingRow]:
        """The readings, the newest first."""
        rules: dict[int, list[str]] = {}
        for signal in self.chart.signals:
            told = "jump" if signal.chart == "moving_ranges" else _RULE_WORDS[signal.rule]
            for place in signal.readings:
                rules.setdefault(place, []).append(told)
        rows = [
            ReadingRow(
                day=point.at.astimezone(self.zone).date(),
                value="missing" if point.value is None else self.words(point.value),
                moved="" if point.moving_range is None else self.words(point.moving_range),
                signals=", ".join(rules.get(place, [])),
            )
            for place, point in enumerate(self.chart.readings)
        ]
        return rows[::-1]

    def words(self, value: float) -> str:
        """Return a value as people read it."""
        return written(value, self.chart.measure, self.calendar)


def chart_figure(
    chart: XmrChart,
    *,
    key: str,
    title: str,
    calendar: Calendar,
    zone: ZoneInfo,
    events: Iterable[ChartEvent] = (),
    height: int = 260,
    compact: bool = False,
) -> ChartFigure:
    """Return the chart for a page: its newest readings, and the events that lie among them."""
    drawn = newest_of(chart, MOST_DRAWN)
    begins = drawn.readings[0].at if len(drawn.readings) < len(chart.readings) else None
    shown = sorted((event for event in events if begins is None or event.at >= begins), key=lambda event: event.at)
    return ChartFigure(key, title, drawn, calendar, zone, tuple(shown), height, compact)


def newest_of(chart: XmrChart, most: int) -> XmrChart:
    """Return the chart with its newest readings; limits and signals rest on all of them still."""
    cut = len(chart.readings) - most
    if cut <= 0:
        return chart
    dropped = chart.readings[cut].segment
    note = f"The newest {most:,} of {len(chart.readings):,} readings are drawn; limits and signals rest on all."
    return replace(
        chart,
        readings=tuple(_renumbered(chart.readings[cut:], dropped)),
        segments=tuple(
            replace(segment, first=max(0, segment.first - cut), end=segment.end - cut)
            for segment in chart.segments[dropped:]
        ),
        signals=tuple(_still_seen(chart.signals, cut, dropped)),
        changes=tuple(
            replace(change, segment=change.segment - dropped) for change in chart.changes if change.segment >= dropped
        ),
        notes=(*chart.notes, note),
    )


def _renumbered(points: Sequence[ChartPoint], dropped: int) -> list[ChartPoint]:
    return [replace(point, segment=point.segment - dropped) for point in points]


def _still_seen(signals: Sequence[Signal], cut: int, dropped: int) -> list[Signal]:
    shifted = [
        (signal, tuple(place - cut for place in signal.readings if place >= cut))
        for signal in signals
        if signal.segment >= dropped
    ]
    return [replace(signal, segment=signal.segment - dropped, readings=places) for signal, places in shifted if places]
