"""The stream as a graph: which nodes take part, in which order, where work starts and which flows close a loop."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from metrics.stream import Flow, Queue, Step, Stream

Node = Step | Queue

TRIGGER = 0
"""The index of the trigger, a node without time in front of every start; several starts are parallel work from it."""

_TRIGGER_NODE = Queue(id="", counts_only=True)


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """The nodes of the stream, numbered in stream order from 1, so that every forward way leads to a higher number.

    `ways[i]` are the nodes that forward flows lead to and `way_flows[i]` those flows; flows that would close a loop
    are left out and listed in `loops`. `reworks[i]` and `rework_flows[i]` are the same for rework. `outside` are ids
    that take no part, `side_queues` count items before a step without being on the way.
    """

    nodes: tuple[Node, ...]
    ways: tuple[tuple[int, ...], ...]
    way_flows: tuple[tuple[Flow, ...], ...]
    sources: tuple[tuple[int, ...], ...]
    reworks: tuple[tuple[int, ...], ...]
    rework_flows: tuple[tuple[Flow, ...], ...]
    loops: tuple[Flow, ...]
    numbers: Mapping[str, int]
    outside: tuple[str, ...]
    side_queues: tuple[Queue, ...]

    @property
    def end(self) -> int:
        """The number of the end of the stream, which is no node and comes after all of them."""
        return len(self.nodes)

    def is_parallel(self, number: int) -> bool:
        """Whether an item goes all the ways out of this node at once."""
        if len(self.ways[number]) < 2:
            return False
        node = self.nodes[number]
        return number == TRIGGER or (isinstance(node, Step) and node.split == "all")

    def is_choice(self, number: int) -> bool:
        """Whether an item goes one of several ways out of this node."""
        return len(self.ways[number]) > 1 and not self.is_parallel(number)


def stream_order(stream: Stream) -> list[str]:
    """Ids of all steps and queues in forward order, ties by x, y and id, by which those without flows find a place."""
    places = _places(stream)
    forward = [(places[flow.source], places[flow.target], flow) for flow in stream.flows if not flow.rework]
    order, _ = _forward_order(len(places), forward)
    ids = list(places)
    return [ids[place] for place in order]


def build_graph(stream: Stream) -> FlowGraph:
    """The graph of the nodes that take part in the stream."""
    places = _places(stream)
    forward = [(places[flow.source], places[flow.target], flow) for flow in stream.flows if not flow.rework]
    order, loops = _forward_order(len(places), forward)
    ids = list(places)
    touched = {end for flow in stream.flows for end in (flow.source, flow.target)}
    side_queues = _side_queues(stream, touched)
    beside = {queue.id for queue in side_queues}
    inside = [ids[place] for place in order if not touched or ids[place] in touched]
    numbers = {node_id: number for number, node_id in enumerate((i for i in inside if i not in beside), start=1)}
    outside = tuple(ids[place] for place in order if ids[place] not in numbers and ids[place] not in beside)

    count = len(numbers) + 1
    nodes: list[Node] = [_TRIGGER_NODE, *(stream.steps.get(i) or stream.queues[i] for i in numbers)]
    loop_ids = {flow.id for flow in loops}
    ways = _by_source(count, numbers, (f for f in stream.flows if not f.rework and f.id not in loop_ids))
    reworks = _by_source(count, numbers, (f for f in stream.flows if f.rework))
    ways[TRIGGER] = [(start, None) for start in _starts(numbers, stream.flows)]
    sources: list[list[int]] = [[] for _ in range(count)]
    for number, out in enumerate(ways):
        for target, _ in out:
            sources[target].append(number)
    return FlowGraph(
        nodes=tuple(nodes),
        ways=tuple(tuple(target for target, _ in out) for out in ways),
        way_flows=tuple(tuple(flow for _, flow in out if flow) for out in ways),
        sources=tuple(map(tuple, sources)),
        reworks=tuple(tuple(target for target, _ in out) for out in reworks),
        rework_flows=tuple(tuple(flow for _, flow in out if flow) for out in reworks),
        loops=tuple(loops),
        numbers=numbers,
        outside=outside,
        side_queues=side_queues,
    )


def forward_closure(graph: FlowGraph, seeds: Iterable[int]) -> set[int]:
    """The seeds and everything that forward flows lead to from them."""
    return closure(graph.ways, seeds)


def closure(out: Sequence[Sequence[int]], seeds: Iterable[int]) -> set[int]:
    """The seeds and everything that arrows lead to from them, given the targets of every node."""
    reached = set(seeds)
    stack = list(reached)
    while stack:
        for target in out[stack.pop()]:
            if target not in reached:
                reached.add(target)
                stack.append(target)
    return reached


def _places(stream: Stream) -> dict[str, int]:
    """Every step and queue with its place by x, y and id, which decides ties."""
    nodes: list[Node] = [*stream.steps.values(), *stream.queues.values()]
    nodes.sort(key=lambda node: (node.x, node.y, node.id))
    return {node.id: place for place, node in enumerate(nodes)}


def _forward_order(count: int, edges: Sequence[tuple[int, int, Flow]]) -> tuple[list[int], list[Flow]]:
    """The nodes in forward order and the flows that had to be left out because they close a loop."""
    order = _sorted_forward(count, edges)
    if len(order) == count:
        return order, []
    loops = _loop_flows(count, edges)
    loop_ids = {flow.id for flow in loops}
    return _sorted_forward(count, [edge for edge in edges if edge[2].id not in loop_ids]), loops


def _sorted_forward(count: int, edges: Sequence[tuple[int, int, Flow]]) -> list[int]:
    """Nodes in forward order, of those that could be next the lowest place; loops and what follows are left out."""
    waiting_for = [0] * count
    targets: list[list[int]] = [[] for _ in range(count)]
    for source, target, _ in edges:
        targets[source].append(target)
        waiting_for[target] += 1
    ready = [place for place in range(count) if not waiting_for[place]]
    order = []
    while ready:
        place = heapq.heappop(ready)
        order.append(place)
        for target in targets[place]:
            waiting_for[target] -= 1
            if not waiting_for[target]:
                heapq.heappush(ready, target)
    return order


def _loop_flows(count: int, edges: Sequence[tuple[int, int, Flow]]) -> list[Flow]:
    """The flows that lead back to a node they came from, walking from the starts and else from the lowest place."""
    out: list[list[tuple[int, Flow]]] = [[] for _ in range(count)]
    has_incoming = [False] * count
    for source, target, flow in sorted(edges, key=lambda edge: (edge[0], edge[1], edge[2].id)):
        out[source].append((target, flow))
        has_incoming[target] = True
    loops: list[Flow] = []
    unseen, open_, done = 0, 1, 2
    state = [unseen] * count
    for root in sorted(range(count), key=lambda place: (has_incoming[place], place)):
        if state[root] != unseen:
            continue
        state[root] = open_
        walk = [(root, iter(out[root]))]
        while walk:
            place, remaining = walk[-1]
            for target, flow in remaining:
                if state[target] == open_:
                    loops.append(flow)
                elif state[target] == unseen:
                    state[target] = open_
                    walk.append((target, iter(out[target])))
                    break
            else:
                state[place] = done
                walk.pop()
    return loops


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


def _by_source(count: int, numbers: Mapping[str, int], flows: Iterable[Flow]) -> list[list[tuple[int, Flow | None]]]:
    """For every node the targets of these flows with the flow, in stream order of the targets."""
    out: list[list[tuple[int, Flow | None]]] = [[] for _ in range(count)]
    for flow in flows:
        out[numbers[flow.source]].append((numbers[flow.target], flow))
    for ways in out:
        if len(ways) > 1:
            ways.sort(key=lambda way: (way[0], way[1].id if way[1] else ""))
    return out


def _starts(numbers: Mapping[str, int], flows: Sequence[Flow]) -> list[int]:
    """Nodes where work starts, in stream order.

    Nothing leads to a start. In a connected part without such a node it is a node that only rework leads to; of several
    those from which the others are reached, which then are repair steps, and where they reach each other the one that
    more of the stream follows.
    """
    reached = {flow.target for flow in flows}
    starts = [number for node_id, number in numbers.items() if node_id not in reached]
    out: list[list[int]] = [[] for _ in range(len(numbers) + 1)]
    forward: list[list[int]] = [[] for _ in out]
    for flow in flows:
        out[numbers[flow.source]].append(numbers[flow.target])
        if not flow.rework:
            forward[numbers[flow.source]].append(numbers[flow.target])
    with_incoming = {target for targets in forward for target in targets} | _connected(out, starts)
    candidates = [number for number in numbers.values() if number not in with_incoming]
    if len(candidates) > 1:
        candidates.sort(key=lambda number: (-len(closure(forward, [number])), number))
    chosen: list[int] = []
    covered: set[int] = set()
    for number in candidates:
        if number not in covered:
            reach = closure(out, [number])
            chosen = [*(other for other in chosen if other not in reach), number]
            covered |= reach
    return sorted([*starts, *chosen])


def _connected(out: Sequence[Sequence[int]], seeds: Iterable[int]) -> set[int]:
    """Everything that arrows, walked either way, connect with the seeds."""
    either_way: list[list[int]] = [list(targets) for targets in out]
    for source, targets in enumerate(out):
        for target in targets:
            either_way[target].append(source)
    return closure(either_way, seeds)
