"""Where the ways out of a node meet again, and what lies between.

The join of a node is its immediate post-dominator: the first node that every way out of it must pass, else the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metrics.graph import FlowGraph, forward_closure


@dataclass(frozen=True, slots=True)
class Joins:
    """For every node its join; for every node with parallel ways the nodes between it and its join, in stream order.

    `enclosing[i]` are the nodes whose parallel ways are open at node i.
    """

    join: tuple[int, ...]
    between: Mapping[int, tuple[int, ...]]
    enclosing: Mapping[int, tuple[int, ...]]


def find_joins(graph: FlowGraph) -> Joins:
    """The joins of every node of the graph."""
    join = _immediate_post_dominators(graph)
    between: dict[int, tuple[int, ...]] = {}
    enclosing: dict[int, list[int]] = {}
    for number in range(graph.end):
        if number in graph.parallel:
            between[number] = nodes_before(graph, graph.ways[number], join[number])
            for inner in between[number]:
                enclosing.setdefault(inner, []).append(number)
    return Joins(join, between, {number: tuple(outer) for number, outer in enclosing.items()})


def nodes_before(graph: FlowGraph, heads: Iterable[int], stop: int) -> tuple[int, ...]:
    """The nodes that lie on ways from `heads` to `stop`, without `stop`, in stream order."""
    found: set[int] = set()
    stack = [head for head in heads if head != stop]
    while stack:
        number = stack.pop()
        if number not in found:
            found.add(number)
            stack.extend(target for target in graph.ways[number] if target != stop)
    return tuple(sorted(found))


def dominators_from(graph: FlowGraph, origin: int, last: int) -> dict[int, int]:
    """For the nodes up to `last` that `origin` leads to: the last node that every way from `origin` to them passes."""
    dominator = {origin: origin}
    for number in range(origin + 1, last + 1):
        reached = [source for source in graph.sources[number] if source in dominator]
        if reached:
            nearest = reached[0]
            for source in reached[1:]:
                nearest = _common_dominator(dominator, nearest, source)
            dominator[number] = nearest
    return dominator


def unclosed_choices(graph: FlowGraph, joins: Joins) -> list[int]:
    """Nodes inside parallel work whose alternatives meet another parallel way before they have met each other."""
    found = []
    for number, outer in joins.enclosing.items():
        if number not in graph.choices:
            continue
        inner = set(nodes_before(graph, graph.ways[number], joins.join[number]))
        entries = {source for node in inner for source in graph.sources[node]} - inner - {number}
        if any(_are_parallel(graph, split, number, entry) for entry in entries for split in outer):
            found.append(number)
    return sorted(found)


def unclosed_reworks(graph: FlowGraph, joins: Joins) -> list[tuple[int, int]]:
    """Rework (from, to) that leaves the parallel way on which it starts before it is back on it."""
    return [
        (number, target)
        for number in sorted(joins.enclosing)
        for target in graph.reworks[number]
        if _leaves_its_way(graph, joins, number, target)
    ]


def _leaves_its_way(graph: FlowGraph, joins: Joins, number: int, target: int) -> bool:
    meeting = _meeting(joins.join, number, target)
    redone = nodes_before(graph, (target,), meeting)
    on_main_way = forward_closure(graph, (0,))
    before_or_after = forward_closure(graph, (number,))
    for split in joins.enclosing[number]:
        allowed = set(joins.between[split])
        if meeting not in allowed and meeting != joins.join[split]:
            return True
        for node in redone:
            if node in on_main_way and node not in allowed:
                return True
            if node in before_or_after or number in forward_closure(graph, (node,)):
                continue
            if _are_parallel(graph, split, number, node):
                return True
    return False


def _immediate_post_dominators(graph: FlowGraph) -> tuple[int, ...]:
    """By the tree walk of Cooper, Harvey and Kennedy; one sweep from the end suffices, as there are no loops."""
    join = [graph.end] * (graph.end + 1)
    for number in range(graph.end - 1, -1, -1):
        ways = graph.ways[number]
        if ways:
            meeting = ways[0]
            for target in ways[1:]:
                meeting = _meeting(join, meeting, target)
            join[number] = meeting
    return tuple(join)


def _meeting(join: list[int] | tuple[int, ...], one: int, other: int) -> int:
    """The first node that both pass, following joins; numbers grow along them."""
    while one != other:
        if one < other:
            one = join[one]
        else:
            other = join[other]
    return one


def _are_parallel(graph: FlowGraph, split: int, one: int, other: int) -> bool:
    """Whether `one` and `other` can be reached from the parallel split on ways that share no node."""
    if other == split:
        return True
    dominator = dominators_from(graph, split, max(one, other))
    if one not in dominator or other not in dominator:
        return False
    return _common_dominator(dominator, one, other) == split


def _common_dominator(dominator: Mapping[int, int], one: int, other: int) -> int:
    while one != other:
        if one > other:
            one = dominator[one]
        else:
            other = dominator[other]
    return one
