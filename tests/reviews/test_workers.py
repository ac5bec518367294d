"""Real workers on a real broker: what happens to a document when one of them is killed, or the broker forgets."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import redis
from django.db.models.functions import Now

from maps.commands.edit import replace_elements
from maps.domain.map_file import read_map_file
from reviews import tasks
from reviews.commands.documents import request_document
from reviews.commands.leases import Lease, LeaseLost, claim_job, finish_job, put_back_expired, renewed
from reviews.commands.states import save_state
from reviews.models import RenderJob, SavedState
from tests.cast import Cast, make_cast
from tests.conftest import CHECKOUT, RESULTS, database_url_of_tests
from tests.reviews.conftest import fill_map
from vsm_workshop.environment import valkey_address
from vsm_workshop.local.process import start_logged, stop_all
from vsm_workshop.processes import worker_command

PATIENCE_S = 240.0
# As many steps as keep a worker busy for seconds.
MANY = 700
# Which of the databases behind REDIS_URL the settings give to Celery.
BROKER_DATABASE = 1

StartWorker = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """The broker's database, empty before and after."""
    with redis.Redis.from_url(valkey_address("REDIS_URL").for_redis(BROKER_DATABASE)) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def start_worker(request: pytest.FixtureRequest) -> Iterator[StartWorker]:
    """Starts workers on the tests' database; they end with the test."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, "DATABASE_URL": database_url_of_tests()}
    log = RESULTS / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())}.log"
    Path(log).unlink(missing_ok=True)

    def start() -> subprocess.Popen[bytes]:
        command = [*worker_command(concurrency=1), f"--hostname=worker{len(started)}@test"]
        started.append(start_logged(command, log=log, folder=CHECKOUT, environment=environment))
        return started[-1]

    yield start
    stop_all(started, patience_s=5)


def now(job: RenderJob) -> RenderJob:
    return RenderJob.objects.defer("content").get(pk=job.pk)


def wait_until(condition: Callable[[], bool], *, clock: bool = False, patience_s: float = PATIENCE_S) -> None:
    """Wait until it is so; `clock` does what beat does meanwhile."""
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "It did not come true in time."
        if clock:
            tasks.put_back()
        time.sleep(0.1)


def many_steps(cast: Cast) -> SavedState:
    elements = {
        f"s{place}": {"kind": "step", "name": f"Step {place}", "x": 240 * place, "y": 0, "process_time": "1h"}
        for place in range(MANY)
    }
    content = {"format": "vsm-workshop/map", "version": 1, "charter": {"name": "Many"}, "elements": elements}
    file = read_map_file(content)
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="many", elements=file.elements)
    return save_state(actor=cast.ana, map_id=cast.map.id, name="Many steps")


def test_a_worker_makes_every_format(cast: Cast, broker: redis.Redis, start_worker: StartWorker) -> None:
    fill_map(cast)
    state = save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")
    start_worker()
    jobs = [
        request_document(actor=cast.vic, saved_state_id=state.id, format=format)
        for format in ("vsm.json", "csv", "xlsx", "svg", "png", "pdf")
    ]
    wait_until(lambda: all(now(job).state == "done" for job in jobs))
    assert [now(job).attempts for job in jobs] == [1] * 6
    assert all((now(job).size or 0) > 100 for job in jobs)


def test_a_worker_killed_in_the_middle_loses_nothing(
    cast: Cast, broker: redis.Redis, start_worker: StartWorker
) -> None:
    state = many_steps(cast)
    worker = start_worker()
    job = request_document(actor=cast.vic, saved_state_id=state.id, format="pdf")
    wait_until(lambda: now(job).progress > 0)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    left = now(job)
    assert (left.state, left.attempts) == ("running", 1)
    # The dead worker's lease holds still: the clock puts nothing back before it is over, which comes sooner here.
    assert list(put_back_expired()) == []
    assert now(job).state == "running"
    assert RenderJob.objects.filter(pk=job.pk, lease_until__gt=Now()).update(lease_until=Now()) == 1
    start_worker()
    wait_until(lambda: now(job).state == "done", clock=True)
    assert now(job).attempts == 2
    assert bytes(RenderJob.objects.get(pk=job.pk).content or b"").startswith(b"%PDF")


def test_a_broker_that_forgets_everything_loses_nothing(
    cast: Cast, broker: redis.Redis, start_worker: StartWorker
) -> None:
    fill_map(cast)
    state = save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")
    jobs = [request_document(actor=cast.vic, saved_state_id=state.id, format=format) for format in ("csv", "svg")]
    assert broker.llen("celery") == 2
    broker.flushdb()
    start_worker()
    RenderJob.objects.update(queued_at=Now() - timedelta(seconds=14))
    wait_until(lambda: all(now(job).state == "done" for job in jobs), clock=True)
    assert [now(job).attempts for job in jobs] == [1, 1]


def test_long_work_keeps_its_lease(cast: Cast) -> None:
    state = save_state(actor=cast.ana, map_id=cast.map.id, name="Empty")
    job = RenderJob.objects.create(saved_state=state, format="csv")
    lease = claim_job(job.id)
    assert lease is not None
    with renewed(lease, every_s=0.05):
        RenderJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=5))
        wait_until(lambda: RenderJob.objects.filter(pk=job.pk, lease_until__gt=Now()).exists())
    assert open_transactions() == 0
    # A lease that is lost ends the renewing, and the work learns of it when it hands in.
    with renewed(Lease(job.id, state.id), every_s=0.01):
        time.sleep(0.1)
    with pytest.raises(LeaseLost):
        finish_job(Lease(job.id, state.id), b"never")


def open_transactions() -> int:
    """Return how many connections to the test database are in the middle of something, our own not counted."""
    with psycopg.connect(database_url_of_tests()) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%' "
            "AND pid <> pg_backend_pid()"
        ).fetchone()
    assert found is not None
    return int(found[0])
