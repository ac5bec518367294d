"""The order in which a stream is told: forward, and where that leaves a choice by place on the map."""

import heapq
from collections.abc import Iterable, Sequence

from metrics.stream import Flow, Queue, Step, Stream


def stream_order(stream: Stream) -> list[str]:
    """Ids of all steps and queues in forward order, ties by x, y and id, by which those without flows find a place."""
    places = places_on_map(stream)
    forward = [(places[flow.source], places[flow.target], flow) for flow in stream.flows if not flow.rework]
    order, _ = forward_order(len(places), forward)
    ids = list(places)
    return [ids[place] for place in order]


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


def places_on_map(stream: Stream) -> dict[str, int]:
    """Every step and queue with its place by x, y and id, which decides ties."""
    nodes: list[Step | Queue] = [*stream.steps.values(), *stream.queues.values()]
    nodes.sort(key=lambda node: (node.x, node.y, node.id))
    return {node.id: place for place, node in enumerate(nodes)}


def forward_order(count: int, edges: Sequence[tuple[int, int, Flow]]) -> tuple[list[int], list[Flow]]:
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
