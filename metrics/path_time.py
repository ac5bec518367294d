"""Lead time: the time from trigger to delivery along the counted path, on one pass and expected with rework."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.graph import TRIGGER
from metrics.linear import solve
from metrics.structure import Structure

# A branch counts as longer only when more than rounding says so.
LONGER_BY = 1e-12
MOST_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class CountedPath:
    """One pass: its time, how often an item passes each node along it, and the longest way at each parallel split."""

    time_s: float
    weights: tuple[float, ...]
    longest: dict[int, int]


def count_path(structure: Structure, times_s: Sequence[float]) -> CountedPath:
    """The counted path for these times by node: alternatives weighted by share, of parallel ways the longest."""
    graph, shares = structure.graph, structure.shares
    remaining = [0.0] * (graph.end + 1)
    longest: dict[int, int] = {}
    for number in range(graph.end - 1, -1, -1):
        ways = graph.ways[number]
        if number in structure.joins.between:
            longest[number] = max(ways, key=remaining.__getitem__)
            onward = remaining[longest[number]]
        else:
            onward = sum(share * remaining[target] for target, share in zip(ways, shares.forward[number], strict=True))
        remaining[number] = times_s[number] + onward
    weights = [0.0] * graph.end
    weights[TRIGGER] = 1.0
    for number, weight in enumerate(weights):
        if number in longest:
            weights[longest[number]] += weight
        elif weight:
            for target, share in zip(graph.ways[number], shares.forward[number], strict=True):
                weights[target] += weight * share
    return CountedPath(remaining[TRIGGER], tuple(weights), longest)


def expected_time_s(structure: Structure, times_s: Sequence[float], path: CountedPath) -> float:
    """Lead time with rework: choose the longest parallel ways, solve, and repeat until the choice stands.

    Each round only takes longer ways, so it ends. Raises NearlyEndlessError where items hardly ever get through.
    """
    graph, shares = structure.graph, structure.shares
    if not shares.any_rework:
        return path.time_s
    longest = dict(path.longest)
    for _ in range(MOST_ROUNDS):
        remaining = solve(times_s, _rows(structure, longest), range(graph.end - 1, -1, -1))
        stands = True
        for split, chosen in longest.items():
            best = max(graph.ways[split], key=remaining.__getitem__)
            if remaining[best] > remaining[chosen] * (1 + LONGER_BY):
                longest[split] = best
                stands = False
        if stands:
            break
    return remaining[TRIGGER]


def _rows(structure: Structure, longest: dict[int, int]) -> list[dict[int, float]]:
    graph, shares = structure.graph, structure.shares
    rows: list[dict[int, float]] = []
    for number in range(graph.end):
        row: dict[int, float] = {}
        passed_on = shares.passed_on[number]
        if number in longest:
            row[longest[number]] = passed_on
        else:
            for target, share in zip(graph.ways[number], shares.forward[number], strict=True):
                row[target] = row.get(target, 0.0) + passed_on * share
        for target, share in zip(graph.reworks[number], shares.rework[number], strict=True):
            row[target] = row.get(target, 0.0) + share
        rows.append(row)
    return rows
