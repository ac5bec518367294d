"""Who may do what in a session."""

from enum import StrEnum

from workshops.permissions import COMMENTERS, EDITORS, EVERYONE, FACILITATORS, PermissionTable


class SessionAct(StrEnum):
    READ = "follow the session"
    PLAN = "plan the session"
    RUN = "run the session"
    CALL_ATTENTION = "bring everybody to a place"
    LEAD_ROUNDS = "start, time, close and reveal rounds"
    TAKE_PART = "write in this round"
    VOTE = "vote in this round"
    COMMENT = "comment"
    TAKE_AWAY_ANY_COMMENT = "take away the comment of somebody else"
    CIRCLE = "circle the constraint"
    ASK_VALIDATION = "ask everybody whether the map is right"
    VALIDATE = "say whether the map is right"
    BRING_ITEMS = "bring a real item"
    CHANGE_ANY_ITEM = "change the item of somebody else"
    TAKE_WALKED = "take walked values onto the map"


_TABLE = PermissionTable(
    {
        SessionAct.READ: EVERYONE,
        SessionAct.PLAN: FACILITATORS,
        SessionAct.RUN: FACILITATORS,
        SessionAct.CALL_ATTENTION: FACILITATORS,
        SessionAct.LEAD_ROUNDS: FACILITATORS,
        SessionAct.TAKE_PART: EDITORS,
        SessionAct.VOTE: COMMENTERS,
        SessionAct.COMMENT: COMMENTERS,
        SessionAct.TAKE_AWAY_ANY_COMMENT: FACILITATORS,
        SessionAct.CIRCLE: FACILITATORS,
        SessionAct.ASK_VALIDATION: FACILITATORS,
        SessionAct.VALIDATE: COMMENTERS,
        SessionAct.BRING_ITEMS: EDITORS,
        SessionAct.CHANGE_ANY_ITEM: FACILITATORS,
        SessionAct.TAKE_WALKED: FACILITATORS,
    }
)
may, require = _TABLE.may, _TABLE.require
