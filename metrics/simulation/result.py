"""What a simulation answers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from metrics.estimate import Estimate
from metrics.simulation.model import ChosenDistribution


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Mean and percentiles of the lead time in seconds: p85 is what 85 of 100 items stay within."""

    mean: Estimate
    p50: Estimate
    p85: Estimate
    p95: Estimate


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many items have a lead time between one edge and the next; one count less than edges."""

    edges_s: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step: the share of their time in which its people work, mean wait a visit, items waiting, visits an item.

    Waiting counts from wanting to come in to being worked on, for a batch to fill included. None where not known:
    nothing is said of people, or items never meet. `stated_wait_s` is what the map says instead of `wait_s_mean`
    where the queue arises by itself, that in the queues before the step included; elsewhere None.
    """

    utilisation: float | None
    wait_s_mean: float
    stated_wait_s: float | None
    queue_mean: float | None
    queue_max: int | None
    visits: float


@dataclass(frozen=True, slots=True)
class QueueOverTime:
    """How many items wait at each step at these moments, in seconds of working time since the first item entered."""

    at_s: tuple[float, ...]
    steps: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """The figures of one simulation; `throughput_per_day` and `wip` are None where the demand is unknown.

    Without a steady state `sentence` says so, and the lead times are those of the first items.
    """

    items: int
    seed: int
    warm_up_items: int
    warm_up_sentence: str
    steady: bool
    sentence: str | None
    lead_time_s: LeadTimes
    histogram: Histogram
    throughput_per_day: Estimate | None
    wip: Estimate | None
    steps: Mapping[str, StepResult]
    queue_over_time: QueueOverTime
    static_lead_time_s: float | None
    static_expected_lead_time_s: float | None
    difference_sentence: str
    distributions: tuple[ChosenDistribution, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The figures as plain lists, maps, numbers and texts."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
