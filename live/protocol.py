"""The messages of the socket (docs/PROTOCOL.md, section 2): what clients say is read here, what the server says is
written here.

Everything that comes in is hostile: whatever it is, it becomes a message or a refusal with a sentence.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

import orjson

from maps.domain.elements import COORDINATE_LIMIT, ID_PATTERN
from workshops.errors import WorkshopError
from workshops.nesting import MOST_LEVELS, is_nested_too_deeply

PROTOCOL = 1
MESSAGE_LIMIT_BYTES = 1024 * 1024
EDIT_LIMIT_BYTES = 256 * 1024
OTHER_LIMIT_BYTES = 16 * 1024
SELECTION_LIMIT = 200


class Close(IntEnum):
    """Why the server ends a socket."""

    TOO_LARGE = 1009
    ELSEWHERE = 1012
    TRY_AGAIN = 1013
    SIGN_IN = 4401
    REMOVED = 4403
    NO_SUCH_MAP = 4404
    NEW_VERSION = 4409
    TOO_MANY = 4429


class Unreadable(WorkshopError):
    """The message is not one of the protocol's."""

    code = "unreadable"


class TooLarge(WorkshopError):
    """The message is larger than its kind may be."""

    code = "too_large"


class TooMany(WorkshopError):
    """Messages come faster than they may."""

    code = "too_many"


class HelloFirst(WorkshopError):
    """Something other than `hello` and `ping` came before `hello`."""

    code = "hello_first"


class MapFull(WorkshopError):
    """The map has as many open sockets as it may have."""

    code = "map_full"


class Elsewhere(WorkshopError):
    """This process is about to end; another one serves the map."""

    code = "elsewhere"
    status = 503


class Unavailable(WorkshopError):
    """The database does not answer, so nothing can be saved or read now."""

    code = "unavailable"
    status = 503


@dataclass(frozen=True, slots=True)
class Hello:
    protocol: int
    last_seq: int | None


@dataclass(frozen=True, slots=True)
class Edit:
    """`edits` is as it came; what it means and forbids is for `maps.domain.plan`."""

    op_id: str
    edits: object


@dataclass(frozen=True, slots=True)
class Undo:
    op_id: str


@dataclass(frozen=True, slots=True)
class Redo:
    op_id: str


@dataclass(frozen=True, slots=True)
class Ping:
    pass


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person is on the map; values out of bounds are clipped, so that nobody's frame grows by it."""

    NOWHERE: ClassVar["Whereabouts"]

    cursor: Mapping[str, float] | None = None
    selection: tuple[str, ...] = ()
    editing: Mapping[str, str] | None = None
    # What the person's screen shows of the map, told while somebody follows them; and whom they follow.
    view: Mapping[str, float] | None = None
    follows: str | None = None

    def as_json(self, participant_id: str) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "participant": participant_id,
            "cursor": self.cursor,
            "selection": list(self.selection),
            "editing": self.editing,
        }
        # Only where they say something: they would weigh on every movement of everybody.
        if self.view is not None:
            entry["view"] = self.view
        if self.follows is not None:
            entry["follows"] = self.follows
        return entry


Whereabouts.NOWHERE = Whereabouts()

Message = Hello | Edit | Undo | Redo | Ping | Whereabouts


def read_message(text: str) -> Message:
    """Return the message of a text frame; raises Unreadable or TooLarge, and nothing else, whatever the frame holds."""
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Unreadable("This message is not JSON, so nothing was done.") from None
    if is_nested_too_deeply(content, text):
        raise Unreadable(f"This message is nested more than {MOST_LEVELS} levels deep, so nothing was done.")
    if not isinstance(content, dict):
        raise Unreadable("A message must be a JSON object with its name in “t”.")
    name = content.get("t")
    reader = _READERS.get(name) if isinstance(name, str) else None
    if reader is None:
        raise Unreadable(f"There is no message “{str(name)[:40]}”; there are {', '.join(_READERS)}.")
    limit = EDIT_LIMIT_BYTES if name == "edit" else OTHER_LIMIT_BYTES
    if weight_of(text) > limit:
        raise TooLarge(
            f"“{name}” may weigh {limit // 1024} KiB at most, so nothing was done; send it in smaller parts."
        )
    return reader(content)


def weight_of(text: str) -> int:
    """Return how many bytes a text frame weighs."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def frame(name: str, content: Mapping[str, Any]) -> str:
    """Return the text frame of a message; `orjson.Fragment` values go in as they are."""
    return orjson.dumps({"t": name, **content}).decode()


def error_frame(error: WorkshopError) -> str:
    return frame("error", {"code": error.code, "message": error.message})


def rejected_frame(op_id: str, error: WorkshopError) -> str:
    content = {"op_id": op_id, "code": error.code, "message": error.message, "details": error.details}
    return frame("rejected", content)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _read_hello(content: Mapping[str, Any]) -> Hello:
    protocol, last_seq = content.get("protocol"), content.get("last_seq")
    if not _is_whole(protocol):
        raise Unreadable("“protocol” must be the number of the protocol's version.")
    if last_seq is not None and (not _is_whole(last_seq) or last_seq < 0):
        raise Unreadable("“last_seq” must be null or the number of the last operation that was applied.")
    return Hello(int(protocol or 0), last_seq)


def _read_op_id(content: Mapping[str, Any]) -> str:
    op_id = content.get("op_id")
    if not isinstance(op_id, str) or not ID_PATTERN.fullmatch(op_id):
        raise Unreadable("“op_id” must be 1 to 64 letters, digits, “-” or “_”, so nothing was saved.")
    return op_id


def _read_whereabouts(content: Mapping[str, Any]) -> Whereabouts:
    return Whereabouts(
        cursor=_read_cursor(content.get("cursor")),
        selection=_read_selection(content.get("selection")),
        editing=_read_editing(content.get("editing")),
        view=_read_view(content.get("view")),
        follows=_read_follows(content.get("follows")),
    )


def _read_cursor(value: object) -> Mapping[str, float] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Unreadable("“cursor” must be null or an object of x and y.")
    return {"x": _read_coordinate(value.get("x")), "y": _read_coordinate(value.get("y"))}


def _read_coordinate(value: object, field: str = "cursor") -> float:
    # JSON has no subclasses of numbers, and no cheaper test comes with every movement of everybody.
    if (type(value) is not float and type(value) is not int) or not math.isfinite(value):
        raise Unreadable(f"“{field}” must have numbers, {'x and y' if field == 'cursor' else 'four of them'}.")
    return max(-COORDINATE_LIMIT, min(COORDINATE_LIMIT, value))


def _read_selection(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) and ID_PATTERN.fullmatch(item) for item in value):
        raise Unreadable("“selection” must be a list of ids of elements.")
    return tuple(value[:SELECTION_LIMIT])


def _read_editing(value: object) -> Mapping[str, str] | None:
    if value is None:
        return None
    parts = (value.get("id"), value.get("field")) if isinstance(value, dict) else ()
    if not parts or not all(isinstance(part, str) and ID_PATTERN.fullmatch(part) for part in parts):
        raise Unreadable("“editing” must be null or an object of the element's id and the field's name.")
    return {"id": str(parts[0]), "field": str(parts[1])}


def _read_view(value: object) -> Mapping[str, float] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Unreadable("“view” must be null or an object of x, y, width and height.")
    return {name: _read_coordinate(value.get(name), "view") for name in ("x", "y", "width", "height")}


def _read_follows(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not ID_PATTERN.fullmatch(value):
        raise Unreadable("“follows” must be null or the id of a participant.")
    return value


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Message]] = {
    "hello": _read_hello,
    "edit": lambda content: Edit(_read_op_id(content), content.get("edits")),
    "undo": lambda content: Undo(_read_op_id(content)),
    "redo": lambda content: Redo(_read_op_id(content)),
    "presence": _read_whereabouts,
    "ping": lambda _: Ping(),
}
