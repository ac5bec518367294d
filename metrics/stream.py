"""The value stream as the figures see it: steps, queues and flows read from elements in normal form."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, cast

from metrics.calendar import PERIODS, Calendar, Demand, Period

Source = Literal["guess", "estimate", "walked", "measured"]
ValueClass = Literal["adding", "necessary", "waste"]
Split = Literal["one", "all"]
QueueRule = Literal["demand", "capacity"]

FORWARD_FLOWS = frozenset({"push", "pull", "fifo"})
REWORK_FLOW = "rework"


class Quantity(NamedTuple):
    """A stated value, what it rests on, and the range in which it lies if somebody stated one."""

    value: float
    source: Source = "guess"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One phase of work; times in seconds of working time, None where nobody stated a value."""

    id: str
    name: str = ""
    x: float = 0.0
    y: float = 0.0
    wait_time: Quantity | None = None
    process_time: Quantity | None = None
    complete_accurate: Quantity | None = None
    handoffs: Quantity | None = None
    people: Quantity | None = None
    uptime: Quantity | None = None
    value_class: ValueClass | None = None
    split: Split = "one"
    batch_size: Quantity | None = None
    wip_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """Items piled up; `about` names the step before which a `counts_only` queue piles up."""

    id: str
    name: str = ""
    x: float = 0.0
    y: float = 0.0
    items: Quantity | None = None
    wait_time: Quantity | None = None
    counts_only: bool = False
    about: str | None = None


Node = Step | Queue


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow that carries items: forward (push, pull, FIFO) or back for rework."""

    id: str
    source: str
    target: str
    rework: bool = False
    share: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """Everything the figures depend on, and nothing else."""

    calendar: Calendar = field(default_factory=Calendar)
    demand: Demand | None = None
    queue_rule: QueueRule = "demand"
    steps: Mapping[str, Step] = field(default_factory=dict)
    queues: Mapping[str, Queue] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()


def stream_from_elements(charter: Mapping[str, Any], elements: Mapping[str, Mapping[str, Any]]) -> Stream:
    """The stream of a map whose elements are in normal form; what is absent or null takes its default.

    Notes, information flows and flows without two ends on the map do not take part. Raises for no map that the
    file format accepts.
    """
    steps: dict[str, Step] = {}
    queues: dict[str, Queue] = {}
    for element_id, element in elements.items():
        match element.get("kind"):
            case "step":
                steps[element_id] = _step(element_id, element)
            case "queue":
                queues[element_id] = _queue(element_id, element)
    flows = tuple(
        _flow(element_id, element)
        for element_id, element in elements.items()
        if element.get("kind") == "flow" and _carries_items(element, steps, queues)
    )
    return Stream(
        calendar=_calendar(charter.get("calendar") or {}),
        demand=_demand(charter.get("demand")),
        queue_rule="capacity" if charter.get("queue_rule") == "capacity" else "demand",
        steps=steps,
        queues=queues,
        flows=flows,
    )


def _step(element_id: str, element: Mapping[str, Any]) -> Step:
    return Step(
        id=element_id,
        name=element.get("name") or "",
        x=_number(element.get("x")),
        y=_number(element.get("y")),
        wait_time=_quantity(element.get("wait_time")),
        process_time=_quantity(element.get("process_time")),
        complete_accurate=_quantity(element.get("complete_accurate")),
        handoffs=_quantity(element.get("handoffs")),
        people=_quantity(element.get("people")),
        uptime=_quantity(element.get("uptime")),
        value_class=element.get("value_class"),
        split=element.get("split") or "one",
        batch_size=_quantity(element.get("batch_size")),
        wip_limit=element.get("wip_limit"),
    )


def _queue(element_id: str, element: Mapping[str, Any]) -> Queue:
    return Queue(
        id=element_id,
        name=element.get("name") or "",
        x=_number(element.get("x")),
        y=_number(element.get("y")),
        items=_quantity(element.get("items")),
        wait_time=_quantity(element.get("wait_time")),
        counts_only=bool(element.get("counts_only")),
        about=element.get("about"),
    )


def _carries_items(element: Mapping[str, Any], steps: Mapping[str, Step], queues: Mapping[str, Queue]) -> bool:
    source, target = element.get("source"), element.get("target")
    return (
        (element.get("flow") in FORWARD_FLOWS or element.get("flow") == REWORK_FLOW)
        and source != target
        and (source in steps or source in queues)
        and (target in steps or target in queues)
    )


def _flow(element_id: str, element: Mapping[str, Any]) -> Flow:
    return Flow(
        id=element_id,
        source=element["source"],
        target=element["target"],
        rework=element["flow"] == REWORK_FLOW,
        share=_quantity(element.get("share")),
    )


def _calendar(stated: Mapping[str, Any]) -> Calendar:
    usual = Calendar()
    return Calendar(
        hours_per_day=_number(stated.get("hours_per_day")) or usual.hours_per_day,
        days_per_week=_number(stated.get("days_per_week")) or usual.days_per_week,
        days_per_month=_number(stated.get("days_per_month")) or usual.days_per_month,
    )


def _demand(stated: Mapping[str, Any] | None) -> Demand | None:
    if stated is None or stated.get("items") is None:
        return None
    per = stated.get("per")
    return Demand(items=_number(stated["items"]), per=cast("Period", per) if per in PERIODS else "day")


def _quantity(stated: Mapping[str, Any] | None) -> Quantity | None:
    if stated is None or stated.get("value") is None:
        return None
    value = _number(stated["value"])
    # A number that no float holds cannot be computed with; it counts as not stated.
    if not math.isfinite(value):
        return None
    return Quantity(value, stated.get("source") or "guess", _end(stated.get("low")), _end(stated.get("high")))


def _end(stated: float | None) -> float | None:
    """One end of a range; None where it is open or no float holds it."""
    return None if stated is None or not math.isfinite(_number(stated)) else _number(stated)


def _number(stated: float | None) -> float:
    """A whole number of any length is accepted by files; beyond what a float holds it is infinite here."""
    if stated is None:
        return 0.0
    try:
        return float(stated)
    except OverflowError:
        return math.inf if stated > 0 else -math.inf
