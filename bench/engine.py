"""The engine alone: how long the figures of a large stream take.

.venv/bin/python -m bench.engine
"""

import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median
from typing import Any

from metrics.measure import measure
from metrics.stream import stream_from_elements
from vsm_workshop.collector import spare_the_collector

CHARTER = {"calendar": {}, "demand": {"items": 5, "per": "day"}, "queue_rule": "demand"}
SIZES = (200, 1000)
TURNS = 25
# Each stretch of ten steps: two in a row, a split of two ways that join again, a check that sends work back, a queue.
STRETCH = 10


def elements_of(count: int) -> dict[str, dict[str, Any]]:
    """Return a stream of `count` steps with alternatives, parallel work, loops and queues, in normal form."""
    elements: dict[str, dict[str, Any]] = {f"s{number}": step(number) for number in range(count)}

    def flow(source: int, target: int, share: float | None = None, *, kind: str = "push") -> None:
        fields = {"kind": "flow", "flow": kind, "source": f"s{source}", "target": f"s{target}"}
        quantity = {} if share is None else {"share": {"value": share, "source": "estimate"}}
        elements[f"f{source}-{target}"] = fields | quantity

    for first in range(0, count, STRETCH):
        elements[f"s{first + 1}"]["split"] = "all" if first // STRETCH % 2 else "one"
        flow(first, first + 1)
        for branch in (2, 4):
            share = None if first // STRETCH % 2 else 0.5
            flow(first + 1, first + branch, share)
            flow(first + branch, first + branch + 1)
            flow(first + branch + 1, first + 6)
        for number in (6, 7, 8):
            flow(first + number, first + number + 1)
        flow(first + 8, first + 7, 0.1, kind="rework")
        if first + STRETCH < count:
            flow(first + 9, first + STRETCH)
    return elements


def step(number: int) -> dict[str, Any]:
    """Return a step with every field that a figure rests on."""
    return {
        "kind": "step",
        "name": f"Step {number}",
        "x": 200 * number,
        "y": 0,
        "wait_time": {"value": 3600.0 * (1 + number % 7), "source": "estimate"},
        "process_time": {"value": 600.0 * (1 + number % 5), "source": "walked"},
        "complete_accurate": {"value": 0.9 + number % 10 / 100, "source": "guess"},
        "people": {"value": 1 + number % 3, "source": "estimate"},
        "value_class": ("adding", "necessary", "waste")[number % 3],
    }


def measure_engine() -> list[dict[str, Any]]:
    """Return one row a size: the engine alone, and from a map's elements to the figures as JSON; medians.

    The collector of cycles is set as in a web process.
    """
    spare_the_collector()
    rows = []
    for count in SIZES:
        elements = elements_of(count)
        stream = stream_from_elements(CHARTER, elements)
        figures = figures_of(elements)
        if figures["lead_time_s"] is None or figures["problems"]:
            raise ValueError(f"The engine withheld figures of the measured stream: {figures['problems'][:1]}")
        alone_ms = median_ms(partial(measure, stream))
        whole_ms = median_ms(partial(figures_of, elements))
        rows.append({"kind": "engine", "steps": count, "median_ms": alone_ms, "with_reading_and_json_ms": whole_ms})
    return rows


def figures_of(elements: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a board shows of these elements."""
    return measure(stream_from_elements(CHARTER, elements)).as_json()


def median_ms(work: Callable[[], object]) -> float:
    """Return how long the work takes, in milliseconds."""
    durations_ms = []
    for _ in range(TURNS):
        began = time.perf_counter()
        work()
        durations_ms.append((time.perf_counter() - began) * 1000)
    return round(median(durations_ms), 1)


if __name__ == "__main__":
    for row in measure_engine():
        print(json.dumps(row))
