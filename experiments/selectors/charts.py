"""Charts of series as pages show them: readings, limits and what happened meanwhile."""

from collections.abc import Iterable

from django.db.models import Q

from experiments.domain.chart_figure import ChartEvent, ChartFigure, chart_figure
from experiments.domain.days import start_of_day, zone_of
from experiments.domain.states import EXPERIMENT
from experiments.models import Decision, Experiment, Series
from experiments.selectors.series import chart_of
from maps.domain.map_file import calendar_of
from metrics.variation import Target, XmrChart
from workshops.models import Participant, Workshop

_DECIDED = (Experiment.State.ADOPTED, Experiment.State.ADAPTED, Experiment.State.ABANDONED)


def series_figure(
    *,
    actor: Participant,
    of: Series,
    key: str = "",
    title: str = "",
    target: Target | None = None,
    events: Iterable[ChartEvent] = (),
    height: int = 260,
) -> ChartFigure:
    """Return the chart of a series for `templates/experiments/chart.html`, with its experiments and `events` on it."""
    chart = chart_of(actor=actor, of=of, target=target)
    happened = [*events, *events_of(actor=actor, of=of)]
    name = title or named_with_unit(of)
    return figure_in(actor.workshop, chart, key=key or f"series-{of.pk}", title=name, events=happened, height=height)


def figure_in(
    workshop: Workshop,
    chart: XmrChart,
    *,
    key: str,
    title: str,
    events: Iterable[ChartEvent] = (),
    height: int = 260,
    compact: bool = False,
) -> ChartFigure:
    """Return any chart in the calendar and the time zone of a workshop."""
    calendar = workshop.calendar
    return chart_figure(
        chart,
        key=key,
        title=title,
        calendar=calendar_of(calendar),
        zone=zone_of(calendar),
        events=events,
        height=height,
        compact=compact,
    )


def named_with_unit(series: Series) -> str:
    """Return the name with the unit of what is no time: “Open tickets, a week”."""
    is_told = series.unit and series.measure not in (Series.Measure.TIME, Series.Measure.SHARE)
    return f"{series.name}, {series.unit}" if is_told else series.name


def events_of(*, actor: Participant, of: Series) -> list[ChartEvent]:
    """Return what was decided about the experiments that the series measures or guards, and when those it guards began.

    An experiment that it measures begins limits of its own, which the chart names already.
    """
    about = Q(experiment__series=of) | Q(experiment__guards__series=of)
    decided = Decision.objects.filter(about, workshop_id=actor.workshop_id, after__in=_DECIDED)
    ended = decided.exclude(before=Experiment.State.DRAFT).select_related("experiment").distinct()
    happened = [
        ChartEvent(found.decided_at, f"{_capital(EXPERIMENT.label(found.after))}: {found.experiment}")
        for found in ended
    ]
    zone = zone_of(actor.workshop.calendar)
    begun = Experiment.objects.filter(guards__series=of, workshop_id=actor.workshop_id)
    for experiment in begun.exclude(state=Experiment.State.DRAFT).exclude(series=of):
        if experiment.starts_on and experiment.decisions.filter(after=Experiment.State.RUNNING).exists():
            happened.append(ChartEvent(start_of_day(experiment.starts_on, zone), f"Started: {experiment}"))
    return happened


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
