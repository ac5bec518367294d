"""From a stream to its figures."""

from metrics.basis import Basis
from metrics.capacity import UNKNOWN_LOAD, Capacity
from metrics.figures import PathNode, QueueFigures, StepFigures, StreamMetrics
from metrics.findings import find_findings
from metrics.graph import TRIGGER
from metrics.ledger import Ledger
from metrics.provenance import provenance_shares
from metrics.stream import Queue, Step, Stream
from metrics.survey import Survey, survey


def measure(stream: Stream) -> StreamMetrics:
    """Every figure of the stream; what cannot be known is None, and the answer says what it needs or what is wrong."""
    return metrics_of(survey(stream))


def metrics_of(found: Survey) -> StreamMetrics:
    """The figures of a survey with its findings."""
    basis, graph, path, ledger = found.basis, found.graph, found.path, found.ledger
    return StreamMetrics(
        lead_time_s=path.lead_time_s,
        expected_lead_time_s=found.expected_lead_time_s,
        process_time_s=path.process_time_s,
        wait_time_s=path.wait_time_s,
        effort_s=found.effort_s,
        flow_efficiency=_part_of_lead_time(path.process_time_s, path.lead_time_s, ledger),
        value_added_time_s=path.value_added_time_s,
        process_cycle_efficiency=_part_of_lead_time(path.value_added_time_s, path.lead_time_s, ledger),
        rolled_complete_accurate=found.rolled_complete_accurate,
        takt_time_s=found.takt_time_s,
        throughput_per_day=found.capacity.throughput_per_day,
        wip=found.wip,
        wip_counted=found.wip_counted,
        handoffs=path.handoffs,
        lower_bound_s=path.lower_bound_s,
        steps_timed=_steps_timed(basis),
        steps_total=sum([isinstance(node, Step) for node in graph.nodes]),
        queue_rule=found.stream.queue_rule,
        counted_path=_counted_path(basis),
        steps=_step_figures(basis, found.capacity),
        queues=_queue_figures(basis),
        outside=graph.outside,
        constraint=found.constraint,
        provenance=provenance_shares(basis.path.weights, basis.times) if path.lead_time_s is not None else {},
        missing=ledger.all_missing,
        problems=ledger.all_problems,
        findings=find_findings(found),
    )


def _part_of_lead_time(part_s: float | None, lead_time_s: float | None, ledger: Ledger) -> float | None:
    if part_s is None or lead_time_s is None:
        return None
    if lead_time_s == 0:
        ledger.missing(None, "lead_time", "needs a lead time above zero")
        return None
    return part_s / lead_time_s


def _steps_timed(basis: Basis) -> int:
    """Steps whose times are known, those of the queues included that stand for an empty wait."""
    graph, untimed = basis.structure.graph, set(basis.untimed)
    timed = 0
    for number, node in enumerate(graph.nodes):
        if isinstance(node, Step) and number not in untimed:
            # Only a step that waits in queues is timed without a wait of its own.
            waits_elsewhere = graph.queues_before[number] if node.wait_time is None else ()
            timed += untimed.isdisjoint(waits_elsewhere)
    return timed


def _counted_path(basis: Basis) -> tuple[PathNode, ...]:
    if not basis.structure.one_pass_holds:
        return ()
    nodes, weights = basis.structure.graph.nodes, basis.path.weights
    return tuple([PathNode(nodes[number].id, weights[number]) for number in basis.on_path])


def _step_figures(basis: Basis, capacity: Capacity) -> dict[str, StepFigures]:
    times = zip(basis.visits, basis.one_pass, basis.waits_s, basis.processes_s, strict=True)
    return {
        node.id: StepFigures(*of_node, *capacity.loads.get(number, UNKNOWN_LOAD))
        for number, (node, of_node) in enumerate(zip(basis.structure.graph.nodes, times, strict=True))
        if isinstance(node, Step)
    }


def _queue_figures(basis: Basis) -> dict[str, QueueFigures]:
    return {
        node.id: QueueFigures(basis.visits[number], basis.one_pass[number], basis.waits_s[number])
        for number, node in enumerate(basis.structure.graph.nodes)
        if isinstance(node, Queue) and number != TRIGGER
    }
