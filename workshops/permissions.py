"""Who may do what: one table an app, asked by every command and selector. Here is how tables are asked, and the
workshops' own.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from workshops.errors import NotAllowed
from workshops.models import Participant, Role

FACILITATORS = frozenset({Role.FACILITATOR})
EDITORS = frozenset({Role.FACILITATOR, Role.MEMBER})
COMMENTERS = EDITORS | {Role.LEADER}
DECIDERS = frozenset({Role.FACILITATOR, Role.LEADER})
EVERYONE = frozenset(Role)

_WHO: Mapping[frozenset[Role], str] = {
    FACILITATORS: "only facilitators can",
    EDITORS: "only facilitators and members can",
    COMMENTERS: "only facilitators, members and leaders can",
    DECIDERS: "only facilitators and leaders can",
}

Act = TypeVar("Act", bound=StrEnum)


class PermissionTable(Generic[Act]):
    """Which roles may do which act; an act's value is how people call it."""

    def __init__(self, allowed: Mapping[Act, frozenset[Role]]) -> None:
        self._allowed = allowed

    def may(self, actor: Participant, act: Act) -> bool:
        return actor.removed_at is None and Role(actor.role) in self._allowed[act]

    def require(self, actor: Participant, act: Act) -> None:
        """Raise NotAllowed with a sentence that names the act and the role."""
        if not self.may(actor, act):
            raise NotAllowed(f"You are a {actor.role} here, and {_WHO[self._allowed[act]]} {act.value}.")


class WorkshopAct(StrEnum):
    READ = "read the workshop"
    CHANGE_CHARTER = "change the charter"
    MANAGE_PEOPLE = "manage the people"
    ARCHIVE = "archive the workshop"
    DELETE = "delete the workshop"
    DUPLICATE = "duplicate the workshop"
    READ_AUDIT = "read who did what"


_TABLE = PermissionTable(
    {
        WorkshopAct.READ: EVERYONE,
        WorkshopAct.CHANGE_CHARTER: FACILITATORS,
        WorkshopAct.MANAGE_PEOPLE: FACILITATORS,
        WorkshopAct.ARCHIVE: FACILITATORS,
        WorkshopAct.DELETE: FACILITATORS,
        WorkshopAct.DUPLICATE: FACILITATORS,
        WorkshopAct.READ_AUDIT: FACILITATORS,
    }
)
may, require = _TABLE.may, _TABLE.require
