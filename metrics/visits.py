"""How often an item is worked on at each node."""

from collections.abc import Sequence

from metrics.graph import TRIGGER
from metrics.linear import solve
from metrics.structure import Structure


def one_pass_visits(structure: Structure) -> list[float]:
    """Visits by node on one pass, without rework; a join counts one branch. Meaningless where a rule is broken."""
    graph, shares = structure.graph, structure.shares
    visits = [0.0] * graph.end
    visits[TRIGGER] = 1.0
    for number in range(graph.end):
        # What merges at a join is taken off again, which can leave a hair less than nothing.
        passing = visits[number] = max(0.0, visits[number])
        for target, share in zip(graph.ways[number], shares.forward[number], strict=True):
            visits[target] += passing * share
        for target, merged in structure.absorbed.get(number, {}).items():
            visits[target] -= passing * merged
    return visits


def expected_visits(structure: Structure, one_pass: Sequence[float]) -> list[float]:
    """Visits by node with rework; raises NearlyEndlessError where items hardly ever get through."""
    graph, shares = structure.graph, structure.shares
    if not shares.any_rework:
        return list(one_pass)
    rows: list[dict[int, float]] = [{} for _ in range(graph.end)]
    for number in range(graph.end):
        passed_on = shares.passed_on[number]
        for target, share in zip(graph.ways[number], shares.forward[number], strict=True):
            rows[target][number] = rows[target].get(number, 0.0) + passed_on * share
        for target, merged in structure.absorbed.get(number, {}).items():
            rows[target][number] = rows[target].get(number, 0.0) - passed_on * merged
        for target, share in zip(graph.reworks[number], shares.rework[number], strict=True):
            rows[target][number] = rows[target].get(number, 0.0) + share
    constants = [0.0] * graph.end
    constants[TRIGGER] = 1.0
    return [max(0.0, visits) for visits in solve(constants, rows, range(graph.end))]
