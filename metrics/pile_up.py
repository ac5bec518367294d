"""What waits before each step: its own wait, and the queues that feed it."""

from collections.abc import Sequence
from typing import NamedTuple

from metrics.graph import FlowGraph
from metrics.stream import Queue, Step


class Pile(NamedTuple):
    """The known wait before one step, the items counted there, and whether all of the wait is known."""

    wait_s: float
    items: float
    is_known: bool


def find_piles(graph: FlowGraph, waits_s: Sequence[float | None], worked: Sequence[bool]) -> dict[int, Pile]:
    """The pile before every step that is worked, by the number of the step."""
    items_beside: dict[str | None, float] = {}
    for beside in graph.side_queues:
        if beside.items is not None:
            items_beside[beside.about] = items_beside.get(beside.about, 0.0) + beside.items.value
    piles = {}
    for number, node in enumerate(graph.nodes):
        if not worked[number] or not isinstance(node, Step):
            continue
        items = items_beside.get(node.id, 0.0) if items_beside else 0.0
        own_s, before = waits_s[number], graph.queues_before[number]
        if not before:
            piles[number] = Pile(own_s or 0.0, items, own_s is not None)
            continue
        waits = [own_s, *[waits_s[queue] for queue in before]]
        queues = [queue for place in before if isinstance(queue := graph.nodes[place], Queue)]
        items += sum([queue.items.value for queue in queues if queue.items is not None])
        piles[number] = Pile(sum([wait for wait in waits if wait is not None]), items, None not in waits)
    return piles
