"""Improvements: proposed, changed, taken through their states; what a map proposes is in `proposals`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from experiments.commands.decisions import check_move, lock_thing, move
from experiments.commands.fields import FieldReader, refuse_stale
from experiments.commands.prediction import Redesign, effect_of_change, effect_on_lead_time, redesign_of
from experiments.commands.records import record
from experiments.domain.states import IMPROVEMENT
from experiments.models import Improvement
from experiments.permissions import ExperimentAct, require, require_change
from maps.domain.elements import WASTES
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant

IMPROVEMENTS_LIMIT = 500
TITLE_LIMIT = 300


class TooManyImprovements(Conflict):
    """The plan holds as many improvements as it may."""

    code = "too_many_improvements"


@transaction.atomic
def propose_improvement(*, actor: Participant, given: Mapping[str, Any]) -> Improvement:
    """Put an improvement on the plan as proposed, with what the engine expects of it where it names its edits.

    Raises InvalidInput with every problem, EditsRefused where the edits do not fit the map.
    """
    require(actor, ExperimentAct.PROPOSE)
    lock_plan(actor, 1)
    created = Improvement(workshop=actor.workshop, created_by=actor, **_read({"title": "", **given}, actor, None))
    expect_effect(actor, created)
    created.save()
    record(actor, "propose_improvement", improvement=str(created.id), name=created.title)
    return created


@transaction.atomic
def change_improvement(
    *, actor: Participant, improvement: Improvement, given: Mapping[str, Any], saw_revision: int | None = None
) -> Improvement:
    """Change what is said about an improvement; its state is changed by `decide_improvement`.

    Raises Conflict where it was changed after revision `saw_revision`.
    """
    locked = lock_thing(actor, improvement)
    require_change(actor, locked)
    refuse_stale(locked, saw_revision)
    kept = _read(given, actor, locked)
    changed = sorted(name for name, value in kept.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, kept[name])
    if {"edits", "map", "element_id"} & set(changed):
        expect_effect(actor, locked)
    if changed:
        locked.revision += 1
        locked.save()
        record(actor, "change_improvement", improvement=str(locked.id), name=locked.title, changed=changed)
    return locked


@transaction.atomic
def decide_improvement(*, actor: Participant, improvement: Improvement, to: str, reason: str = "") -> Improvement:
    """Take an improvement to another state; facilitators and its owner, with a reason where the table asks for one."""
    locked = lock_thing(actor, improvement)
    kept = check_move(actor, locked, IMPROVEMENT, to, reason)
    if to in (Improvement.State.PLANNED, Improvement.State.DOING) and not locked.who:
        raise InvalidInput([Problem("owner", f"“{locked}” has no owner: name who sees to it before it is planned.")])
    return move(actor, locked, kind="improvement", to=to, reason=kept)


def lock_plan(actor: Participant, coming: int) -> None:
    """Keep others from the plan until the transaction ends; raises TooManyImprovements where these are too many."""
    lock_workshop(actor.workshop_id)
    if Improvement.objects.filter(workshop_id=actor.workshop_id).count() + coming > IMPROVEMENTS_LIMIT:
        raise TooManyImprovements(f"The plan holds at most {IMPROVEMENTS_LIMIT} improvements; nothing was added.")


def _read(given: Mapping[str, Any], actor: Participant, of: Improvement | None) -> dict[str, Any]:
    reader = FieldReader(actor.workshop, given)
    reader.text("title", "The title", TITLE_LIMIT, required=True)
    reader.choice("waste", "The waste", ["", *WASTES])
    reader.owner()
    reader.text("milestone", "The milestone", 200)
    reader.day("due_on", "The due date")
    reader.place_on_map(of.map if of else None)
    if "edits" in given:
        reader.kept["edits"] = given["edits"]
        if given["edits"] is not None and reader.kept.get("map", of.map if of else None) is None:
            reader.refuse("edits", "Name the map that the edits change.")
    return reader.done()


def expect_effect(actor: Participant, improvement: Improvement, redesign: Redesign | None = None) -> None:
    """Write what the engine expects: of its edits, or of the change of the future state that it came from.

    `redesign` is that future state, where many are priced and it has been read already.
    """
    improvement.expected_effect_s, improvement.expected_effect_sentence = None, ""
    of = improvement.map
    if of is None:
        improvement.edits = None
        return
    if improvement.edits is not None:
        effect = effect_on_lead_time(actor=actor, of=of, edits=improvement.edits)
        improvement.edits = effect.edits
    elif improvement.element_id:
        redesign = redesign or redesign_of(of)
        found = effect_of_change(redesign, improvement.element_id) if redesign else None
        if found is None:
            return
        effect = found
    else:
        return
    improvement.expected_effect_s, improvement.expected_effect_sentence = effect.expected_s, effect.sentence
