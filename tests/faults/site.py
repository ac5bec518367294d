"""A whole installation on a folder of its own, whose parts a test can stop, kill and start.

Real processes by the command lines that production uses: PostgreSQL, Valkey, two web processes and, when asked, a
worker.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import redis

from tests.cast import CHARTER
from vsm_workshop.local.layout import DataFolder
from vsm_workshop.local.ports import free_port
from vsm_workshop.local.problems import tail
from vsm_workshop.local.process import start_logged, stop_all
from vsm_workshop.processes import web_command, worker_command

CHECKOUT = Path(__file__).resolve().parent.parent.parent
START_S = 240.0
REQUEST_S = 60.0
LOOK_S = 0.02
# What has not happened by then never will; a slow machine may need a good part of it.
PATIENCE_S = 120.0


def wait_until(holds: Callable[[], bool], what: str, *, within_s: float = PATIENCE_S) -> float:
    """Return after how many seconds it held; fails with `what` where it does not in time."""
    begun = time.monotonic()
    while not holds():
        waited_s = time.monotonic() - begun
        assert waited_s < within_s, f"After {waited_s:.1f} s still not: {what}"
        time.sleep(LOOK_S)
    return time.monotonic() - begun


@dataclass(slots=True)
class Process:
    """One process of the site, started by its command line."""

    command: list[str]
    log: Path
    environment: dict[str, str]
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.child = start_logged(self.command, log=self.log, folder=CHECKOUT, environment=self.environment)

    def stop(self) -> None:
        if self.child is not None:
            stop_all([self.child], patience_s=PATIENCE_S)

    def kill(self) -> None:
        """End it as a crash does, with everything that it has started, at once and without a word."""
        assert self.child is not None
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.poll() is None


@dataclass(slots=True)
class Web:
    """One web process at an address that stays the same when it is started again."""

    base_url: str
    process: Process

    def start(self) -> None:
        """Start it and return when it answers; nothing where it runs."""
        if self.process.is_running:
            return
        self.process.start()
        wait_until(self._answers, f"{self.base_url} answers; its log ends with:\n{tail(self.process.log)}")

    def kill(self) -> None:
        self.process.kill()

    def stop(self) -> None:
        self.process.stop()

    def readiness(self) -> dict[str, str]:
        answers: dict[str, str] = httpx.get(f"{self.base_url}/readyz", timeout=REQUEST_S).json()
        return answers

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False


@dataclass(slots=True)
class Workshop:
    """A workshop with an empty map, made over the API by Ana, who stays signed in."""

    id: str
    map_id: str
    code: str
    ana: httpx.Client

    def join(self, name: str, base_url: str) -> httpx.Client:
        """Return the browser, without a screen, of a person who has joined by the code."""
        visitor = httpx.Client(base_url=base_url, timeout=REQUEST_S)
        answer = visitor.post("/api/join/", json={"code": self.code, "name": name})
        assert answer.status_code == 200, answer.text
        return visitor

    def people(self) -> dict[str, dict[str, Any]]:
        """Return the workshop's participants by name."""
        answer = self.ana.get(f"/api/workshops/{self.id}/participants/").json()
        return {person["name"]: person for person in answer["results"]}

    def snapshot(self) -> dict[str, Any]:
        """Return the map as the API shows it."""
        snapshot: dict[str, Any] = self.ana.get(f"/api/maps/{self.map_id}/").json()
        return snapshot


def cookie_of(browser: httpx.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


@dataclass(slots=True)
class Site:
    """The parts of one installation. What was committed must survive anything done here, so its database is durable."""

    folder: DataFolder
    settings: Mapping[str, str] = field(default_factory=dict)
    webs: list[Web] = field(default_factory=list)
    worker: Process = field(init=False)
    ana: httpx.Client = field(init=False)
    _postgres: subprocess.Popen[bytes] | None = None
    _valkey: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.make()
        ports = [free_port(), free_port()]
        environment = {
            **os.environ,
            "DATABASE_URL": self.folder.postgres(durable=True).url(),
            "REDIS_URL": self.folder.valkey().url(),
            "PUBLIC_URL": f"http://127.0.0.1:{ports[0]}",
            "SECRET_KEY": "a-key-for-tests-of-faults-alone-which-signs-nothing-that-lasts",
            **self.settings,
        }
        for number, port in enumerate(ports, 1):
            command = web_command(host="127.0.0.1", port=port)
            process = Process(command, self.folder.logs / f"web-{number}.log", environment)
            self.webs.append(Web(f"http://127.0.0.1:{port}", process))
        worker_environment = {**environment, "METRICS_PORT": str(free_port())}
        self.worker = Process(worker_command(concurrency=1), self.folder.logs / "worker.log", worker_environment)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(web.base_url for web in self.webs)

    def start(self) -> None:
        """Start everything but the worker that does not run."""
        self.start_valkey()
        self.start_postgres()
        for web in self.webs:
            web.start()

    def stop(self) -> None:
        for process in (self.worker, *(web.process for web in self.webs)):
            process.stop()
        self.stop_valkey()
        self.stop_postgres()

    def start_postgres(self) -> None:
        if self._postgres is None:
            self._postgres = self.folder.postgres(durable=True).start()

    def stop_postgres(self, *, immediate: bool = False) -> None:
        """End the database server as `pg_ctl stop -m fast` does, or `-m immediate`, which is a crash."""
        if self._postgres is not None:
            if immediate:
                self._postgres.send_signal(signal.SIGQUIT)
            self.folder.postgres(durable=True).stop(self._postgres)
            self._postgres = None

    def has_postgres_ended(self) -> bool:
        return self._postgres is not None and self._postgres.poll() is not None

    def start_valkey(self) -> None:
        if self._valkey is None:
            self._valkey = self.folder.valkey().start()

    def stop_valkey(self) -> None:
        if self._valkey is not None:
            self._valkey.kill()
            self.folder.valkey().stop(self._valkey)
            self._valkey = None

    def flush_valkey(self) -> None:
        with redis.Redis.from_url(self.folder.valkey().url()) as valkey:
            valkey.flushall()

    @contextlib.contextmanager
    def database(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        with psycopg.connect(self.folder.postgres(durable=True).url(), autocommit=True) as connection:
            yield connection

    def log_of(self, map_id: str) -> list[tuple[int, str]]:
        """Return the map's operations as they lie in the database: sequence number and `op_id`."""
        sql = "SELECT seq, op_id FROM maps_operation WHERE map_id = %s ORDER BY seq"
        with self.database() as database:
            return [(int(seq), str(op_id)) for seq, op_id in database.execute(sql, [map_id])]

    def names_given(self, map_id: str) -> list[str]:
        """Return the names of steps in the order in which the log gives them."""
        sql = "SELECT changes FROM maps_operation WHERE map_id = %s ORDER BY seq"
        with self.database() as database:
            changed = [change for (changes,) in database.execute(sql, [map_id]) for change in changes.values()]
        return [change["after"]["name"] for change in changed if change["after"] and change["after"].get("name")]

    def manage(self, *arguments: str) -> str:
        """Return what a management command of the site says; fails where it does."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.worker.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=START_S,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sign_up_ana(self) -> None:
        """Give Ana an account, and a browser without a screen in which she is signed in."""
        self.ana = httpx.Client(base_url=self.webs[0].base_url, timeout=REQUEST_S, follow_redirects=True)
        self.ana.get("/accounts/signup/")
        form = {"email": "ana@example.org", "password1": "a-long-password-of-ana"}
        self.ana.post("/accounts/signup/", data={**form, "csrfmiddlewaretoken": self.ana.cookies["csrftoken"]})
        self.ana.headers["X-CSRFToken"] = self.ana.cookies["csrftoken"]
        assert self.ana.get("/api/me/").status_code == 200

    def make_workshop(self) -> Workshop:
        """Return a new workshop with an empty map."""
        made = self.ana.post("/api/workshops/", json={"charter": dict(CHARTER)})
        assert made.status_code == 201, made.text
        workshop_id = made.json()["id"]
        (found,) = self.ana.get(f"/api/workshops/{workshop_id}/maps/").json()["results"]
        code = self.ana.get(f"/api/workshops/{workshop_id}/invitation/").json()["code"]
        return Workshop(workshop_id, found["id"], code, self.ana)
