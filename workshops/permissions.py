"""Who may do what to a workshop: one table, asked by every command and selector."""

from collections.abc import Mapping
from enum import StrEnum

from workshops.errors import NotAllowed
from workshops.models import Participant, Role


class WorkshopAct(StrEnum):
    READ = "read the workshop"
    CHANGE_CHARTER = "change the charter"
    MANAGE_PEOPLE = "manage the people"
    ARCHIVE = "archive the workshop"
    DELETE = "delete the workshop"
    DUPLICATE = "duplicate the workshop"
    READ_AUDIT = "read who did what"


_FACILITATORS = frozenset({Role.FACILITATOR})
_EVERYONE = frozenset(Role)

_ALLOWED: Mapping[WorkshopAct, frozenset[Role]] = {
    WorkshopAct.READ: _EVERYONE,
    WorkshopAct.CHANGE_CHARTER: _FACILITATORS,
    WorkshopAct.MANAGE_PEOPLE: _FACILITATORS,
    WorkshopAct.ARCHIVE: _FACILITATORS,
    WorkshopAct.DELETE: _FACILITATORS,
    WorkshopAct.DUPLICATE: _FACILITATORS,
    WorkshopAct.READ_AUDIT: _FACILITATORS,
}


def may(actor: Participant, act: WorkshopAct) -> bool:
    return actor.removed_at is None and Role(actor.role) in _ALLOWED[act]


def require(actor: Participant, act: WorkshopAct) -> None:
    """Raise NotAllowed with a sentence that names the act and the role."""
    if not may(actor, act):
        raise NotAllowed(f"You are a {actor.role} here, and only facilitators can {act.value}.")
