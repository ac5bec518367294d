"""Who may do what with series, improvements and experiments.

Members propose and bring readings, because they do the work and know it first. What a thing's state is decides where
money and time go, so facilitators change it, and whoever owns the thing: an owner who may not say “done” owns nothing.
Leaders read, and change what they own; viewers read.
"""

from enum import StrEnum

from experiments.domain.states import HANDS, Hand
from experiments.models import Experiment, Improvement
from workshops.errors import NotAllowed
from workshops.models import Participant, Role
from workshops.permissions import COMMENTERS, EDITORS, EVERYONE, FACILITATORS, PermissionTable


class ExperimentAct(StrEnum):
    READ = "read experiments"
    PROPOSE = "propose improvements and experiments"
    ADD_READINGS = "add readings"
    WITHDRAW_ANY_READINGS = "withdraw the readings of somebody else"
    CHANGE_SERIES = "change what a series is"
    CHANGE_ANY = "change what somebody else proposed or owns"
    DERIVE_FUTURE_STATE = "make a future state"
    STATE_DESIGN = "state the target condition and the horizon"
    GIVE_REASON = "say which waste a change removes"


_TABLE = PermissionTable(
    {
        ExperimentAct.READ: EVERYONE,
        ExperimentAct.PROPOSE: EDITORS,
        ExperimentAct.ADD_READINGS: EDITORS,
        ExperimentAct.WITHDRAW_ANY_READINGS: FACILITATORS,
        ExperimentAct.CHANGE_SERIES: EDITORS,
        ExperimentAct.CHANGE_ANY: FACILITATORS,
        ExperimentAct.DERIVE_FUTURE_STATE: FACILITATORS,
        ExperimentAct.STATE_DESIGN: FACILITATORS,
        ExperimentAct.GIVE_REASON: EDITORS,
    }
)
may, require = _TABLE.may, _TABLE.require
OWNERS = COMMENTERS
"""The roles that can own something: whoever only reads has nothing to answer for."""


def may_change(actor: Participant, thing: Improvement | Experiment) -> bool:
    """Whether the actor may change its words: who proposed it, who owns it, facilitators."""
    is_own = thing.created_by_id == actor.id and may(actor, ExperimentAct.PROPOSE)
    return is_own or _owns(actor, thing) or may(actor, ExperimentAct.CHANGE_ANY)


def hands_of(actor: Participant, thing: Improvement | Experiment) -> frozenset[Hand]:
    """In which quality the actor meets the thing; the state machines say what these may do."""
    hands: set[Hand] = {hand for hand in HANDS if hand == actor.role and actor.removed_at is None}
    if _owns(actor, thing):
        hands.add("owner")
    return frozenset(hands)


def require_change(actor: Participant, thing: Improvement | Experiment) -> None:
    """Raise NotAllowed unless the actor may change the words of the thing."""
    if not may_change(actor, thing):
        raise NotAllowed(
            f"You are a {actor.role} here, and only facilitators, the owner and whoever proposed “{thing}” can change "
            "it; nothing was changed."
        )


def _owns(actor: Participant, thing: Improvement | Experiment) -> bool:
    return actor.removed_at is None and thing.owner_id == actor.id and Role(actor.role) in OWNERS
