"""Series: begun, renamed, deleted while nothing rests on them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from experiments.commands.fields import FieldReader
from experiments.commands.records import record
from experiments.models import Campaign, Experiment, GuardMetric, KeyResult, Series
from experiments.permissions import ExperimentAct, require
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

SERIES_LIMIT = 200


class TooManySeries(Conflict):
    """The workshop holds as many series as it may."""

    code = "too_many_series"


@transaction.atomic
def create_series(*, actor: Participant, given: Mapping[str, Any]) -> Series:
    """Begin a series of `name`, `measure`, `worse_when`, perhaps `unit`; raises InvalidInput with every problem."""
    require(actor, ExperimentAct.PROPOSE)
    return begin_series(actor=actor, given=given)


@transaction.atomic
def begin_series(*, actor: Participant, given: Mapping[str, Any]) -> Series:
    """Begin a series for a command that has asked for its own permission, such as one that sets a key result."""
    # The workshop's row orders those who begin one at the same time, so that limit and names hold.
    lock_workshop(actor.workshop_id)
    kept = _read({"name": "", "measure": "", "worse_when": "", **given}, actor)
    if Series.objects.filter(workshop_id=actor.workshop_id).count() >= SERIES_LIMIT:
        raise TooManySeries(f"This workshop holds {SERIES_LIMIT} series, as many as it may; delete one first.")
    created = Series.objects.create(workshop=actor.workshop, created_by=actor, **kept)
    record(actor, "create_series", series=str(created.id), name=created.name)
    return created


@transaction.atomic
def change_series(*, actor: Participant, series: Series, given: Mapping[str, Any]) -> Series:
    """Change name, unit or which way hurts; what is measured stays, because readings are kept in it."""
    require(actor, ExperimentAct.CHANGE_SERIES)
    locked = lock_series(actor, series)
    kept = _read(given, actor, of=locked)
    if kept.get("measure", locked.measure) != locked.measure:
        sentence = f"“{locked.name}” is measured as {locked.get_measure_display()}; begin another series for another."
        raise InvalidInput([Problem("measure", sentence)])
    changed = sorted(name for name, value in kept.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, kept[name])
    if changed:
        locked.save(update_fields=changed)
        record(actor, "change_series", series=str(locked.id), name=locked.name, changed=changed)
    return locked


@transaction.atomic
def delete_series(*, actor: Participant, series: Series) -> None:
    """Delete a series with its readings; raises Conflict where anything rests on it."""
    require(actor, ExperimentAct.CHANGE_SERIES)
    if series.created_by_id != actor.id:
        require(actor, ExperimentAct.WITHDRAW_ANY_READINGS)
    locked = lock_series(actor, series)
    used = _what_rests_on(locked)
    if used is not None:
        raise Conflict(f"“{locked.name}” is what “{used}” rests on, so it stays; nothing was deleted.")
    record(actor, "delete_series", series=str(locked.id), name=locked.name, readings=locked.readings.count())
    locked.delete()


def _what_rests_on(series: Series) -> Experiment | Campaign | KeyResult | None:
    """The experiment, campaign or key result that goes by the series; None without one."""
    measured = Experiment.objects.filter(series=series).first()
    served = Campaign.objects.filter(Q(series=series) | Q(lead_time=series)).first()
    guard = GuardMetric.objects.select_related("experiment", "campaign").filter(series=series).first()
    guarded = (guard.experiment or guard.campaign) if guard else None
    return measured or served or guarded or series.key_results.first()


def lock_series(actor: Participant, series: Series) -> Series:
    """Return the series with its row locked; raises NotFound where it was deleted meanwhile."""
    lock_workshop(actor.workshop_id)
    locked = Series.objects.select_for_update(no_key=True).filter(pk=series.pk, workshop_id=actor.workshop_id).first()
    if locked is None:
        raise NotFound(f"“{series.name}” was deleted meanwhile; nothing was changed.")
    return locked


def _read(given: Mapping[str, Any], actor: Participant, of: Series | None = None) -> dict[str, Any]:
    reader = FieldReader(actor.workshop, given)
    reader.text("name", "The name of the series", 200, required=True)
    reader.text("unit", "The unit", 40)
    reader.choice("measure", "What is measured", Series.Measure.values)
    reader.choice("worse_when", "Which way is worse", Series.WorseWhen.values)
    name = reader.kept.get("name")
    same = Series.objects.filter(workshop_id=actor.workshop_id, name=name).first() if name else None
    if same is not None and same != of:
        reader.refuse("name", f"There is a series “{name}” in this workshop already.")
    return reader.done()
