"""A simulation is a row that outlives its worker: asked for, done once, cancelled, put back, given up."""

import secrets
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks

from maps import tasks
from maps.commands import simulating, simulation
from maps.commands.edit import replace_elements
from maps.commands.simulating import SIMULATIONS
from maps.commands.simulation import CannotSimulate, cancel_simulation, start_simulation
from maps.domain.map_file import parse_map_file
from maps.models import SimulationJob
from tests.cast import Cast, make_cast
from workshops.commands.leases import ATTEMPTS, Lease, LeaseLost
from workshops.errors import Conflict, NotAllowed, NotFound

SAMPLE = Path(__file__).resolve().parent.parent / "fixtures" / "formats" / "feature-delivery.vsm.json"


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    file = parse_map_file(SAMPLE.read_bytes())
    replace_elements(map_id=made.map.id, actor=made.ana, op_id="fill", elements=file.elements)
    made.map.refresh_from_db()
    return made


@pytest.fixture
def job(cast: Cast) -> SimulationJob:
    return start_simulation(actor=cast.vic, of=cast.map, items=120, seed=3)


def taken(job: SimulationJob) -> Lease:
    lease = SIMULATIONS.claim(job.id)
    assert lease is not None
    return lease


def let_expire(job: SimulationJob) -> None:
    SimulationJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def now(job: SimulationJob) -> SimulationJob:
    return SimulationJob.objects.get(pk=job.pk)


def test_a_worker_is_asked_after_the_commit_and_does_it_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    asked: list[UUID] = []
    monkeypatch.setattr(tasks.simulate_map, "apply_async", lambda arguments, **_: asked.append(UUID(arguments[0])))
    with django_capture_on_commit_callbacks(execute=True):
        job = start_simulation(actor=cast.vic, of=cast.map, items=120, seed=3)
    assert asked == [job.id]
    assert (job.state, job.progress, job.seq, job.result) == ("queued", 0, cast.map.head_seq, None)
    tasks.simulate_map(str(job.id))
    done = now(job)
    assert (done.state, done.progress, done.attempts, done.lease_token) == ("done", 100, 1, None)
    assert done.result is not None and done.result["items"] == 120
    tasks.simulate_map(str(job.id))
    assert now(job).finished_at == done.finished_at


def test_equal_seeds_give_equal_results_whatever_happened_to_the_map_since(cast: Cast, job: SimulationJob) -> None:
    tasks.simulate_map(str(job.id))
    again = start_simulation(actor=cast.ana, of=cast.map, items=120, seed=3)
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="empty", elements={})
    cast.workshop.charter = {**cast.workshop.charter, "demand": {"items": 1, "per": "year"}}
    tasks.simulate_map(str(again.id))
    assert now(again).result == now(job).result


def test_without_a_seed_one_is_drawn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda limit: limit - 1)
    assert start_simulation(actor=cast.lea, of=cast.map).seed == 2**31 - 1


def test_what_is_missing_is_named(cast: Cast) -> None:
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="empty", elements={})
    with pytest.raises(CannotSimulate) as refused:
        start_simulation(actor=cast.ana, of=cast.map)
    assert refused.value.message == "The simulation needs a first step."
    assert refused.value.details == {"needs": ["The simulation needs a first step."]}
    assert not SimulationJob.objects.exists()


def test_three_at_a_time(cast: Cast) -> None:
    jobs = [start_simulation(actor=cast.ben, of=cast.map, items=10) for _ in range(3)]
    with pytest.raises(Conflict, match="3 simulations of “Feature delivery” are not finished yet"):
        start_simulation(actor=cast.ana, of=cast.map, items=10)
    cancel_simulation(actor=cast.ben, simulation_id=jobs[0].id)
    start_simulation(actor=cast.ana, of=cast.map, items=10)


def test_old_ones_are_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "KEPT", 2)
    for _ in range(4):
        tasks.simulate_map(str(start_simulation(actor=cast.ben, of=cast.map, items=10).id))
    assert SimulationJob.objects.count() == 2


def test_who_may_cancel(cast: Cast, job: SimulationJob) -> None:
    with pytest.raises(NotAllowed, match="only facilitators can cancel the simulation of somebody else"):
        cancel_simulation(actor=cast.ben, simulation_id=job.id)
    assert cancel_simulation(actor=cast.vic, simulation_id=job.id).state == "cancelled"
    assert SIMULATIONS.claim(job.id) is None
    other = start_simulation(actor=cast.vic, of=cast.map, items=10)
    assert cancel_simulation(actor=cast.ana, simulation_id=other.id).state == "cancelled"
    with pytest.raises(NotFound):
        cancel_simulation(actor=cast.ana, simulation_id=uuid4())


def test_a_cancelled_simulation_stops_and_leaves_no_trace(
    cast: Cast, job: SimulationJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = 0
    report = SIMULATIONS.report

    def cancel_at_the_second(self: object, lease: Lease, *, progress: int, stage: str) -> None:
        nonlocal reports
        reports += 1
        if reports == 2:
            assert now(job).stage.startswith("simulated ")
            cancel_simulation(actor=cast.ana, simulation_id=job.id)
        report(lease, progress=progress, stage=stage)

    monkeypatch.setattr(type(SIMULATIONS), "report", cancel_at_the_second)
    tasks.simulate_map(str(job.id))
    after = now(job)
    assert (reports, after.state, after.result, after.error) == (2, "cancelled", None, "")


def test_what_has_ended_stays_as_it_is(cast: Cast, job: SimulationJob) -> None:
    tasks.simulate_map(str(job.id))
    assert cancel_simulation(actor=cast.vic, simulation_id=job.id).state == "done"


def test_a_worker_that_is_gone_is_replaced_and_can_do_nothing(
    job: SimulationJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = taken(job)
    assert SIMULATIONS.claim(job.id) is None
    let_expire(job)
    asked: list[UUID] = []
    monkeypatch.setattr(tasks.simulate_map, "apply_async", lambda arguments, **_: asked.append(UUID(arguments[0])))
    tasks.put_back()
    assert asked == [job.id]
    tasks.simulate_map(str(job.id))
    assert (now(job).state, now(job).attempts) == ("done", 2)
    with pytest.raises(LeaseLost):
        SIMULATIONS.finish(first, result={})


def test_after_three_attempts_it_fails_with_a_sentence(job: SimulationJob) -> None:
    for _ in range(ATTEMPTS):
        taken(job)
        let_expire(job)
    assert SIMULATIONS.put_back_expired() == []
    assert (now(job).state, now(job).error[:33]) == ("failed", "The worker that made it ended bef")


def test_a_broker_that_forgot_it_is_asked_again(job: SimulationJob) -> None:
    assert SIMULATIONS.put_back_expired() == []
    SimulationJob.objects.filter(pk=job.pk).update(queued_at=Now() - timedelta(seconds=16))
    assert SIMULATIONS.put_back_expired() == [job.id]


def test_a_fault_is_told_without_its_details(job: SimulationJob, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(simulating, "simulate", fail)
    tasks.simulate_map(str(job.id))
    assert (now(job).state, now(job).error) == ("failed", simulating.UNEXPECTED)
