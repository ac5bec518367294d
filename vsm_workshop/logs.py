"""How lines of the log are written: as text for people (`LOG_FORMAT=line`) or one JSON object each (`json`).

What must not be in a log is kept out here, too: addresses that carry secrets are never written as they came.
"""

import logging
from datetime import UTC, datetime
from typing import Any

import orjson
from django.http import HttpRequest

from workshops.log_context import FIELDS, log_ids

# The web server's own words about every socket: ours say more, and with ids.
_SOCKET_CHATTER = frozenset({"connection open", "connection closed", "connection rejected (%s)"})


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return the ids of a line: those around it, and its own."""
    known = log_ids()
    own = record.__dict__
    found = ((name, own.get(name, known.get(name))) for name in FIELDS)
    return {name: value for name, value in found if value is not None}


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, ids, and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


class TextLines(logging.Formatter):
    """`time LEVEL logger: message [name=value …]`, in UTC, with the trace of an error below."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(" ", timespec="milliseconds")
        ids = " ".join(f"{name}={_as_text(value)}" for name, value in fields_of(record).items())
        line = f"{time} {record.levelname} {record.name}: {record.getMessage()}{f' [{ids}]' if ids else ''}"
        if record.exc_info and record.exc_info[0] is not None:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return line


class Discretion(logging.Filter):
    """Lets through what is worth a line, and takes secrets out of the addresses in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and record.levelno < logging.ERROR:
            # The line of the request itself says the same, with the path's pattern.
            return False
        if record.name == "uvicorn.error" and _is_about_a_socket(record):
            return False
        request = record.__dict__.get("request")
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(pattern_of(request) if value == request.path else value for value in record.args)
        return True


def pattern_of(request: HttpRequest) -> str:
    """Return the pattern that the request's path met, such as `/join/<str:token>/`: what is logged and counted."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return f"/{match.route}"
    # Files, and what no pattern met: the latter may be anything.
    return "/static/" if request.path.startswith("/static/") else "(none)"


def _is_about_a_socket(record: logging.LogRecord) -> bool:
    return str(record.msg) in _SOCKET_CHATTER or str(record.msg).startswith('%s - "WebSocket')


def _as_text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
