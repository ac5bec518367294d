"""How every command of this app begins and ends: the workshop's session under lock, one more revision, a doorbell."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction

from facilitation.models import Session
from workshops import fanout
from workshops.commands.audit import record_act
from workshops.models import Participant


def lock_session(workshop_id: UUID) -> Session:
    """Return the workshop's session, locked until the end of the transaction; made at its first use."""
    Session.objects.bulk_create([Session(workshop_id=workshop_id)], ignore_conflicts=True)
    return Session.objects.select_for_update(no_key=True).get(pk=workshop_id)


@contextmanager
def session_changing(workshop_id: UUID) -> Iterator[Session]:
    """Yield the locked session in a transaction; what was set on it is saved with its next revision and announced
    after the commit.
    """
    with transaction.atomic():
        session = lock_session(workshop_id)
        yield session
        session.revision += 1
        session.save()
        fanout.ring_workshop_changed(workshop_id)


def record(actor: Participant, act: str, **details: Any) -> None:
    """Write what a facilitator did into the audit, inside the transaction of the command."""
    record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act=act, details=details)
