"""Which fields an element has, their units and limits, and their normal form: the one table that the log, the file and
the API read.

In normal form there are no nulls, quantities are `{"value", "low"?, "high"?, "source", "n"?}` with times in seconds of
working time, and a
number that is whole is an integer.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from metrics import Calendar
from metrics.durations import DurationError, parse_duration

Element = Mapping[str, Any]
Elements = Mapping[str, Element]

ID_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,64}")
ELEMENT_LIMIT = 5_000
COORDINATE_LIMIT = 1e7
NUMBER_LIMIT = 1e12
SOURCES = ("guess", "estimate", "walked", "measured")
WASTES = (
    "defects",
    "overproduction",
    "waiting",
    "talent",
    "transportation",
    "inventory",
    "motion",
    "extra_processing",
)
VALUE_CLASSES = ("adding", "necessary", "waste")
ITEM_FLOWS = ("push", "pull", "fifo")
FLOWS = (*ITEM_FLOWS, "rework", "information_manual", "information_electronic")
NOTES = ("note", "question", "idea", "hypothesis", "burst", "parking_lot")


class FieldError(ValueError):
    """A value does not fit its field; the text is one sentence for people, without the field's place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a value is read: the working time that “3d” means, and the source of a value that names none."""

    calendar: Calendar
    source: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `read` returns the normal form of a value that is not null, or raises FieldError."""

    label: str
    read: Callable[[Any, Reading], Any]
    schema: Mapping[str, Any]
    required: bool = False
    is_text: bool = False


def _clean_text(value: str) -> str:
    # PostgreSQL holds neither NUL nor half of a surrogate pair.
    return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(label: str, limit: int, *, required: bool = False) -> Field:
    def read(value: Any, _: Reading) -> str | None:
        if not isinstance(value, str):
            raise FieldError(f"The {label} must be a text.")
        text = _clean_text(value)
        if len(text) > limit:
            raise FieldError(f"The {label} is {len(text):,} characters long; {limit:,} are allowed.")
        if not text.strip():
            if required:
                raise FieldError(f"The {label} must not be empty.")
            return None
        return text

    return Field(label, read, {"type": "string", "maxLength": limit}, required=required, is_text=True)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _plain(number: float) -> int | float:
    """Return a whole number as an integer, so that 3 and 3.0 are the same in the log, the file and the browser."""
    return int(number) if float(number).is_integer() and abs(number) <= 2**53 else number


def _coordinate(label: str) -> Field:
    def read(value: Any, _: Reading) -> int | float:
        if not _is_number(value) or abs(value) > COORDINATE_LIMIT:
            raise FieldError(f"The {label} must be a number of canvas units.")
        return _plain(value)

    return Field(label, read, {"type": "number"})


def _choice(label: str, choices: tuple[str, ...], *, required: bool = False) -> Field:
    def read(value: Any, _: Reading) -> str:
        if value not in choices:
            raise FieldError(f"The {label} must be one of {', '.join(choices)}.")
        return str(value)

    return Field(label, read, {"enum": list(choices)}, required=required)


def _flag(label: str) -> Field:
    def read(value: Any, _: Reading) -> bool:
        if not isinstance(value, bool):
            raise FieldError(f"“{label}” must be true or false.")
        return value

    return Field(label, read, {"type": "boolean"})


def _whole(label: str, least: int) -> Field:
    def read(value: Any, _: Reading) -> int:
        if not _is_number(value) or float(value) != int(value) or not least <= value <= NUMBER_LIMIT:
            raise FieldError(f"The {label} must be a whole number of at least {least}.")
        return int(value)

    return Field(label, read, {"type": "integer", "minimum": least})


def _wastes() -> Field:
    def read(value: Any, _: Reading) -> list[str] | None:
        if not isinstance(value, list) or any(waste not in WASTES for waste in value):
            raise FieldError(f"The wastes must be a list of {', '.join(WASTES)}.")
        return [waste for waste in WASTES if waste in value] or None

    return Field("wastes", read, {"type": "array", "items": {"enum": list(WASTES)}})


def _reference(label: str, *, required: bool = False) -> Field:
    def read(value: Any, _: Reading) -> str:
        if not isinstance(value, str) or not ID_PATTERN.fullmatch(value):
            raise FieldError(f"The {label} must be the id of an element.")
        return value

    return Field(label, read, {"type": "string", "pattern": f"^{ID_PATTERN.pattern}$"}, required=required)


def _colour() -> Field:
    def read(value: Any, _: Reading) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"#?[A-Za-z0-9-]{1,30}", value):
            raise FieldError("The colour must be a name or a code such as #ffd966.")
        return value

    return Field("colour", read, {"type": "string", "pattern": "^#?[A-Za-z0-9-]{1,30}$"})


def _check_time(label: str) -> Callable[[float], None]:
    def check(value: float) -> None:
        if not 0 <= value <= NUMBER_LIMIT:
            raise FieldError(f"The {label} must be a time of 0 or more.")

    return check


def _check_share(label: str, *, above_zero: bool = False) -> Callable[[float], None]:
    def check(value: float) -> None:
        if not 0 <= value <= 1 or (above_zero and value == 0):
            least = "above 0" if above_zero else "from 0"
            raise FieldError(f"The {label} must be a share {least} to 1, such as 0.8 for 80 %.")

    return check


def _check_count(label: str, least: int, *, whole: bool = True) -> Callable[[float], None]:
    def check(value: float) -> None:
        if not least <= value <= NUMBER_LIMIT or (whole and value != int(value)):
            raise FieldError(f"The {label} must be a {'whole ' if whole else ''}number of at least {least}.")

    return check


_QUANTITY_KEYS = frozenset({"value", "low", "high", "source", "n"})
_QUANTITY_SCHEMA: Mapping[str, Any] = {"$ref": "#/$defs/quantity"}
_TIME_SCHEMA: Mapping[str, Any] = {"$ref": "#/$defs/time"}


def _quantity(label: str, check: Callable[[float], None], *, is_time: bool = False) -> Field:
    def read_number(value: Any, reading: Reading) -> float:
        if is_time and isinstance(value, str):
            return _parse_time(label, value, reading)["value"]
        if not _is_number(value):
            raise FieldError(f"The {label} must be {'a time such as 2h or 3d' if is_time else 'a number'}.")
        check(value)
        return float(value)

    def read(value: Any, reading: Reading) -> dict[str, Any]:
        given: Mapping[str, Any] = value if isinstance(value, Mapping) else {"value": value}
        if unknown := sorted(str(key) for key in set(given) - _QUANTITY_KEYS):
            raise FieldError(f"The {label} has no part “{unknown[0]}”.")
        parts = {key: content for key, content in given.items() if content is not None}
        if is_time and isinstance(parts.get("value"), str):
            parts = _parse_time(label, parts["value"], reading) | {key: parts[key] for key in parts if key != "value"}
        if "value" not in parts:
            raise FieldError(f"The {label} needs a value.")
        return _assemble(
            label,
            {key: read_number(parts[key], reading) for key in ("value", "low", "high") if key in parts},
            parts,
            reading,
        )

    return Field(label, read, _TIME_SCHEMA if is_time else _QUANTITY_SCHEMA)


def _parse_time(label: str, text: str, reading: Reading) -> dict[str, float]:
    try:
        parsed = parse_duration(text, reading.calendar)
    except DurationError as error:
        raise FieldError(f"The {label} could not be read: {error}") from None
    if not all(0 <= part <= NUMBER_LIMIT for part in (parsed.value_s, parsed.low_s or 0, parsed.high_s or 0)):
        raise FieldError(f"The {label} must be a time of 0 or more.")
    numbers = {"value": parsed.value_s, "low": parsed.low_s, "high": parsed.high_s}
    return {key: number for key, number in numbers.items() if number is not None}


def _assemble(label: str, numbers: Mapping[str, float], parts: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    value, low, high = numbers["value"], numbers.get("low"), numbers.get("high")
    if (low is not None and low > value) or (high is not None and high < value):
        raise FieldError(f"The range of the {label} must run from low to high around its value.")
    quantity: dict[str, Any] = {key: _plain(number) for key, number in numbers.items()}
    quantity["source"] = parts.get("source", reading.source)
    if quantity["source"] not in SOURCES:
        raise FieldError(f"The source of the {label} must be one of {', '.join(SOURCES)}.")
    count = parts.get("n")
    if count is not None:
        if not _is_number(count) or float(count) != int(count) or not 1 <= count <= NUMBER_LIMIT:
            raise FieldError(f"The number of items behind the {label} must be a whole number of at least 1.")
        quantity["n"] = int(count)
    return quantity


_PLACE = {"x": _coordinate("position"), "y": _coordinate("position")}

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "step": {
        "name": _text("name of the step", 200, required=True),
        "role": _text("role", 100),
        **_PLACE,
        "wait_time": _quantity("wait time", _check_time("wait time"), is_time=True),
        "process_time": _quantity("process time", _check_time("process time"), is_time=True),
        "complete_accurate": _quantity("%C/A", _check_share("%C/A")),
        "batch_size": _quantity("batch size", _check_count("batch size", 1)),
        "handoffs": _quantity("number of hand-offs", _check_count("number of hand-offs", 0)),
        "people": _quantity("number of people", _check_count("number of people", 1)),
        "uptime": _quantity("uptime", _check_share("uptime", above_zero=True)),
        "value_class": _choice("value class", VALUE_CLASSES),
        "split": _choice("split", ("one", "all")),
        "wip_limit": _whole("WIP limit", 1),
        "automated": _flag("automated"),
        "wastes": _wastes(),
    },
    "queue": {
        "name": _text("name of the queue", 200),
        **_PLACE,
        "items": _quantity("number of items", _check_count("number of items", 0, whole=False)),
        "wait_time": _quantity("wait time", _check_time("wait time"), is_time=True),
        "counts_only": _flag("counts only"),
        "about": _reference("step that it piles up before"),
        "wastes": _wastes(),
    },
    "flow": {
        "flow": _choice("kind of flow", FLOWS, required=True),
        "source": _reference("source of the flow", required=True),
        "target": _reference("target of the flow", required=True),
        "share": _quantity("share", _check_share("share")),
        "name": _text("name of the flow", 200),
        "wastes": _wastes(),
    },
    "note": {
        "note": _choice("kind of note", NOTES, required=True),
        "text": _text("text of the note", 10_000),
        "about": _reference("element that the note is about"),
        "waste": _choice("waste", WASTES),
        **_PLACE,
        "colour": _colour(),
    },
}
KINDS = tuple(FIELDS)
PLACED_KINDS = ("step", "queue", "note")


def read_field(kind: str, name: str, value: Any, reading: Reading) -> Any:
    """Return the normal form of one field, None for “absent”; raises FieldError."""
    field = FIELDS[kind].get(name)
    if field is None:
        raise FieldError(f"A {kind} has no field “{name}”.")
    normal = None if value is None else field.read(value, reading)
    if normal is None and field.required:
        raise FieldError(f"The {field.label} must not be empty.")
    return normal


def label_of(kind: str, name: str) -> str:
    """Return how people call the field, for sentences."""
    field = FIELDS[kind].get(name)
    return field.label if field else name


def display_name(element_id: str, elements: Elements) -> str:
    """Return what people call an element: its name, else its kind and neighbours, never its id where anything better
    is known.
    """
    element = elements.get(element_id)
    if element is None:
        return element_id
    if element.get("name"):
        return str(element["name"])
    if element["kind"] == "flow":
        return f"{display_name(element['source'], elements)} → {display_name(element['target'], elements)}"
    if element["kind"] == "note":
        words = str(element.get("text") or "").split()
        return " ".join(words[:6]) or "note"
    return str(element["kind"])
