"""What the engine answers: every figure of a stream, and what is missing or wrong where a figure is withheld."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from metrics.stream import QueueRule

ConstraintRule = Literal["utilisation", "pile_up"]
ConstraintLoad = Literal["near_its_limit", "cannot_meet_demand"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that a withheld figure needs; `element` is None for what the charter or the map as a whole lacks."""

    element: str | None
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A broken rule about an element or the whole stream."""

    element: str | None
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth knowing about an element or the whole stream; it withholds no figure.

    `at_stake_s` is how much of the expected lead time it is about, None where that is not known or has no bound.
    """

    element: str | None
    code: str
    sentence: str
    at_stake_s: float | None


class PathNode(NamedTuple):
    """A step or queue on the counted path; an item passes it `weight` times on one pass (1, or a share)."""

    id: str
    weight: float


class StepFigures(NamedTuple):
    """What is known of one step; utilisation and capacity are None where they have no bound or are not known."""

    visits: float | None
    one_pass_visits: float | None
    wait_time_s: float | None
    process_time_s: float | None
    utilisation: float | None
    capacity_per_day: float | None


class QueueFigures(NamedTuple):
    """What is known of one queue that items pass through."""

    visits: float | None
    one_pass_visits: float | None
    wait_time_s: float | None


@dataclass(frozen=True, slots=True)
class Constraint:
    """The step that governs the stream by the leading rule, and what both rules say.

    `agrees` and the answer of a rule are None where that rule cannot be applied; its sentence then says why. `evidence`
    are the sentences of both rules and, where both can be applied, whether they agree. `load` speaks of `step`.
    """

    step: str
    rule: ConstraintRule
    agrees: bool | None
    evidence: tuple[str, ...]
    load: ConstraintLoad | None
    by_utilisation: str | None
    by_pile_up: str | None
    utilisation_sentence: str
    pile_up_sentence: str


@dataclass(frozen=True, slots=True)
class StreamMetrics:
    """All figures of a stream; None where a figure cannot be known, which `missing` or `problems` then explains."""

    lead_time_s: float | None
    expected_lead_time_s: float | None
    process_time_s: float | None
    wait_time_s: float | None
    effort_s: float | None
    flow_efficiency: float | None
    value_added_time_s: float | None
    process_cycle_efficiency: float | None
    rolled_complete_accurate: float | None
    takt_time_s: float | None
    throughput_per_day: float | None
    wip: float | None
    wip_counted: float | None
    handoffs: float | None
    lower_bound_s: float | None
    steps_timed: int
    steps_total: int
    queue_rule: QueueRule
    counted_path: tuple[PathNode, ...] = ()
    steps: Mapping[str, StepFigures] = field(default_factory=dict)
    queues: Mapping[str, QueueFigures] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    constraint: Constraint | None = None
    provenance: Mapping[str, float] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    problems: tuple[Remark, ...] = ()
    findings: tuple[Finding, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The figures as plain lists, maps, numbers and texts, in the shape that every interface speaks."""
        constraint = self.constraint
        return {
            **_fields(self),
            "counted_path": [node._asdict() for node in self.counted_path],
            "steps": {node: step._asdict() for node, step in self.steps.items()},
            "queues": {node: queue._asdict() for node, queue in self.queues.items()},
            "outside": list(self.outside),
            "constraint": constraint and {**_fields(constraint), "evidence": list(constraint.evidence)},
            "provenance": dict(self.provenance),
            "missing": [_fields(entry) for entry in self.missing],
            "problems": [_fields(entry) for entry in self.problems],
            "findings": [_fields(entry) for entry in self.findings],
        }


def _fields(record: StreamMetrics | Constraint | Missing | Remark | Finding) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
