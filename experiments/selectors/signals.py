"""Reads of the three signals that it works, of one value stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from experiments.domain.chart_figure import ChartEvent, ChartFigure
from experiments.domain.days import start_of_day, zone_of
from experiments.domain.judgement import Observed, SeriesJudgement
from experiments.domain.signals import (
    SIGNAL_SERIES,
    SignalSeries,
    StreamReadings,
    WorkingSignal,
    WorkingSignals,
    judge_signals,
)
from experiments.models import Series, SeriesFeed
from experiments.permissions import ExperimentAct, require
from experiments.selectors.charts import figure_in
from experiments.selectors.series import observed_readings
from experiments.selectors.stream_events import StreamEvent, events_of_stream
from maps.domain.map_file import calendar_of
from metrics.variation import Reading, xmr_chart
from workshops.models import Participant

CHART_HEIGHT = 200


@dataclass(frozen=True, slots=True)
class SignalPart:
    """One of the series that a signal is read from; without a series, nobody reads it yet."""

    kind: SignalSeries
    series: Series | None
    feed: SeriesFeed | None
    readings: tuple[Reading, ...]
    figure: ChartFigure | None


@dataclass(frozen=True, slots=True)
class SignalShown:
    """One signal with what it is read from."""

    signal: WorkingSignal
    parts: tuple[SignalPart, ...]

    @property
    def notes(self) -> list[str]:
        """What the verdict rests on, each once."""
        return list(dict.fromkeys(note for judgement in self.signal.judgements for note in judgement.notes))


@dataclass(frozen=True, slots=True)
class StreamSignals:
    """The three signals since a day; None while nothing has changed and nobody has chosen one.

    `events` is everything that happened, the oldest first.
    """

    since: date | None
    change_name: str
    events: Sequence[StreamEvent]
    working: WorkingSignals
    shown: tuple[SignalShown, ...]

    def as_json(self) -> dict[str, Any]:
        """The signals as they travel."""
        return {
            "since": self.since,
            "change": self.change_name,
            **self.working.as_json(),
            "series": {
                part.kind.code: part.series and str(part.series.pk) for shown in self.shown for part in shown.parts
            },
            "events": [{"at": event.at.isoformat(), "what": event.label} for event in self.events],
        }


def signals_of(*, actor: Participant, since: date | None = None) -> StreamSignals:
    """Return the signals of the actor's workshop since this day, or since the first change there was."""
    require(actor, ExperimentAct.READ)
    zone = zone_of(actor.workshop.calendar)
    events = events_of_stream(actor=actor)
    changed_at, change_name = _change(events, None if since is None else start_of_day(since, zone))
    series = _series(actor)
    read = {code: _observed(SIGNAL_SERIES[code], found) for code, found in series.items()}
    people = read.get("people")
    working = judge_signals(
        StreamReadings(
            lead_time=read.get("lead_time"),
            people=() if people is None else people.readings,
            value_added_ratio=read.get("value_added_ratio"),
            meetings=read.get("meetings"),
            meeting_time=read.get("meeting_time"),
        ),
        changed_at=changed_at,
        change_name=change_name,
        calendar=calendar_of(actor.workshop.calendar),
    )
    # The change itself begins limits of its own, which the chart names.
    marks = [event.mark for event in events if event.at != changed_at]
    shown = tuple(
        SignalShown(signal, tuple(_parts(actor, signal, series=series, read=read, marks=marks)))
        for signal in working.signals
    )
    day = None if changed_at is None else changed_at.astimezone(zone).date()
    return StreamSignals(day, change_name, events, working, shown)


def _change(events: Sequence[StreamEvent], chosen: datetime | None) -> tuple[datetime | None, str]:
    """The moment since which is asked, and what changed then."""
    if chosen is not None:
        on_day = [event.label for event in events if event.is_change and event.at.date() == chosen.date()]
        return chosen, on_day[0] if on_day else f"{chosen:%-d %B %Y}"
    first = next((event for event in events if event.is_change), None)
    return (None, "") if first is None else (first.at, first.label)


def _series(actor: Participant) -> dict[str, Series]:
    marked = Series.objects.filter(workshop_id=actor.workshop_id).exclude(signal="")
    return {found.signal: found for found in marked.select_related("workshop", "feed__map")}


def _observed(kind: SignalSeries, of: Series) -> Observed:
    return Observed(of.name, kind.measure, kind.better, observed_readings(of))


def _parts(
    actor: Participant,
    signal: WorkingSignal,
    *,
    series: Mapping[str, Series],
    read: Mapping[str, Observed],
    marks: Sequence[ChartEvent],
) -> list[SignalPart]:
    judged: dict[str, SeriesJudgement] = {judgement.name: judgement for judgement in signal.judgements}
    parts = []
    for kind in SIGNAL_SERIES.values():
        if kind.signal != signal.code:
            continue
        of, observed = series.get(kind.code), read.get(kind.code)
        if of is None or observed is None:
            parts.append(SignalPart(kind, None, None, (), None))
            continue
        figure = None
        # People are counted, not sampled: limits would say nothing.
        if kind.code != "people" and observed.readings:
            judgement = judged.get(of.name)
            calendar = calendar_of(actor.workshop.calendar)
            chart = (
                judgement.chart if judgement else xmr_chart(observed.readings, measure=kind.measure, calendar=calendar)
            )
            figure = figure_in(
                actor.workshop, chart, key=f"signal-{kind.code}", title=of.name, events=marks, height=CHART_HEIGHT
            )
        parts.append(SignalPart(kind, of, getattr(of, "feed", None), observed.readings, figure))
    return parts


def candidates_of(*, actor: Participant, kind: SignalSeries) -> list[Series]:
    """Return the series that could be read for a part of a signal: those of its measure and its good side."""
    require(actor, ExperimentAct.READ)
    worse = "higher" if kind.better == "lower" else "lower"
    fitting = Series.objects.filter(workshop_id=actor.workshop_id, measure=kind.measure, worse_when=worse)
    return list(fitting.order_by("name", "id"))
