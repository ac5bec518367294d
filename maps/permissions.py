"""Who may do what to a map."""

from enum import StrEnum

from workshops.permissions import COMMENTERS, EDITORS, EVERYONE, FACILITATORS, PermissionTable


class MapAct(StrEnum):
    READ = "read the map"
    EDIT = "change the map"
    EXPORT = "take the map file out"
    IMPORT_OVER = "replace the map by a file"
    RESTORE = "restore the map"
    RENAME = "rename the map"
    LOCK = "lock and unlock the map"
    CHANGE_LOCKED = "change what is locked"
    SHARE_WHAT_IF = "share a what-if"
    SIMULATE = "simulate the map"
    CANCEL_ANY_SIMULATION = "cancel the simulation of somebody else"
    WITHDRAW_ANY_WHAT_IF = "withdraw the what-if of somebody else"
    CREATE_FUTURE_STATE = "make a future state"
    MAP_AGAIN = "map the stream again"


_TABLE = PermissionTable(
    {
        MapAct.READ: EVERYONE,
        MapAct.EDIT: EDITORS,
        MapAct.EXPORT: EVERYONE,
        MapAct.IMPORT_OVER: FACILITATORS,
        MapAct.RESTORE: FACILITATORS,
        MapAct.RENAME: FACILITATORS,
        MapAct.LOCK: FACILITATORS,
        MapAct.CHANGE_LOCKED: FACILITATORS,
        MapAct.SIMULATE: EVERYONE,
        MapAct.CANCEL_ANY_SIMULATION: FACILITATORS,
        MapAct.SHARE_WHAT_IF: COMMENTERS,
        MapAct.WITHDRAW_ANY_WHAT_IF: FACILITATORS,
        MapAct.CREATE_FUTURE_STATE: FACILITATORS,
        MapAct.MAP_AGAIN: FACILITATORS,
    }
)
may, require = _TABLE.may, _TABLE.require
