"""What happens to people: joining, roles, names, removal, return links."""

from datetime import timedelta
from secrets import compare_digest
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from workshops import fanout
from workshops.commands.audit import record_act
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, NotFound, Problem, Removed
from workshops.models import Invitation, Participant, Role, SignInLink, User, Workshop
from workshops.models.participant import COLOURS
from workshops.permissions import WorkshopAct, require
from workshops.secrets import derive_token, hash_secret, new_token

NAME_LIMIT = 80
SIGN_IN_LINK_LIFETIME = timedelta(hours=24)


def read_name(name: object) -> str:
    """Return a display name without surrounding and doubled blanks; raises InvalidInput when there is none or it is
    too long.
    """
    text = " ".join(str(name or "").replace("\x00", "").split())
    if not text:
        raise InvalidInput([Problem("name", "Please give the name that the others shall see.")])
    if len(text) > NAME_LIMIT:
        raise InvalidInput([Problem("name", f"The name is {len(text)} characters long; {NAME_LIMIT} are allowed.")])
    return text


def add_participant(*, workshop: Workshop, user: User, name: str, role: Role) -> Participant:
    """Put a person into the workshop with the colour that is used least; the workshop's row must be locked or new."""
    used = list(Participant.objects.filter(workshop=workshop, removed_at__isnull=True).values_list("colour", flat=True))
    colour = min(range(COLOURS), key=lambda candidate: (used.count(candidate), candidate))
    return Participant.objects.create(workshop=workshop, user=user, name=read_name(name), role=role, colour=colour)


@transaction.atomic
def join_workshop(*, invitation: Invitation, user: User | None, name: str) -> Participant:
    """Let a person in as a member, or return their place if they are in already.

    Without a user, a guest is created. Raises Removed for people who were removed.
    """
    workshop = lock_workshop(invitation.workshop_id)
    if user is not None:
        participant = Participant.objects.filter(workshop=workshop, user=user).first()
        if participant is not None:
            if participant.removed_at is not None:
                raise Removed(f"You were removed from “{workshop.name}”; ask a facilitator to let you in again.")
            return participant
    user = user or User.objects.create_guest(read_name(name))
    participant = add_participant(workshop=workshop, user=user, name=name or user.display_name, role=Role.MEMBER)
    record_act(workshop=workshop, user=user, actor_name=participant.name, act="join_workshop")
    count_people_change(workshop)
    return participant


@transaction.atomic
def change_role(*, actor: Participant, participant_id: UUID, role: str) -> Participant:
    """Give a participant another role; the last facilitator cannot give up theirs."""
    require(actor, WorkshopAct.MANAGE_PEOPLE)
    if role not in Role.values:
        raise InvalidInput([Problem("role", f"“{role}” is not a role; there are {', '.join(Role.values)}.")])
    participant = _locked_participant(actor, participant_id)
    if participant.role == Role.FACILITATOR and role != Role.FACILITATOR:
        _refuse_without_facilitator(participant)
    participant.role = role
    participant.save(update_fields=["role"])
    details = {"participant": str(participant.id), "name": participant.name, "role": role}
    record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act="change_role", details=details)
    _count_access_change(actor.workshop)
    return participant


@transaction.atomic
def remove_participant(*, actor: Participant, participant_id: UUID) -> None:
    """Take a person out of the workshop with immediate effect: their sockets close, their return link ends, their work
    stays.
    """
    require(actor, WorkshopAct.MANAGE_PEOPLE)
    participant = _locked_participant(actor, participant_id)
    if participant.role == Role.FACILITATOR:
        _refuse_without_facilitator(participant)
    participant.removed_at = timezone.now()
    participant.return_version += 1
    participant.save(update_fields=["removed_at", "return_version"])
    details = {"participant": str(participant.id), "name": participant.name}
    record_act(
        workshop=actor.workshop, user=actor.user, actor_name=actor.name, act="remove_participant", details=details
    )
    _count_access_change(actor.workshop)


@transaction.atomic
def let_in_again(*, actor: Participant, participant_id: UUID) -> Participant:
    """Undo a removal: the same person with the same role, by their own session, account or a new return link."""
    require(actor, WorkshopAct.MANAGE_PEOPLE)
    participant = _locked_participant(actor, participant_id)
    participant.removed_at = None
    participant.save(update_fields=["removed_at"])
    details = {"participant": str(participant.id), "name": participant.name}
    record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act="let_in_again", details=details)
    _count_access_change(actor.workshop)
    return participant


@transaction.atomic
def rename_myself(*, actor: Participant, name: str) -> Participant:
    """Change the name that the others see in this workshop."""
    lock_workshop(actor.workshop_id)
    participant = Participant.objects.select_for_update(no_key=True).get(pk=actor.pk)
    before, participant.name = participant.name, read_name(name)
    participant.save(update_fields=["name"])
    details = {"before": before, "after": participant.name}
    record_act(workshop=actor.workshop, user=actor.user, actor_name=before, act="rename_myself", details=details)
    count_people_change(actor.workshop)
    return participant


def rename_user(*, actor: User, name: str) -> User:
    """Change the name with which this person enters further workshops; in the present ones it stays."""
    actor.name = read_name(name)
    actor.save(update_fields=["name"])
    return actor


def return_token(participant: Participant) -> str | None:
    """Return the secret of a guest's personal return link: the same person on another device, the same undo.

    None for people with an account: they sign in, and a lasting link must not open everything that is theirs.
    """
    if not participant.user.is_guest:
        return None
    secret = derive_token("return", str(participant.id), participant.return_version)
    return f"{participant.id}.{secret}"


def participant_by_return_token(token: str) -> Participant:
    """Return the participant whose return link this is; raises NotFound for anything else and for people who were
    removed.
    """
    identity, _, _ = token.partition(".")
    try:
        participant = Participant.objects.select_related("user", "workshop").get(
            pk=UUID(identity), removed_at__isnull=True
        )
    except (ValueError, Participant.DoesNotExist):
        raise NotFound("This return link does not work any more; join with the code of the workshop.") from None
    expected = return_token(participant)
    if expected is None or not compare_digest(expected.encode(), token.encode()):
        raise NotFound("This return link does not work any more; join with the code of the workshop.")
    return participant


def create_sign_in_link(*, user: User) -> str:
    """Return the token of a new one-time sign-in link of 24 hours; only its hash is kept."""
    token = new_token()
    SignInLink.objects.create(
        user=user, token_hash=hash_secret(token), expires_at=timezone.now() + SIGN_IN_LINK_LIFETIME
    )
    return token


@transaction.atomic
def use_sign_in_link(*, token: str) -> User:
    """Use up a sign-in link and return its user; raises NotFound when it is unknown, used or too old."""
    link = (
        SignInLink.objects.select_for_update(no_key=True, of=("self",))
        .select_related("user")
        .filter(token_hash=hash_secret(token))
        .first()
    )
    if link is None or not link.works():
        raise NotFound("This sign-in link was used already or is too old; ask for a new one.")
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return link.user


def _locked_participant(actor: Participant, participant_id: UUID) -> Participant:
    # The workshop's row is the lock of everything about its people, so that two facilitators cannot remove each other
    # at once.
    lock_workshop(actor.workshop_id)
    participant = Participant.objects.filter(pk=participant_id, workshop_id=actor.workshop_id).first()
    if participant is None:
        raise NotFound("There is no such participant in this workshop.")
    return participant


def _refuse_without_facilitator(participant: Participant) -> None:
    others = Participant.objects.filter(
        workshop_id=participant.workshop_id, role=Role.FACILITATOR, removed_at__isnull=True
    )
    if not others.exclude(pk=participant.pk).exists():
        raise Conflict(f"{participant.name} is the only facilitator; make somebody else a facilitator first.")


def count_people_change(workshop: Workshop) -> None:
    """Count a change of people or charter inside the transaction that makes it, and ring after its commit."""
    Workshop.objects.filter(pk=workshop.pk).update(revision=F("revision") + 1)
    fanout.ring_workshop_changed(workshop.id)


def _count_access_change(workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(access_revision=F("access_revision") + 1, revision=F("revision") + 1)
    fanout.ring_access_changed(workshop.id)
