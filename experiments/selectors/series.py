"""Reads of series and their readings."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, QuerySet

from experiments.domain.days import start_of_day, zone_of
from experiments.models import Reading, ReadingBatch, Series
from experiments.permissions import ExperimentAct, require
from maps.domain.map_file import calendar_of
from metrics import variation
from metrics.variation import SegmentStart, Target, XmrChart, xmr_chart
from workshops.models import Participant, User
from workshops.selectors import found_for


def series_of(*, actor: Participant) -> QuerySet[Series]:
    """Return the series of the actor's workshop by name, each with how many readings it has and the newest of them."""
    require(actor, ExperimentAct.READ)
    series = Series.objects.filter(workshop_id=actor.workshop_id)
    return series.annotate(count=Count("readings"), newest_at=Max("readings__at")).order_by("name", "id")


def series_for(user: User | AnonymousUser, series_id: UUID) -> tuple[Participant, Series]:
    """Return the person's place in the workshop and the series; raises NotFound for strangers, as for none."""
    return found_for(user, Series.objects.select_related("workshop"), series_id)


def readings_of(*, actor: Participant, of: Series) -> QuerySet[Reading]:
    """Return the readings of a series in order of time."""
    require(actor, ExperimentAct.READ)
    return Reading.objects.filter(series=of).select_related("batch").order_by("at", "id")


def batches_of(*, actor: Participant, of: Series) -> QuerySet[ReadingBatch]:
    """Return what was added together, the newest first, each with how many readings it holds."""
    require(actor, ExperimentAct.READ)
    batches = ReadingBatch.objects.filter(series=of).select_related("created_by")
    return batches.annotate(count=Count("readings")).order_by("-created_at", "id")


def observed_readings(series: Series, *, until: datetime | None = None) -> tuple[variation.Reading, ...]:
    """Return the readings as the arithmetic takes them, in order of time, those before `until` where it is given.

    Moments are in the workshop's zone, so that sentences name its days.
    """
    zone = zone_of(series.workshop.calendar)
    rows = Reading.objects.filter(series=series).order_by("at", "id")
    if until is not None:
        rows = rows.filter(at__lt=until)
    return tuple(variation.Reading(at.astimezone(zone), value) for at, value in rows.values_list("at", "value"))


def chart_of(*, actor: Participant, of: Series, target: Target | None = None) -> XmrChart:
    """Return the XmR chart of a series; each experiment that it measures begins limits of its own at its start, each
    campaign with its first intervention.
    """
    require(actor, ExperimentAct.READ)
    begun = of.experiments_measured.exclude(state__in=["draft", "abandoned"]).order_by("starts_on", "id")
    zone = zone_of(of.workshop.calendar)
    starts = [SegmentStart(start_of_day(found.starts_on, zone), found.change) for found in begun if found.starts_on]
    ran = of.campaigns_measured.filter(decisions__after="running").prefetch_related("interventions")
    firsts = [found.interventions.all()[0] for found in ran if found.interventions.all()]
    starts += [SegmentStart(start_of_day(first.made_on, zone), first.text) for first in firsts]
    return xmr_chart(
        observed_readings(of),
        measure=of.measure,  # type: ignore[arg-type]
        starts=starts,
        target=target,
        calendar=calendar_of(of.workshop.calendar),
    )
