"""Rolled %C/A: the chance that an item passes every step without correction."""

from collections.abc import Iterable, Sequence

from metrics.completeness import Ledger
from metrics.graph import TRIGGER
from metrics.stream import Step
from metrics.structure import Structure
from metrics.wording import label


def rolled_complete_accurate(structure: Structure, one_pass: Sequence[float | None], ledger: Ledger) -> float | None:
    """The product along the stream; alternatives by share, every parallel branch a factor, what follows a join once.

    None, with what is missing in the ledger, where a step that items pass on one pass has no %C/A.
    """
    graph, joins = structure.graph, structure.joins
    complete = True
    chances = [1.0] * graph.end
    for number, node in enumerate(graph.nodes):
        if not isinstance(node, Step):
            continue
        if node.complete_accurate is not None:
            chances[number] = node.complete_accurate.value
        elif one_pass[number] != 0:
            ledger.missing(node.id, "complete_accurate", f"needs the %C/A of {label(node, graph)}")
            complete = False
    if not complete or not structure.one_pass_holds or graph.end == 1:
        return None
    for number in range(graph.end - 1, -1, -1):
        if number in graph.choices:
            chances[number] *= sum(
                share * _product(structure, chances, (target,), joins.join[number])
                for target, share in zip(graph.ways[number], structure.shares.forward[number], strict=True)
            )
    return _product(structure, chances, (TRIGGER,), graph.end)


def _product(structure: Structure, chances: Sequence[float], heads: Iterable[int], stop: int) -> float:
    """The chances of the nodes from `heads` to `stop`, each once; a choice stands for what lies up to its join."""
    graph = structure.graph
    product = 1.0
    seen = {stop, graph.end}
    stack = list(heads)
    while stack:
        number = stack.pop()
        if number in seen:
            continue
        seen.add(number)
        product *= chances[number]
        if number in graph.choices:
            stack.append(structure.joins.join[number])
        else:
            stack.extend(graph.ways[number])
    return product
