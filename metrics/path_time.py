"""Lead time: the time from trigger to delivery along the counted path, on one pass and expected with rework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.graph import TRIGGER
from metrics.linear import PassingSystem
from metrics.passing import path_passing, path_rows
from metrics.structure import Structure

# A branch counts as longer only when more than rounding says so.
LONGER_BY = 1e-12
MOST_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class CountedPath:
    """How often an item passes each node along the counted path, and the time that it takes from each to the end.

    `longest` is the way that counts at each parallel split; `system` are the solved equations where there is rework.
    """

    weights: tuple[float, ...]
    remaining_s: tuple[float, ...]
    longest: Mapping[int, int]
    system: PassingSystem | None = None


def count_path(structure: Structure, times_s: Sequence[float]) -> CountedPath:
    """One pass for these times by node: alternatives weighted by share, of parallel ways the longest."""
    graph, shares = structure.graph, structure.shares
    remaining = list(times_s)
    longest: dict[int, int] = {}
    for number in range(graph.end - 1, -1, -1):
        ways = graph.ways[number]
        if number in graph.parallel:
            longest[number] = max(ways, key=remaining.__getitem__)
            remaining[number] += remaining[longest[number]]
        elif len(ways) == 1:
            remaining[number] += shares.forward[number][0] * remaining[ways[0]]
        else:
            for target, share in zip(ways, shares.forward[number], strict=True):
                remaining[number] += share * remaining[target]
    weights = [0.0] * graph.end
    weights[TRIGGER] = 1.0
    for number, ways in enumerate(graph.ways):
        weight = weights[number]
        if number in longest:
            weights[longest[number]] += weight
        elif len(ways) == 1:
            weights[ways[0]] += weight * shares.forward[number][0]
        elif weight:
            for target, share in zip(ways, shares.forward[number], strict=True):
                weights[target] += weight * share
    return CountedPath(tuple(weights), tuple(remaining), longest)


def expected_path(
    structure: Structure, times_s: Sequence[float], one_pass: CountedPath, merged: PassingSystem | None = None
) -> CountedPath:
    """The counted path with rework: choose the longest parallel ways, solve, and repeat until the choice stands.

    Each round only takes longer ways, so it ends. `merged` is the system of the merged passing where it is solved
    already: the two differ at parallel splits alone. Raises NearlyEndlessError where items hardly ever get through.
    """
    graph = structure.graph
    if not structure.shares.any_rework:
        return one_pass
    longest = dict(one_pass.longest)
    if merged is None:
        system = PassingSystem(path_passing(structure, longest))
    else:
        system = merged.with_rows(path_rows(structure, longest))
    for _ in range(MOST_ROUNDS):
        remaining = system.totals(times_s)
        changed = {}
        for split, chosen in longest.items():
            best = max(graph.ways[split], key=remaining.__getitem__)
            if remaining[best] > remaining[chosen] * (1 + LONGER_BY):
                changed[split] = best
        if not changed:
            break
        longest |= changed
        system = system.with_rows(path_rows(structure, changed))
    entering = [0.0] * graph.end
    entering[TRIGGER] = 1.0
    return CountedPath(tuple(system.amounts(entering)), tuple(remaining), longest, system)
