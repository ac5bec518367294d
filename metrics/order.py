"""The order in which a stream is told: forward, and where that leaves a choice by place on the map."""

import heapq
from collections.abc import Iterable, Sequence

from metrics.stream import Flow, Node, Stream

Arrow = tuple[int, int, Flow]
"""A flow with where it leaves and where it leads, as places or numbers of nodes."""


def stream_order(stream: Stream) -> list[str]:
    """Ids of all steps and queues in forward order, ties by x, y and id, by which those without flows find a place."""
    on_map = nodes_on_map(stream)
    order, _ = forward_order(len(on_map), forward_arrows(arrows_between(on_map, stream.flows)))
    return [on_map[place].id for place in order]


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


def nodes_on_map(stream: Stream) -> list[Node]:
    """Every step and queue by x, y and id: its place among them decides ties."""
    nodes: list[Node] = [*stream.steps.values(), *stream.queues.values()]
    nodes.sort(key=lambda node: (node.x, node.y, node.id))
    return nodes


def arrows_between(on_map: Sequence[Node], flows: Iterable[Flow]) -> list[Arrow]:
    """The flows with the places of the nodes that they connect."""
    places = {node.id: place for place, node in enumerate(on_map)}
    return [(places[flow.source], places[flow.target], flow) for flow in flows]


def forward_arrows(arrows: Iterable[Arrow]) -> list[Arrow]:
    """Those of the arrows that are no rework."""
    return [arrow for arrow in arrows if not arrow[2].rework]


def forward_order(count: int, edges: Sequence[Arrow]) -> tuple[list[int], list[Flow]]:
    """The nodes in forward order and the flows that had to be left out because they close a loop."""
    order = _sorted_forward(count, edges)
    if len(order) == count:
        return order, []
    loops = _loop_flows(count, edges)
    loop_ids = {flow.id for flow in loops}
    return _sorted_forward(count, [edge for edge in edges if edge[2].id not in loop_ids]), loops


def _sorted_forward(count: int, edges: Sequence[Arrow]) -> list[int]:
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


def _loop_flows(count: int, edges: Sequence[Arrow]) -> list[Flow]:
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
