"""How much of what leaves a node goes where, rework included."""

from collections.abc import Mapping

from metrics.structure import Structure

Row = list[tuple[int, float]]


def expected_passing(structure: Structure) -> list[Row]:
    """What leaves each node on all its ways, rework included."""
    graph, shares = structure.graph, structure.shares
    passing: list[Row] = [
        [(ways[0], forward[0])] if len(ways) == 1 else list(zip(ways, forward, strict=True))
        for ways, forward in zip(graph.ways, shares.forward, strict=True)
    ]
    for number, targets in enumerate(graph.reworks):
        if targets:
            passed_on = shares.passed_on[number]
            passing[number] = [(target, passed_on * share) for target, share in passing[number]]
            passing[number] += zip(targets, shares.rework[number], strict=True)
    return passing


def merged_passing(structure: Structure) -> list[Row]:
    """The same, less the parts of an item that merge into one where parallel ways join."""
    passing, passed_on = expected_passing(structure), structure.shares.passed_on
    for number, merged in structure.absorbed.items():
        passing[number] += [(target, -passed_on[number] * count) for target, count in merged.items()]
    return passing


def path_passing(structure: Structure, longest: Mapping[int, int]) -> list[Row]:
    """The same along the counted path: of parallel ways only the longest."""
    passing = expected_passing(structure)
    for split, row in path_rows(structure, longest).items():
        passing[split] = row
    return passing


def path_rows(structure: Structure, longest: Mapping[int, int]) -> dict[int, Row]:
    """What leaves each of these parallel splits when only the longest way is taken."""
    graph, shares = structure.graph, structure.shares
    return {
        split: [(way, shares.passed_on[split]), *zip(graph.reworks[split], shares.rework[split], strict=True)]
        for split, way in longest.items()
    }
