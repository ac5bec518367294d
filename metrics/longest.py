"""Whether the longest of parallel ways stays the longest when the time of one node changes."""

from collections.abc import Mapping

from metrics.linear import PassingSystem
from metrics.path_time import LONGER_BY, CountedPath
from metrics.structure import Structure


def passes_inside(structure: Structure, system: PassingSystem, number: int) -> Mapping[int, float]:
    """How often the node is passed, counted from each node of the parallel work around it; empty outside of any."""
    splits = structure.joins.enclosing(number)
    return system.passes(number, min(splits)) if splits else {}


def choice_stands(
    structure: Structure, path: CountedPath, number: int, passes: Mapping[int, float], by_s: float
) -> bool:
    """Whether the path still takes the longest ways when each visit of the node takes `by_s` more, or less if negative.

    Only the splits that are open at the node can change; `passes` is what `passes_inside` tells of it.
    """

    def after(node: int) -> float:
        return path.remaining_s[node] + by_s * passes.get(node, 0.0)

    return all(
        after(way) <= after(path.longest[split]) * (1 + LONGER_BY)
        for split in structure.joins.enclosing(number)
        for way in structure.graph.ways[split]
    )
