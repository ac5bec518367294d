"""Reads of rounds: what everybody may know, and what only the person who wrote it may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone

from facilitation.domain.contributions import Statement
from facilitation.domain.keys import hash_of_key
from facilitation.domain.rounds import RoundKind, RoundState, state_at
from facilitation.models import Entry, Round, TakingPart
from facilitation.permissions import SessionAct, require
from maps.selectors import hides_constraint
from workshops.errors import NotFound
from workshops.models import Participant, User
from workshops.selectors import participant_of, signed_in


@dataclass(frozen=True, slots=True)
class MyPart:
    """What I have written in a round; `has_written` without a contribution: in another browser, anonymously."""

    contribution: list[Statement]
    has_written: bool
    is_done: bool


def public_rounds(workshop_id: UUID) -> list[dict[str, Any]]:
    """Return the rounds of a workshop as they travel to everybody, in the order in which they were prepared.

    Results, and what revealed and cancelled rounds had asked, are left to REST: this is sent at each “done”.
    """
    rounds = list(Round.objects.filter(workshop_id=workshop_id).defer("result"))
    return [_brief(of, counts, now=timezone.now()) for of, counts in _counted(rounds)]


def rounds_of(*, actor: Participant) -> list[dict[str, Any]]:
    """Return the rounds of the actor's workshop with what they asked and found, in order."""
    require(actor, SessionAct.READ)
    rounds = Round.objects.filter(workshop_id=actor.workshop_id)
    return [_whole(of, counts, now=timezone.now()) for of, counts in _counted(list(rounds))]


def round_json(of: Round) -> dict[str, Any]:
    """Return one round with what it asks and, once revealed, what it found."""
    ((_, counts),) = _counted([of])
    return _whole(of, counts, now=timezone.now())


def round_for(user: User | AnonymousUser, round_id: UUID) -> tuple[Participant, Round]:
    """Return the person's place and the round; raises NotFound for strangers, as for none."""
    person = signed_in(user)
    found = Round.objects.filter(pk=round_id).first()
    missing = NotFound("There is no such round, or you have not joined its workshop.")
    if found is None:
        raise missing
    try:
        return participant_of(person, found.workshop_id), found
    except NotFound:
        raise missing from None


def my_part(*, actor: Participant, of: Round, key: str = "") -> MyPart:
    """Return what the actor has written in the round: in an anonymous one, under the key of this browser."""
    require(actor, SessionAct.READ)
    row = TakingPart.objects.filter(round=of, participant=actor).first()
    entry = None
    if not of.is_anonymous:
        entry = Entry.objects.filter(round=of, author=actor).first()
    elif key:
        entry = Entry.objects.filter(round=of, key_hash=hash_of_key(key)).first()
    return MyPart(
        contribution=list(entry.content) if entry else [],
        has_written=row is not None and row.has_written,
        is_done=row is not None and row.is_done,
    )


def _counted(rounds: list[Round]) -> Iterable[tuple[Round, tuple[int, int]]]:
    """Yield the rounds with how many people are done and how many take part; who was removed is not counted."""
    here = TakingPart.objects.filter(round__in=rounds, participant__removed_at__isnull=True)
    rows = here.values_list("round_id").annotate(done=Count("id", filter=Q(is_done=True)), of=Count("id"))
    counts = {round_id: (done, of) for round_id, done, of in rows}
    return [(of, counts.get(of.id, (0, 0))) for of in rounds]


def _brief(of: Round, counts: tuple[int, int], *, now: datetime) -> dict[str, Any]:
    state = state_at(of.state, of.ends_at, now)
    is_asked = state not in (RoundState.REVEALED, RoundState.CANCELLED)
    done, people = counts
    return {
        "id": str(of.id),
        "kind": of.kind,
        "map": str(of.map_id),
        "prompt": of.prompt,
        "anonymous": of.is_anonymous,
        "state": state.value,
        "ends_at": of.ends_at.isoformat() if of.ends_at else None,
        "done": done,
        "of": people,
        "result_revision": of.result_revision,
        "options": of.options if is_asked else None,
    }


def _whole(of: Round, counts: tuple[int, int], *, now: datetime) -> dict[str, Any]:
    return _brief(of, counts, now=now) | {"options": of.options, "result": _result(of)}


def _result(of: Round) -> dict[str, Any] | None:
    """Return what the round found, without what the figures said of the constraint while it is judged again."""
    result: dict[str, Any] | None = of.result
    if result is None or of.kind != RoundKind.CONSTRAINT or not hides_constraint(of.workshop_id):
        return result
    return {**result, "figures": None, "figures_hidden": True}
