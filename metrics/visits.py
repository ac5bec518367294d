"""How often an item is worked on at each node."""

from collections.abc import Sequence

from metrics.graph import TRIGGER
from metrics.linear import PassingSystem
from metrics.passing import merged_passing
from metrics.structure import Structure


def one_pass_visits(structure: Structure) -> list[float]:
    """Visits by node on one pass, without rework; a join counts one branch. Meaningless where a rule is broken."""
    graph, shares = structure.graph, structure.shares
    visits = [0.0] * graph.end
    visits[TRIGGER] = 1.0
    for number, (ways, forward) in enumerate(zip(graph.ways, shares.forward, strict=True)):
        # What merges at a join is taken off again, which can leave a hair less than nothing.
        passing = visits[number] = max(0.0, visits[number])
        if len(ways) == 1:
            visits[ways[0]] += passing * forward[0]
            continue
        for target, share in zip(ways, forward, strict=True):
            visits[target] += passing * share
        if number in structure.absorbed:
            for target, merged in structure.absorbed[number].items():
                visits[target] -= passing * merged
    return visits


def expected_visits(structure: Structure, one_pass: Sequence[float]) -> tuple[Sequence[float], PassingSystem | None]:
    """Visits by node with rework, and the solved merged passing that they come from, None where nothing is sent back.

    Raises NearlyEndlessError where items hardly ever get through.
    """
    if not structure.shares.any_rework:
        return one_pass, None
    merged = PassingSystem(merged_passing(structure))
    entering = [0.0] * structure.graph.end
    entering[TRIGGER] = 1.0
    return [visits if visits > 0.0 else 0.0 for visits in merged.amounts(entering)], merged
