"""The stream as a graph: which nodes take part and how flows connect them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from metrics.order import closure, forward_order, places_on_map
from metrics.starts import find_starts
from metrics.stream import Flow, Queue, Step, Stream

Node = Step | Queue

TRIGGER = 0
"""The number of the trigger, a node without time in front of every start; several starts are parallel work from it."""

_TRIGGER_NODE = Queue(id="", counts_only=True)


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """The nodes of the stream, numbered in stream order from 1, so that every forward way leads to a higher number.

    `ways[i]` are the nodes that forward flows lead to and `way_flows[i]` those flows; flows that would close a loop
    are left out and listed in `loops`. `reworks[i]` and `rework_flows[i]` are the same for rework. From nodes in
    `parallel` an item goes all of several ways, from those in `choices` one. `queues_before[i]` are the queues that
    feed node i, and those that feed these. `outside` are ids that take no part, `side_queues` count items before a step
    without being on the way.
    """

    nodes: tuple[Node, ...]
    ways: tuple[tuple[int, ...], ...]
    way_flows: tuple[tuple[Flow, ...], ...]
    sources: tuple[tuple[int, ...], ...]
    reworks: tuple[tuple[int, ...], ...]
    rework_flows: tuple[tuple[Flow, ...], ...]
    loops: tuple[Flow, ...]
    parallel: frozenset[int]
    choices: frozenset[int]
    queues_before: tuple[tuple[int, ...], ...]
    numbers: Mapping[str, int]
    outside: tuple[str, ...]
    side_queues: tuple[Queue, ...]

    @property
    def end(self) -> int:
        """The number of the end of the stream, which is no node and comes after all of them."""
        return len(self.nodes)


def build_graph(stream: Stream) -> FlowGraph:
    """The graph of the nodes that take part in the stream."""
    places = places_on_map(stream)
    forward = [(places[flow.source], places[flow.target], flow) for flow in stream.flows if not flow.rework]
    order, loops = forward_order(len(places), forward)
    ids = list(places)
    in_order = [ids[place] for place in order]
    touched = {end for flow in stream.flows for end in (flow.source, flow.target)}
    side_queues = _side_queues(stream, touched)
    beside = {queue.id for queue in side_queues}
    inside = [node_id for node_id in in_order if node_id not in beside and (not touched or node_id in touched)]
    numbers = {node_id: number for number, node_id in enumerate(inside, start=1)}
    nodes = (_TRIGGER_NODE, *(stream.steps.get(node_id) or stream.queues[node_id] for node_id in inside))

    loop_ids = {flow.id for flow in loops}
    way_flows = _by_source(numbers, (flow for flow in stream.flows if not flow.rework and flow.id not in loop_ids))
    rework_flows = _by_source(numbers, (flow for flow in stream.flows if flow.rework))
    ways = [tuple(numbers[flow.target] for flow in flows) for flows in way_flows]
    ways[TRIGGER] = tuple(find_starts(numbers, stream.flows))
    splits = [number for number, out in enumerate(ways) if len(out) > 1]
    parallel = frozenset(number for number in splits if number == TRIGGER or _takes_all_ways(nodes[number]))
    sources = _sources(ways)
    return FlowGraph(
        nodes=nodes,
        ways=tuple(ways),
        way_flows=tuple(map(tuple, way_flows)),
        sources=sources,
        reworks=tuple(tuple(numbers[flow.target] for flow in flows) for flows in rework_flows),
        rework_flows=tuple(map(tuple, rework_flows)),
        loops=tuple(loops),
        parallel=parallel,
        choices=frozenset(splits) - parallel,
        queues_before=_queues_before(nodes, sources),
        numbers=numbers,
        outside=tuple(node_id for node_id in in_order if node_id not in numbers and node_id not in beside),
        side_queues=side_queues,
    )


def forward_closure(graph: FlowGraph, seeds: Iterable[int]) -> set[int]:
    """The seeds and everything that forward flows lead to from them."""
    return closure(graph.ways, seeds)


def _takes_all_ways(node: Node) -> bool:
    return isinstance(node, Step) and node.split == "all"


def _side_queues(stream: Stream, touched: set[str]) -> tuple[Queue, ...]:
    """Queues that only count items before a step of the stream: no flow reaches them, and they add no time."""
    return tuple(
        queue
        for queue in stream.queues.values()
        if queue.counts_only
        and queue.id not in touched
        and queue.about in stream.steps
        and (not touched or queue.about in touched)
    )


def _by_source(numbers: Mapping[str, int], flows: Iterable[Flow]) -> list[list[Flow]]:
    """These flows by the number of the node they leave, in stream order of their targets."""
    by_source: list[list[Flow]] = [[] for _ in range(len(numbers) + 1)]
    for flow in flows:
        by_source[numbers[flow.source]].append(flow)
    for leaving in by_source:
        if len(leaving) > 1:
            leaving.sort(key=lambda flow: (numbers[flow.target], flow.id))
    return by_source


def _sources(ways: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    sources: list[list[int]] = [[] for _ in ways]
    for number, targets in enumerate(ways):
        for target in targets:
            sources[target].append(number)
    return tuple(map(tuple, sources))


def _queues_before(nodes: Sequence[Node], sources: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    is_queue = [number != TRIGGER and isinstance(node, Queue) for number, node in enumerate(nodes)]
    before: list[tuple[int, ...]] = [()] * len(nodes)
    if not any(is_queue):
        return tuple(before)
    for number, feeding in enumerate(sources):
        queues = [source for source in feeding if is_queue[source]]
        if queues:
            further = {further for queue in queues for further in before[queue]}
            before[number] = tuple(sorted(further.union(queues)))
    return tuple(before)
