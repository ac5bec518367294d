"""Who may do what to a map: one table, asked by every command and selector."""

from collections.abc import Mapping
from enum import StrEnum

from workshops.errors import NotAllowed
from workshops.models import Participant, Role


class MapAct(StrEnum):
    READ = "read the map"
    EDIT = "change the map"
    EXPORT = "take the map file out"
    IMPORT_OVER = "replace the map by a file"
    RESTORE = "restore the map"
    RENAME = "rename the map"


_FACILITATORS = frozenset({Role.FACILITATOR})
_EDITORS = frozenset({Role.FACILITATOR, Role.MEMBER})
_EVERYONE = frozenset(Role)

_ALLOWED: Mapping[MapAct, frozenset[Role]] = {
    MapAct.READ: _EVERYONE,
    MapAct.EDIT: _EDITORS,
    MapAct.EXPORT: _EVERYONE,
    MapAct.IMPORT_OVER: _FACILITATORS,
    MapAct.RESTORE: _FACILITATORS,
    MapAct.RENAME: _FACILITATORS,
}
_WHO: Mapping[frozenset[Role], str] = {
    _FACILITATORS: "only facilitators can",
    _EDITORS: "only facilitators and members can",
}


def may(actor: Participant, act: MapAct) -> bool:
    return actor.removed_at is None and Role(actor.role) in _ALLOWED[act]


def require(actor: Participant, act: MapAct) -> None:
    """Raise NotAllowed with a sentence that names the act and the role."""
    if not may(actor, act):
        raise NotAllowed(f"You are a {actor.role} here, and {_WHO[_ALLOWED[act]]} {act.value}.")
