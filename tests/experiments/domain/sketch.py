"""Maps in normal form for these tests, written in one line each."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

DAY = 8 * 3600.0

Map = dict[str, dict[str, Any]]


def stated(value: float, source: str = "estimate") -> dict[str, Any]:
    return {"value": value, "source": source}


def step(name: str, wait_d: float | None = None, work_d: float | None = None, **fields: Any) -> dict[str, Any]:
    times = {"wait_time": wait_d, "process_time": work_d}
    known = {field: stated(days * DAY) for field, days in times.items() if days is not None}
    return {"kind": "step", "name": name, "x": 0, "y": 0, **known, **fields}


def arrow(source: str, target: str, flow: str = "push", **fields: Any) -> dict[str, Any]:
    return {"kind": "flow", "flow": flow, "source": source, "target": target, **fields}


def chain(**steps: dict[str, Any]) -> Map:
    """These steps, each pushing to the next."""
    ids = list(steps)
    arrows = {f"{source}-{target}": arrow(source, target) for source, target in pairwise(ids)}
    return {**steps, **arrows}


def changed(elements: Mapping[str, Mapping[str, Any]], element_id: str, **fields: Any) -> Map:
    """The map with these fields of one element set; None takes a field away."""
    element = {**elements[element_id], **fields}
    kept = {name: value for name, value in element.items() if value is not None}
    return {key: dict(content) for key, content in {**elements, element_id: kept}.items()}


def without(elements: Mapping[str, Mapping[str, Any]], *gone: str) -> Map:
    return {key: dict(element) for key, element in elements.items() if key not in gone}
