"""Small maps for the engine's tests: elements in normal form, written in one line each."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from metrics import Stream, StreamMetrics, measure, stream_from_elements

MINUTE = 60.0
HOUR = 3600.0
DAY = 8 * HOUR

QUANTITIES = {
    "wait_time",
    "process_time",
    "complete_accurate",
    "handoffs",
    "people",
    "uptime",
    "batch_size",
    "items",
    "share",
}


def stated(value: float, source: str = "guess") -> dict[str, Any]:
    return {"value": value, "source": source}


class MapSketch:
    """Collects elements; plain numbers become quantities that are guesses."""

    def __init__(self, **charter: Any) -> None:
        self.charter: dict[str, Any] = charter
        self.elements: dict[str, dict[str, Any]] = {}

    def step(self, step_id: str, wait: float | None = None, work: float | None = None, **fields: Any) -> str:
        times = {"wait_time": wait, "process_time": work}
        return self._add(step_id, "step", {"name": step_id.title(), **times, **fields})

    def queue(self, queue_id: str, **fields: Any) -> str:
        return self._add(queue_id, "queue", fields)

    def flow(self, source: str, target: str, share: float | None = None, kind: str = "push") -> str:
        ends = {"flow": kind, "source": source, "target": target, "share": share}
        return self._add(f"{kind}-{source}-{target}", "flow", ends)

    def rework(self, source: str, target: str, share: float | None = None) -> str:
        return self.flow(source, target, share, kind="rework")

    def chain(self, *ids: str) -> None:
        for source, target in pairwise(ids):
            self.flow(source, target)

    def __repr__(self) -> str:
        return f"MapSketch({self.charter}, {self.elements})"

    def stream(self) -> Stream:
        return stream_from_elements(self.charter, self.elements)

    def measure(self) -> StreamMetrics:
        return measure(self.stream())

    def _add(self, element_id: str, kind: str, fields: Mapping[str, Any]) -> str:
        assert element_id not in self.elements
        content = {
            name: stated(value) if name in QUANTITIES and isinstance(value, int | float) else value
            for name, value in fields.items()
            if value is not None
        }
        self.elements[element_id] = {"kind": kind, "x": 10.0 * len(self.elements), "y": 0.0, **content}
        return element_id


def demand(items: float, per: str = "day") -> dict[str, Any]:
    return {"items": items, "per": per}


def working_day(hours: float) -> dict[str, Any]:
    return {"hours_per_day": hours, "days_per_week": 5, "days_per_month": 20}


def missing_fields(metrics: StreamMetrics) -> set[tuple[str | None, str]]:
    return {(entry.element, entry.field) for entry in metrics.missing}


def problem_codes(metrics: StreamMetrics) -> set[tuple[str | None, str]]:
    return {(entry.element, entry.code) for entry in metrics.problems}


def finding_codes(metrics: StreamMetrics) -> set[tuple[str | None, str]]:
    return {(entry.element, entry.code) for entry in metrics.findings}
