"""How sentences name an element or a share."""

from collections.abc import Sequence

from metrics.graph import FlowGraph
from metrics.stream import Node, Step


def label(node: Node, graph: FlowGraph) -> str:
    """The name in quotes; a queue without a name is told by the one node that follows it."""
    if node.name or isinstance(node, Step):
        return f"“{node.name or node.id}”"
    number = graph.numbers.get(node.id)
    followers = [graph.nodes[target] for target in graph.ways[number]] if number is not None else []
    if len(followers) == 1 and followers[0].name:
        return f"the queue before “{followers[0].name}”"
    return "a queue without a name"


def plain_name(node: Node, graph: FlowGraph) -> str:
    """The name as it stands in tables, without quotes; a queue without a name is called as in sentences."""
    return node.name or (node.id if isinstance(node, Step) else label(node, graph))


def percent(share: float) -> str:
    """A share as people write it, with one decimal where it needs one."""
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def listed(names: Sequence[str]) -> str:
    """Up to three names as in a sentence, and how many more there are."""
    shown, more = list(names[:3]), len(names) - 3
    if more > 0:
        shown.append(f"{more} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
