"""Real items walked through the map: what they took beside what the map says, for each step and in total."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from facilitation.domain.real_items import ItemTimes, VisitTimes
from facilitation.domain.results import Spread, spread_of
from metrics import Stream
from metrics.order import stream_order

WALKED_FIELDS = ("wait_time", "process_time")


@dataclass(frozen=True, slots=True)
class Walked:
    """One item on its way; its visits know their steps on the map."""

    id: str
    name: str
    times: ItemTimes


@dataclass(frozen=True, slots=True)
class Actual:
    """What one item took at a step on its first visit; None where it does not tell."""

    item: str
    value_s: float | None


@dataclass(frozen=True, slots=True)
class FieldBeside:
    """Actual beside perceived for one time of a step.

    `target` is the element that a walked value belongs to: the queue before the step where the step has no wait of
    its own; None where both say something, because nobody knows which of them is meant.
    """

    field: str
    perceived_s: float | None
    actual: Spread | None
    values: tuple[Actual, ...]
    target: str | None

    @property
    def difference_s(self) -> float | None:
        if self.actual is None or self.perceived_s is None:
            return None
        return self.actual.median - self.perceived_s


@dataclass(frozen=True, slots=True)
class StepBeside:
    """One step of the map with what the items took there; further visits are counted apart, as rework."""

    step: str
    name: str
    fields: Mapping[str, FieldBeside]
    items: int
    rework_visits: int
    rework_time_s: float


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of the whole way: what the map says and the spread of what the items took."""

    figure: str
    perceived: float | None
    actual: Spread | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A stage that items passed and that is not on the map."""

    name: str
    items: int
    time_s: float


@dataclass(frozen=True, slots=True)
class Walk:
    """All of it: the steps of the map in stream order, the totals, and the stages that are not on the map."""

    items: tuple[Walked, ...]
    steps: tuple[StepBeside, ...]
    totals: tuple[Total, ...]
    elsewhere: tuple[Elsewhere, ...]


def compare(items: Sequence[Walked], stream: Stream, figures: Mapping[str, Any]) -> Walk:
    """Return the items beside the map, whose figures say what people perceive."""
    order = [node for node in stream_order(stream) if node in stream.steps]
    return Walk(
        items=tuple(items),
        steps=tuple(_compare_step(step, items, stream, figures) for step in order),
        totals=_totals(items, figures),
        elsewhere=_elsewhere(items),
    )


def walked_quantity(spread: Mapping[str, Any], value_s: float | None = None) -> dict[str, Any]:
    """Return what taking a walked value writes onto the map: the median or another value, with the range of the items,
    widened where the value lies outside of it.
    """
    chosen = spread["median"] if value_s is None else value_s
    low, high = min(spread["low"], chosen), max(spread["high"], chosen)
    ends = {"low": low, "high": high} if low < high else {}
    return {"value": chosen, **ends, "source": "walked", "n": spread["n"]}


def _compare_step(step: str, items: Sequence[Walked], stream: Stream, figures: Mapping[str, Any]) -> StepBeside:
    visits = [(item, [one for one in item.times.visits if one.visit.step_id == step]) for item in items]
    passed = [(item, stays) for item, stays in visits if stays]
    again = [one for _, stays in passed for one in stays[1:]]
    perceived_wait_s, wait_target = _perceived_wait(step, stream, figures)
    process = stream.steps[step].process_time
    return StepBeside(
        step=step,
        name=stream.steps[step].name,
        fields={
            "wait_time": _field("wait_time", perceived_wait_s, wait_target, passed),
            "process_time": _field("process_time", process.value if process else None, step, passed),
        },
        items=len(passed),
        rework_visits=len(again),
        rework_time_s=sum(one.known_s for one in again),
    )


def _field(
    field: str, perceived_s: float | None, target: str | None, passed: Sequence[tuple[Walked, list[VisitTimes]]]
) -> FieldBeside:
    values = tuple(
        Actual(item.id, stays[0].waited_s if field == "wait_time" else stays[0].process_time_s)
        for item, stays in passed
    )
    return FieldBeside(field, perceived_s, _spread(value.value_s for value in values), values, target)


def _perceived_wait(step: str, stream: Stream, figures: Mapping[str, Any]) -> tuple[float | None, str | None]:
    """Return how long the map says that items wait before the step, in queues and by its own wait, and the element to
    which a walked wait belongs. Of several queues the longest counts.
    """
    own = stream.steps[step].wait_time
    sources = [flow.source for flow in stream.flows if flow.target == step and not flow.rework]
    queues = [node for node in sources if node in stream.queues and not stream.queues[node].counts_only]
    if not queues:
        return (own.value if own else None), step
    told = figures["queues"]
    waits = [told[queue]["wait_time_s"] for queue in queues if queue in told]
    known = [wait for wait in waits if wait is not None]
    in_queue_s = max(known) if known and len(known) == len(queues) else None
    if own is None and len(sources) == len(queues):
        return in_queue_s, queues[0] if len(queues) == 1 else None
    if own is None or in_queue_s is None:
        return None, None
    return own.value + in_queue_s, None


def _totals(items: Sequence[Walked], figures: Mapping[str, Any]) -> tuple[Total, ...]:
    times = [item.times for item in items]
    whole = [one for one in times if one.lead_time_s and one.process_time_s is not None]
    efficiency = None
    if whole:
        # A ratio of sums, as everywhere; the ends are those of the single items.
        ratios = [one.flow_efficiency or 0.0 for one in whole]
        ratio = sum(one.process_time_s or 0.0 for one in whole) / sum(one.lead_time_s or 0.0 for one in whole)
        efficiency = Spread(len(whole), min(1.0, ratio), min(ratios), max(ratios))
    return (
        Total("lead_time_s", figures["lead_time_s"], _spread(one.lead_time_s for one in times)),
        Total("wait_time_s", figures["wait_time_s"], _spread(one.wait_time_s for one in times)),
        Total("process_time_s", figures["process_time_s"], _spread(one.process_time_s for one in times)),
        Total("flow_efficiency", figures["flow_efficiency"], efficiency),
    )


def _elsewhere(items: Sequence[Walked]) -> tuple[Elsewhere, ...]:
    names: dict[str, str] = {}
    passed: Counter[str] = Counter()
    times_s: dict[str, float] = {}
    for item in items:
        keys = set()
        for one in item.times.visits:
            if not one.visit.step_id:
                key = one.visit.step_name.casefold()
                names.setdefault(key, one.visit.step_name)
                times_s[key] = times_s.get(key, 0.0) + one.known_s
                keys.add(key)
        passed.update(keys)
    return tuple(Elsewhere(names[key], passed[key], times_s[key]) for key in names)


def _spread(values: Iterable[float | None]) -> Spread | None:
    return spread_of([{"value": value} for value in values if value is not None])
