"""Reads of workshops and people. Whoever asks gets only what they may see: an object that one may not see does not
exist.
"""

from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from workshops.errors import NotFound, Removed, SignInNeeded
from workshops.models import AuditEntry, Invitation, Participant, Role, SignInLink, User, Workshop
from workshops.permissions import WorkshopAct, require
from workshops.secrets import hash_secret

Row = TypeVar("Row", bound=Model)


def signed_in(user: User | AnonymousUser) -> User:
    """Return the person who is signed in, by account or as a guest; raises SignInNeeded for nobody."""
    if not isinstance(user, User):
        raise SignInNeeded("Sign in or join with the code of the workshop first.")
    return user


def participant_of(user: User | AnonymousUser, workshop_id: UUID | str) -> Participant:
    """Return the person's place in the workshop, with the workshop loaded.

    Raises SignInNeeded for nobody, NotFound for strangers (as if there were no such workshop), Removed for people who
    were removed.
    """
    person = signed_in(user)
    participant = (
        Participant.objects.select_related("workshop", "user").filter(workshop_id=workshop_id, user=person).first()
    )
    if participant is None:
        raise NotFound("There is no such workshop, or you have not joined it.")
    if participant.removed_at is not None:
        raise Removed(f"You were removed from “{participant.workshop.name}” by a facilitator.")
    return participant


def found_for(
    user: User | AnonymousUser, rows: QuerySet[Row], key: UUID, *, workshop_id: str = "workshop_id"
) -> tuple[Participant, Row]:
    """Return the person's place in the workshop of one of the rows, and the row; `workshop_id` leads there.

    Raises NotFound for strangers, as if there were no such thing, Removed and SignInNeeded as `participant_of`.
    """
    person = signed_in(user)
    found = rows.filter(pk=key).first()
    missing = NotFound(f"There is no such {rows.model._meta.verbose_name}, or you have not joined its workshop.")
    if found is None:
        raise missing
    try:
        return participant_of(person, attrgetter(workshop_id)(found)), found
    except NotFound:
        raise missing from None


def workshops_of(user: User, *, archived: bool = False) -> QuerySet[Workshop]:
    """Return the workshops in which this person takes part, the newest first."""
    return Workshop.objects.filter(
        participants__user=user, participants__removed_at__isnull=True, archived_at__isnull=not archived
    ).order_by("-created_at", "id")


def places_of(user: User, *, archived: bool = False) -> QuerySet[Participant]:
    """Return this person's places in workshops, the newest first, with the workshop loaded."""
    places = Participant.objects.filter(user=user, removed_at__isnull=True, workshop__archived_at__isnull=not archived)
    return places.select_related("workshop", "user").order_by("-joined_at", "id")


def participants_of(*, actor: Participant) -> list[Participant]:
    """Return everyone who is or was in the actor's workshop: by role, then in the order in which they came."""
    require(actor, WorkshopAct.READ)
    people = (
        Participant.objects.filter(workshop_id=actor.workshop_id).select_related("user").order_by("joined_at", "id")
    )
    return sorted(people, key=lambda person: Role.values.index(person.role))


def user_of_sign_in_link(token: str) -> User:
    """Return whom a sign-in link would sign in, without using it up; raises NotFound when it does not work."""
    link = SignInLink.objects.select_related("user").filter(token_hash=hash_secret(token)).first()
    if link is None or not link.works():
        raise NotFound("This sign-in link was used already or is too old; ask for a new one.")
    return link.user


def people_of(workshop_id: UUID) -> list[dict[str, Any]]:
    """Return everyone who is or was in the workshop, in the shape of docs/PROTOCOL.md."""
    people = Participant.objects.filter(workshop_id=workshop_id).order_by("joined_at", "id")
    return [
        {
            "id": str(person.id),
            "name": person.name,
            "colour": person.colour,
            "role": person.role,
            "removed": person.removed_at is not None,
        }
        for person in people
    ]


def invitation_of(*, actor: Participant) -> Invitation:
    """Return how people join the actor's workshop; facilitators only."""
    require(actor, WorkshopAct.MANAGE_PEOPLE)
    return Invitation.objects.get(workshop_id=actor.workshop_id)


def audit_of(*, actor: Participant) -> QuerySet[AuditEntry]:
    """Return who did what to the actor's workshop, the newest first; facilitators only."""
    require(actor, WorkshopAct.READ_AUDIT)
    return AuditEntry.objects.filter(workshop_id=actor.workshop_id)
