"""The arithmetic of a value stream: pure, and importing nothing else of this product."""

from metrics.calendar import Calendar, Demand, Period, demand_per_day, takt_time_s
from metrics.durations import (
    DurationError,
    ParsedDuration,
    format_duration,
    format_duration_exact,
    parse_duration,
)
from metrics.figures import (
    Constraint,
    Missing,
    PathNode,
    QueueFigures,
    Remark,
    StepFigures,
    StreamMetrics,
)
from metrics.measure import measure
from metrics.order import stream_order
from metrics.stream import Flow, Quantity, Queue, Step, Stream, stream_from_elements

__all__ = [
    "Calendar",
    "Constraint",
    "Demand",
    "DurationError",
    "Flow",
    "Missing",
    "ParsedDuration",
    "PathNode",
    "Period",
    "Quantity",
    "Queue",
    "QueueFigures",
    "Remark",
    "Step",
    "StepFigures",
    "Stream",
    "StreamMetrics",
    "demand_per_day",
    "format_duration",
    "format_duration_exact",
    "measure",
    "parse_duration",
    "stream_from_elements",
    "stream_order",
    "takt_time_s",
]
