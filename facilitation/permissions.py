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


_TABLE = PermissionTable(
    {
        SessionAct.READ: EVERYONE,
        SessionAct.PLAN: FACILITATORS,
        SessionAct.RUN: FACILITATORS,
        SessionAct.CALL_ATTENTION: FACILITATORS,
        SessionAct.LEAD_ROUNDS: FACILITATORS,
        SessionAct.TAKE_PART: EDITORS,
        SessionAct.VOTE: COMMENTERS,
    }
)
may, require = _TABLE.may, _TABLE.require
