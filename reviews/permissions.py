"""Who may do what with saved states."""

from enum import StrEnum

from workshops.permissions import EVERYONE, FACILITATORS, PermissionTable


class ReviewAct(StrEnum):
    READ = "read the saved states"
    SAVE = "save the state of a map"
    MAKE_DOCUMENT = "have a document made"


_TABLE = PermissionTable(
    {
        ReviewAct.READ: EVERYONE,
        ReviewAct.SAVE: FACILITATORS,
        ReviewAct.MAKE_DOCUMENT: EVERYONE,
    }
)
may, require = _TABLE.may, _TABLE.require
