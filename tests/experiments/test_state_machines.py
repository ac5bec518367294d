"""Whatever people try in whatever order, the rows follow the state machines and the history tells all of it."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.commands.experiments import decide_experiment
from experiments.commands.improvements import decide_improvement, propose_improvement
from experiments.domain.states import EXPERIMENT, IMPROVEMENT, StateMachine
from experiments.models import Experiment, Improvement
from experiments.permissions import hands_of
from tests.cast import Cast
from tests.experiments.story import ready_experiment
from workshops.errors import WorkshopError

PEOPLE = ("ana", "ben", "mia", "lea", "vic")


def tries(machine: StateMachine) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    states = st.sampled_from([*machine.codes, "finished"])
    reasons = st.sampled_from(["", "Because.", "   "])
    return st.lists(st.tuples(st.sampled_from(PEOPLE), states, reasons), max_size=12)


def follow(cast: Cast, thing: Improvement | Experiment, wanted: list[tuple[str, str, str]]) -> None:
    """Try every move and compare row and history with what the machine allows."""
    machine = EXPERIMENT if isinstance(thing, Experiment) else IMPROVEMENT
    state, history = machine.initial, []
    for name, to, reason in wanted:
        actor = getattr(cast, name)
        thing.refresh_from_db()
        moves = {move.target: move for move in machine.open_moves(state, hands_of(actor, thing))}
        may = to in moves and (bool(reason.strip()) or not moves[to].needs_reason)
        try:
            if isinstance(thing, Experiment):
                decide_experiment(actor=actor, experiment=thing, to=to, reason=reason)
            else:
                decide_improvement(actor=actor, improvement=thing, to=to, reason=reason)
            assert may
            history.append((state, to, reason.strip(), actor.pk))
            state = to
        except WorkshopError as error:
            assert not may
            assert error.message.endswith(".")
    thing.refresh_from_db()
    assert thing.state == state
    told = [(row.before, row.after, row.reason, row.decided_by_id) for row in thing.decisions.order_by("decided_at")]
    assert told == history
    assert thing.revision == 1 + len(history)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(wanted=tries(EXPERIMENT))
def test_an_experiment_follows_its_machine(cast: Cast, wanted: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        follow(cast, ready_experiment(cast), wanted)
        transaction.set_rollback(True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(wanted=tries(IMPROVEMENT))
def test_an_improvement_follows_its_machine(cast: Cast, wanted: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        entry = propose_improvement(actor=cast.ben, given={"title": "Slots", "owner": cast.lea.id})
        follow(cast, entry, wanted)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "broken",
    [{"state": "finished"}, {"state": "running", "series": None}, {"percent": -1.0}, {"percent": float("nan")}],
    ids=str,
)
def test_the_database_refuses_what_the_commands_would(cast: Cast, broken: dict[str, object]) -> None:
    draft = ready_experiment(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Experiment.objects.filter(pk=draft.pk).update(**broken)
