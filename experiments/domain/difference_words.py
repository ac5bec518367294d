"""How the fields of an element that differ read, old and new."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import Element, Elements, display_name, label_of
from maps.render.words import FLOWS, NOTES, VALUE_CLASSES, WASTES, clean, format_number, format_source, format_value
from metrics.calendar import Calendar

SILENT = frozenset({"x", "y", "name", "colour", "wastes", "text"})
"""Fields that say nothing about how work flows: a place, a name, a colour, the marks and texts that people put."""

NOTHING = "not stated"
_SPLITS: Mapping[str, str] = {"one": "one way", "all": "all at once"}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "value_class": VALUE_CLASSES,
    "split": _SPLITS,
    "flow": FLOWS,
    "note": NOTES,
    "waste": WASTES,
}


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field, its old and new value in words; `weighs` is False where work flows as before: a name, a place, or a
    value that only rests on something else.
    """

    field: str
    label: str
    before: str
    after: str
    weighs: bool

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def field_differences(
    before: Element, after: Element, current: Elements, future: Elements, calendar: Calendar
) -> tuple[FieldDifference, ...]:
    """The fields in which an element differs, in the order in which they were stated."""
    kind = after["kind"]
    return tuple(
        FieldDifference(
            field=name,
            label=label_of(kind, name),
            before=_words(name, before.get(name), current, calendar),
            after=_words(name, after.get(name), future, calendar),
            weighs=name not in SILENT and _value(before.get(name)) != _value(after.get(name)),
        )
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


def named(element_id: str, elements: Elements) -> str:
    """The element as a sentence names it: its name in quotes, an arrow by its ends, else its kind."""
    element = elements.get(element_id)
    if element is None:
        return f"“{element_id}”"
    if element["kind"] == "flow":
        kind = FLOWS.get(element["flow"], str(element["flow"]))
        ends = f"from {named(element['source'], elements)} to {named(element['target'], elements)}"
        return f"{kind} {ends}"
    name = clean(display_name(element_id, elements))
    return f"the {name}" if name == element["kind"] else f"“{name}”"


def _words(field: str, value: Any, elements: Elements, calendar: Calendar) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, Mapping):
        return f"{format_value(field, value['value'], calendar)} ({format_source(value)})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return format_number(value)
    if field in ("about", "source", "target"):
        return named(value, elements)
    if field == "wastes":
        return ", ".join(WASTES[waste] for waste in value)
    return _CHOICES.get(field, {}).get(value, clean(value))


def _value(content: Any) -> Any:
    """What counts of a field: of a quantity its value and range, not what they rest on."""
    if isinstance(content, Mapping):
        return content.get("value"), content.get("low"), content.get("high")
    return content
