"""A real worker on a real broker simulates, stops when it is cancelled, and is replaced when it is killed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from maps import tasks
from maps.commands.edit import replace_elements
from maps.commands.simulation import cancel_simulation, start_simulation
from maps.domain.map_file import parse_map_file
from maps.models import SimulationJob
from tests.cast import Cast, make_cast
from tests.conftest import CHECKOUT, RESULTS, database_url_of_tests
from vsm_workshop.local.process import start_logged, stop_all
from vsm_workshop.processes import worker_command

SAMPLE = Path(__file__).resolve().parent.parent / "fixtures" / "formats" / "feature-delivery.vsm.json"
PATIENCE_S = 240.0

StartWorker = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = make_cast()
    file = parse_map_file(SAMPLE.read_bytes())
    replace_elements(map_id=made.map.id, actor=made.ana, op_id="fill", elements=file.elements)
    return made


@pytest.fixture
def start_worker() -> Iterator[StartWorker]:
    started: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, "DATABASE_URL": database_url_of_tests()}

    def start() -> subprocess.Popen[bytes]:
        command = [*worker_command(concurrency=1), f"--hostname=simulations{len(started)}@test"]
        log = RESULTS / "simulation-worker.log"
        started.append(start_logged(command, log=log, folder=CHECKOUT, environment=environment))
        return started[-1]

    yield start
    stop_all(started, patience_s=5)


def now(job: SimulationJob) -> SimulationJob:
    return SimulationJob.objects.get(pk=job.pk)


def wait_until(condition: Callable[[], bool], *, clock: bool = False) -> None:
    """Wait until it is so; `clock` does what beat does meanwhile."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "It did not come true in time."
        if clock:
            tasks.put_back()
        time.sleep(0.1)


def test_a_worker_simulates_stops_when_cancelled_and_is_replaced_when_killed(
    cast: Cast, start_worker: StartWorker
) -> None:
    worker = start_worker()
    long = start_simulation(actor=cast.vic, of=cast.map, items=200_000, seed=1)
    short = start_simulation(actor=cast.ben, of=cast.map, items=20_000, seed=2)
    wait_until(lambda: now(long).progress > 0)
    cancel_simulation(actor=cast.ana, simulation_id=long.id)
    wait_until(lambda: now(short).progress > 0)
    assert now(long).result is None
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert (now(short).state, now(short).attempts) == ("running", 1)
    start_worker()
    wait_until(lambda: now(short).state == "done", clock=True)
    assert now(short).attempts == 2
    assert (now(long).state, now(long).result) == ("cancelled", None)
