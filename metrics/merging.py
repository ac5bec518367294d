"""Where the parts of an item that went all the ways out of a node merge into one again."""

from collections.abc import Mapping
from heapq import heappop, heappush

from metrics.graph import FlowGraph
from metrics.joins import Joins, common_dominator
from metrics.shares import FLOAT_TOLERANCE, Shares

MOST_MERGED = 1e5
"""Where ways cross layer upon layer, ever larger counts are taken off and added again; beyond it rounding decides."""

Merged = Mapping[int, Mapping[int, float]]


def absorbed_at_joins(graph: FlowGraph, shares: Shares, joins: Joins) -> dict[int, dict[int, float]]:
    """By split and node how many parts merge there; sends one item through each parallel split, innermost first.

    A node to which ways lead that have nothing in common after the split is worked exactly once: its choices closed
    before. What splits inside took off already counts, so in a network of parallel work the rest can be negative.
    """
    absorbed: dict[int, dict[int, float]] = {}
    for split in sorted(graph.parallel, reverse=True):
        if _ways_are_plain(graph, split, joins.join[split]):
            absorbed[split] = {joins.join[split]: len(graph.ways[split]) - 1.0}
        else:
            absorbed[split] = _Item(graph, shares, joins, absorbed, split).merged()
    return absorbed


def _ways_are_plain(graph: FlowGraph, split: int, join: int) -> bool:
    """Whether nothing splits or meets on the ways to the join, so that all parts of an item meet there at once."""
    for number in graph.ways[split]:
        while number != join:
            if len(graph.ways[number]) != 1 or len(graph.sources[number]) != 1:
                return False
            number = graph.ways[number][0]
    return True


def tangled_splits(absorbed: Merged) -> list[int]:
    """The parallel splits whose ways cross so often that how many parts merge cannot be told."""
    return [split for split, merged in absorbed.items() if any(abs(count) > MOST_MERGED for count in merged.values())]


class _Item:
    """One item on its way from a parallel split to its join: what arrives where, as far as it is not zero."""

    def __init__(self, graph: FlowGraph, shares: Shares, joins: Joins, absorbed: Merged, split: int) -> None:
        self._graph = graph
        self._shares = shares
        self._joins = joins
        self._absorbed = absorbed
        self._split = split
        self._arriving: dict[int, float] = {}
        self._dominator = {split: split}
        self._next: list[int] = []

    def merged(self) -> dict[int, float]:
        """The parts that merge at each node until all have met, or until they go on as those of one node do alone."""
        merged: dict[int, float] = {}
        join = self._joins.join[self._split]
        for target in self._graph.ways[self._split]:
            self._lead(self._split, target)
            self._add(target, 1.0)
        while self._next:
            number = heappop(self._next)
            parts = self._arriving.pop(number, 0.0)
            if self._dominator[number] == self._split and abs(parts - 1.0) > FLOAT_TOLERANCE:
                merged[number] = parts - 1.0
                parts = 1.0
            if number == join or abs(merged.get(number, 0.0)) > MOST_MERGED:
                break
            leaving = self._leaving(number)
            for target, share in leaving.items():
                self._add(target, parts * share)
            if abs(parts - 1.0) <= FLOAT_TOLERANCE and self._goes_on_alone(number, leaving):
                break
        return merged

    def _leaving(self, number: int) -> dict[int, float]:
        """What leaves a node for each item, less what merges later; what closes in itself is passed over."""
        ways = self._following(number)
        for target in ways:
            self._lead(number, target)
        if ways is not self._graph.ways[number]:
            return dict.fromkeys(ways, 1.0)
        leaving: dict[int, float] = {}
        for target, share in zip(ways, self._shares.forward[number], strict=True):
            leaving[target] = leaving.get(target, 0.0) + share
        for target, count in self._absorbed.get(number, {}).items():
            leaving[target] = leaving.get(target, 0.0) - count
        return leaving

    def _following(self, number: int) -> tuple[int, ...]:
        """The nodes that come after this one; of a split that closes in itself its join alone."""
        ways, join = self._graph.ways[number], self._joins.join[number]
        if len(ways) < 2 or not self._joins.is_closed(number):
            return ways
        return () if join == self._graph.end else (join,)

    def _lead(self, number: int, target: int) -> None:
        if target in self._dominator:
            self._dominator[target] = common_dominator(self._dominator, self._dominator[target], number)
        else:
            self._dominator[target] = number
            heappush(self._next, target)

    def _add(self, target: int, parts: float) -> None:
        now = self._arriving.get(target, 0.0) + parts
        if abs(now) > FLOAT_TOLERANCE:
            self._arriving[target] = now
        else:
            self._arriving.pop(target, None)

    def _goes_on_alone(self, number: int, leaving: Mapping[int, float]) -> bool:
        """Whether all that is on its way is what this node sends: then its own parts have been followed before."""
        follows = self._following(number)
        # What comes next although nothing arrives as yet still waits for parts that were taken off too early.
        if any(target not in follows for target in self._next):
            return False
        alone = {target: share for target, share in leaving.items() if abs(share) > FLOAT_TOLERANCE}
        return len(alone) == len(self._arriving) and all(
            abs(self._arriving.get(target, 0.0) - share) <= FLOAT_TOLERANCE for target, share in alone.items()
        )
