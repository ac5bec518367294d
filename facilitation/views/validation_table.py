"""The map that people are asked about as rows to read: what waits where for how long, and where work splits or comes
back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import Element, Elements, display_name
from maps.domain.map_file import calendar_of
from maps.render.words import VALUE_CLASSES, WASTES, format_range, format_source, format_value
from metrics import Calendar, stream_from_elements, stream_order

_COLUMNS = ("wait_time", "process_time", "complete_accurate", "people")
_KINDS = {"rework": "is sent back", "fifo": "goes on first in, first out", "pull": "is pulled when there is room"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A quantity as people read it, with its range and what it rests on; all empty where nobody has given one."""

    value: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A step or a queue."""

    element_id: str
    name: str
    who: str
    is_queue: bool
    items: str
    cells: Sequence[Cell]
    marks: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """An arrow on which only a part of the items goes, or which is not a plain hand-over."""

    element_id: str
    name: str
    words: str


def node_rows(charter: Mapping[str, Any], elements: Elements) -> list[NodeRow]:
    """Return the steps and queues in stream order."""
    calendar = calendar_of(charter["calendar"])
    order = stream_order(stream_from_elements(charter, elements))
    return [_node_row(key, elements[key], calendar) for key in order]


def way_rows(charter: Mapping[str, Any], elements: Elements) -> list[WayRow]:
    """Return the arrows that say more than that one step follows another."""
    calendar = calendar_of(charter["calendar"])
    flows = [(key, element) for key, element in elements.items() if element["kind"] == "flow"]
    rows = [WayRow(key, display_name(key, elements), _way_words(flow, calendar)) for key, flow in flows]
    return sorted((row for row in rows if row.words), key=lambda row: row.name)


def named_elements(charter: Mapping[str, Any], elements: Elements) -> list[tuple[str, str]]:
    """Return what can be said to be wrong, by id and name: steps and queues in stream order, then arrows."""
    order = stream_order(stream_from_elements(charter, elements))
    nodes = [(key, _node_name(key, elements[key], elements)) for key in order]
    flows = [(key, display_name(key, elements)) for key, element in elements.items() if element["kind"] == "flow"]
    return nodes + sorted(flows, key=lambda flow: flow[1])


def _node_name(key: str, element: Element, elements: Elements) -> str:
    name = display_name(key, elements)
    return f"Queue: {name}" if element["kind"] == "queue" and element.get("name") else name.capitalize() or key


def _node_row(key: str, element: Element, calendar: Calendar) -> NodeRow:
    is_queue = element["kind"] == "queue"
    marks = [WASTES[waste] for waste in element.get("wastes") or ()]
    if value_class := element.get("value_class"):
        marks.insert(0, VALUE_CLASSES[value_class])
    items = element.get("items")
    return NodeRow(
        element_id=key,
        name=str(element.get("name") or ("Queue" if is_queue else key)),
        who=str(element.get("role") or ""),
        is_queue=is_queue,
        items=format_value("items", items["value"], calendar) if items else "",
        cells=[_cell(field, element.get(field), calendar) for field in _COLUMNS],
        marks=", ".join(marks),
    )


def _cell(field: str, quantity: Mapping[str, Any] | None, calendar: Calendar) -> Cell:
    if quantity is None:
        return Cell()
    parts = (format_range(field, quantity, calendar), format_source(quantity))
    return Cell(format_value(field, quantity["value"], calendar), ", ".join(part for part in parts if part))


def _way_words(flow: Element, calendar: Calendar) -> str:
    share = flow.get("share")
    how_many = f"{format_value('share', share['value'], calendar)} " if share else ""
    words = _KINDS.get(flow["flow"], "goes this way" if share else "")
    return f"{how_many}{words}".strip()
