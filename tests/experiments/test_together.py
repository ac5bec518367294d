"""What arrives at once, and what ends together."""

import threading

import pytest
from django.db import connections

from experiments.commands.decisions import REASON_LIMIT
from experiments.commands.experiments import change_experiment, decide_experiment
from experiments.commands.improvements import decide_improvement, propose_improvement
from experiments.commands.proposals import propose_bursts
from experiments.models import Decision, Experiment, Improvement, Reading, Series
from tests.cast import Cast, make_cast
from tests.experiments.conftest import fill_map
from tests.experiments.story import HALVE_THE_WAIT, ready_experiment, series
from workshops.commands.workshop import delete_workshop
from workshops.errors import InvalidInput, WorkshopError
from workshops.models import AuditEntry


@pytest.fixture
def shared_cast(transactional_db: None) -> Cast:
    cast = make_cast()
    fill_map(cast)
    return cast


def test_of_two_decisions_at_once_one_stands(shared_cast: Cast) -> None:
    draft = ready_experiment(shared_cast)
    running = decide_experiment(actor=shared_cast.ana, experiment=draft, to="running")
    waiting = decide_experiment(actor=shared_cast.ana, experiment=running, to="to_be_judged")
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def decide(to: str) -> None:
        try:
            mine = Experiment.objects.get(pk=waiting.pk)
            gate.wait()
            decide_experiment(actor=shared_cast.ana, experiment=mine, to=to, reason="Seen.")
            outcomes.append(to)
        except WorkshopError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(to,)) for to in ("adopted", "abandoned")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waiting.refresh_from_db()
    assert sorted(outcomes) == sorted([waiting.state, "wrong_state"])
    assert Decision.objects.filter(experiment=waiting).count() == 3


def test_bursts_proposed_at_once_come_once(shared_cast: Cast) -> None:
    counts: list[int] = []
    gate = threading.Barrier(3)

    def propose() -> None:
        try:
            gate.wait()
            counts.append(len(propose_bursts(actor=shared_cast.ben, of=shared_cast.map)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=propose) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(counts), Improvement.objects.count()) == ([0, 0, 2], 2)


def test_a_deleted_workshop_takes_all_of_it_along_and_the_audit_stays(cast: Cast) -> None:
    guard = series(cast, "Reopened", "share")
    improvement = propose_improvement(actor=cast.ben, given={"title": "Slots", "owner": cast.lea.id})
    decide_improvement(actor=cast.lea, improvement=improvement, to="planned")
    draft = ready_experiment(cast, guards=[guard.id], improvement=improvement.id, edits=HALVE_THE_WAIT)
    decide_experiment(actor=cast.ana, experiment=draft, to="running")
    delete_workshop(actor=cast.ana)
    left = [model.objects.count() for model in (Experiment, Improvement, Series, Reading, Decision)]
    assert left == [0, 0, 0, 0, 0]
    assert AuditEntry.objects.filter(act="decide_experiment").exists()


def test_too_long_a_reason_and_too_many_edits_are_refused(cast: Cast) -> None:
    draft = ready_experiment(cast)
    with pytest.raises(InvalidInput):
        decide_experiment(actor=cast.ana, experiment=draft, to="abandoned", reason="x" * (REASON_LIMIT + 1))
    notes = [
        {"do": "add", "id": f"n{number}", "element": {"kind": "note", "note": "note", "text": "x" * 9_000}}
        for number in range(40)
    ]
    with pytest.raises(InvalidInput):
        change_experiment(actor=cast.ben, experiment=draft, given={"edits": notes})
    draft.refresh_from_db()
    assert (draft.state, draft.edits) == ("draft", None)
