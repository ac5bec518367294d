"""`make run`: the whole site on this machine, until Ctrl-C.

Servers, migrations, the sample workshop, then web server, worker and clock as children with logs of their own. A child
that ends by itself is started again, so that a meeting survives it.
"""

import argparse
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from vsm_workshop.local.layout import DataFolder
from vsm_workshop.local.ports import free_port, is_free
from vsm_workshop.local.problems import LocalServerError, tail
from vsm_workshop.local.process import start_logged, stop_all
from vsm_workshop.local.servers import BASE_DIR, environment_with_servers
from vsm_workshop.processes import beat_command, web_command, worker_command

DEFAULT_PORT = 8000
READY_SECONDS = 120.0
STOP_SECONDS = 4.0
LOOK_SECONDS = 0.25
RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0


class StopAsked(BaseException):
    """Somebody pressed Ctrl-C or asked the process to end; not an error, so that nothing catches it by accident."""


@dataclass(slots=True)
class Service:
    """One child that has to run all the time."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    restarts: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        self.process = start_logged(self.command, log=self.log, folder=BASE_DIR)

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def start_again(self) -> None:
        """Guarantees a new process; raises `LocalServerError` when it keeps ending."""
        now = time.monotonic()
        self.restarts.append(now)
        while now - self.restarts[0] > RESTART_WINDOW_SECONDS:
            self.restarts.popleft()
        if len(self.restarts) > RESTARTS:
            raise LocalServerError(f"The {self.name} keeps ending by itself. {self.log} says:\n{tail(self.log)}")
        say(f"The {self.name} ended by itself and is started again; its log is {self.log}.")
        if self.process is not None:
            stop_all([self.process], patience_s=0)
        self.start()


def main() -> int:
    options = read_arguments()
    folder = DataFolder((BASE_DIR / options.data).resolve())
    for number in stop_signals():
        signal.signal(number, ask_to_stop)
    parent = os.getppid() if options.end_with_parent else None
    try:
        port = choose_port(options.host, options.port)
        os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
        os.environ["DATA"] = str(folder.root)
        folder.make()
        with only_one(folder), environment_with_servers(folder.root):
            serve(folder, host=options.host, port=port, parent=parent)
    except StopAsked:
        say("Stopped.")
    except LocalServerError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def read_arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(prog="make run")
    arguments.add_argument(
        "--port", type=int, help="exactly this port; without it 8000, or a free one if 8000 is taken"
    )
    arguments.add_argument("--host", default="127.0.0.1", help="the address to listen at; 0.0.0.0 lets the network in")
    arguments.add_argument("--data", type=Path, default=Path(".data"), help="the folder that keeps everything")
    arguments.add_argument("--end-with-parent", action="store_true", help="stop when whoever started this ends")
    return arguments.parse_args()


def stop_signals() -> list[signal.Signals]:
    """What asks us to stop; a hang-up does not where `nohup` said so."""
    hang_up = [] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hang_up]


def choose_port(host: str, wanted: int | None) -> int:
    """The wanted port; where none was named, the usual one or a free one. Raises `LocalServerError` if it is taken."""
    if is_free(host, wanted or DEFAULT_PORT):
        return wanted or DEFAULT_PORT
    if wanted:
        raise LocalServerError(
            f"Port {wanted} is used by another program. Stop that program, or choose another port: make run PORT=…"
        )
    other = free_port(host)
    say(f"Port {DEFAULT_PORT} is used by another program, so this is served at port {other}.")
    return other


@contextlib.contextmanager
def only_one(folder: DataFolder) -> Iterator[None]:
    """Guarantees that no second site runs on the folder: two clocks would do everything twice."""
    with folder.run_lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise LocalServerError(
                f"The data folder {folder.root} is served already, at {lock.read().strip() or 'another port'}. "
                "Use that one, stop it, or choose another folder: make run DATA=…"
            ) from None
        lock.truncate(0)
        lock.write(os.environ["PUBLIC_URL"])
        lock.flush()
        yield


def serve(folder: DataFolder, *, host: str, port: int, parent: int | None) -> None:
    """Runs until `StopAsked` or until `parent` has ended; whatever ends it, every child has ended afterwards."""
    manage(folder, "migrate", "--no-input")
    manage(folder, "load_sample")
    services = [
        Service("web server", web_command(host=host, port=port), folder.logs / "web.log"),
        Service("worker", worker_command(), folder.logs / "worker.log"),
        Service("clock", beat_command(schedule=folder.root / "local" / "beat"), folder.logs / "beat.log"),
    ]
    try:
        for service in services:
            service.start()
        wait_until_ready(services, f"http://{reachable(host)}:{port}/readyz")
        print_links(folder, f"http://localhost:{port}")
        say(f"Logs are in {folder.logs}. Ctrl-C stops everything and keeps the data.")
        while parent is None or parent == os.getppid():
            time.sleep(LOOK_SECONDS)
            for service in services:
                if service.has_ended():
                    service.start_again()
    finally:
        # A second Ctrl-C must not leave orphans.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_all([service.process for service in services if service.process], patience_s=STOP_SECONDS)


def manage(folder: DataFolder, *arguments: str) -> None:
    """Guarantees that the command has succeeded; its output goes to a log, and to the screen when it failed."""
    log = folder.logs / f"{arguments[0]}.log"
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode != 0:
        raise LocalServerError(f"“manage.py {' '.join(arguments)}” failed. {log} says:\n{tail(log, 30)}")


def wait_until_ready(services: list[Service], url: str) -> None:
    """Guarantees that the site answers and that database, Valkey and worker answer it."""
    deadline = time.monotonic() + READY_SECONDS
    answer = "nothing yet"
    while time.monotonic() < deadline:
        for service in services:
            if service.has_ended():
                raise LocalServerError(f"The {service.name} could not start. {service.log} says:\n{tail(service.log)}")
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
                if response.status == 200:
                    return
        except urllib.error.HTTPError as problem:
            answer = problem.read().decode(errors="replace")[:500]
        except OSError as problem:
            answer = str(problem)
        time.sleep(0.1)
    raise LocalServerError(f"The site was not ready after {READY_SECONDS:.0f} seconds; {url} says: {answer}")


def print_links(folder: DataFolder, base_url: str) -> None:
    """Prints the lines `Facilitator: …`, `Join: …` and `Code: …`."""
    log = folder.logs / "print_links.log"
    with log.open("wb") as errors:
        done = subprocess.run(
            [sys.executable, "manage.py", "print_links", "--base-url", base_url],
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stderr=errors,
            check=False,
        )
    if done.returncode != 0:
        raise LocalServerError(f"“manage.py print_links” failed. {log} says:\n{tail(log, 30)}")


def reachable(host: str) -> str:
    """The address at which we reach ourselves."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - a comparison, nothing listens here


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
    raise StopAsked


if __name__ == "__main__":
    sys.exit(main())
