"""Decisions at gates: each once, by those who decide, kept for good with its reason and the criteria as they stood."""

from django.db import transaction

from experiments.commands.decisions import check_move, move
from experiments.commands.initiatives import lock_initiative
from experiments.domain.gates import Criterion, decisions_open, evidence_of, initiative_after
from experiments.domain.quarters import Quarter
from experiments.domain.states import DECIDED_AS, GATE, INITIATIVE
from experiments.models import Gate, Initiative, Stage
from experiments.permissions import hands_of
from experiments.selectors.gates import (
    criteria_of_review,
    criteria_of_stage,
    quarter_today,
    review_gate,
    stage_gate,
    why_undecidable,
)
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

KEPT_OF_REASON = 900


class GateClosed(Conflict):
    """Nothing can be decided at this gate now, by nobody."""

    code = "gate_closed"


@transaction.atomic
def decide_review(
    *, actor: Participant, quarter: Quarter, decision: str, reason: str, initiative: Initiative | None = None
) -> Gate:
    """Decide a quarter, of the stream or of one initiative; facilitators and leaders.

    The key results of the quarter are kept with the decision as they stand. Raises GateClosed for a quarter to come
    and an initiative that has ended.
    """
    lock_workshop(actor.workshop_id)
    locked = lock_initiative(actor, initiative) if initiative is not None else None
    gate = review_gate(actor.workshop, quarter, locked)
    return _decide(actor, gate, decision, reason, criteria_of_review(actor, quarter, locked))


@transaction.atomic
def decide_stage(*, actor: Participant, stage: Stage, decision: str, reason: str) -> Gate:
    """Decide the gate at the end of a stage: invest in the next one, hold, or kill; facilitators and leaders.

    Raises GateClosed while the gate of an earlier stage is not passed.
    """
    locked = lock_initiative(actor, stage.initiative)
    found = locked.stages.filter(pk=stage.pk).first()
    if found is None:
        raise NotFound(f"The stage “{stage}” does not exist any more; nothing was decided.")
    found.initiative = locked
    return _decide(actor, stage_gate(found), decision, reason, criteria_of_stage(actor, found))


def _decide(actor: Participant, gate: Gate, decision: str, reason: str, criteria: tuple[Criterion, ...]) -> Gate:
    initiative = gate.initiative
    allowed = decisions_open(
        is_stage=gate.stage is not None, is_investment=initiative is not None and initiative.is_investment
    )
    if decision not in allowed:
        sentence = f"“{decision[:40]}” cannot be decided here: it is one of {', '.join(allowed)}."
        raise InvalidInput([Problem("decision", sentence)])
    kept = check_move(actor, gate, GATE, DECIDED_AS[decision], reason)
    closed = why_undecidable(gate, quarter_today(actor.workshop))
    if closed:
        raise GateClosed(f"{closed} Nothing was decided.")
    if gate._state.adding:
        gate.save()
    decided = move(actor, gate, kind="gate", to=DECIDED_AS[decision], reason=kept, evidence=evidence_of(criteria))
    if initiative is not None:
        _follow(actor, initiative, decision, f"Decided at the gate “{gate}”: {kept}"[:KEPT_OF_REASON])
    return decided


def _follow(actor: Participant, initiative: Initiative, decision: str, reason: str) -> None:
    """Take the initiative where the decision leads it."""
    to = initiative_after(decision, initiative.state)
    if to == initiative.state:
        return
    hands = hands_of(actor, initiative)
    INITIATIVE.take(name=initiative.name, state=initiative.state, to=to, hands=hands, reason=reason)
    move(actor, initiative, kind="initiative", to=to, reason=reason)
