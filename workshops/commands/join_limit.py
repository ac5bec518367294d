"""The limit on guessing codes and passcodes; pages and API find invitations through here.

A room full of people shares one address and types the right code, so only wrong tries are counted. Links hold 192 bits
and need no limit.
"""

from workshops.commands.invitation import PasscodeNeeded, check_passcode, find_invitation
from workshops.commands.try_limit import Counter, TooManyTries, count_wrong_try, in_words, shut_for_s
from workshops.errors import NotFound
from workshops.models import Invitation
from workshops.visitor import Visitor

TRIES_PER_SESSION = 10
TRIES_PER_ADDRESS = 30
# Against guessing from many addresses at once: at 8,000 tries an hour, one of a hundred open workshops is met after
# twelve days on average.
TRIES_OF_EVERYBODY = 2_000
TRIES_PER_PASSCODE = 100


def find_invitation_within_limit(*, visitor: Visitor, code: str = "", token: str = "") -> Invitation:
    """Return the open invitation with this code or link; raises NotFound, and TooManyTries after many wrong codes."""
    if token:
        return find_invitation(token=token)
    counters = [*_counters_of(visitor, "code"), Counter("code:everybody", TRIES_OF_EVERYBODY)]
    _refuse_when_shut(counters, "wrong codes", "use the link or the QR code of the workshop")
    try:
        return find_invitation(code=code)
    except NotFound:
        count_wrong_try(counters)
        raise


def check_passcode_within_limit(*, visitor: Visitor, invitation: Invitation, passcode: str) -> None:
    """Raise PasscodeNeeded unless this is the passcode or none is needed, and TooManyTries after many wrong ones."""
    if not passcode:
        check_passcode(invitation=invitation, passcode=passcode)
        return
    counters = [
        *_counters_of(visitor, "passcode"),
        Counter(f"passcode:workshop:{invitation.workshop_id}", TRIES_PER_PASSCODE),
    ]
    _refuse_when_shut(counters, "wrong passcodes", "ask the facilitator for the right one")
    try:
        check_passcode(invitation=invitation, passcode=passcode)
    except PasscodeNeeded:
        count_wrong_try(counters)
        raise


def _counters_of(visitor: Visitor, what: str) -> list[Counter]:
    counters = [Counter(f"{what}:address:{visitor.address}", TRIES_PER_ADDRESS)]
    if visitor.session:
        counters.append(Counter(f"{what}:session:{visitor.session}", TRIES_PER_SESSION))
    return counters


def _refuse_when_shut(counters: list[Counter], what: str, instead: str) -> None:
    seconds = shut_for_s(counters)
    if seconds:
        message = f"There were too many {what} from here; wait {in_words(seconds)}, or {instead}."
        raise TooManyTries(message, retry_after_s=seconds)
