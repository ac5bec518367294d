"""How much of what leaves a node goes where, rework included."""

from collections.abc import Mapping

from metrics.structure import Structure


def path_passing(structure: Structure, longest: Mapping[int, int]) -> list[list[tuple[int, float]]]:
    """What leaves each node along the counted path, rework included, of parallel ways only the longest."""
    passing = expected_passing(structure)
    shares = structure.shares
    for split, way in longest.items():
        passing[split] = [
            (way, shares.passed_on[split]),
            *zip(structure.graph.reworks[split], shares.rework[split], strict=True),
        ]
    return passing


def expected_passing(structure: Structure) -> list[list[tuple[int, float]]]:
    """What leaves each node on all its ways, rework included."""
    graph, shares = structure.graph, structure.shares
    passing = [list(zip(ways, forward, strict=True)) for ways, forward in zip(graph.ways, shares.forward, strict=True)]
    for number, targets in enumerate(graph.reworks):
        if targets:
            passed_on = shares.passed_on[number]
            passing[number] = [(target, passed_on * share) for target, share in passing[number]]
            passing[number] += zip(targets, shares.rework[number], strict=True)
    return passing
