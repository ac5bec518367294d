"""Where work starts."""

from collections.abc import Iterable, Mapping, Sequence

from metrics.order import closure
from metrics.stream import Flow


def find_starts(numbers: Mapping[str, int], flows: Sequence[Flow]) -> list[int]:
    """Nodes where work starts, in stream order.

    Nothing leads to a start. In a connected part without such a node it is a node that only rework leads to; of several
    those from which the others are reached, which then are repair steps, and where they reach each other the one that
    more of the stream follows.
    """
    reached = {flow.target for flow in flows}
    starts = [number for node_id, number in numbers.items() if node_id not in reached]
    reached_forward = {flow.target for flow in flows if not flow.rework}
    by_rework_alone = [numbers[node_id] for node_id in reached - reached_forward]
    if not by_rework_alone:
        return starts
    out: list[list[int]] = [[] for _ in range(len(numbers) + 1)]
    forward: list[list[int]] = [[] for _ in out]
    for flow in flows:
        out[numbers[flow.source]].append(numbers[flow.target])
        if not flow.rework:
            forward[numbers[flow.source]].append(numbers[flow.target])
    have_start = _connected(out, starts)
    candidates = [number for number in by_rework_alone if number not in have_start]
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
