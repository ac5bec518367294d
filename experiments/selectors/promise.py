"""Reads of streams that were mapped again: what a future state promised, and what a later current state has of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.domain.comparison import figures_of
from experiments.domain.promise import Answer, State, answer_promise
from experiments.domain.reasons import reason_changes
from experiments.models import ChangeReason, FutureStateDesign
from experiments.permissions import ExperimentAct, require
from experiments.selectors.future_state import base_of, differences_of, said_of
from maps.domain.map_file import calendar_of
from maps.models import Map
from maps.selectors import elements_at, snapshot_of
from workshops.errors import Conflict
from workshops.models import Participant


class NothingPromised(Conflict):
    """The map answers no future state, or that has nothing to be held against (any more)."""

    code = "nothing_promised"


@dataclass(frozen=True, slots=True)
class PromiseAnswer:
    """A later current state beside the future state that it answers and the current state that this was made of."""

    seq: int
    before: Map
    promised: Map
    later: Map
    design: FutureStateDesign | None
    answer: Answer


def later_states_of(*, actor: Participant, future: Map | None = None) -> Sequence[Map]:
    """Return the current states that were mapped again, of one future state or of all, the oldest first."""
    require(actor, ExperimentAct.READ)
    found = Map.objects.filter(workshop_id=actor.workshop_id, answers__isnull=False)
    if future is not None:
        found = found.filter(answers=future)
    return list(found.select_related("answers", "workshop").order_by("created_at", "id"))


def answer_of(*, actor: Participant, of: Map) -> PromiseAnswer:
    """Return what became of the promise that the map answers, as it is now; raises NothingPromised."""
    require(actor, ExperimentAct.READ)
    promised = None if of.answers_id is None else Map.objects.select_related("workshop").get(pk=of.answers_id)
    base = None if promised is None else base_of(promised)
    if promised is None or base is None or of.answers_seq is None:
        raise NothingPromised(f"“{of.title}” was not mapped after a future state, so it answers no promise.")
    charter = of.workshop.charter
    wanted, now = elements_at(promised.pk, of.answers_seq), snapshot_of(of.pk)
    differences = differences_of(charter, base.then, wanted)
    reasons = {said.key: said_of(said) for said in ChangeReason.objects.filter(map=promised)}
    answer = answer_promise(
        State(base.then, figures_of(base.map.title, charter, base.then)),
        State(wanted, figures_of(promised.title, charter, wanted)),
        State(now.elements, figures_of(of.title, charter, now.elements)),
        differences=differences,
        reasoned=reason_changes(differences, reasons),
        calendar=calendar_of(charter["calendar"]),
    )
    design = FutureStateDesign.objects.filter(map=promised).first()
    return PromiseAnswer(now.seq, base.map, promised, of, design, answer)
