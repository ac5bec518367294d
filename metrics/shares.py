"""Which fraction of the items takes each way out of a node."""

from dataclasses import dataclass

from metrics.graph import TRIGGER, FlowGraph
from metrics.ledger import Ledger
from metrics.wording import label, percent

SHARE_TOLERANCE = 0.001
# Shares that people would add up to 1 can come out a hair below it.
FLOAT_TOLERANCE = 1e-9
ONLY_WAY = (1.0,)


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares by node in the order of the graph's ways: 1 for each way where all are taken; rework of all items leaving.

    `passed_on` is what is not sent back. Where a rule is broken or a rework share missing the node is in
    `unknown_forward` or `unknown_rework` and has zeros.
    """

    forward: tuple[tuple[float, ...], ...]
    rework: tuple[tuple[float, ...], ...]
    passed_on: tuple[float, ...]
    unknown_forward: frozenset[int]
    unknown_rework: frozenset[int]

    @property
    def any_rework(self) -> bool:
        """Whether anything is sent back anywhere."""
        return any(map(any, self.rework))


def resolve_shares(graph: FlowGraph, ledger: Ledger) -> Shares:
    """The shares of every node; empty forward shares take equal parts of the rest."""
    forward: list[tuple[float, ...]] = [ONLY_WAY if len(ways) == 1 else () for ways in graph.ways]
    rework: list[tuple[float, ...]] = [()] * graph.end
    forward[TRIGGER] = (1.0,) * len(graph.ways[TRIGGER])
    unknown_forward, unknown_rework = set(), set()
    for number, (flows, back_flows) in enumerate(zip(graph.way_flows, graph.rework_flows, strict=True)):
        if len(flows) > 1 or (flows and flows[0].share is not None):
            ways = _forward_shares(graph, number, ledger)
            if ways is None:
                unknown_forward.add(number)
            forward[number] = ways or (0.0,) * len(flows)
        if back_flows:
            back = _rework_shares(graph, number, ledger)
            if back is None:
                unknown_rework.add(number)
            rework[number] = back or (0.0,) * len(back_flows)
    return Shares(
        forward=tuple(forward),
        rework=tuple(rework),
        passed_on=tuple([1.0 - sum(back) if back else 1.0 for back in rework]),
        unknown_forward=frozenset(unknown_forward),
        unknown_rework=frozenset(unknown_rework),
    )


def _forward_shares(graph: FlowGraph, number: int, ledger: Ledger) -> tuple[float, ...] | None:
    ways = graph.ways[number]
    if number in graph.parallel:
        return (1.0,) * len(ways)
    stated = [None if flow.share is None else flow.share.value for flow in graph.way_flows[number]]
    empty = stated.count(None)
    total = sum(share for share in stated if share is not None)
    if empty == len(ways):
        return (1.0 / empty,) * empty
    if total > 1 + SHARE_TOLERANCE or (not empty and total < 1 - SHARE_TOLERANCE):
        node = graph.nodes[number]
        ledger.problem(
            node.id,
            "forward_shares",
            f"The shares of the ways out of {label(node, graph)} add up to {percent(total)}, "
            "but every item goes exactly one way: make them add up to 100 %.",
        )
        return None
    rest = max(0.0, 1.0 - total) / empty if empty else 0.0
    filled = [rest if share is None else share for share in stated]
    # Rounded shares such as three times 0.333 still send every item somewhere.
    whole = sum(filled)
    return tuple(share / whole for share in filled)


def _rework_shares(graph: FlowGraph, number: int, ledger: Ledger) -> tuple[float, ...] | None:
    node = graph.nodes[number]
    stated = []
    for target, flow in zip(graph.reworks[number], graph.rework_flows[number], strict=True):
        if flow.share is None:
            back = label(graph.nodes[target], graph)
            ledger.missing(flow.id, "share", f"needs the share that goes back from {label(node, graph)} to {back}")
        else:
            stated.append(flow.share.value)
    total = sum(stated)
    if total >= 1 - FLOAT_TOLERANCE:
        ledger.problem(
            node.id,
            "rework_shares",
            f"The rework leaving {label(node, graph)} adds up to {percent(total)}, so no item would ever get through: "
            "make it less than 100 %.",
        )
        return None
    return tuple(stated) if len(stated) == len(graph.reworks[number]) else None
