"""Rounds: prepared, opened, given more time, closed, cancelled; all by facilitators."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from facilitation.commands.changes import record, session_changing
from facilitation.commands.entries import delete_entries
from facilitation.domain.options import check_anonymity, read_options
from facilitation.domain.rounds import (
    LONGEST_MINUTES,
    RoundKind,
    RoundMove,
    RoundState,
    is_there,
    state_after,
    state_at,
)
from facilitation.models import Round
from facilitation.permissions import SessionAct, require
from maps.commands.judging import hide_constraint, show_constraint
from maps.models import Map
from maps.selectors import snapshot_of
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

PROMPT_LIMIT = 500
ROUNDS_LIMIT = 200


class TooManyRounds(Conflict):
    """The workshop holds as many rounds as it may."""

    code = "too_many_rounds"


class RoundIdTaken(Conflict):
    """The id that a client chose belongs to another round."""

    code = "id_taken"


def prepare_round(
    *,
    actor: Participant,
    map_id: UUID,
    kind: str,
    prompt: str,
    is_anonymous: bool,
    options: Mapping[str, Any],
    round_id: UUID,
) -> Round:
    """Write down what is going to be asked; the same `round_id` again answers the round that it became."""
    require(actor, SessionAct.LEAD_ROUNDS)
    on = Map.objects.filter(pk=map_id, workshop_id=actor.workshop_id).first()
    if on is None:
        raise InvalidInput([Problem("map", "There is no such map in this workshop.")])
    asked = _read_prompt(prompt)
    check_anonymity(RoundKind(kind), is_anonymous)
    with session_changing(actor.workshop_id):
        known = Round.objects.filter(pk=round_id).first()
        if known is not None:
            if known.workshop_id != actor.workshop_id:
                raise RoundIdTaken("This id belongs to another round; choose a new one. Nothing was prepared.")
            return known
        if Round.objects.filter(workshop_id=actor.workshop_id).count() >= ROUNDS_LIMIT:
            raise TooManyRounds(f"This workshop holds {ROUNDS_LIMIT} rounds, as many as it may.")
        prepared = Round.objects.create(
            id=round_id,
            workshop_id=actor.workshop_id,
            map=on,
            kind=kind,
            prompt=asked,
            is_anonymous=is_anonymous,
            options=read_options(RoundKind(kind), options, snapshot_of(on.id).elements),
            started_by=actor,
        )
        _record(actor, "prepare_round", prepared)
    return prepared


def open_round(*, actor: Participant, round_id: UUID, minutes: int | None = None) -> Round:
    """Let people write, for so many minutes or until it is closed."""
    end = None if minutes is None else _read_minutes(minutes)
    with session_changing(actor.workshop_id):
        locked, is_new = _move(actor, round_id, RoundMove.OPEN)
        if is_new:
            locked.ends_at = None if end is None else timezone.now() + end
            if locked.kind == RoundKind.CONSTRAINT:
                hide_constraint(of=locked.map, occasion=locked.id)
            _save(actor, locked, "open_round")
    return locked


def extend_round(*, actor: Participant, round_id: UUID, minutes: int, saw_ends_at: datetime | None = None) -> Round:
    """Give more time, also to a round that is closed and not revealed yet.

    Where the end is not the one that was seen, somebody has given time already (or the request came twice), and
    nothing is changed.
    """
    longer = _read_minutes(minutes)
    with session_changing(actor.workshop_id):
        locked, _ = _move(actor, round_id, RoundMove.EXTEND)
        if saw_ends_at is None or saw_ends_at == locked.ends_at:
            now = timezone.now()
            locked.ends_at = max(locked.ends_at or now, now) + longer
            _save(actor, locked, "extend_round")
    return locked


def close_round(*, actor: Participant, round_id: UUID) -> Round:
    """Let nobody write any more; what is under way still counts."""
    with session_changing(actor.workshop_id):
        locked, is_new = _move(actor, round_id, RoundMove.CLOSE)
        if is_new:
            locked.ends_at = timezone.now()
            _save(actor, locked, "close_round")
    return locked


def cancel_round(*, actor: Participant, round_id: UUID) -> Round:
    """End the round without showing anything; what people wrote is deleted."""
    with session_changing(actor.workshop_id):
        locked, is_new = _move(actor, round_id, RoundMove.CANCEL)
        if is_new:
            delete_entries(locked)
            show_constraint(occasion=locked.id)
            locked.ends_at = None
            _save(actor, locked, "cancel_round")
    return locked


def close_overdue_rounds() -> int:
    """Write down of every round whose time is up that it is closed, and tell everybody; returns how many there were."""
    overdue = Q(state=Round.State.OPEN, ends_at__lte=timezone.now())
    workshops = Round.objects.filter(overdue).values_list("workshop_id", flat=True).distinct()
    closed = 0
    for workshop_id in list(workshops):
        with session_changing(workshop_id):
            closed += Round.objects.filter(overdue, workshop_id=workshop_id).update(state=Round.State.CLOSED)
    return closed


def lock_round(actor: Participant, round_id: UUID) -> Round:
    """Return the round of the actor's workshop, locked until the end of the transaction, in the state that counts."""
    assert transaction.get_connection().in_atomic_block
    rounds = Round.objects.select_for_update(no_key=True, of=("self",)).select_related("map__workshop")
    locked = rounds.filter(pk=round_id, workshop_id=actor.workshop_id).first()
    if locked is None:
        raise NotFound("There is no such round in this workshop.")
    locked.state = state_at(locked.state, locked.ends_at, timezone.now())
    return locked


def _move(actor: Participant, round_id: UUID, move: RoundMove) -> tuple[Round, bool]:
    """Return the locked round in its next state, and whether it was not there yet."""
    require(actor, SessionAct.LEAD_ROUNDS)
    locked = lock_round(actor, round_id)
    state = RoundState(locked.state)
    if is_there(move, state):
        return locked, False
    locked.state = state_after(move, state)
    return locked, True


def _save(actor: Participant, locked: Round, act: str) -> None:
    locked.save(update_fields=["state", "ends_at"])
    _record(actor, act, locked)


def _record(actor: Participant, act: str, of: Round) -> None:
    record(actor, act, round=str(of.id), kind=of.kind, prompt=of.prompt)


def _read_prompt(prompt: str) -> str:
    text = " ".join(prompt.replace("\x00", "").split())
    if not 1 <= len(text) <= PROMPT_LIMIT:
        raise InvalidInput([Problem("prompt", f"Write what people are asked, in 1 to {PROMPT_LIMIT} characters.")])
    return text


def _read_minutes(minutes: int) -> timedelta:
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise InvalidInput([Problem("minutes", f"A round can be given 1 to {LONGEST_MINUTES} minutes.")])
    return timedelta(minutes=minutes)
