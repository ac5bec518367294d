"""What a line of the log belongs to: ids that hold for everything logged in one request, socket or task.

A single line may carry further ids as `extra={"map_id": …, "seq": …}`; the names are those of `FIELDS`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

FIELDS = (
    "request_id",
    "task_id",
    "workshop_id",
    "map_id",
    "participant_id",
    "user_id",
    "connection",
    "op_id",
    "op_ids",
    "seq",
    "method",
    "path",
    "status",
    "code",
    "duration_ms",
)

_ids: ContextVar[Mapping[str, str] | None] = ContextVar("log_ids", default=None)


def log_ids() -> Mapping[str, str]:
    """Return the ids that hold here."""
    return _ids.get() or {}


def log_from_now_on(**ids: str) -> None:
    """Guarantees that every further line of this task or thread carries these ids, and no others."""
    _ids.set(ids)


@contextmanager
def logged_with(**ids: str) -> Iterator[None]:
    """Guarantees that every line logged within the block carries these ids, besides those that hold around it."""
    token = _ids.set({**log_ids(), **ids})
    try:
        yield
    finally:
        _ids.reset(token)
