"""What can go wrong with local servers, in a sentence for the person at the keyboard."""

from pathlib import Path


class LocalServerError(Exception):
    """A local server could not be started or reached; the message says which, why and what now."""


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, empty when there is none."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
