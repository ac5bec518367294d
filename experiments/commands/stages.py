"""Stages with what their gates ask, and sprints with the key result that each goal serves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from experiments.commands.fields import FieldReader
from experiments.commands.initiatives import TooManyInitiatives, lock_initiative
from experiments.commands.readings import rules_of
from experiments.commands.records import record
from experiments.domain.reading_values import ReadingError, read_value
from experiments.models import Gate, Initiative, KeyResult, Sprint, Stage, StageCriterion
from experiments.permissions import ExperimentAct, require, require_direct
from workshops.errors import Conflict, NotFound
from workshops.models import Participant

STAGES_LIMIT = 12
SPRINTS_LIMIT = 200
CRITERIA_LIMIT = 20

Thresholds = list[tuple[KeyResult, float]]


class StageDecided(Conflict):
    """The gate of the stage was decided, so the stage and what was asked stand."""

    code = "stage_decided"


class InitiativeEnded(Conflict):
    """The initiative is finished or stopped."""

    code = "initiative_ended"


@transaction.atomic
def add_stage(*, actor: Participant, initiative: Initiative, given: Mapping[str, Any]) -> Stage:
    """Put a stage behind the last one: `name`, `gate_on`, `criteria` [{key_result, threshold}]."""
    locked = _open(actor, initiative)
    last = locked.stages.last()
    if locked.stages.count() >= STAGES_LIMIT:
        raise TooManyInitiatives(f"“{locked}” has {STAGES_LIMIT} stages, as many as it may.")
    kept, criteria = _read_stage({"name": "", **given}, actor)
    created = Stage.objects.create(initiative=locked, position=last.position + 1 if last else 1, **kept)
    _write_criteria(created, criteria or [])
    record(actor, "add_stage", initiative=str(locked.pk), name=locked.name, stage=created.name)
    return created


@transaction.atomic
def change_stage(*, actor: Participant, stage: Stage, given: Mapping[str, Any]) -> Stage:
    """Change name, day or criteria of a stage whose gate is not decided yet."""
    locked, found = _undecided(actor, stage)
    kept, criteria = _read_stage(given, actor)
    for name, value in kept.items():
        setattr(found, name, value)
    found.save()
    if criteria is not None:
        _write_criteria(found, criteria)
    record(actor, "change_stage", initiative=str(locked.pk), name=locked.name, stage=found.name)
    return found


@transaction.atomic
def remove_stage(*, actor: Participant, stage: Stage) -> None:
    """Take away a stage whose gate is not decided yet."""
    locked, found = _undecided(actor, stage)
    record(actor, "remove_stage", initiative=str(locked.pk), name=locked.name, stage=found.name)
    found.delete()


@transaction.atomic
def plan_sprint(*, actor: Participant, initiative: Initiative, given: Mapping[str, Any]) -> Sprint:
    """Plan a sprint: `goal`, `starts_on`, `ends_on`, and the `key_result` that the goal serves, if it serves one."""
    require(actor, ExperimentAct.PLAN_SPRINTS)
    locked = _going(lock_initiative(actor, initiative))
    if locked.sprints.count() >= SPRINTS_LIMIT:
        raise TooManyInitiatives(f"“{locked}” has {SPRINTS_LIMIT} sprints, as many as it may.")
    created = Sprint(initiative=locked, created_by=actor)
    for name, value in _read_sprint({"goal": "", "starts_on": None, "ends_on": None, **given}, actor, created).items():
        setattr(created, name, value)
    created.save()
    record(actor, "plan_sprint", initiative=str(locked.pk), name=locked.name, goal=created.goal[:200])
    return created


@transaction.atomic
def change_sprint(*, actor: Participant, sprint: Sprint, given: Mapping[str, Any]) -> Sprint:
    """Change goal, days or the key result of a sprint."""
    locked, found = _sprint(actor, sprint)
    for name, value in _read_sprint(given, actor, found).items():
        setattr(found, name, value)
    found.save()
    record(actor, "change_sprint", initiative=str(locked.pk), name=locked.name, goal=found.goal[:200])
    return found


@transaction.atomic
def remove_sprint(*, actor: Participant, sprint: Sprint) -> None:
    """Take away a sprint."""
    locked, found = _sprint(actor, sprint)
    record(actor, "remove_sprint", initiative=str(locked.pk), name=locked.name, goal=found.goal[:200])
    found.delete()


def _open(actor: Participant, initiative: Initiative) -> Initiative:
    """The initiative locked, for whoever may say how it runs."""
    locked = lock_initiative(actor, initiative)
    require_direct(actor, locked)
    return _going(locked)


def _going(initiative: Initiative) -> Initiative:
    if not initiative.is_open:
        raise InitiativeEnded(f"“{initiative}” is {initiative.get_state_display()}; nothing was changed.")
    return initiative


def _undecided(actor: Participant, stage: Stage) -> tuple[Initiative, Stage]:
    locked = _open(actor, stage.initiative)
    found = locked.stages.filter(pk=stage.pk).first()
    if found is None:
        raise NotFound(f"The stage “{stage}” does not exist any more; nothing was changed.")
    if Gate.objects.filter(stage=found).exists():
        raise StageDecided(f"The gate of “{found}” was decided, so the stage stands; nothing was changed.")
    return locked, found


def _sprint(actor: Participant, sprint: Sprint) -> tuple[Initiative, Sprint]:
    require(actor, ExperimentAct.PLAN_SPRINTS)
    locked = _going(lock_initiative(actor, sprint.initiative))
    found = locked.sprints.select_related("key_result").filter(pk=sprint.pk).first()
    if found is None:
        raise NotFound(f"The sprint “{sprint}” does not exist any more; nothing was changed.")
    return locked, found


def _read_stage(given: Mapping[str, Any], actor: Participant) -> tuple[dict[str, Any], Thresholds | None]:
    reader = FieldReader(actor.workshop, given)
    reader.text("name", "The name of the stage", 200, required=True)
    reader.day("gate_on", "The day of the gate")
    criteria = _thresholds(reader, given["criteria"], actor) if "criteria" in given else None
    return reader.done(), criteria


def _thresholds(reader: FieldReader, given: Sequence[Mapping[str, Any]], actor: Participant) -> Thresholds:
    if len(given) > CRITERIA_LIMIT:
        reader.refuse("criteria", f"{len(given)} criteria are named; a gate can ask {CRITERIA_LIMIT}.")
        return []
    wanted = [entry["key_result"] for entry in given]
    rows = KeyResult.objects.select_related("series").filter(pk__in=wanted, workshop=actor.workshop)
    known = {found.pk: found for found in rows}
    read: dict[KeyResult, float] = {}
    for place, entry in enumerate(given):
        found = known.get(entry["key_result"])
        if found is None:
            reader.refuse(f"criteria.{place}.key_result", "There is no such key result in this workshop.")
        elif found in read:
            reader.refuse(f"criteria.{place}.key_result", f"“{found}” is asked twice.")
        else:
            read[found] = _threshold(reader, place, entry.get("threshold"), found, actor)
    return list(read.items())


def _threshold(reader: FieldReader, place: int, written: Any, of: KeyResult, actor: Participant) -> float:
    """The value that is asked for; the key result's own target where nothing is written."""
    if written is None or written == "":
        return of.target
    of.series.workshop = actor.workshop
    try:
        return read_value(written, rules_of(of.series), bare_percent=isinstance(written, str))
    except ReadingError as error:
        reader.refuse(f"criteria.{place}.threshold", f"“{of}”: {error}")
        return of.target


def _write_criteria(stage: Stage, criteria: Thresholds) -> None:
    stage.criteria.all().delete()
    StageCriterion.objects.bulk_create(
        StageCriterion(stage=stage, key_result=of, threshold=threshold) for of, threshold in criteria
    )


def _read_sprint(given: Mapping[str, Any], actor: Participant, of: Sprint) -> dict[str, Any]:
    reader = FieldReader(actor.workshop, given)
    reader.text("goal", "The goal", 300, required=True)
    for name, label in (("starts_on", "The first day"), ("ends_on", "The last day")):
        if name in given and given[name] is None:
            reader.refuse(name, f"{label} of the sprint is missing.")
        else:
            reader.day(name, label)
    starts, ends = (reader.kept.get(name, getattr(of, name)) for name in ("starts_on", "ends_on"))
    if starts is not None and ends is not None and ends < starts:
        reader.refuse("ends_on", f"The sprint would end on {ends}, before it starts on {starts}.")
    if "key_result" in given:
        wanted = given["key_result"]
        found = KeyResult.objects.filter(pk=wanted, workshop=actor.workshop).first() if wanted else None
        if wanted and found is None:
            reader.refuse("key_result", "There is no such key result in this workshop.")
        reader.kept["key_result"] = found
    return reader.done()
