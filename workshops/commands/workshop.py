"""What happens to a workshop as a whole: create, change the charter, archive, delete."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from workshops import fanout
from workshops.charter import read_charter
from workshops.commands.audit import record_act
from workshops.commands.invitation import create_invitation
from workshops.commands.locking import lock_everything, lock_workshop
from workshops.commands.people import add_participant
from workshops.errors import NotAllowed
from workshops.models import Participant, Role, User, Workshop
from workshops.permissions import WorkshopAct, require


@transaction.atomic
def create_workshop(*, actor: User, charter: object) -> Participant:
    """Create a workshop with its charter and invitation; the actor becomes its first facilitator and is returned.

    Raises InvalidInput for a charter with problems, NotAllowed for guests.
    """
    if actor.is_guest:
        raise NotAllowed("People who joined by code cannot create workshops; sign in with an account first.")
    workshop = Workshop(created_by=actor)
    workshop.charter = read_charter(charter)
    workshop.save()
    create_invitation(workshop=workshop)
    participant = add_participant(workshop=workshop, user=actor, name=actor.display_name, role=Role.FACILITATOR)
    record_act(workshop=workshop, user=actor, actor_name=participant.name, act="create_workshop")
    return participant


@transaction.atomic
def change_charter(*, actor: Participant, changes: dict[str, Any]) -> Workshop:
    """Set the named parts of the charter and leave the others; open boards follow at once.

    Raises InvalidInput with every problem, and changes nothing then.
    """
    require(actor, WorkshopAct.CHANGE_CHARTER)
    workshop = lock_workshop(actor.workshop_id)
    before = workshop.charter
    workshop.charter = read_charter({**before, **changes})
    workshop.revision += 1
    workshop.save()
    changed = sorted(name for name in {*before, *workshop.charter} if before.get(name) != workshop.charter.get(name))
    if changed:
        record_act(
            workshop=workshop,
            user=actor.user,
            actor_name=actor.name,
            act="change_charter",
            details={"changed": changed},
        )
        fanout.ring_workshop_changed(workshop.id)
    return workshop


@transaction.atomic
def archive_workshop(*, actor: Participant, archived: bool) -> None:
    """Put the workshop away from everybody's dashboard, or bring it back; nothing else changes."""
    require(actor, WorkshopAct.ARCHIVE)
    Workshop.objects.filter(pk=actor.workshop_id).update(archived_at=timezone.now() if archived else None)
    act = "archive_workshop" if archived else "bring_back_workshop"
    record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act=act)


@transaction.atomic
def delete_workshop(*, actor: Participant) -> None:
    """Delete the workshop with its maps and people for good; open boards are closed; the audit stays."""
    require(actor, WorkshopAct.DELETE)
    workshop = lock_everything(actor.workshop_id)
    record_act(workshop=workshop, user=actor.user, actor_name=actor.name, act="delete_workshop")
    fanout.ring_access_changed(workshop.id)
    workshop.delete()
