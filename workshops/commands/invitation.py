"""What happens to the way people join: renew, passcode, expiry, closing; and finding an invitation by what people
type.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from workshops.commands.audit import record_act
from workshops.errors import InvalidInput, NotAllowed, NotFound, Problem
from workshops.models import Invitation, Participant, Workshop
from workshops.permissions import WorkshopAct, require
from workshops.secrets import derive_code, derive_token, hash_secret, normalise_code


class PasscodeNeeded(NotAllowed):
    """The workshop asks for a passcode, and none or a wrong one was given."""

    code = "passcode"


@dataclass(frozen=True, slots=True)
class InvitationSecrets:
    """What a facilitator shows to people: `code` to type, `token` inside the link."""

    code: str
    token: str


def invitation_secrets(invitation: Invitation) -> InvitationSecrets:
    subject = str(invitation.workshop_id)
    return InvitationSecrets(
        code=derive_code("code", subject, invitation.version),
        token=derive_token("invitation", subject, invitation.version),
    )


def create_invitation(*, workshop: Workshop) -> Invitation:
    """Create the invitation of a new workshop."""
    invitation = Invitation(workshop=workshop, version=0)
    _renew(invitation)
    invitation.save()
    return invitation


@transaction.atomic
def renew_invitation(*, actor: Participant) -> Invitation:
    """Give out a new code and link; the old ones stop working, people who are in stay in."""
    invitation = _locked_invitation(actor)
    _renew(invitation)
    invitation.save()
    record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act="renew_invitation")
    return invitation


@transaction.atomic
def change_invitation(
    *,
    actor: Participant,
    passcode: str | None = None,
    expires_at: datetime | None = None,
    keep_expiry: bool = True,
    is_open: bool | None = None,
) -> Invitation:
    """Set a passcode (empty: none), an expiry (None with `keep_expiry=False`: none), or close and open the door; None
    leaves as it is.
    """
    invitation = _locked_invitation(actor)
    changed = []
    if passcode is not None:
        if len(passcode) > 100:
            raise InvalidInput([Problem("passcode", "A passcode has at most 100 characters.")])
        invitation.passcode_hash = make_password(passcode) if passcode else ""
        changed.append("passcode")
    if not keep_expiry:
        invitation.expires_at = expires_at
        changed.append("expires_at")
    if is_open is not None:
        invitation.is_open = is_open
        changed.append("is_open")
    invitation.save()
    details = {"changed": changed}
    record_act(
        workshop=actor.workshop, user=actor.user, actor_name=actor.name, act="change_invitation", details=details
    )
    return invitation


def find_invitation(*, code: str = "", token: str = "") -> Invitation:
    """Return the open invitation with this code (as people type it) or link token; raises NotFound for every other."""
    if token:
        found = Invitation.objects.select_related("workshop").filter(link_hash=hash_secret(token)).first()
    else:
        found = (
            Invitation.objects.select_related("workshop").filter(code_hash=hash_secret(normalise_code(code))).first()
        )
    if found is None:
        shown = " ".join(code.split())[:20]
        name = f"the code “{shown}”" if shown else "this link"
        raise NotFound(f"No workshop can be joined with {name}; check it or ask the facilitator for a new one.")
    if not found.is_open:
        raise NotFound(f"“{found.workshop.name}” does not take in more people; ask the facilitator to open it.")
    if found.expires_at is not None and found.expires_at < timezone.now():
        raise NotFound(f"The invitation to “{found.workshop.name}” has expired; ask the facilitator for a new one.")
    return found


def check_passcode(*, invitation: Invitation, passcode: str) -> None:
    """Raise PasscodeNeeded unless the invitation has no passcode or this is it."""
    if not invitation.passcode_hash:
        return
    if not passcode:
        raise PasscodeNeeded(f"“{invitation.workshop.name}” asks for a passcode; the facilitator has it.")
    if not check_password(passcode, invitation.passcode_hash):
        raise PasscodeNeeded(f"That is not the passcode of “{invitation.workshop.name}”; ask the facilitator.")


def _locked_invitation(actor: Participant) -> Invitation:
    require(actor, WorkshopAct.MANAGE_PEOPLE)
    return Invitation.objects.select_for_update(no_key=True).get(workshop_id=actor.workshop_id)


def _renew(invitation: Invitation) -> None:
    # Six characters can meet those of another workshop; the next version gives others.
    while True:
        invitation.version += 1
        secrets = invitation_secrets(invitation)
        invitation.code_hash = hash_secret(secrets.code)
        invitation.link_hash = hash_secret(secrets.token)
        if not Invitation.objects.filter(code_hash=invitation.code_hash).exclude(pk=invitation.pk).exists():
            return
