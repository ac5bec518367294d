"""Reads of gates: what each asks, what was decided, what its reader can decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from experiments.domain.gates import MEANINGS, Criterion, decisions_open, summary_of
from experiments.domain.quarters import Quarter, quarter_of, read_quarter
from experiments.domain.states import DECIDED_AS, GATE
from experiments.models import Decision, Gate, Initiative, KeyResult, Stage
from experiments.permissions import ExperimentAct, hands_of, require
from experiments.selectors.initiatives import stage_under_way
from experiments.selectors.key_results import KeyResultNow, key_result_now, key_results_of
from experiments.selectors.plan import today_of
from workshops.errors import NotFound
from workshops.models import Participant, Workshop


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """One thing that the reader can decide at a gate; its code, what the button says and what it means."""

    code: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class GateNow:
    """A gate as its reader meets it: what it asks as things stand, what was decided, and what is open to the reader.

    `why_closed` says in a sentence why nothing can be decided; empty where something can.
    """

    gate: Gate
    criteria: tuple[Criterion, ...]
    decisions: Sequence[Decision]
    open: tuple[OpenDecision, ...]
    why_closed: str

    @property
    def summary(self) -> str:
        return summary_of(self.criteria)

    @property
    def newest(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one quarter: its key results, the gate of the stream, and the gates of its initiatives."""

    quarter: Quarter
    key_results: tuple[KeyResultNow, ...]
    stream: GateNow
    initiatives: tuple[GateNow, ...]


def quarter_today(workshop: Workshop) -> Quarter:
    """Return the quarter that it is where the workshop is."""
    return quarter_of(today_of(workshop))


def quarter_named(code: str) -> Quarter:
    """Return the quarter that an address names; raises NotFound where it names none."""
    quarter = read_quarter(code)
    if quarter is None:
        raise NotFound("There is no such quarter; an address names it as year and number, such as 2026-2.")
    return quarter


def review_of(*, actor: Participant, quarter: Quarter) -> Review:
    """Return the review of a quarter as things stand."""
    require(actor, ExperimentAct.READ)
    results = tuple(key_result_now(found) for found in key_results_of(actor=actor, quarter=quarter))
    criteria = tuple(found.criterion() for found in results)
    stream = _gate_now(actor, review_gate(actor.workshop, quarter, None), criteria)
    shown = Initiative.objects.filter(workshop_id=actor.workshop_id)
    shown = shown.filter(
        Q(state__in=["planned", "running", "held"]) | Q(gates__year=quarter.year, gates__quarter=quarter.number)
    ).distinct()
    of_initiatives = []
    for initiative in shown.select_related("owner").prefetch_related("key_results"):
        served = {str(found.pk) for found in initiative.key_results.all()}
        own = tuple(criterion for criterion in criteria if criterion.key_result in served)
        of_initiatives.append(_gate_now(actor, review_gate(actor.workshop, quarter, initiative), own))
    return Review(quarter, results, stream, tuple(of_initiatives))


def review_gate(workshop: Workshop, quarter: Quarter, initiative: Initiative | None) -> Gate:
    """Return the gate of a quarter, of the stream or of an initiative; not saved before it is first decided."""
    rows = Gate.objects.filter(workshop=workshop, year=quarter.year, quarter=quarter.number, initiative=initiative)
    gate = rows.filter(stage=None).first()
    if gate is None:
        gate = Gate(workshop=workshop, year=quarter.year, quarter=quarter.number)
    gate.initiative = initiative
    return gate


def stage_gate(stage: Stage) -> Gate:
    """Return the gate at the end of a stage; not saved before it is first decided."""
    gate: Gate | None = getattr(stage, "gate", None)
    if gate is None:
        gate = Gate(workshop_id=stage.initiative.workshop_id)
    gate.initiative, gate.stage = stage.initiative, stage
    return gate


def stage_gate_now(*, actor: Participant, stage: Stage) -> GateNow:
    """Return the gate at the end of a stage as its reader meets it."""
    require(actor, ExperimentAct.READ)
    return _gate_now(actor, stage_gate(stage), criteria_of_stage(actor, stage))


def criteria_of_review(actor: Participant, quarter: Quarter, initiative: Initiative | None) -> tuple[Criterion, ...]:
    """Return what the review of a quarter asks: all its key results, or those that the initiative serves."""
    found = key_results_of(actor=actor, quarter=quarter)
    if initiative is not None:
        found = found.filter(initiatives=initiative)
    return tuple(key_result_now(one).criterion() for one in found)


def criteria_of_stage(actor: Participant, stage: Stage) -> tuple[Criterion, ...]:
    """Return what the gate of a stage asks, by its own thresholds."""
    asked = list(stage.criteria.all())
    rows = key_results_of(actor=actor).filter(pk__in=[criterion.key_result_id for criterion in asked])
    known = {found.pk: key_result_now(found) for found in rows}
    return tuple(known[criterion.key_result_id].criterion(criterion.threshold) for criterion in asked)


def decided_gates_of(*, actor: Participant, initiative: Initiative | None = None) -> QuerySet[Decision]:
    """Return every decision at a gate, the newest first; of one initiative where it is named."""
    require(actor, ExperimentAct.READ)
    found = Decision.objects.filter(workshop_id=actor.workshop_id, gate__isnull=False)
    if initiative is not None:
        found = found.filter(gate__initiative=initiative)
    loaded = found.select_related("decided_by", "gate__initiative", "gate__stage")
    return loaded.order_by("-decided_at", "-id")


def why_undecidable(gate: Gate, today: Quarter) -> str:
    """Return why a gate cannot be decided now, whoever asks; empty where it can."""
    initiative = gate.initiative
    if initiative is not None and not initiative.is_open:
        return f"“{initiative}” is {initiative.get_state_display()}, so nothing is left to decide about it."
    if gate.stage is not None and initiative is not None:
        current = stage_under_way(initiative)
        if current is not None and current.pk != gate.stage.pk and gate.state in (Gate.State.OPEN, Gate.State.HELD):
            return f"First comes the gate of “{current}”."
    elif gate.year is not None and gate.quarter is not None and Quarter(gate.year, gate.quarter) > today:
        return f"{Quarter(gate.year, gate.quarter)} has not begun yet."
    return ""


def _gate_now(actor: Participant, gate: Gate, criteria: tuple[Criterion, ...]) -> GateNow:
    closed = why_undecidable(gate, quarter_today(actor.workshop))
    is_investment = gate.initiative is not None and gate.initiative.is_investment
    words = decisions_open(is_stage=gate.stage is not None, is_investment=is_investment)
    moves = {move.target: move for move in GATE.open_moves(gate.state, hands_of(actor, gate))}
    ways = tuple(
        OpenDecision(word, moves[DECIDED_AS[word]].label, MEANINGS[word])
        for word in words
        if DECIDED_AS[word] in moves and not closed
    )
    decisions = (
        [] if gate._state.adding else list(gate.decisions.select_related("decided_by").order_by("decided_at", "id"))
    )
    return GateNow(gate, criteria, decisions, ways, closed)


def decisions_by(*, actor: Participant, key_result: KeyResult) -> list[Decision]:
    """Return the decisions at gates that went by this key result, the newest first."""
    named = {"criteria": [{"key_result": str(key_result.pk)}]}
    return list(decided_gates_of(actor=actor).filter(evidence__contains=named))
