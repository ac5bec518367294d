"""`make run` serves a whole site, ends without leaving anything behind, and finds its data again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx
import pytest

from vsm_workshop.local import run
from vsm_workshop.local.ports import free_port
from vsm_workshop.local.problems import LocalServerError

CHECKOUT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 300.0
STOP_SECONDS = 40.0  # a busy machine takes its time
OF_THE_TEST_RUN = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL", "CHANNEL_PREFIX", "DATA"}


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not come true in time."
        time.sleep(0.1)


@dataclass(slots=True)
class Site:
    """A running `make run` and what it has said so far."""

    process: subprocess.Popen[str]
    port: int
    lines: list[str] = field(default_factory=list)

    def value(self, label: str) -> str:
        return next(line.removeprefix(f"{label}: ") for line in self.lines if line.startswith(f"{label}: "))

    def is_served(self) -> bool:
        return any(line.startswith("Logs are in") for line in self.lines)

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))


@contextmanager
def site(data: Path, *, wrapper: list[str] | None = None) -> Iterator[Site]:
    port = free_port()
    command = [sys.executable, "-m", "vsm_workshop.local.run", f"--port={port}", f"--data={data}", "--end-with-parent"]
    process = subprocess.Popen(
        [*(wrapper or []), *command],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if name not in OF_THE_TEST_RUN},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Site(process=process, port=port)
    listener = Thread(target=running.listen, daemon=True)
    listener.start()
    try:
        wait_until(lambda: running.is_served() or process.poll() is not None, START_SECONDS)
        assert running.is_served(), "\n".join(running.lines)
        yield running
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        listener.join(STOP_SECONDS)


def descendants(process_id: int) -> dict[int, str]:
    """Every process below, with its command line."""
    shown = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in shown.splitlines()]
    found: dict[int, str] = {}
    wanted = {process_id}
    while wanted:
        below = {int(pid): args for pid, parent, args in rows if int(parent) in wanted}
        found |= below
        wanted = set(below)
    return found


def still_running(process_ids: set[int]) -> dict[int, str]:
    shown = subprocess.run(["ps", "-wweo", "pid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in shown.splitlines()]
    return {int(pid): args for pid, state, args in rows if int(pid) in process_ids and not state.startswith("Z")}


def ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=30).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_site_is_served_and_found_again(tmp_path: Path) -> None:
    with site(tmp_path) as first:
        assert ready(first.port)
        base_url = f"http://localhost:{first.port}"
        assert first.value("Facilitator").startswith(f"{base_url}/")
        assert first.value("Join").startswith(f"{base_url}/")
        code = first.value("Code")
        assert re.fullmatch(r"[A-Z0-9]{6}", code.replace("-", ""))
        assert httpx.get(first.value("Join"), follow_redirects=True).status_code == 200

        refused = subprocess.run(
            [sys.executable, "-m", "vsm_workshop.local.run", f"--port={free_port()}", f"--data={tmp_path}"],
            cwd=CHECKOUT,
            env={name: value for name, value in os.environ.items() if name not in OF_THE_TEST_RUN},
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 1
        assert f"served already, at {base_url}" in refused.stderr

        # A meeting survives a web server that dies.
        web = next(pid for pid, args in descendants(first.process.pid).items() if "vsm_workshop.server" in args)
        os.kill(web, signal.SIGKILL)
        wait_until(lambda: any("web server ended by itself" in line for line in first.lines), STOP_SECONDS)
        wait_until(lambda: ready(first.port), START_SECONDS)

        below = descendants(first.process.pid)
        assert {"vsm_workshop.server", "celery", "postgres", "valkey-server"} <= {
            word
            for word in ("vsm_workshop.server", "celery", "postgres", "valkey-server")
            for args in below.values()
            if word in args
        }
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(STOP_SECONDS) == 0
        assert still_running(set(below)) == {}
    with site(tmp_path) as second:
        assert second.value("Code") == code


def test_nothing_is_left_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    with site(tmp_path, wrapper=["sh", "-c", '"$@"; exit $?', "sh"]) as running:
        below = descendants(running.process.pid)
        assert len(below) > 5
        running.process.kill()
        wait_until(lambda: still_running(set(below)) == {}, STOP_SECONDS)


def test_a_port_that_is_taken_is_named_or_avoided(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LocalServerError, match=f"Port {port} is used by another program"):
            run.choose_port("127.0.0.1", port)
        monkeypatch.setattr(run, "DEFAULT_PORT", port)
        other = run.choose_port("127.0.0.1", None)
    assert other != port
    assert capsys.readouterr().out == f"Port {port} is used by another program, so this is served at port {other}.\n"


def test_a_child_that_keeps_ending_ends_the_site(tmp_path: Path) -> None:
    log = tmp_path / "log"
    service = run.Service("clock", [sys.executable, "-c", "raise SystemExit('no time')"], log)
    service.start()
    with pytest.raises(LocalServerError, match="The clock keeps ending by itself") as raised:
        for _ in range(run.RESTARTS + 1):
            wait_until(service.has_ended, START_SECONDS)
            service.start_again()
    assert "no time" in str(raised.value)
