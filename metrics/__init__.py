"""The arithmetic of a value stream: pure, and importing nothing else of this product."""

from metrics.agreement import Agreement, ItemSpread, measure_agreement
from metrics.calendar import Calendar, Demand, Period, demand_per_day, takt_time_s
from metrics.durations import (
    DurationError,
    ParsedDuration,
    format_duration,
    format_duration_exact,
    parse_duration,
)
from metrics.explanation import Explanation, ExplanationRow, LeftOut, explain
from metrics.figures import (
    Constraint,
    Finding,
    Missing,
    PathNode,
    QueueFigures,
    Remark,
    StepFigures,
    StreamMetrics,
)
from metrics.measure import measure
from metrics.order import stream_order
from metrics.prediction import PredictedWait, Prediction, Variability, predict
from metrics.sensitivity import Sensitivity, tornado
from metrics.stream import Flow, Quantity, Queue, Step, Stream, stream_from_elements
from metrics.variation import Reading, SegmentStart, Target, XmrChart, xmr_chart

__all__ = [
    "Agreement",
    "Calendar",
    "Constraint",
    "Demand",
    "DurationError",
    "Explanation",
    "ExplanationRow",
    "Finding",
    "Flow",
    "ItemSpread",
    "LeftOut",
    "Missing",
    "ParsedDuration",
    "PathNode",
    "Period",
    "PredictedWait",
    "Prediction",
    "Quantity",
    "Queue",
    "QueueFigures",
    "Reading",
    "Remark",
    "SegmentStart",
    "Sensitivity",
    "Step",
    "StepFigures",
    "Stream",
    "StreamMetrics",
    "Target",
    "Variability",
    "XmrChart",
    "demand_per_day",
    "explain",
    "format_duration",
    "format_duration_exact",
    "measure",
    "measure_agreement",
    "parse_duration",
    "predict",
    "stream_from_elements",
    "stream_order",
    "takt_time_s",
    "tornado",
    "xmr_chart",
]
