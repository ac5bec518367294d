"""Rolled %C/A: the chance that an item passes every step without correction."""

from collections.abc import Iterable, Sequence
from math import prod

from metrics.graph import TRIGGER
from metrics.ledger import Ledger
from metrics.stream import Step
from metrics.structure import Structure
from metrics.wording import label


def rolled_complete_accurate(structure: Structure, one_pass: Sequence[float | None], ledger: Ledger) -> float | None:
    """The product of the factors; None, with what is missing in the ledger, where one of them is not known."""
    factors = rolled_factors(structure, one_pass, ledger)
    return None if factors is None else prod(factors.values())


def rolled_factors(structure: Structure, one_pass: Sequence[float | None], ledger: Ledger) -> dict[int, float] | None:
    """What nodes multiply the rolled %C/A with, in stream order: their own %C/A, and where alternatives leave, theirs.

    Alternatives count by share, every parallel branch is a factor, what follows a join counts once.
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
    for number in sorted(graph.choices, reverse=True):
        chances[number] *= sum(
            [
                share * prod([chances[inner] for inner in _factors_of(structure, (target,), joins.join[number])])
                for target, share in zip(graph.ways[number], structure.shares.forward[number], strict=True)
            ]
        )
    return {number: chances[number] for number in sorted(_factors_of(structure, graph.ways[TRIGGER], graph.end))}


def _factors_of(structure: Structure, heads: Iterable[int], stop: int) -> list[int]:
    """The nodes from `heads` to `stop`, each once; a choice stands for what lies up to its join."""
    graph = structure.graph
    factors = []
    seen = {stop, graph.end}
    stack = list(heads)
    while stack:
        number = stack.pop()
        if number in seen:
            continue
        seen.add(number)
        factors.append(number)
        if number in graph.choices:
            stack.append(structure.joins.join[number])
        else:
            stack.extend(graph.ways[number])
    return factors
