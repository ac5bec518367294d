"""Where work starts."""

from collections.abc import Iterable, Sequence

from metrics.order import Arrow, closure, forward_arrows


def find_starts(count: int, arrows: Sequence[Arrow]) -> list[int]:
    """Nodes where work starts, in stream order, of those that are numbered from 1 up to `count`.

    Nothing leads to a start. In a connected part without such a node it is a node that only rework leads to; of several
    those from which the others are reached, which then are repair steps, and where they reach each other the one that
    more of the stream follows.
    """
    reached = {target for _, target, _ in arrows}
    starts = [number for number in range(1, count) if number not in reached]
    forward_only = forward_arrows(arrows)
    by_rework_alone = reached.difference([target for _, target, _ in forward_only])
    if not by_rework_alone:
        return starts
    out, forward = _targets(count, arrows), _targets(count, forward_only)
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


def _targets(count: int, arrows: Iterable[Arrow]) -> list[list[int]]:
    targets: list[list[int]] = [[] for _ in range(count)]
    for source, target, _ in arrows:
        targets[source].append(target)
    return targets


def _connected(out: Sequence[Sequence[int]], seeds: Iterable[int]) -> set[int]:
    """Everything that arrows, walked either way, connect with the seeds."""
    either_way: list[list[int]] = [list(targets) for targets in out]
    for source, targets in enumerate(out):
        for target in targets:
            either_way[target].append(source)
    return closure(either_way, seeds)
