"""What people write in a round, unseen by everybody else until the reveal.

Neither the order of rows, nor their place in the table, nor the transaction that wrote them may tell whose an anonymous
entry is: at every change all rows of the round are deleted and written anew, in random order. Nothing of this is
logged or audited.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from secrets import SystemRandom
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from facilitation.commands.changes import session_changing
from facilitation.domain.contributions import Statement, read_contribution
from facilitation.domain.keys import hash_of_key
from facilitation.domain.rounds import RoundKind, refuse_late, state_at, takes_entries
from facilitation.models import Entry, Round, TakingPart
from facilitation.permissions import SessionAct, require
from maps.domain.elements import Reading
from maps.domain.map_file import calendar_of
from workshops.errors import Conflict, NotFound
from workshops.models import Participant

_random = SystemRandom()


class WroteElsewhere(Conflict):
    """The person has an entry in this anonymous round already, under a key that this browser does not have."""

    code = "wrote_elsewhere"


def save_entry(*, actor: Participant, round_id: UUID, contribution: object, key: str = "") -> list[Statement]:
    """Make this all that the actor says in the round, and return it in normal form; nothing is taking it back.

    Sent again it counts once. An anonymous round needs the key of the browser, which also changes what was written
    under it. Raises RoundStateError where it comes too late.
    """

    with _writing(actor, round_id) as locked:
        reading = Reading(calendar_of(locked.map.workshop.calendar), "estimate")
        statements = read_contribution(RoundKind(locked.kind), locked.options, contribution, reading)
        _put(locked, actor, statements, key)
    return statements


def take_part(*, actor: Participant, round_id: UUID, is_done: bool) -> None:
    """Count the actor among the people of the round, and among those who are done with it or not; said again it is no
    news.
    """
    is_known = TakingPart.objects.filter(round_id=round_id, participant=actor, is_done=is_done).exists()
    with _writing(actor, round_id, is_public=not is_known) as locked:
        _rewrite_taking_part(locked, actor, is_done=is_done)


def delete_entries(of: Round) -> None:
    """Delete everything that people wrote in the round, and who was in it."""
    Entry.objects.filter(round=of).delete()
    TakingPart.objects.filter(round=of).delete()


def write_entries(of: Round, entries: Iterable[Entry]) -> None:
    """Make these the entries of the round: all rows new, under new ids, in random order."""
    rows = [Entry(round=of, author_id=one.author_id, key_hash=one.key_hash, content=one.content) for one in entries]
    _random.shuffle(rows)
    Entry.objects.filter(round=of).delete()
    Entry.objects.bulk_create(rows)


@contextmanager
def _writing(actor: Participant, round_id: UUID, *, is_public: bool = False) -> Iterator[Round]:
    """Yield the locked round while it takes what people write; where a public number changes, as a change of the
    session.
    """
    is_known = TakingPart.objects.filter(round_id=round_id, participant=actor).exists()
    with session_changing(actor.workshop_id) if is_public or not is_known else transaction.atomic():
        rounds = Round.objects.select_for_update(no_key=True, of=("self",)).select_related("map__workshop")
        locked = rounds.filter(pk=round_id, workshop_id=actor.workshop_id).first()
        if locked is None:
            raise NotFound("There is no such round in this workshop.")
        require(actor, act_of(locked))
        now = timezone.now()
        if not takes_entries(locked.state, locked.ends_at, now):
            raise refuse_late(state_at(locked.state, locked.ends_at, now))
        yield locked


def act_of(of: Round) -> SessionAct:
    """Return what one must be allowed to do to take part in this round."""
    return SessionAct.VOTE if of.options.get("leaders_vote") else SessionAct.TAKE_PART


def _put(locked: Round, actor: Participant, statements: list[Statement], key: str) -> None:
    entries = list(Entry.objects.filter(round=locked))
    author_id, key_hash = (None, hash_of_key(key)) if locked.is_anonymous else (actor.id, None)
    others = [one for one in entries if (one.author_id, one.key_hash) != (author_id, key_hash)]
    has_entry = len(others) < len(entries)
    has_written = TakingPart.objects.filter(round=locked, participant=actor, has_written=True).exists()
    if locked.is_anonymous and has_written and not has_entry:
        raise WroteElsewhere(
            "You have written in this round already, in another browser or before its data was cleared. Because the "
            "round is anonymous, what you wrote can be changed there alone."
        )
    own = [Entry(author_id=author_id, key_hash=key_hash, content=statements)] if statements else []
    if own or has_entry:
        write_entries(locked, [*others, *own])
    _rewrite_taking_part(locked, actor, has_written=bool(own))


def _rewrite_taking_part(locked: Round, actor: Participant, **changed: bool) -> None:
    before = list(TakingPart.objects.filter(round=locked))
    known = next((one for one in before if one.participant_id == actor.id), None)
    if known is not None and all(getattr(known, name) == value for name, value in changed.items()):
        return
    flags = {} if known is None else {"has_written": known.has_written, "is_done": known.is_done}
    rows = [
        TakingPart(round=locked, participant_id=one.participant_id, has_written=one.has_written, is_done=one.is_done)
        for one in before
        if one is not known
    ]
    rows.append(TakingPart(round=locked, participant_id=actor.id, **(flags | changed)))
    _random.shuffle(rows)
    TakingPart.objects.filter(round=locked).delete()
    TakingPart.objects.bulk_create(rows)
