"""The map file, `*.vsm.json`: read with every problem and its place, written so that an export of an import is byte-
identical.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import ELEMENT_LIMIT, FIELDS, KINDS, Element, Elements, Reading
from maps.domain.plan import find_loose_ends, read_element
from metrics import Calendar
from workshops.charter import read_charter
from workshops.errors import InvalidInput, Problem
from workshops.nesting import MOST_LEVELS, is_nested_too_deeply

FORMAT = "vsm-workshop/map"
VERSION = 1
SIZE_LIMIT = 8 * 1024 * 1024
MAP_KINDS = ("current", "future")
_TITLE_LIMIT = 200
_TOO_DEEP = f"This is not a map file: it is nested more than {MOST_LEVELS} levels deep."


@dataclass(frozen=True, slots=True)
class MapFile:
    """What a map file holds, in normal form."""

    charter: Mapping[str, Any]
    kind: str
    title: str
    elements: Elements


def parse_map_file(content: bytes) -> MapFile:
    """Read the bytes of a map file; raises InvalidInput with every problem and its place."""
    if len(content) > SIZE_LIMIT:
        raise InvalidInput([Problem("", f"The file is larger than {SIZE_LIMIT // 1024 // 1024} MiB.")])
    try:
        text = _mend_halves(content.decode("utf-8-sig"))
        data = json.loads(text, object_pairs_hook=_refuse_twice, parse_constant=_refuse_constant)
    except _WrongJson as error:
        raise InvalidInput([Problem("", str(error))]) from None
    except RecursionError:
        raise InvalidInput([Problem("", _TOO_DEEP)]) from None
    except ValueError as error:
        raise InvalidInput([Problem("", f"This is not a map file: it is not readable as JSON ({error}).")]) from None
    if is_nested_too_deeply(data, text):
        raise InvalidInput([Problem("", _TOO_DEEP)])
    return read_map_file(data)


def read_map_file(data: object) -> MapFile:
    """Return the map file in normal form; raises InvalidInput with every problem and its place."""
    if not isinstance(data, Mapping):
        raise InvalidInput([Problem("", "This is not a map file: it must be an object with “format” and “elements”.")])
    if data.get("format") != FORMAT:
        raise InvalidInput([Problem("format", f"This is not a map file: “format” must be “{FORMAT}”.")])
    if data.get("version") != VERSION:
        raise InvalidInput(
            [Problem("version", f"This file has version {data.get('version')!r}; version {VERSION} can be read.")]
        )
    problems = [
        Problem(str(name), f"A map file has no part “{name}”.")
        for name in data
        if name not in ("$schema", "format", "version", "charter", "map", "elements")
    ]
    charter: dict[str, Any] = {}
    calendar = Calendar()
    try:
        charter = read_charter(data.get("charter"))
        calendar = calendar_of(charter["calendar"])
    except InvalidInput as error:
        problems.extend(error.problems)
    kind, title = _read_map(data.get("map"), problems)
    # Where the charter is wrong, an ordinary calendar does for finding what is wrong with the elements too.
    elements = read_elements(data.get("elements"), Reading(calendar, "guess"), problems)
    if problems:
        raise InvalidInput(problems)
    return MapFile(charter, kind, title or charter["name"], elements)


def read_elements(data: object, reading: Reading, problems: list[Problem]) -> dict[str, Element]:
    """Return all elements in normal form and add every problem to `problems`."""
    if not isinstance(data, Mapping):
        problems.append(Problem("elements", "“elements” must be an object of elements by their ids."))
        return {}
    if len(data) > ELEMENT_LIMIT:
        problems.append(
            Problem("elements", f"A map holds at most {ELEMENT_LIMIT:,} elements; the file has {len(data):,}.")
        )
        return {}
    elements: dict[str, Element] = {}
    wrong = len(problems)
    for element_id, content in data.items():
        element, found = read_element(str(element_id), content, reading=reading, place=f"elements.{element_id}")
        problems.extend(found)
        elements[str(element_id)] = element
    if len(problems) == wrong:
        for fault in find_loose_ends(elements, list(elements)):
            problems.append(Problem(f"elements.{fault.details['element']}", fault.message))
    return elements


def calendar_of(calendar: Mapping[str, Any]) -> Calendar:
    """Return the working time that the calendar of a charter in normal form means."""
    return Calendar(
        hours_per_day=calendar["hours_per_day"],
        days_per_week=calendar["days_per_week"],
        days_per_month=calendar["days_per_month"],
    )


def write_map_file(file: MapFile) -> bytes:
    """Return the file's bytes: normal form, fields in the order of the format's table, elements by id."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "charter": dict(file.charter),
        "map": {"kind": file.kind, "title": file.title},
        "elements": {element_id: _in_order(file.elements[element_id]) for element_id in sorted(file.elements)},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _in_order(element: Element) -> dict[str, Any]:
    return {name: _quantity_in_order(element[name]) for name in ("kind", *FIELDS[element["kind"]]) if name in element}


def _quantity_in_order(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key: value[key] for key in ("value", "low", "high", "source", "n") if key in value}


def _read_map(data: object, problems: list[Problem]) -> tuple[str, str]:
    if data is None:
        return "current", ""
    if not isinstance(data, Mapping) or set(data) - {"kind", "title"}:
        problems.append(Problem("map", "“map” must be an object with “kind” and “title”."))
        return "current", ""
    kind, title = data.get("kind", "current"), data.get("title") or ""
    if kind not in MAP_KINDS:
        problems.append(Problem("map.kind", "The kind of a map is “current” or “future”."))
    if not isinstance(title, str) or len(title) > _TITLE_LIMIT:
        problems.append(Problem("map.title", f"The title must be a text of at most {_TITLE_LIMIT} characters."))
        title = ""
    return str(kind), title.replace("\x00", "").strip()


# Every escape of a JSON text, pairs of surrogates as one.
_ESCAPES = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def _mend_halves(text: str) -> str:
    """Return the JSON text with U+FFFD for each half of a surrogate pair, in names and values alike: no answer and no
    row could hold it.
    """
    return _ESCAPES.sub(lambda escape: "\\ufffd" if _HALF.fullmatch(escape[0]) else escape[0], text)


class _WrongJson(ValueError):
    pass


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _WrongJson(f"The name “{twice}” occurs twice in one object of the file.")
    return content


def _refuse_constant(name: str) -> float:
    raise _WrongJson(f"The file contains {name}, which is not a number.")


def file_schema() -> dict[str, Any]:
    """Return the JSON Schema of the map file, composed from the table of fields."""
    time = {"anyOf": [{"type": "string"}, {"type": "number", "minimum": 0}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Map file of the value stream mapping workshop",
        "type": "object",
        "required": ["format", "version", "charter", "elements"],
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string"},
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "charter": {"$ref": "#/$defs/charter"},
            "map": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "kind": {"enum": list(MAP_KINDS)},
                    "title": {"type": "string", "maxLength": _TITLE_LIMIT},
                },
            },
            "elements": {
                "type": "object",
                "propertyNames": {"pattern": "^[A-Za-z0-9_-]{1,64}$"},
                "additionalProperties": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]},
            },
        },
        "$defs": {kind: _element_schema(kind) for kind in KINDS}
        | {
            "charter": _CHARTER_SCHEMA,
            "quantity": _quantity_schema({"type": "number"}),
            "time": _quantity_schema(time),
        },
    }


def _element_schema(kind: str) -> dict[str, Any]:
    fields = FIELDS[kind]
    return {
        "type": "object",
        "required": ["kind", *(name for name, field in fields.items() if field.required)],
        "additionalProperties": False,
        "properties": {"kind": {"const": kind}}
        | {
            name: dict(field.schema) if field.required else {"anyOf": [dict(field.schema), {"type": "null"}]}
            for name, field in fields.items()
        },
    }


def _quantity_schema(number: dict[str, Any]) -> dict[str, Any]:
    parts = {
        "value": number,
        "low": number,
        "high": number,
        "source": {"enum": ["guess", "estimate", "walked", "measured"]},
        "n": {"type": "integer", "minimum": 1},
    }
    whole = {"type": "object", "required": ["value"], "additionalProperties": False, "properties": parts}
    return {"anyOf": [number, whole]}


_CHARTER_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        **{name: {"type": "string"} for name in ("name", "customer", "value", "trigger", "delivery", "scope", "unit")},
        "demand": {
            "type": "object",
            "required": ["items", "per"],
            "additionalProperties": False,
            "properties": {
                "items": {"type": "number", "exclusiveMinimum": 0},
                "per": {"enum": ["hour", "day", "week", "month", "quarter", "year"]},
            },
        },
        "calendar": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "hours_per_day": {"type": "number", "exclusiveMinimum": 0, "maximum": 24},
                "days_per_week": {"type": "number", "exclusiveMinimum": 0, "maximum": 7},
                "days_per_month": {"type": "number", "exclusiveMinimum": 0, "maximum": 31},
                "time_zone": {"type": "string"},
                "day_starts": {"type": "string", "pattern": "^\\d\\d:\\d\\d$"},
                "working_days": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}},
                "holidays": {"type": "array", "items": {"type": "string", "format": "date"}},
            },
        },
        "queue_rule": {"enum": ["demand", "capacity"]},
    },
}
