"""The flow metrics that an experiment or a key result can be about: names, kinds, and on which side they are better."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from metrics.variation import Better, Measure

Of = Literal["stream", "step"]


@dataclass(frozen=True, slots=True)
class FlowMetric:
    """One metric of METHOD's words; `of` says whether a stream has it, a step, or both.

    `figure` is the field of the engine's figures that holds it for the stream, `element_field` the field of a step on
    the map; None where there is none.
    """

    code: str
    name: str
    measure: Measure
    better: Better
    of: frozenset[Of]
    figure: str | None = None
    element_field: str | None = None


_STREAM: frozenset[Of] = frozenset({"stream"})
_STEP: frozenset[Of] = frozenset({"step"})
_BOTH: frozenset[Of] = frozenset({"stream", "step"})

FLOW_METRICS: Mapping[str, FlowMetric] = {
    metric.code: metric
    for metric in (
        FlowMetric("lead_time", "lead time", "time_s", "lower", _BOTH, "lead_time_s"),
        FlowMetric("expected_lead_time", "expected lead time", "time_s", "lower", _STREAM, "expected_lead_time_s"),
        FlowMetric("wait_time", "wait time", "time_s", "lower", _BOTH, "wait_time_s", "wait_time"),
        FlowMetric("process_time", "process time", "time_s", "lower", _BOTH, "process_time_s", "process_time"),
        FlowMetric("effort", "effort", "time_s", "lower", _STREAM, "effort_s"),
        FlowMetric("flow_efficiency", "flow efficiency", "share", "higher", _STREAM, "flow_efficiency"),
        FlowMetric(
            "process_cycle_efficiency",
            "process cycle efficiency",
            "share",
            "higher",
            _STREAM,
            "process_cycle_efficiency",
        ),
        FlowMetric("rolled_complete_accurate", "rolled %C/A", "share", "higher", _STREAM, "rolled_complete_accurate"),
        FlowMetric("complete_accurate", "%C/A", "share", "higher", _STEP, element_field="complete_accurate"),
        FlowMetric("rework_share", "share of rework", "share", "lower", _BOTH),
        FlowMetric("throughput", "throughput", "number", "higher", _BOTH, "throughput_per_day"),
        FlowMetric("wip", "flow load", "count", "lower", _BOTH, "wip"),
        FlowMetric("batch_size", "batch size", "count", "lower", _STEP, element_field="batch_size"),
        FlowMetric("handoffs", "number of hand-offs", "count", "lower", _BOTH, "handoffs", "handoffs"),
    )
}
"""By code; what a team wants to watch beside flow (reopened tickets, effort scores) is a series of its own."""
