"""The stream as a graph: which nodes take part and how flows connect them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from metrics.order import Arrow, arrows_between, closure, forward_arrows, forward_order, nodes_on_map
from metrics.starts import find_starts
from metrics.stream import Flow, Node, Queue, Step, Stream

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
    on_map = nodes_on_map(stream)
    arrows = arrows_between(on_map, stream.flows)
    order, loops = forward_order(len(on_map), forward_arrows(arrows))
    touched = {source for source, _, _ in arrows} | {target for _, target, _ in arrows}
    side_queues = _side_queues(stream, {on_map[place].id for place in touched})
    beside = {queue.id for queue in side_queues}
    inside = [place for place in order if (place in touched or not touched) and on_map[place].id not in beside]
    nodes = (_TRIGGER_NODE, *[on_map[place] for place in inside])

    number_at = dict(zip(inside, range(1, len(nodes)), strict=True))
    numbered = [(number_at[source], number_at[target], flow) for source, target, flow in arrows]
    loop_ids = {flow.id for flow in loops}
    forward = [arrow for arrow in forward_arrows(numbered) if arrow[2].id not in loop_ids]
    ways, way_flows = _leaving(len(nodes), forward)
    reworks, rework_flows = _leaving(len(nodes), [arrow for arrow in numbered if arrow[2].rework])
    ways[TRIGGER] = tuple(find_starts(len(nodes), numbered))
    splits = [number for number, out in enumerate(ways) if len(out) > 1]
    parallel = frozenset([number for number in splits if number == TRIGGER or _takes_all_ways(nodes[number])])
    sources = _sources(ways)
    numbers = {node.id: number for number, node in enumerate(nodes) if number != TRIGGER}
    return FlowGraph(
        nodes=nodes,
        ways=tuple(ways),
        way_flows=tuple(way_flows),
        sources=sources,
        reworks=tuple(reworks),
        rework_flows=tuple(rework_flows),
        loops=tuple(loops),
        parallel=parallel,
        choices=frozenset(splits) - parallel,
        queues_before=_queues_before(nodes, sources),
        numbers=numbers,
        outside=tuple(
            [node.id for node in map(on_map.__getitem__, order) if not (node.id in numbers or node.id in beside)]
        ),
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


def _leaving(count: int, arrows: Sequence[Arrow]) -> tuple[list[tuple[int, ...]], list[tuple[Flow, ...]]]:
    """By node where these arrows lead, in stream order, and their flows."""
    targets: list[tuple[int, ...]] = [()] * count
    flows: list[tuple[Flow, ...]] = [()] * count
    of_several: dict[int, list[tuple[int, Flow]]] = {}
    for source, target, flow in arrows:
        if not flows[source]:
            targets[source], flows[source] = (target,), (flow,)
        else:
            first = (targets[source][0], flows[source][0])
            of_several.setdefault(source, [first]).append((target, flow))
    for source, out in of_several.items():
        out.sort(key=lambda way: (way[0], way[1].id))
        targets[source], flows[source] = zip(*out, strict=True)
    return targets, flows


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
