"""Everything that is worked out about a stream; figures, findings and explanations are read from it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from metrics.basis import Basis, build_basis
from metrics.calendar import takt_time_s
from metrics.capacity import Capacity, measure_capacity
from metrics.constraint import find_constraint
from metrics.figures import Constraint
from metrics.graph import FlowGraph
from metrics.ledger import Ledger
from metrics.node_times import usable_demand
from metrics.path_figures import PathFigures, path_figures
from metrics.pile_up import Pile, find_piles
from metrics.quality import rolled_complete_accurate
from metrics.stream import Queue, Stream
from metrics.sums import counted, total


@dataclass(frozen=True, slots=True)
class Survey:
    """The figures of a stream with what they rest on; None where a figure is not known, which the ledger explains."""

    stream: Stream
    ledger: Ledger
    basis: Basis
    path: PathFigures
    expected_lead_time_s: float | None
    effort_s: float | None
    rolled_complete_accurate: float | None
    takt_time_s: float | None
    capacity: Capacity
    wip: float | None
    wip_counted: float | None
    piles: Mapping[int, Pile]
    constraint: Constraint | None

    @property
    def graph(self) -> FlowGraph:
        return self.basis.structure.graph


def survey(stream: Stream) -> Survey:
    """Works out everything about a stream."""
    ledger = Ledger()
    takt_s = _takt_s(stream, ledger)
    basis = build_basis(stream, ledger)
    graph = basis.structure.graph
    path = path_figures(basis, ledger)
    expected_s = _expected_lead_time_s(basis, ledger)
    capacity = measure_capacity(stream, basis.structure, basis.visits, ledger)
    wip, wip_counted = _wip(stream, capacity, expected_s, ledger), ledger.bounded(_wip_counted(graph), "counted WIP")
    piles = find_piles(graph, basis.waits_s, basis.worked)
    return Survey(
        stream=stream,
        ledger=ledger,
        basis=basis,
        path=path,
        expected_lead_time_s=expected_s,
        effort_s=_effort_s(basis, ledger),
        rolled_complete_accurate=rolled_complete_accurate(basis.structure, basis.one_pass, ledger),
        takt_time_s=takt_s,
        capacity=capacity,
        wip=wip,
        wip_counted=wip_counted,
        piles=piles,
        constraint=find_constraint(stream, graph, capacity, piles),
    )


def worked_nodes(basis: Basis) -> list[int]:
    """The nodes whose work and waiting are part of the expected figures."""
    return [number for number, is_worked in enumerate(basis.worked) if is_worked and number]


def counted_queues(graph: FlowGraph) -> list[Queue]:
    """The queues of the stream in which somebody counted items."""
    queues = [node for node in graph.nodes if isinstance(node, Queue)] + list(graph.side_queues)
    return [queue for queue in queues if queue.items is not None]


def _takt_s(stream: Stream, ledger: Ledger) -> float | None:
    demand = usable_demand(stream)
    if demand is None:
        ledger.missing(None, "demand", "needs the demand: how many items are asked for in a day, a week or a month")
        return None
    takt_s = takt_time_s(demand, stream.calendar)
    return ledger.bounded(math.inf if takt_s is None else takt_s, "takt time")


def _expected_lead_time_s(basis: Basis, ledger: Ledger) -> float | None:
    """Every wait and process time as often as the counted path with rework passes it."""
    if (
        basis.expected is None
        or basis.structure.graph.end == 1
        or any(basis.worked[number] for number in basis.untimed)
    ):
        return None
    weights, numbers = basis.expected.weights, basis.on_expected_path
    parts = counted(weights, basis.waits_s, numbers) + counted(weights, basis.processes_s, numbers)
    return ledger.bounded(total(parts), "expected lead time")


def _effort_s(basis: Basis, ledger: Ledger) -> float | None:
    """Process time over everything done for one item, rework and parallel branches included."""
    numbers = worked_nodes(basis)
    visits = [often for number in numbers if (often := basis.visits[number]) is not None]
    if len(visits) < len(numbers) or basis.structure.graph.end == 1:
        return None
    processes = [basis.processes_s[number] for number in numbers]
    return ledger.bounded(total(counted(visits, processes, range(len(numbers)))), "effort")


def _wip(stream: Stream, capacity: Capacity, expected_s: float | None, ledger: Ledger) -> float | None:
    """Items in the stream by Little's law."""
    if capacity.throughput_per_day is None or expected_s is None:
        return None
    return ledger.bounded(capacity.throughput_per_day * (expected_s / stream.calendar.day_s), "flow load")


def _wip_counted(graph: FlowGraph) -> float | None:
    """Items counted in the queues of the stream; None where nobody counted."""
    parts = [queue.items.value for queue in counted_queues(graph) if queue.items is not None]
    return total(parts) if parts else None
