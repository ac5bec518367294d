"""Asking everybody whether a map is right, as it was after one operation; answering, and ending the question."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from facilitation.commands.changes import record, session_changing
from facilitation.domain.validation import read_message, read_wrong
from facilitation.models import Validation, ValidationAnswer
from facilitation.permissions import SessionAct, require
from maps.models import Map
from maps.selectors import elements_at
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

VALIDATIONS_LIMIT = 200


class TooManyValidations(Conflict):
    """The workshop holds as many of them as it may."""

    code = "too_many_validations"


class ValidationIdTaken(Conflict):
    """The id that a client chose belongs to another one."""

    code = "id_taken"


class AnotherIsOpen(Conflict):
    """What is open on the map is not what the asker saw."""

    code = "another_is_open"


class ValidationEnded(Conflict):
    """Nobody can answer any more."""

    code = "validation_ended"


def ask_for_validation(
    *,
    actor: Participant,
    map_id: UUID,
    validation_id: UUID,
    message: str = "",
    seq: int | None = None,
    instead_of: UUID | None = None,
) -> Validation:
    """Ask everybody whether the map is right as it was after operation `seq`, or as it is now.

    The same `validation_id` again answers the one that it became. What is open on the map is ended if it is named in
    `instead_of`; raises AnotherIsOpen where another one is open than that.
    """
    require(actor, SessionAct.ASK_VALIDATION)
    kept = read_message(message)
    with session_changing(actor.workshop_id):
        known = Validation.objects.filter(pk=validation_id).first()
        if known is not None:
            if known.workshop_id != actor.workshop_id:
                raise ValidationIdTaken("This id belongs to another one; choose a new one. Nobody was asked.")
            return known
        if Validation.objects.filter(workshop_id=actor.workshop_id).count() >= VALIDATIONS_LIMIT:
            raise TooManyValidations(f"In this workshop was asked {VALIDATIONS_LIMIT} times, as often as it may be.")
        on = Map.objects.select_related("workshop").filter(pk=map_id, workshop_id=actor.workshop_id).first()
        if on is None:
            raise NotFound("There is no such map in this workshop; nobody was asked.")
        moment = _moment(on, seq)
        _end_what_is_open(actor, on, instead_of)
        asked = Validation.objects.create(
            id=validation_id,
            workshop_id=actor.workshop_id,
            map=on,
            seq=moment,
            title=on.title,
            charter=on.workshop.charter,
            message=kept,
            asked_by=actor,
            asked_at=timezone.now(),
        )
        record(actor, "ask_for_validation", map=on.title, seq=moment)
    return asked


def answer_validation(
    *, actor: Participant, validation_id: UUID, wrong: Sequence[Mapping[str, Any]]
) -> ValidationAnswer:
    """Make this all that the actor says of the map: what is wrong, or nothing where it is right.

    Raises ValidationEnded, and InvalidInput with every problem in `wrong`.
    """
    require(actor, SessionAct.VALIDATE)
    with session_changing(actor.workshop_id):
        asked = _find(actor, validation_id)
        if asked.ended_at is not None:
            raise ValidationEnded(
                f"The question about “{asked.title}” was ended, so your answer was not saved. A facilitator can ask "
                "again."
            )
        kept = read_wrong(wrong, elements_at(asked.map_id, asked.seq) if wrong else {})
        answer, _ = ValidationAnswer.objects.update_or_create(
            validation=asked, participant=actor, defaults={"wrong": kept, "answered_at": timezone.now()}
        )
    return answer


def end_validation(*, actor: Participant, validation_id: UUID) -> Validation:
    """Let nobody answer any more; what was answered stays. Ending it again changes nothing."""
    require(actor, SessionAct.ASK_VALIDATION)
    with session_changing(actor.workshop_id):
        asked = _find(actor, validation_id)
        if asked.ended_at is None:
            _end(actor, asked)
    return asked


def _find(actor: Participant, validation_id: UUID) -> Validation:
    found = Validation.objects.filter(pk=validation_id, workshop_id=actor.workshop_id).first()
    if found is None:
        raise NotFound("Nobody was asked this in this workshop.")
    return found


def _moment(on: Map, seq: int | None) -> int:
    moment = on.head_seq if seq is None else seq
    if not 1 <= moment <= on.head_seq:
        sentence = (
            f"“{on.title}” has had {on.head_seq} operations; there is no moment {moment} of it to ask about."
            if on.head_seq
            else f"Nothing is on “{on.title}” yet; there is nothing to ask about."
        )
        raise InvalidInput([Problem("seq", sentence)])
    return moment


def _end_what_is_open(actor: Participant, on: Map, instead_of: UUID | None) -> None:
    is_open = Validation.objects.filter(map=on, ended_at__isnull=True).first()
    if is_open is None:
        return
    if is_open.id != instead_of:
        raise AnotherIsOpen(
            f"Everybody is asked about “{on.title}” already, as it was after operation {is_open.seq}; nobody was asked "
            "anew. Look at the answers first."
        )
    _end(actor, is_open)


def _end(actor: Participant, asked: Validation) -> None:
    asked.ended_by, asked.ended_at = actor, timezone.now()
    asked.save(update_fields=["ended_by", "ended_at"])
    record(actor, "end_validation", map=asked.title, seq=asked.seq)
