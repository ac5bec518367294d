"""Objectives and key results: set, changed while no gate has decided by them, carried into the next quarter."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from experiments.commands.feeds import feed_series
from experiments.commands.fields import FieldReader, refuse_stale
from experiments.commands.readings import rules_of
from experiments.commands.records import record
from experiments.commands.series import begin_series
from experiments.domain.quarters import Quarter, read_quarter
from experiments.domain.reading_values import ReadingError, read_value
from experiments.models import Decision, KeyResult, Objective, Series
from experiments.permissions import ExperimentAct, require, require_direct
from maps.models import Map
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

KEY_RESULTS_LIMIT = 400
OBJECTIVES_LIMIT = 100
MEASURED_BY = ("series", "new_series", "figure")
ALWAYS_OPEN = frozenset({"name", "objective", "owner", "owner_name"})
"""What can still be changed once a gate has decided by a key result: what it is called and who sees to it."""


class TooManyKeyResults(Conflict):
    """The workshop holds as many key results or objectives as it may."""

    code = "too_many_key_results"


class KeyResultStands(Conflict):
    """A gate has decided by it, so what it claims cannot be changed any more."""

    code = "key_result_stands"


@transaction.atomic
def add_objective(*, actor: Participant, title: str) -> Objective:
    """Name what key results are for; one that has this title already is returned as it is."""
    require(actor, ExperimentAct.SET_RESULTS)
    lock_workshop(actor.workshop_id)
    kept = _title(actor, title)
    known = Objective.objects.filter(workshop_id=actor.workshop_id, title=kept).first()
    if known is not None:
        return known
    if Objective.objects.filter(workshop_id=actor.workshop_id).count() >= OBJECTIVES_LIMIT:
        raise TooManyKeyResults(f"This workshop holds {OBJECTIVES_LIMIT} objectives, as many as it may.")
    created = Objective.objects.create(workshop=actor.workshop, title=kept, created_by=actor)
    record(actor, "add_objective", objective=str(created.pk), name=created.title[:200])
    return created


@transaction.atomic
def change_objective(*, actor: Participant, objective: Objective, title: str) -> Objective:
    """Say anew what an objective is."""
    require(actor, ExperimentAct.SET_RESULTS)
    lock_workshop(actor.workshop_id)
    kept = _title(actor, title)
    if Objective.objects.filter(workshop_id=actor.workshop_id, title=kept).exclude(pk=objective.pk).exists():
        raise InvalidInput([Problem("title", f"There is an objective “{kept}” already.")])
    if kept != objective.title:
        objective.title = kept
        objective.save(update_fields=["title"])
        record(actor, "change_objective", objective=str(objective.pk), name=kept[:200])
    return objective


@transaction.atomic
def delete_objective(*, actor: Participant, objective: Objective) -> None:
    """Take away an objective that has no key result; raises Conflict where it has one."""
    require(actor, ExperimentAct.SET_RESULTS)
    lock_workshop(actor.workshop_id)
    used = objective.key_results.first()
    if used is not None:
        raise Conflict(f"“{used}” is a key result of “{objective}”, so the objective stays; nothing was deleted.")
    record(actor, "delete_objective", objective=str(objective.pk), name=objective.title[:200])
    objective.delete()


@transaction.atomic
def set_key_result(*, actor: Participant, given: Mapping[str, Any]) -> KeyResult:
    """Set a key result; raises InvalidInput with every problem.

    It is measured by a `series`, by a `new_series` (fields of a series), or by a `figure` of a current state `map`,
    which then feeds it. Without a `baseline` the newest reading is taken, without a `name` the name of the series.
    """
    require(actor, ExperimentAct.SET_RESULTS)
    lock_workshop(actor.workshop_id)
    if KeyResult.objects.filter(workshop_id=actor.workshop_id).count() >= KEY_RESULTS_LIMIT:
        raise TooManyKeyResults(f"This workshop holds {KEY_RESULTS_LIMIT} key results, as many as it may.")
    series = _series(actor, given)
    created = KeyResult(workshop=actor.workshop, series=series, created_by=actor)
    for name, value in _read(given, actor, created, is_new=True).items():
        setattr(created, name, value)
    created.save()
    record(actor, "set_key_result", key_result=str(created.pk), name=created.name)
    return created


@transaction.atomic
def change_key_result(
    *, actor: Participant, key_result: KeyResult, given: Mapping[str, Any], saw_revision: int | None = None
) -> KeyResult:
    """Change a key result: facilitators, leaders and its owner; what measures it stays.

    Raises Conflict where it was changed after revision `saw_revision`, KeyResultStands with what cannot be changed
    since a gate decided by it.
    """
    locked = lock_key_result(actor, key_result)
    require_direct(actor, locked)
    refuse_stale(locked, saw_revision)
    kept = _read(given, actor, locked, is_new=False)
    changed = sorted(name for name, value in kept.items() if getattr(locked, name) != value)
    fixed = [name for name in changed if name not in ALWAYS_OPEN]
    if fixed and stands(locked):
        told = ", ".join(name.replace("_", " ") for name in fixed)
        raise KeyResultStands(
            f"A gate has decided by “{locked}”, so its {told} cannot be changed any more; carry it into the next "
            "quarter with another target instead. Nothing was changed.",
            details={"fixed": fixed},
        )
    for name in changed:
        setattr(locked, name, kept[name])
    if changed:
        locked.revision += 1
        locked.save()
        record(actor, "change_key_result", key_result=str(locked.pk), name=locked.name, changed=changed)
    return locked


@transaction.atomic
def delete_key_result(*, actor: Participant, key_result: KeyResult) -> None:
    """Take away a key result by which nothing was decided and which no stage or sprint names; its readings stay."""
    require(actor, ExperimentAct.SET_RESULTS)
    locked = lock_key_result(actor, key_result)
    used = locked.criteria.select_related("stage").first()
    sprint = locked.sprints.first()
    if stands(locked):
        raise KeyResultStands(f"A gate has decided by “{locked}”, so it stays; nothing was deleted.")
    if used is not None or sprint is not None:
        what = f"the stage “{used.stage}”" if used is not None else f"the sprint “{sprint}”"
        raise Conflict(f"“{locked}” is what {what} goes by, so it stays; nothing was deleted.")
    record(actor, "delete_key_result", key_result=str(locked.pk), name=locked.name)
    locked.delete()


@transaction.atomic
def carry_key_result(*, actor: Participant, key_result: KeyResult, target: Any = None) -> KeyResult:
    """Go on with a key result in the quarter after it: from its newest reading to `target`, or to the same target."""
    require(actor, ExperimentAct.SET_RESULTS)
    before = lock_key_result(actor, key_result)
    to = Quarter(before.year, before.quarter).next
    if before.carried_to.filter(year=to.year, quarter=to.number).exists():
        raise Conflict(f"“{before}” goes on in {to} already; nothing was added.")
    created = set_key_result(
        actor=actor,
        given={
            "name": before.name,
            "objective": before.objective_id,
            "series": before.series_id,
            "quarter": to.code,
            "target": before.target if target in (None, "") else target,
            "owner": before.owner_id if before.owner and before.owner.removed_at is None else None,
            "owner_name": before.owner_name,
        },
    )
    created.carried_from = before
    created.save(update_fields=["carried_from"])
    return created


def stands(key_result: KeyResult) -> bool:
    """Whether a gate has decided by it."""
    named = {"criteria": [{"key_result": str(key_result.pk)}]}
    return Decision.objects.filter(workshop_id=key_result.workshop_id, evidence__contains=named).exists()


def lock_key_result(actor: Participant, key_result: KeyResult) -> KeyResult:
    """Return it with its row locked and its people loaded; raises NotFound where it is gone."""
    lock_workshop(actor.workshop_id)
    rows = KeyResult.objects.select_for_update(no_key=True, of=("self",)).select_related("owner", "series", "objective")
    locked = rows.filter(pk=key_result.pk, workshop_id=actor.workshop_id).first()
    if locked is None:
        raise NotFound(f"“{key_result}” does not exist any more; nothing was changed.")
    locked.workshop = locked.series.workshop = actor.workshop
    return locked


def _title(actor: Participant, title: str) -> str:
    reader = FieldReader(actor.workshop, {"title": title})
    reader.text("title", "The objective", 300, required=True)
    kept: str = reader.done()["title"]
    return kept


def _series(actor: Participant, given: Mapping[str, Any]) -> Series:
    """The series that measures it, which is begun or fed where that is asked."""
    named = [name for name in MEASURED_BY if given.get(name)]
    if len(named) != 1:
        sentence = "Say what measures it: a series, a new series, or a figure of a map; one of them."
        raise InvalidInput([Problem("series", sentence)])
    match named[0]:
        case "new_series":
            return begin_series(actor=actor, given=given["new_series"])
        case "figure":
            maps = Map.objects.select_related("workshop").filter(workshop=actor.workshop)
            of = maps.filter(pk=given["map"]).first() if given.get("map") else None
            if of is None:
                raise InvalidInput([Problem("map", "Name the map of this workshop whose figure it is.")])
            return feed_series(actor=actor, of=of, figure=given["figure"])
        case _:
            found = Series.objects.filter(pk=given["series"], workshop=actor.workshop).first()
            if found is None:
                raise InvalidInput([Problem("series", "There is no such series in this workshop.")])
            return found


def _read(given: Mapping[str, Any], actor: Participant, of: KeyResult, *, is_new: bool) -> dict[str, Any]:
    of.series.workshop = actor.workshop
    reader = FieldReader(actor.workshop, given)
    reader.text("name", "The name", 200, required=not is_new)
    if is_new and not reader.kept.get("name"):
        reader.kept["name"] = of.series.name
    _objective(reader, actor)
    _quarter(reader, is_new=is_new)
    _value(reader, "target", "The target", of.series, required=is_new)
    _value(reader, "baseline", "The baseline", of.series, required=False)
    if is_new and "baseline" not in reader.kept and not any(one.place == "baseline" for one in reader.problems):
        _newest_as_baseline(reader, of.series)
    baseline, target = (reader.kept.get(name, getattr(of, name)) for name in ("baseline", "target"))
    if baseline is not None and baseline == target:
        reader.refuse("target", "The target is the baseline: name a value that is better than where it stands.")
    reader.owner()
    return reader.done()


def _objective(reader: FieldReader, actor: Participant) -> None:
    new = reader.given.get("new_objective")
    if new:
        reader.kept["objective"] = add_objective(actor=actor, title=new)
    elif "objective" in reader.given:
        wanted = reader.given["objective"]
        found = Objective.objects.filter(pk=wanted, workshop=reader.workshop).first() if wanted else None
        if wanted and found is None:
            reader.refuse("objective", "There is no such objective in this workshop.")
        reader.kept["objective"] = found


def _quarter(reader: FieldReader, *, is_new: bool) -> None:
    if "quarter" not in reader.given and not is_new:
        return
    quarter = read_quarter(str(reader.given.get("quarter", "")))
    if quarter is None:
        reader.refuse("quarter", "Name the quarter as year and number, such as 2026-2.")
    else:
        reader.kept |= {"year": quarter.year, "quarter": quarter.number}


def _value(reader: FieldReader, name: str, label: str, series: Series, *, required: bool) -> None:
    written = reader.given.get(name)
    if written is None or written == "":
        if required or (name in reader.given and name == "target"):
            reader.refuse(name, f"{label} is missing.")
        return
    try:
        reader.kept[name] = read_value(written, rules_of(series), bare_percent=isinstance(written, str))
    except ReadingError as error:
        reader.refuse(name, f"{label}: {error}")


def _newest_as_baseline(reader: FieldReader, series: Series) -> None:
    newest = series.readings.order_by("-at", "-id").first()
    if newest is None:
        reader.refuse("baseline", f"Say where it stands now: “{series.name}” has no reading yet.")
    else:
        reader.kept["baseline"] = newest.value
