"""Who may do what to a map."""

from enum import StrEnum

from workshops.permissions import EDITORS, EVERYONE, FACILITATORS, PermissionTable


class MapAct(StrEnum):
    READ = "read the map"
    EDIT = "change the map"
    EXPORT = "take the map file out"
    IMPORT_OVER = "replace the map by a file"
    RESTORE = "restore the map"
    RENAME = "rename the map"


_TABLE = PermissionTable(
    {
        MapAct.READ: EVERYONE,
        MapAct.EDIT: EDITORS,
        MapAct.EXPORT: EVERYONE,
        MapAct.IMPORT_OVER: FACILITATORS,
        MapAct.RESTORE: FACILITATORS,
        MapAct.RENAME: FACILITATORS,
    }
)
may, require = _TABLE.may, _TABLE.require
