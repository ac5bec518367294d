"""Which series of a workshop its signals are read from, and the weekly count of status meetings."""

import itertools
from typing import Any

from django.db import transaction

from experiments.commands.feeds import feed_series, take_figure
from experiments.commands.readings import add_readings, rules_of
from experiments.commands.records import record
from experiments.commands.series import begin_series, lock_series
from experiments.domain.meetings_table import MeetingsOfWeek, read_meetings
from experiments.domain.signals import SIGNAL_SERIES, SignalSeries
from experiments.models import ReadingBatch, Series, SeriesFeed
from experiments.permissions import ExperimentAct, require
from experiments.selectors.series import observed_readings
from maps.models import Map
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

_BOTH = ("meetings", "meeting_time")


class WeekCounted(Conflict):
    """The status meetings of this week are in the series already."""

    code = "week_counted"


@transaction.atomic
def choose_signal(*, actor: Participant, code: str, series: Series) -> Series:
    """Read the signal from this series from now on; raises InvalidInput where it measures something else."""
    require(actor, ExperimentAct.CHANGE_SERIES)
    lock_workshop(actor.workshop_id)
    kind = _kind(code)
    if series.workshop_id != actor.workshop_id:
        raise NotFound("There is no such series in this workshop; nothing was changed.")
    locked = lock_series(actor, series)
    if locked.measure != kind.measure:
        wanted = Series.Measure(kind.measure).label
        sentence = f"“{locked.name}” is measured as {locked.get_measure_display()}; this is read as {wanted}."
        raise InvalidInput([Problem("series", sentence)])
    worse = "higher" if kind.better == "lower" else "lower"
    if locked.worse_when != worse:
        sentence = f"“{locked.name}” is worse when {locked.worse_when}; this is worse when {worse}."
        raise InvalidInput([Problem("series", sentence)])
    if locked.signal != code:
        Series.objects.filter(workshop_id=actor.workshop_id, signal=code).update(signal="")
        locked.signal = code
        locked.save(update_fields=["signal"])
        record(actor, "choose_signal", series=str(locked.pk), name=locked.name, signal=code)
    return locked


@transaction.atomic
def begin_signal(*, actor: Participant, code: str) -> Series:
    """Begin a series of the signal's own and read it from there."""
    require(actor, ExperimentAct.PROPOSE)
    kind = _kind(code)
    taken = set(Series.objects.filter(workshop_id=actor.workshop_id).values_list("name", flat=True))
    numbered = (f"{kind.name} ({number})" for number in itertools.count(2))
    name = next(name for name in itertools.chain([kind.name], numbered) if name not in taken)
    given = {
        "name": name,
        "unit": kind.unit,
        "measure": kind.measure,
        "worse_when": "higher" if kind.better == "lower" else "lower",
    }
    return choose_signal(actor=actor, code=code, series=begin_series(actor=actor, given=given))


@transaction.atomic
def feed_signal(*, actor: Participant, code: str, of: Map) -> Series:
    """Read the signal from the figure of a current state, which becomes a reading now and at every saved state.

    A series that another map feeds goes on with this one, so that a stream that is mapped again keeps its readings.
    """
    require(actor, ExperimentAct.CHANGE_SERIES)
    figure = _kind(code).figure
    if figure is None:
        raise InvalidInput([Problem("map", "No map says this: write it down, or choose the series that holds it.")])
    if of.workshop_id != actor.workshop_id:
        raise NotFound("There is no such map in this workshop; nothing was changed.")
    lock_workshop(actor.workshop_id)
    feed = SeriesFeed.objects.filter(series__workshop_id=actor.workshop_id, series__signal=code, figure=figure).first()
    is_free = not SeriesFeed.objects.filter(map=of, figure=figure).exists()
    if feed is None or not is_free or of.kind != Map.Kind.CURRENT:
        return choose_signal(actor=actor, code=code, series=feed_series(actor=actor, of=of, figure=figure))
    lock_series(actor, feed.series)
    feed.map = of
    feed.save(update_fields=["map"])
    take_figure(actor=actor, series=feed.series)
    record(actor, "choose_signal", series=str(feed.series_id), name=feed.series.name, signal=code)
    return feed.series


@transaction.atomic
def drop_signal(*, actor: Participant, code: str) -> None:
    """Read the signal from nothing any more; its series stays with its readings."""
    require(actor, ExperimentAct.CHANGE_SERIES)
    lock_workshop(actor.workshop_id)
    kind = _kind(code)
    marked = Series.objects.filter(workshop_id=actor.workshop_id, signal=code).first()
    if marked is None:
        raise NotFound(f"“{kind.name}” is read from no series, so nothing was changed.")
    marked.signal = ""
    marked.save(update_fields=["signal"])
    record(actor, "drop_signal", series=str(marked.pk), name=marked.name, signal=code)


@transaction.atomic
def add_meetings(*, actor: Participant, op_id: str, text: str, source: str) -> tuple[int, bool]:
    """Add the status meetings of weeks, `day, meetings, minutes` a line, to the two series that hold them.

    A series that is missing is begun. Returns how many weeks there are and whether they are new: a known `op_id` adds
    nothing. Raises InvalidInput with every problem, and WeekCounted where one of the weeks is there already.
    """
    require(actor, ExperimentAct.ADD_READINGS)
    lock_workshop(actor.workshop_id)
    marked = {found.signal: found for found in Series.objects.filter(workshop_id=actor.workshop_id, signal__in=_BOTH)}
    counts = marked.get("meetings") or begin_signal(actor=actor, code="meetings")
    times = marked.get("meeting_time") or begin_signal(actor=actor, code="meeting_time")
    weeks = read_meetings(text, rules=rules_of(counts))
    if not ReadingBatch.objects.filter(series=counts, op_id=op_id).exists():
        _refuse_counted(counts, weeks)
    receipts = [
        add_readings(actor=actor, series=of, op_id=op_id, given=given, source=source)
        for of, given in ((counts, _given(weeks, "count")), (times, _given(weeks, "total_s")))
    ]
    return receipts[0].count, receipts[0].is_new


def _given(weeks: tuple[MeetingsOfWeek, ...], field: str) -> list[dict[str, Any]]:
    return [{"at": of.at, "value": getattr(of, field)} for of in weeks]


def _refuse_counted(counts: Series, weeks: tuple[MeetingsOfWeek, ...]) -> None:
    known = {reading.at.isocalendar()[:2] for reading in observed_readings(counts)}
    again = next((of for of in weeks if of.week in known), None)
    if again is not None:
        raise WeekCounted(
            f"The week of {again.at:%-d %B %Y} is counted already, so nothing was added; withdraw it from "
            f"“{counts.name}” first if it was wrong."
        )


def _kind(code: str) -> SignalSeries:
    kind = SIGNAL_SERIES.get(code)
    if kind is None:
        raise NotFound(f"There is no signal “{code[:40]}”; there are {', '.join(SIGNAL_SERIES)}.")
    return kind
