"""How a person comes into a workshop by code, link or QR code, whoever used this browser before."""

from workshops.commands.join_limit import check_passcode_within_limit, find_invitation_within_limit
from workshops.commands.people import join_workshop, read_name
from workshops.models import Invitation, Participant, User
from workshops.visitor import Visitor


def join_by_invitation(
    *, visitor: Visitor, user: User | None, name: str, code: str = "", token: str = "", passcode: str = ""
) -> Participant:
    """Let the visitor in and return their place; the caller signs `participant.user` in.

    An account joins as itself. A guest's browser is the same person for the same name, a new guest for another one.
    Raises NotFound for a wrong code or link, PasscodeNeeded, TooManyTries, Removed, and InvalidInput without a name.
    """
    invitation = find_invitation_within_limit(visitor=visitor, code=code, token=token)
    person = person_who_joins(invitation=invitation, user=user, name=name)
    # Who is in already came by the passcode once, or was let in by a facilitator.
    if person is None or not Participant.objects.filter(workshop_id=invitation.workshop_id, user=person).exists():
        check_passcode_within_limit(visitor=visitor, invitation=invitation, passcode=passcode)
    return join_workshop(invitation=invitation, user=person, name=name)


def person_who_joins(*, invitation: Invitation, user: User | None, name: str) -> User | None:
    """Return whom the session's user is for this invitation, None for a new guest."""
    if user is None or not user.is_guest:
        return user
    place = Participant.objects.filter(workshop_id=invitation.workshop_id, user=user).first()
    known_as = place.name if place is not None else user.display_name
    return user if read_name(name).casefold() == known_as.casefold() else None
