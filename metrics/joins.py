"""Where the ways out of a node meet again, and what lies between.

The join of a node is its immediate post-dominator: the first node that every way out of it must pass, else the end.
Sets of nodes are whole numbers here, with bit i for node i: of thousands of parallel splits that overlap every one may
be open at every node.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce

from metrics.graph import TRIGGER, FlowGraph, forward_closure


@dataclass(frozen=True, slots=True)
class Joins:
    """For every node its join, the nodes whose ways are open there, and the last node that every way to it passes.

    `open_at[i]` are the splits between which and their joins node i lies, `parallel` those splits whose ways are all
    taken. `entered` are the splits with a way from elsewhere into what lies between them and their joins.
    """

    join: tuple[int, ...]
    open_at: tuple[int, ...]
    parallel: int
    entered: int
    dominator: tuple[int, ...]

    def enclosing(self, number: int) -> list[int]:
        """The nodes whose parallel ways are open at this node, in stream order."""
        return _members(self.open_at[number] & self.parallel)

    def is_closed(self, number: int) -> bool:
        """Whether what enters the ways of this split comes through it alone, so that it all is at its join again."""
        return not self.entered >> number & 1


def find_joins(graph: FlowGraph) -> Joins:
    """The joins of every node of the graph."""
    join = _immediate_post_dominators(graph)
    open_at = [0] * graph.end
    closing: dict[int, int] = {}
    entered = 0
    parallel = 0
    for number, (ways, sources) in enumerate(zip(graph.ways, graph.sources, strict=True)):
        opened = 0
        for source in sources:
            opened |= open_at[source]
            if len(graph.ways[source]) > 1:
                opened |= 1 << source
        if opened:
            if number in closing:
                opened &= ~closing[number]
            open_at[number] = opened
            # What comes from one node alone is entered through nothing else.
            if len(sources) > 1:
                for source in sources:
                    entered |= opened & ~(open_at[source] | 1 << source)
        if len(ways) > 1:
            closing[join[number]] = closing.get(join[number], 0) | 1 << number
            if number in graph.parallel:
                parallel |= 1 << number
    return Joins(join, tuple(open_at), parallel, entered, _immediate_dominators(graph))


def unclosed_choices(graph: FlowGraph, joins: Joins) -> list[int]:
    """Nodes inside parallel work whose alternatives meet another parallel way before they have met each other."""
    found = []
    for number in sorted(graph.choices):
        outer = joins.open_at[number] & joins.parallel
        if not outer or joins.is_closed(number):
            continue
        inner = set(_nodes_before(graph, graph.ways[number], joins.join[number]))
        entries = {source for node in inner for source in graph.sources[node]} - inner - {number}
        if any(_any_parallel(graph, joins, outer, number, entry) for entry in sorted(entries)):
            found.append(number)
    return found


def unclosed_reworks(graph: FlowGraph, joins: Joins) -> list[tuple[int, int]]:
    """Rework (from, to) that leaves the parallel way on which it starts before it is back on it."""
    reworks = [
        (number, target)
        for number, targets in enumerate(graph.reworks)
        for target in targets
        if joins.open_at[number] & joins.parallel
    ]
    if not reworks:
        return []
    on_main_way = forward_closure(graph, (TRIGGER,))
    leads_to = _descendants(graph)
    return [
        (number, target)
        for number, target in reworks
        if _leaves_its_way(graph, joins, on_main_way, leads_to, number, target)
    ]


def _leaves_its_way(
    graph: FlowGraph, joins: Joins, on_main_way: set[int], leads_to: Sequence[int], number: int, target: int
) -> bool:
    meeting = _meeting(joins.join, number, target)
    outer = joins.open_at[number] & joins.parallel
    open_at_meeting = joins.open_at[meeting] if meeting < graph.end else 0
    if any(joins.join[split] != meeting for split in _members(outer & ~open_at_meeting)):
        return True
    for node in _nodes_before(graph, (target,), meeting):
        if node in on_main_way and outer & ~joins.open_at[node]:
            return True
        is_before_or_after = node == number or leads_to[number] >> node & 1 or leads_to[node] >> number & 1
        if not is_before_or_after and _any_parallel(graph, joins, outer, number, node):
            return True
    return False


def _any_parallel(graph: FlowGraph, joins: Joins, splits: int, one: int, other: int) -> bool:
    """Whether both can be reached from one of these parallel splits on ways that share no node."""
    if splits >> other & 1:
        return True
    entered = splits & joins.entered
    # A split through which alone its ways are entered is passed by every way to what it encloses.
    nearest = common_dominator(joins.dominator, one, other)
    if (splits & ~entered & joins.open_at[other]) >> nearest & 1:
        return True
    return any(_are_parallel(graph, split, one, other) for split in _members(entered))


def _are_parallel(graph: FlowGraph, split: int, one: int, other: int) -> bool:
    dominator = {split: split}
    for number in range(split + 1, max(one, other) + 1):
        reached = [source for source in graph.sources[number] if source in dominator]
        if reached:
            dominator[number] = reduce(partial(common_dominator, dominator), reached)
    if one not in dominator or other not in dominator:
        return False
    return common_dominator(dominator, one, other) == split


def _nodes_before(graph: FlowGraph, heads: Iterable[int], stop: int) -> list[int]:
    """The nodes that lie on ways from `heads` to `stop`, without `stop`, in stream order."""
    found: set[int] = set()
    stack = [head for head in heads if head != stop]
    while stack:
        number = stack.pop()
        if number not in found:
            found.add(number)
            stack.extend(target for target in graph.ways[number] if target != stop)
    return sorted(found)


def _immediate_post_dominators(graph: FlowGraph) -> tuple[int, ...]:
    """By the tree walk of Cooper, Harvey and Kennedy; one sweep from the end suffices, as there are no loops."""
    join = [graph.end] * (graph.end + 1)
    for number in range(graph.end - 1, -1, -1):
        ways = graph.ways[number]
        if len(ways) == 1:
            join[number] = ways[0]
        elif ways:
            join[number] = reduce(partial(_meeting, join), ways)
    return tuple(join)


def _immediate_dominators(graph: FlowGraph) -> tuple[int, ...]:
    """The same walk from the trigger, which stands in front of whatever nothing forward leads to as well."""
    dominator = [TRIGGER] * graph.end
    for number, sources in enumerate(graph.sources):
        if len(sources) == 1:
            dominator[number] = sources[0]
        elif sources:
            dominator[number] = reduce(partial(common_dominator, dominator), sources)
    return tuple(dominator)


def _descendants(graph: FlowGraph) -> list[int]:
    """By node what forward flows lead to from it."""
    leads_to = [0] * graph.end
    for number in range(graph.end - 1, -1, -1):
        for target in graph.ways[number]:
            leads_to[number] |= leads_to[target] | 1 << target
    return leads_to


def _members(nodes: int) -> list[int]:
    found = []
    while nodes:
        lowest = nodes & -nodes
        found.append(lowest.bit_length() - 1)
        nodes ^= lowest
    return found


def _meeting(join: list[int] | tuple[int, ...], one: int, other: int) -> int:
    """The first node that both pass, following joins; numbers grow along them."""
    while one != other:
        if one < other:
            one = join[one]
        else:
            other = join[other]
    return one


def common_dominator(dominator: Mapping[int, int] | Sequence[int], one: int, other: int) -> int:
    """The last node that every way to both passes; numbers fall along dominators."""
    while one != other:
        if one > other:
            one = dominator[one]
        else:
            other = dominator[other]
    return one
