"""Sums over the counted path on one pass: lead, process, wait and value-adding time, and hand-offs."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.basis import Basis
from metrics.ledger import Ledger
from metrics.stream import Step
from metrics.sums import counted, known_total, total
from metrics.wording import label


@dataclass(frozen=True, slots=True)
class PathFigures:
    """None where a value on the path is missing, or where it is not certain which parallel way is the longest.

    `lower_bound_s` is the known part of a lead time that only misses values.
    """

    lead_time_s: float | None = None
    process_time_s: float | None = None
    wait_time_s: float | None = None
    value_added_time_s: float | None = None
    handoffs: float | None = None
    lower_bound_s: float | None = None


def path_figures(basis: Basis, ledger: Ledger) -> PathFigures:
    """The figures of the counted path."""
    structure, weights = basis.structure, basis.path.weights
    adding = adding_steps(basis, ledger)
    handoffs = _handoffs(basis, ledger)
    if not structure.one_pass_holds or structure.graph.end == 1:
        return PathFigures()
    waits = counted(weights, basis.waits_s, basis.on_path)
    processes = counted(weights, basis.processes_s, basis.on_path)
    known_s = ledger.bounded(known_total(waits + processes), "lead time")
    if not path_is_certain(basis):
        return PathFigures(lower_bound_s=known_s)
    value_added_s = None if adding is None else total(counted(weights, basis.processes_s, adding))
    all_known = None not in waits and None not in processes
    return PathFigures(
        lead_time_s=known_s if all_known else None,
        process_time_s=ledger.bounded(total(processes), "process time"),
        wait_time_s=ledger.bounded(total(waits), "wait time"),
        value_added_time_s=ledger.bounded(value_added_s, "value-adding time"),
        handoffs=handoffs,
        lower_bound_s=None if all_known else known_s,
    )


def path_is_certain(basis: Basis) -> bool:
    """Whether all times are known that decide which parallel way is the longest."""
    graph, joins, passed = basis.structure.graph, basis.structure.joins, basis.passed
    splits = sum(1 << split for split in graph.parallel if passed[split])
    return not any(passed[number] and joins.open_at[number] & splits for number in basis.untimed)


def adding_steps(basis: Basis, ledger: Ledger) -> list[int] | None:
    """The value-adding steps on the path; None, with what is missing, unless all steps have a value class."""
    graph = basis.structure.graph
    adding: list[int] = []
    complete = True
    for number in basis.on_path:
        node = graph.nodes[number]
        if not isinstance(node, Step):
            continue
        if node.value_class is None:
            ledger.missing(node.id, "value_class", f"needs the value class of {label(node, graph)}")
            complete = False
        elif node.value_class == "adding":
            adding.append(number)
    return adding if complete else None


def stated_handoffs(basis: Basis) -> tuple[list[int], Sequence[float | None]]:
    """The steps on the path that state hand-offs, and the stated numbers by node."""
    nodes = basis.structure.graph.nodes
    stated: list[float | None] = [None] * len(nodes)
    numbers = []
    for number in basis.on_path:
        node = nodes[number]
        if isinstance(node, Step) and node.handoffs is not None:
            stated[number] = node.handoffs.value
            numbers.append(number)
    return numbers, stated


def _handoffs(basis: Basis, ledger: Ledger) -> float | None:
    """The stated hand-offs along the path; None where no step states any."""
    numbers, stated = stated_handoffs(basis)
    if not numbers:
        ledger.missing(None, "handoffs", "needs the hand-offs of at least one step on the counted path")
        return None
    return ledger.bounded(known_total(counted(basis.path.weights, stated, numbers)), "number of hand-offs")
