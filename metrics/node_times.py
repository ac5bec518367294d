"""The time of every node: a step's wait and process time, a queue's stated time or what its items mean in time."""

from collections.abc import Sequence
from typing import NamedTuple

from metrics.calendar import Demand, demand_per_day
from metrics.graph import TRIGGER, FlowGraph
from metrics.ledger import Ledger
from metrics.stream import Quantity, Queue, Source, Step, Stream
from metrics.structure import Structure
from metrics.wording import label


class NodeTime(NamedTuple):
    """Seconds and what they rest on; None where not known. A queue has no process time."""

    wait_time_s: float | None
    process_time_s: float | None
    wait_source: Source | None = None
    process_source: Source | None = None

    @property
    def known_s(self) -> float:
        """The known part of wait and process time."""
        return (self.wait_time_s or 0.0) + (self.process_time_s or 0.0)

    @property
    def is_known(self) -> bool:
        return self.wait_time_s is not None and self.process_time_s is not None


def usable_demand(stream: Stream) -> Demand | None:
    """The demand, unless nothing is asked for."""
    return stream.demand if stream.demand is not None and stream.demand.items > 0 else None


def node_times(
    stream: Stream, structure: Structure, one_pass: Sequence[float | None], worked: Sequence[bool], ledger: Ledger
) -> list[NodeTime]:
    """The time of every node by number; what is missing on nodes that are `worked` goes into the ledger."""
    times = []
    unheard = Ledger()
    for number, node in enumerate(structure.graph.nodes):
        book = ledger if worked[number] else unheard
        if isinstance(node, Step):
            times.append(_step_time(structure.graph, number, node, book))
        elif number == TRIGGER or node.counts_only:
            times.append(NodeTime(0.0, 0.0))
        else:
            times.append(_queue_time(stream, structure.graph, number, node, one_pass[number], book))
    return times


def waits_in_queues(graph: FlowGraph, number: int) -> bool:
    """Whether items reach this node forward only from queues that add time, so that it may leave its wait empty."""
    before = [graph.nodes[source] for source in graph.sources[number]]
    return bool(before) and all(isinstance(node, Queue) and not node.counts_only for node in before)


def _step_time(graph: FlowGraph, number: int, step: Step, ledger: Ledger) -> NodeTime:
    wait, process = step.wait_time, step.process_time
    if wait is None and not waits_in_queues(graph, number):
        ledger.missing(step.id, "wait_time", f"needs the wait before {label(step, graph)}")
        wait_s = None
    else:
        wait_s = 0.0 if wait is None else wait.value
    if process is None:
        ledger.missing(step.id, "process_time", f"needs the process time of {label(step, graph)}")
    return NodeTime(
        wait_s,
        None if process is None else process.value,
        None if wait is None else wait.source,
        None if process is None else process.source,
    )


def _queue_time(
    stream: Stream, graph: FlowGraph, number: int, queue: Queue, visits: float | None, ledger: Ledger
) -> NodeTime:
    if queue.wait_time is not None:
        return NodeTime(queue.wait_time.value, 0.0, queue.wait_time.source)
    if queue.items is None:
        ledger.missing(queue.id, "items", f"needs the items or the waiting time of {label(queue, graph)}")
        return NodeTime(None, 0.0)
    if queue.items.value == 0:
        return NodeTime(0.0, 0.0, queue.items.source)
    if stream.queue_rule == "capacity":
        wait_s = _time_by_capacity_s(graph, number, queue, queue.items, ledger)
    else:
        wait_s = _time_by_demand_s(stream, graph, queue, queue.items, visits, ledger)
    return NodeTime(ledger.bounded(wait_s, f"time in {label(queue, graph)}", queue.id), 0.0, queue.items.source)


def _time_by_demand_s(
    stream: Stream, graph: FlowGraph, queue: Queue, items: Quantity, visits: float | None, ledger: Ledger
) -> float | None:
    """Items ÷ (demand × one-pass visits); where the demand is missing the ledger names it once for the whole stream."""
    demand = usable_demand(stream)
    if visits is not None and not visits > 0:
        sentence = (
            f"needs the waiting time of {label(queue, graph)}: nothing passes it on one pass, so its items do not tell"
        )
        ledger.missing(queue.id, "wait_time", sentence)
        return None
    if demand is None or visits is None:
        return None
    passing_per_day = demand_per_day(demand, stream.calendar) * visits
    return items.value / passing_per_day * stream.calendar.day_s if passing_per_day > 0 else None


def _time_by_capacity_s(graph: FlowGraph, number: int, queue: Queue, items: Quantity, ledger: Ledger) -> float | None:
    """Items × PT ÷ (people × uptime) of the one step after the queue."""
    after = [graph.nodes[target] for target in graph.ways[number]]
    step = after[0] if len(after) == 1 else None
    if not isinstance(step, Step):
        sentence = (
            f"needs the waiting time of {label(queue, graph)}: not exactly one step follows, so its items do not tell"
        )
        ledger.missing(queue.id, "wait_time", sentence)
        return None
    if step.process_time is None:
        ledger.missing(step.id, "process_time", f"needs the process time of {label(step, graph)}")
        return None
    if step.people is None and step.process_time.value > 0:
        ledger.missing(step.id, "people", f"needs the people of {label(step, graph)}")
        return None
    return items.value * step.process_time.value / servers(step)


def servers(step: Step) -> float:
    """People who can work at once times the share of the time in which they can; one person where not stated."""
    people = 1.0 if step.people is None else step.people.value
    return people * (1.0 if step.uptime is None else step.uptime.value)
