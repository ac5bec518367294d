"""Child processes that are started with a log and ended with everything that they started."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

KILL_SECONDS = 2.0

# Linux can end a child whose parent was killed; elsewhere such a child stays until somebody ends it.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def start_logged(
    command: Sequence[str], *, log: Path, folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Guarantees a child in a process group of its own, whose output is appended to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            cwd=folder,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )


def stop_all(children: Sequence[subprocess.Popen[bytes]], *, patience_s: float) -> None:
    """Guarantees that the children and their groups have ended: asked at once, and killed when patience is over."""
    for child in children:
        _signal_process(child, signal.SIGTERM)
    deadline = time.monotonic() + patience_s
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for child in children:
        _signal_group(child, signal.SIGKILL)
        child.wait(KILL_SECONDS)


def _end_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_process(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # Only the leader is asked: it knows in which order its own children end.
    if child.poll() is None:
        child.send_signal(number)


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        # The group is empty; macOS answers “not permitted” for one whose members are being reaped.
        return
