"""The stream's shape with its shares, and which of its figures a broken rule touches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from metrics.graph import TRIGGER, FlowGraph, build_graph, forward_closure
from metrics.joins import Joins, find_joins, unclosed_choices, unclosed_reworks
from metrics.ledger import Ledger
from metrics.merging import absorbed_at_joins, tangled_splits
from metrics.order import closure
from metrics.shares import Shares, resolve_shares
from metrics.stream import Stream
from metrics.wording import label


@dataclass(frozen=True, slots=True)
class Structure:
    """The graph with shares and joins.

    `absorbed[s][m]`: when an item goes all the ways out of s, how many of its parts that reach m merge there into one.
    `one_pass_unknown` and `expected_unknown` are the nodes whose visits cannot be told because of a broken rule;
    `one_pass_holds` and `expected_holds` say whether the figures of the whole stream can be.
    """

    graph: FlowGraph
    shares: Shares
    joins: Joins
    absorbed: Mapping[int, Mapping[int, float]]
    one_pass_unknown: frozenset[int]
    expected_unknown: frozenset[int]
    one_pass_holds: bool
    expected_holds: bool


def build_structure(stream: Stream, ledger: Ledger) -> Structure:
    """The structure of a stream; broken rules become problems in the ledger."""
    graph = build_graph(stream)
    shares = resolve_shares(graph, ledger)
    joins = find_joins(graph)
    looped = _report_loops(graph, ledger)
    choices = _report_unclosed_choices(graph, joins, ledger)
    reworking = shares.unknown_rework | _report_unclosed_reworks(graph, joins, ledger)

    absorbed = absorbed_at_joins(graph, shares, joins)
    tangled = _report_tangled_splits(graph, absorbed, ledger)

    broken = shares.unknown_forward | choices
    after_broken = {target for number in broken | tangled for target in graph.ways[number]} | looped
    after_rework = {target for number in reworking for target in (*graph.ways[number], *graph.reworks[number])}
    one_pass_unknown = forward_closure(graph, after_broken)
    any_flow = [(*graph.ways[number], *graph.reworks[number]) for number in range(graph.end)]
    return Structure(
        graph=graph,
        shares=shares,
        joins=joins,
        absorbed=absorbed,
        one_pass_unknown=frozenset(one_pass_unknown),
        expected_unknown=frozenset(closure(any_flow, one_pass_unknown | after_rework)),
        one_pass_holds=not _outside_repair(graph, broken | looped),
        expected_holds=not (broken or looped or reworking or tangled),
    )


def with_shares(structure: Structure, shares: Shares) -> Structure:
    """The same stream with other shares, which break no rule."""
    return replace(structure, shares=shares, absorbed=absorbed_at_joins(structure.graph, shares, structure.joins))


def _report_loops(graph: FlowGraph, ledger: Ledger) -> set[int]:
    """Problems for the flows that close a loop; returns the nodes they lead to."""
    for flow in graph.loops:
        source, target = (graph.nodes[graph.numbers[end]] for end in (flow.source, flow.target))
        ledger.problem(
            flow.id,
            "forward_loop",
            f"The arrow from {label(source, graph)} to {label(target, graph)} closes a loop: "
            "mark the arrow back as rework and give its share.",
        )
    return {graph.numbers[flow.target] for flow in graph.loops}


def _report_unclosed_choices(graph: FlowGraph, joins: Joins, ledger: Ledger) -> set[int]:
    choices = unclosed_choices(graph, joins)
    for number in choices:
        node = graph.nodes[number]
        ledger.problem(
            node.id,
            "split_not_closed",
            f"The alternatives after {label(node, graph)} mix with work that goes on in parallel: "
            "bring them together before they meet it.",
        )
    return set(choices)


def _report_unclosed_reworks(graph: FlowGraph, joins: Joins, ledger: Ledger) -> set[int]:
    reworks = unclosed_reworks(graph, joins)
    for number, target in reworks:
        node = graph.nodes[number]
        ledger.problem(
            node.id,
            "rework_not_closed",
            f"{label(node, graph)} is done in parallel with other work, but sends rework out of its branch to "
            f"{label(graph.nodes[target], graph)}: send it back within the branch, or from where they join.",
        )
    return {number for number, _ in reworks}


def _report_tangled_splits(graph: FlowGraph, absorbed: Mapping[int, Mapping[int, float]], ledger: Ledger) -> set[int]:
    """A problem for the last of these splits, as they are one tangle; the longest way through it is still known."""
    tangled = tangled_splits(absorbed)
    if tangled:
        node = graph.nodes[max(tangled)]
        after = label(node, graph) if max(tangled) != TRIGGER else "the trigger"
        ledger.problem(
            node.id or None,
            "ways_too_tangled",
            f"The parallel ways after {after} cross each other so often that how often work is done "
            "cannot be told: bring some of them together first.",
        )
    return set(tangled)


def _outside_repair(graph: FlowGraph, numbers: Iterable[int]) -> set[int]:
    """Those of the nodes that are not reached by rework alone, so that one pass depends on them."""
    on_main_way = forward_closure(graph, (TRIGGER,))
    repair_steps = {target for targets in graph.reworks for target in targets} - on_main_way
    heads = {number for number in repair_steps if not graph.sources[number]}
    return set(numbers) - (forward_closure(graph, heads) - on_main_way)
