"""Sums over the counted path on one pass: lead, process, wait and value-adding time, and hand-offs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from metrics.completeness import Ledger
from metrics.graph import TRIGGER
from metrics.node_times import NodeTime
from metrics.path_time import CountedPath
from metrics.stream import Step
from metrics.structure import Structure
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


def path_figures(
    structure: Structure, path: CountedPath, times: Sequence[NodeTime], passed: Sequence[bool], ledger: Ledger
) -> PathFigures:
    """The figures of the counted path; `passed` are the nodes that items pass on one pass."""
    graph = structure.graph
    on_path = [number for number, weight in enumerate(path.weights) if weight > 0 and number != TRIGGER]
    adding = _adding_steps(structure, on_path, ledger)
    handoffs = _handoffs(structure, path, on_path, ledger)
    if not structure.one_pass_holds or graph.end == 1:
        return PathFigures()
    if not _is_certain(structure, times, passed):
        return PathFigures(lower_bound_s=ledger.bounded(path.time_s, "lead time"))

    def weighted(numbers: Sequence[int], name: str, value: Callable[[NodeTime], float | None]) -> float | None:
        total = 0.0
        for number in numbers:
            part = value(times[number])
            if part is None:
                return None
            total += path.weights[number] * part
        return ledger.bounded(total, name)

    all_known = all(times[number].is_known for number in on_path)
    time_s = ledger.bounded(path.time_s, "lead time")
    return PathFigures(
        lead_time_s=time_s if all_known else None,
        process_time_s=weighted(on_path, "process time", lambda time: time.process_time_s),
        wait_time_s=weighted(on_path, "wait time", lambda time: time.wait_time_s),
        value_added_time_s=None
        if adding is None
        else weighted(adding, "value-adding time", lambda time: time.process_time_s),
        handoffs=handoffs,
        lower_bound_s=None if all_known else time_s,
    )


def _is_certain(structure: Structure, times: Sequence[NodeTime], passed: Sequence[bool]) -> bool:
    """Whether all times are known that decide which parallel way is the longest."""
    return all(
        times[number].is_known or not passed[number]
        for split, inner in structure.joins.between.items()
        if passed[split]
        for number in inner
    )


def _adding_steps(structure: Structure, on_path: Sequence[int], ledger: Ledger) -> list[int] | None:
    """The value-adding steps among these nodes; None, with what is missing, unless all steps have a value class."""
    adding: list[int] = []
    complete = True
    for number in on_path:
        node = structure.graph.nodes[number]
        if not isinstance(node, Step):
            continue
        if node.value_class is None:
            ledger.missing(node.id, "value_class", f"needs the value class of {label(node, structure.graph)}")
            complete = False
        elif node.value_class == "adding":
            adding.append(number)
    return adding if complete else None


def _handoffs(structure: Structure, path: CountedPath, on_path: Sequence[int], ledger: Ledger) -> float | None:
    """The stated hand-offs along the path; None where no step states any."""
    stated = [
        path.weights[number] * node.handoffs.value
        for number in on_path
        if isinstance(node := structure.graph.nodes[number], Step) and node.handoffs is not None
    ]
    if not stated:
        ledger.missing(None, "handoffs", "needs the hand-offs of at least one step on the counted path")
        return None
    return ledger.bounded(sum(stated), "number of hand-offs")
