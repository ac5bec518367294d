"""From a stream to its figures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.calendar import takt_time_s
from metrics.capacity import Capacity, measure_capacity
from metrics.completeness import Ledger
from metrics.constraint import find_constraint
from metrics.figures import PathNode, QueueFigures, StepFigures, StreamMetrics
from metrics.findings import report_added_waits, report_counted_wip
from metrics.graph import TRIGGER, FlowGraph
from metrics.linear import NearlyEndlessError
from metrics.node_times import NodeTime, node_times, usable_demand, waits_in_queues
from metrics.path_figures import path_figures
from metrics.path_time import CountedPath, count_path, expected_time_s
from metrics.provenance import provenance_shares
from metrics.quality import rolled_complete_accurate
from metrics.stream import Queue, Step, Stream
from metrics.structure import Structure, build_structure
from metrics.visits import expected_visits, one_pass_visits
from metrics.wording import label


@dataclass(frozen=True, slots=True)
class _Basis:
    """What all figures rest on, by the number of the node; visits are None where a broken rule touches them.

    `passed` are the nodes that items pass on one pass, `worked` those and the ones that rework leads to.
    """

    structure: Structure
    one_pass: tuple[float | None, ...]
    visits: tuple[float | None, ...]
    passed: tuple[bool, ...]
    worked: tuple[bool, ...]
    times: tuple[NodeTime, ...]
    path: CountedPath


def measure(stream: Stream) -> StreamMetrics:
    """Every figure of the stream; what cannot be known is None, and the answer says what it needs or what is wrong."""
    ledger = Ledger()
    takt_s = _takt_s(stream, ledger)
    basis = _basis(stream, ledger)
    structure, graph, times = basis.structure, basis.structure.graph, basis.times
    sums = path_figures(structure, basis.path, times, basis.passed, ledger)
    expected_s = _expected_lead_time_s(basis, ledger)
    capacity = measure_capacity(stream, structure, basis.visits, ledger)
    wip, wip_counted = _wip(stream, capacity, expected_s, ledger), ledger.bounded(_wip_counted(graph), "counted WIP")
    report_added_waits(graph, times, ledger)
    report_counted_wip(wip, wip_counted, ledger)
    return StreamMetrics(
        lead_time_s=sums.lead_time_s,
        expected_lead_time_s=expected_s,
        process_time_s=sums.process_time_s,
        wait_time_s=sums.wait_time_s,
        effort_s=_effort_s(basis, ledger),
        flow_efficiency=_part_of_lead_time(sums.process_time_s, sums.lead_time_s, ledger),
        value_added_time_s=sums.value_added_time_s,
        process_cycle_efficiency=_part_of_lead_time(sums.value_added_time_s, sums.lead_time_s, ledger),
        rolled_complete_accurate=rolled_complete_accurate(structure, basis.one_pass, ledger),
        takt_time_s=takt_s,
        throughput_per_day=capacity.throughput_per_day,
        wip=wip,
        wip_counted=wip_counted,
        handoffs=sums.handoffs,
        lower_bound_s=sums.lower_bound_s,
        steps_timed=sum(_is_timed(graph, times, number) for number in range(graph.end)),
        steps_total=sum(isinstance(node, Step) for node in graph.nodes),
        queue_rule=stream.queue_rule,
        counted_path=_counted_path(basis),
        steps=_step_figures(basis, capacity),
        queues=_queue_figures(basis),
        outside=graph.outside,
        constraint=find_constraint(stream, graph, capacity, times, basis.worked),
        provenance=provenance_shares(basis.path.weights, times) if sums.lead_time_s is not None else {},
        missing=ledger.all_missing,
        problems=ledger.all_problems,
        findings=ledger.all_findings,
    )


def _basis(stream: Stream, ledger: Ledger) -> _Basis:
    structure = build_structure(stream, ledger)
    count = structure.graph.end
    if count == 1:
        ledger.missing(None, "steps", "needs a first step")
    raw = one_pass_visits(structure)
    one_pass = tuple(None if number in structure.one_pass_unknown else raw[number] for number in range(count))
    visits = _visits(structure, raw, ledger)
    passed = tuple(often is None or often > 0 for often in one_pass)
    worked = tuple(on_pass or often is None or often > 0 for on_pass, often in zip(passed, visits, strict=True))
    times = tuple(node_times(stream, structure, one_pass, worked, ledger))
    path = count_path(structure, [time.known_s for time in times])
    return _Basis(structure, one_pass, visits, passed, worked, times, path)


def _visits(structure: Structure, one_pass: Sequence[float], ledger: Ledger) -> tuple[float | None, ...]:
    """Expected visits by node, with a problem where items hardly ever get through."""
    graph = structure.graph
    try:
        visits = expected_visits(structure, one_pass)
    except NearlyEndlessError as error:
        _report_endless_rework(graph, error, ledger)
        return (None,) * graph.end
    return tuple(
        None if number in structure.expected_unknown else ledger.bounded(often, "number of visits")
        for number, often in enumerate(visits)
    )


def _report_endless_rework(graph: FlowGraph, error: NearlyEndlessError, ledger: Ledger) -> None:
    node = graph.nodes[error.number]
    sentence = f"Items come back to {label(node, graph)} practically without end: lower the shares of rework."
    ledger.problem(node.id, "endless_rework", sentence)


def _takt_s(stream: Stream, ledger: Ledger) -> float | None:
    demand = usable_demand(stream)
    if demand is None:
        ledger.missing(None, "demand", "needs the demand: how many items are asked for in a day, a week or a month")
        return None
    takt_s = takt_time_s(demand, stream.calendar)
    return ledger.bounded(math.inf if takt_s is None else takt_s, "takt time")


def _expected_lead_time_s(basis: _Basis, ledger: Ledger) -> float | None:
    structure = basis.structure
    needed = [number for number, is_worked in enumerate(basis.worked) if is_worked]
    if (
        structure.graph.end == 1
        or not structure.expected_holds
        or None in basis.visits
        or not all(basis.times[number].is_known for number in needed)
    ):
        return None
    try:
        expected_s = expected_time_s(structure, [time.known_s for time in basis.times], basis.path)
    except NearlyEndlessError as error:
        _report_endless_rework(structure.graph, error, ledger)
        return None
    return ledger.bounded(expected_s, "expected lead time")


def _effort_s(basis: _Basis, ledger: Ledger) -> float | None:
    """Process time over everything done for one item, rework and parallel branches included."""
    effort_s = 0.0
    for often, time, is_worked in zip(basis.visits, basis.times, basis.worked, strict=True):
        if not is_worked:
            continue
        if often is None or time.process_time_s is None:
            return None
        effort_s += often * time.process_time_s
    return ledger.bounded(effort_s, "effort") if basis.structure.graph.end > 1 else None


def _part_of_lead_time(part_s: float | None, lead_time_s: float | None, ledger: Ledger) -> float | None:
    if part_s is None or lead_time_s is None:
        return None
    if lead_time_s == 0:
        ledger.missing(None, "lead_time", "needs a lead time above zero")
        return None
    # Two sums of the same parts can differ in the last digit.
    return min(1.0, part_s / lead_time_s)


def _wip(stream: Stream, capacity: Capacity, expected_s: float | None, ledger: Ledger) -> float | None:
    """Items in the stream by Little's law."""
    if capacity.throughput_per_day is None or expected_s is None:
        return None
    return ledger.bounded(capacity.throughput_per_day * (expected_s / stream.calendar.day_s), "flow load")


def _wip_counted(graph: FlowGraph) -> float | None:
    """Items counted in the queues of the stream; None where nobody counted."""
    queues = [node for node in graph.nodes if isinstance(node, Queue)] + list(graph.side_queues)
    counted = [queue.items.value for queue in queues if queue.items is not None]
    return sum(counted) if counted else None


def _is_timed(graph: FlowGraph, times: Sequence[NodeTime], number: int) -> bool:
    """Whether this is a step whose times are known, those of the queues included that stand for an empty wait."""
    node = graph.nodes[number]
    if not isinstance(node, Step) or not times[number].is_known:
        return False
    relies_on_queues = node.wait_time is None and waits_in_queues(graph, number)
    return not relies_on_queues or all(times[before].is_known for before in graph.queues_before[number])


def _counted_path(basis: _Basis) -> tuple[PathNode, ...]:
    if not basis.structure.one_pass_holds:
        return ()
    nodes = basis.structure.graph.nodes
    return tuple(
        PathNode(nodes[number].id, weight)
        for number, weight in enumerate(basis.path.weights)
        if weight > 0 and number != TRIGGER
    )


def _step_figures(basis: _Basis, capacity: Capacity) -> dict[str, StepFigures]:
    figures = {}
    for number, node in enumerate(basis.structure.graph.nodes):
        if isinstance(node, Step):
            load = capacity.loads.get(number)
            figures[node.id] = StepFigures(
                visits=basis.visits[number],
                one_pass_visits=basis.one_pass[number],
                wait_time_s=basis.times[number].wait_time_s,
                process_time_s=basis.times[number].process_time_s,
                utilisation=load.utilisation if load else None,
                capacity_per_day=load.capacity_per_day if load else None,
            )
    return figures


def _queue_figures(basis: _Basis) -> dict[str, QueueFigures]:
    return {
        node.id: QueueFigures(basis.visits[number], basis.one_pass[number], basis.times[number].wait_time_s)
        for number, node in enumerate(basis.structure.graph.nodes)
        if isinstance(node, Queue) and number != TRIGGER
    }
