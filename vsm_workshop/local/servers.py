"""Real servers for as long as somebody needs them, shared by everyone who uses the same data folder."""

import contextlib
import fcntl
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from vsm_workshop.local.layout import DataFolder
from vsm_workshop.local.problems import LocalServerError, tail

BASE_DIR = Path(__file__).resolve().parent.parent.parent
STOP_SECONDS = 30.0


def default_data_folder() -> Path:
    """The folder that the environment variable `DATA` names, else `.data` in the checkout."""
    return (BASE_DIR / os.environ.get("DATA", ".data")).resolve()


def servers_are_given() -> bool:
    """Whether the environment names servers, so that none is to be started.

    Raises `LocalServerError` when it names only one of the two.
    """
    given = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    if len(given) == 1:
        missing = "REDIS_URL" if given == ["DATABASE_URL"] else "DATABASE_URL"
        raise LocalServerError(
            f"{given[0]} is set and {missing} is not. "
            "Set both to use your servers, or neither to have local ones started."
        )
    return bool(given)


@contextlib.contextmanager
def local_servers(root: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Guarantees servers on `root` while the block runs; yields the environment that reaches them.

    Servers that run already are used and left to their other users; the last user's leaving stops them.
    Yields DATABASE_URL, REDIS_URL and SECRET_KEY (made once per folder).
    """
    folder = DataFolder(root.resolve())
    folder.make()
    with folder.users_lock.open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with folder.start_lock.open("a") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            addresses = _running(folder) or _start(folder, durable=durable)
            secret_key = _secret_key(folder)
        try:
            yield {**addresses, "SECRET_KEY": secret_key}
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            _wait_for_the_end(folder, users)


@contextlib.contextmanager
def environment_with_servers(root: Path, *, durable: bool = True) -> Iterator[None]:
    """Guarantees that this process and its children find servers in their environment while the block runs."""
    if servers_are_given():
        yield
        return
    with local_servers(root, durable=durable) as addresses:
        kept = {name: os.environ.get(name) for name in addresses}
        # A SECRET_KEY that somebody set stays: links signed with it must stay valid.
        os.environ.update({name: os.environ.get(name) or value for name, value in addresses.items()})
        try:
            yield
        finally:
            for name, value in kept.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _keeper_lives(folder: DataFolder) -> bool:
    with folder.keeper_lock.open("a") as keeper:
        return not _lock(keeper, fcntl.LOCK_EX)


def _running(folder: DataFolder) -> dict[str, str] | None:
    if not _keeper_lives(folder):
        return None
    try:
        read: dict[str, str] = json.loads(folder.addresses.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return read


def _start(folder: DataFolder, *, durable: bool) -> dict[str, str]:
    command = [
        sys.executable,
        "-m",
        "vsm_workshop.local.keeper",
        str(folder.root),
        *([] if durable else ["--volatile"]),
    ]
    log = folder.logs / "keeper.log"
    with log.open("ab") as errors:
        keeper = subprocess.Popen(
            command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    if keeper.stdout is None:
        raise LocalServerError("The process that starts the local servers has no output to read.")
    with keeper.stdout as output:
        line = output.readline()
    if not line:
        keeper.wait()
        raise LocalServerError(f"The local servers could not be started on {folder.root}:\n{tail(log)}")
    answer: dict[str, str] = json.loads(line)
    if "error" in answer:
        keeper.wait()
        raise LocalServerError(answer["error"])
    return answer


def _secret_key(folder: DataFolder) -> str:
    if not folder.secret_key.exists():
        draft = folder.secret_key.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        draft.replace(folder.secret_key)
    return folder.secret_key.read_text(encoding="ascii")


def _wait_for_the_end(folder: DataFolder, users: IO[str]) -> None:
    """Guarantees that the servers have ended, unless somebody else uses them."""
    deadline = time.monotonic() + STOP_SECONDS
    while folder.addresses.exists() and time.monotonic() < deadline:
        if _lock(users, fcntl.LOCK_EX):
            _stop_orphans(folder)
        elif _lock(users, fcntl.LOCK_SH):
            return  # others hold it shared; the keeper would hold it alone
        time.sleep(0.05)


def _stop_orphans(folder: DataFolder) -> None:
    """Guarantees that servers whose keeper was killed end all the same."""
    with folder.start_lock.open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if folder.addresses.exists() and not _keeper_lives(folder):
            folder.valkey().stop_leftover()
            folder.postgres(durable=True).stop_leftover()
            folder.addresses.unlink(missing_ok=True)


def _lock(file: IO[str], kind: int) -> bool:
    """Whether the lock could be had; it is given back at once."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True
