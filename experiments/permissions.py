"""Who may do what with series, improvements, experiments, campaigns, key results and initiatives.

Members propose and bring readings, because they do the work and know it first. What a thing's state is decides where
money and time go, so facilitators change it, and whoever owns the thing: an owner who may not say “done” owns nothing.
Leaders read, change what they own, and with the facilitators say what a quarter is for and whether work goes on: key
results, initiatives, gates. Viewers read.
"""

from enum import StrEnum

from experiments.domain.states import HANDS, Hand
from experiments.models import Campaign, Experiment, Gate, Improvement, Initiative, KeyResult
from workshops.errors import NotAllowed
from workshops.models import Participant, Role
from workshops.permissions import COMMENTERS, DECIDERS, EDITORS, EVERYONE, FACILITATORS, PermissionTable


class ExperimentAct(StrEnum):
    READ = "read experiments"
    PROPOSE = "propose improvements, experiments and campaigns"
    ADD_READINGS = "add readings"
    WITHDRAW_ANY_READINGS = "withdraw the readings of somebody else"
    CHANGE_SERIES = "change what a series is"
    CHANGE_ANY = "change what somebody else proposed or owns"
    STATE_DESIGN = "state the target condition and the horizon"
    GIVE_REASON = "say which waste a change removes"
    ANSWER_LENS = "answer which lens fits"
    SET_RESULTS = "set objectives, key results and initiatives"
    PLAN_SPRINTS = "plan sprints"
    TAKE_FIGURES = "take figures of a map as readings"


_TABLE = PermissionTable(
    {
        ExperimentAct.READ: EVERYONE,
        ExperimentAct.PROPOSE: EDITORS,
        ExperimentAct.ADD_READINGS: EDITORS,
        ExperimentAct.WITHDRAW_ANY_READINGS: FACILITATORS,
        ExperimentAct.CHANGE_SERIES: EDITORS,
        ExperimentAct.CHANGE_ANY: FACILITATORS,
        ExperimentAct.STATE_DESIGN: FACILITATORS,
        ExperimentAct.GIVE_REASON: EDITORS,
        ExperimentAct.ANSWER_LENS: COMMENTERS,
        ExperimentAct.SET_RESULTS: DECIDERS,
        ExperimentAct.PLAN_SPRINTS: COMMENTERS,
        ExperimentAct.TAKE_FIGURES: COMMENTERS,
    }
)
may, require = _TABLE.may, _TABLE.require
OWNERS = COMMENTERS
"""The roles that can own something: whoever only reads has nothing to answer for."""

Proposed = Improvement | Experiment | Campaign
"""What those who do the work propose."""
Directed = KeyResult | Initiative
"""What those who decide set, and its owner sees to."""


def may_change(actor: Participant, thing: Proposed) -> bool:
    """Whether the actor may change its words: who proposed it, who owns it, facilitators."""
    is_own = thing.created_by_id == actor.id and may(actor, ExperimentAct.PROPOSE)
    return is_own or _owns(actor, thing) or may(actor, ExperimentAct.CHANGE_ANY)


def hands_of(actor: Participant, thing: Proposed | Initiative | Gate) -> frozenset[Hand]:
    """In which quality the actor meets the thing; the state machines say what these may do."""
    hands: set[Hand] = {hand for hand in HANDS if hand == actor.role and actor.removed_at is None}
    if not isinstance(thing, Gate) and _owns(actor, thing):
        hands.add("owner")
    return frozenset(hands)


def require_change(actor: Participant, thing: Proposed) -> None:
    """Raise NotAllowed unless the actor may change the words of the thing."""
    if not may_change(actor, thing):
        raise NotAllowed(
            f"You are a {actor.role} here, and only facilitators, the owner and whoever proposed “{thing}” can change "
            "it; nothing was changed."
        )


def may_direct(actor: Participant, thing: Directed) -> bool:
    """Whether the actor may change a key result or an initiative: facilitators, leaders, its owner."""
    return may(actor, ExperimentAct.SET_RESULTS) or _owns(actor, thing)


def require_direct(actor: Participant, thing: Directed) -> None:
    """Raise NotAllowed unless the actor may change the key result or the initiative."""
    if not may_direct(actor, thing):
        raise NotAllowed(
            f"You are a {actor.role} here, and only facilitators, leaders and the owner of “{thing}” can change it; "
            "nothing was changed."
        )


def _owns(actor: Participant, thing: Proposed | Directed) -> bool:
    return actor.removed_at is None and thing.owner_id == actor.id and Role(actor.role) in OWNERS
