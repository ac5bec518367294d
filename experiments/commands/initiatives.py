"""Initiatives: what improvements and experiments belong to, which key results it serves, its state."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from experiments.commands.decisions import check_move, move
from experiments.commands.fields import FieldReader, refuse_stale
from experiments.commands.records import record
from experiments.domain.states import INITIATIVE
from experiments.models import Experiment, Improvement, Initiative, KeyResult
from experiments.permissions import ExperimentAct, require, require_direct
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, NotFound
from workshops.models import Participant

INITIATIVES_LIMIT = 100
PURPOSE_LIMIT = 1_000
BELONGING = {"key_results": KeyResult, "improvements": Improvement, "experiments": Experiment}
BELONGING_LIMIT = 500


class TooManyInitiatives(Conflict):
    """The workshop holds as many initiatives as it may, or an initiative as many stages or sprints."""

    code = "too_many_initiatives"


@transaction.atomic
def begin_initiative(*, actor: Participant, given: Mapping[str, Any]) -> Initiative:
    """Write down an initiative as planned; raises InvalidInput with every problem."""
    require(actor, ExperimentAct.SET_RESULTS)
    lock_workshop(actor.workshop_id)
    if Initiative.objects.filter(workshop_id=actor.workshop_id).count() >= INITIATIVES_LIMIT:
        raise TooManyInitiatives(f"This workshop holds {INITIATIVES_LIMIT} initiatives, as many as it may.")
    kept, belonging = _read({"name": "", **given}, actor)
    created = Initiative.objects.create(workshop=actor.workshop, created_by=actor, **kept)
    _write_belonging(created, belonging)
    record(actor, "begin_initiative", initiative=str(created.pk), name=created.name)
    return created


@transaction.atomic
def change_initiative(
    *, actor: Participant, initiative: Initiative, given: Mapping[str, Any], saw_revision: int | None = None
) -> Initiative:
    """Change what is said about an initiative and what belongs to it; facilitators, leaders and its owner.

    Lists replace what belonged to it before. Raises Conflict where it was changed after revision `saw_revision`.
    """
    locked = lock_initiative(actor, initiative)
    require_direct(actor, locked)
    refuse_stale(locked, saw_revision)
    kept, belonging = _read(given, actor)
    changed = sorted(name for name, value in kept.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, kept[name])
    changed += _write_belonging(locked, belonging)
    if changed:
        locked.revision += 1
        locked.save()
        record(actor, "change_initiative", initiative=str(locked.pk), name=locked.name, changed=changed)
    return locked


@transaction.atomic
def decide_initiative(*, actor: Participant, initiative: Initiative, to: str, reason: str = "") -> Initiative:
    """Take an initiative to another state outside a gate; its owner starts and finishes it."""
    locked = lock_initiative(actor, initiative)
    kept = check_move(actor, locked, INITIATIVE, to, reason)
    return move(actor, locked, kind="initiative", to=to, reason=kept)


def lock_initiative(actor: Participant, initiative: Initiative) -> Initiative:
    """Return it with its row locked and its owner loaded; raises NotFound where it is gone."""
    lock_workshop(actor.workshop_id)
    rows = Initiative.objects.select_for_update(no_key=True, of=("self",)).select_related("owner")
    locked = rows.filter(pk=initiative.pk, workshop_id=actor.workshop_id).first()
    if locked is None:
        raise NotFound(f"“{initiative}” does not exist any more; nothing was changed.")
    locked.workshop = actor.workshop
    return locked


def _read(given: Mapping[str, Any], actor: Participant) -> tuple[dict[str, Any], dict[str, set[UUID]]]:
    reader = FieldReader(actor.workshop, given)
    reader.text("name", "The name", 200, required=True)
    reader.lines("purpose", "The purpose", PURPOSE_LIMIT)
    if "is_investment" in given:
        reader.kept["is_investment"] = bool(given["is_investment"])
    reader.owner()
    belonging: dict[str, set[UUID]] = {}
    for name, model in BELONGING.items():
        if name in given:
            wanted = set(given[name])
            words = name.replace("_", " ")
            found = set(model.objects.filter(pk__in=wanted, workshop=actor.workshop).values_list("pk", flat=True))  # type: ignore[attr-defined]
            if len(found) < len(wanted):
                reader.refuse(name, f"One of the {words} is not in this workshop; choose among those that are.")
            belonging[name] = found
    return reader.done(), belonging


def _write_belonging(initiative: Initiative, belonging: Mapping[str, set[UUID]]) -> list[str]:
    """Make these and no others belong to the initiative; returns the names of the lists that changed."""
    changed = []
    for name, wanted in belonging.items():
        related = getattr(initiative, name)
        if set(related.values_list("pk", flat=True)) == wanted:
            continue
        changed.append(name)
        if name == "key_results":
            related.set(wanted)
            continue
        related.exclude(pk__in=wanted).update(initiative=None)
        BELONGING[name].objects.filter(pk__in=wanted).update(initiative=initiative)  # type: ignore[attr-defined]
    return changed
