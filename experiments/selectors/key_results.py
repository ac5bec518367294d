"""Reads of objectives and key results: where each stands, and whether its readings moved at all."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from experiments.domain.days import end_of_day, start_of_day, zone_of
from experiments.domain.gates import Criterion
from experiments.domain.judgement import Observed, SeriesJudgement, judge_series
from experiments.domain.key_results import Aim, Standing, standing_of
from experiments.domain.quarters import Quarter
from experiments.models import KeyResult, Objective
from experiments.permissions import ExperimentAct, require
from experiments.selectors.series import observed_readings
from maps.domain.map_file import calendar_of
from metrics.variation import SegmentStart, Target, XmrChart, xmr_chart
from workshops.models import Participant, User
from workshops.selectors import found_for

_LOADED = ("owner", "objective", "series__feed__map", "created_by", "carried_from", "workshop")


@dataclass(frozen=True, slots=True)
class KeyResultNow:
    """A key result with where it stands and what its readings since the quarter began say against those before it.

    `movement` is None while there are too few readings to tell.
    """

    key_result: KeyResult
    standing: Standing
    movement: SeriesJudgement | None

    @property
    def movement_sentence(self) -> str:
        """The verdict in a sentence; empty while there are too few readings."""
        return self.movement.sentence if self.movement else ""

    def criterion(self, threshold: float | None = None) -> Criterion:
        """The key result as a gate asks it: its target, or the threshold of a stage."""
        found = self.key_result
        asked = found.target if threshold is None else threshold
        return Criterion(str(found.pk), found.name, found.who, self.standing, asked, self.movement_sentence)


def objectives_of(*, actor: Participant) -> QuerySet[Objective]:
    """Return the objectives of the actor's workshop in the order in which they were named."""
    require(actor, ExperimentAct.READ)
    return Objective.objects.filter(workshop_id=actor.workshop_id)


def key_results_of(*, actor: Participant, quarter: Quarter | None = None) -> QuerySet[KeyResult]:
    """Return the key results of the actor's workshop by quarter and age, or those of one quarter."""
    require(actor, ExperimentAct.READ)
    found = KeyResult.objects.filter(workshop_id=actor.workshop_id)
    if quarter is not None:
        found = found.filter(year=quarter.year, quarter=quarter.number)
    return found.select_related(*_LOADED)


def key_result_now(key_result: KeyResult) -> KeyResultNow:
    """Return where it stands, by the readings up to the end of its quarter."""
    return KeyResultNow(key_result, standing_now(key_result), movement_of(key_result))


def standing_now(key_result: KeyResult) -> Standing:
    """Return where it stands, without asking whether it moved."""
    quarter, zone = quarter_of_key_result(key_result), zone_of(key_result.workshop.calendar)
    series = key_result.series
    series.workshop = key_result.workshop
    readings = observed_readings(series, until=end_of_day(quarter.ends_on, zone))
    return standing_of(
        aim_of(key_result),
        readings[-1] if readings else None,
        quarter=str(quarter),
        starts_at=start_of_day(quarter.starts_on, zone),
    )


def movement_of(key_result: KeyResult) -> SeriesJudgement | None:
    """Return what the readings of the quarter say against those before it; None while nobody can know."""
    quarter, zone = quarter_of_key_result(key_result), zone_of(key_result.workshop.calendar)
    series, aim = key_result.series, aim_of(key_result)
    series.workshop = key_result.workshop
    readings = observed_readings(series, until=end_of_day(quarter.ends_on, zone))
    judged = judge_series(
        Observed(series.name, aim.measure, aim.better, readings),
        changed_at=start_of_day(quarter.starts_on, zone),
        change_name=str(quarter),
        calendar=aim.calendar,
    )
    return None if judged.verdict == "not_known" else judged


def chart_of_quarter(key_result: KeyResult) -> XmrChart:
    """Return the readings up to the end of the quarter with the target; the quarter has limits of its own."""
    quarter, zone = quarter_of_key_result(key_result), zone_of(key_result.workshop.calendar)
    aim, begins = aim_of(key_result), start_of_day(quarter.starts_on, zone)
    key_result.series.workshop = key_result.workshop
    readings = observed_readings(key_result.series, until=end_of_day(quarter.ends_on, zone))
    splits = bool(readings) and readings[0].at < begins <= readings[-1].at
    return xmr_chart(
        readings,
        measure=aim.measure,
        starts=[SegmentStart(begins, str(quarter))] if splits else [],
        target=Target(aim.target, aim.better),
        calendar=aim.calendar,
    )


def aim_of(key_result: KeyResult) -> Aim:
    """Return from where to where it is to go."""
    calendar = calendar_of(key_result.workshop.calendar)
    return Aim(key_result.baseline, key_result.target, key_result.series.measure, calendar)  # type: ignore[arg-type]


def quarter_of_key_result(key_result: KeyResult) -> Quarter:
    return Quarter(key_result.year, key_result.quarter)


def key_result_for(user: User | AnonymousUser, key_result_id: UUID) -> tuple[Participant, KeyResult]:
    """Return the person's place and the key result; raises NotFound for strangers, as for none."""
    place, found = found_for(user, KeyResult.objects.select_related(*_LOADED), key_result_id)
    found.workshop = place.workshop
    return place, found


def objective_for(user: User | AnonymousUser, objective_id: UUID) -> tuple[Participant, Objective]:
    """Return the person's place and the objective; raises NotFound for strangers, as for none."""
    return found_for(user, Objective.objects.all(), objective_id)
