"""The process that owns the local servers: it starts them, keeps them alive and stops them after the last user.

Users hold a shared lock on one file; the kernel lets go of it however a user ends, so the servers neither outlive
the last user nor end under another one. `python -m vsm_workshop.local.keeper FOLDER [--volatile]` is run by
`servers.py` only; it prints one line of JSON: the addresses, or what went wrong.
"""

import argparse
import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from vsm_workshop.local.account import NoAccountError
from vsm_workshop.local.layout import DataFolder
from vsm_workshop.local.problems import LocalServerError

LOOK_SECONDS = 0.2


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--volatile", action="store_true", help="faster, and lost when the machine crashes")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, _end)
    folder = DataFolder(options.folder)
    with folder.keeper_lock.open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        try:
            with _servers(folder, durable=not options.volatile) as servers:
                _tell(servers.addresses())
                _keep_until_unused(folder, servers)
        except (LocalServerError, NoAccountError) as problem:
            _tell({"error": str(problem)})
            return 1
    return 0


class Servers:
    """The two running servers of one folder."""

    def __init__(self, folder: DataFolder, *, durable: bool) -> None:
        self._postgres_folder = folder.postgres(durable=durable)
        self._valkey_folder = folder.valkey()
        self._postgres: subprocess.Popen[bytes] | None = None
        self._valkey: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Guarantees two servers that answer; also starts again what has ended by itself."""
        if self._valkey is None or self._valkey.poll() is not None:
            self._valkey_folder.stop_leftover()
            self._valkey = self._valkey_folder.start()
        if self._postgres is None or self._postgres.poll() is not None:
            self._postgres_folder.stop_leftover()
            self._postgres = self._postgres_folder.start()

    def stop(self) -> None:
        """Guarantees that both have ended."""
        if self._valkey is not None:
            self._valkey_folder.stop(self._valkey)
        if self._postgres is not None:
            self._postgres_folder.stop(self._postgres)

    def addresses(self) -> dict[str, str]:
        return {"DATABASE_URL": self._postgres_folder.url(), "REDIS_URL": self._valkey_folder.url()}


@contextlib.contextmanager
def _servers(folder: DataFolder, *, durable: bool) -> Iterator[Servers]:
    servers = Servers(folder, durable=durable)
    try:
        servers.start()
        # Written whole under another name first: a reader never sees half of it.
        draft = folder.addresses.with_suffix(".new")
        draft.write_text(json.dumps(servers.addresses()), encoding="utf-8")
        draft.replace(folder.addresses)
        yield servers
    finally:
        servers.stop()
        folder.addresses.unlink(missing_ok=True)


def _keep_until_unused(folder: DataFolder, servers: Servers) -> None:
    with folder.users_lock.open("a") as users:
        while True:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(LOOK_SECONDS)
                servers.start()
                continue
            # Alone now, and whoever comes waits for this lock: the servers are stopped before it is let go.
            servers.stop()
            folder.addresses.unlink(missing_ok=True)
            # They may lie outside the data folder, where nobody would look for them.
            shutil.rmtree(folder.sockets, ignore_errors=True)
            return


def _tell(message: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
    # Nobody reads on; a later write must not hit a closed pipe.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
