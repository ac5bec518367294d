"""Who may do what with saved states: one table, asked by every command and selector."""

from collections.abc import Mapping
from enum import StrEnum

from workshops.errors import NotAllowed
from workshops.models import Participant, Role


class ReviewAct(StrEnum):
    READ = "read the saved states"
    SAVE = "save the state of a map"
    MAKE_DOCUMENT = "have a document made"


_FACILITATORS = frozenset({Role.FACILITATOR})
_EVERYONE = frozenset(Role)

_ALLOWED: Mapping[ReviewAct, frozenset[Role]] = {
    ReviewAct.READ: _EVERYONE,
    ReviewAct.SAVE: _FACILITATORS,
    ReviewAct.MAKE_DOCUMENT: _EVERYONE,
}


def may(actor: Participant, act: ReviewAct) -> bool:
    return actor.removed_at is None and Role(actor.role) in _ALLOWED[act]


def require(actor: Participant, act: ReviewAct) -> None:
    """Raise NotAllowed with a sentence that names the act and the role."""
    if not may(actor, act):
        raise NotAllowed(f"You are a {actor.role} here, and only facilitators can {act.value}.")
