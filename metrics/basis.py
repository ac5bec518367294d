"""What all figures rest on: visits, times and counted paths of the nodes of a stream."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.graph import TRIGGER, FlowGraph
from metrics.ledger import Ledger
from metrics.linear import NearlyEndlessError, PassingSystem
from metrics.node_times import NodeTime, node_times
from metrics.path_time import CountedPath, count_path, expected_path
from metrics.stream import Stream
from metrics.structure import Structure, build_structure
from metrics.visits import expected_visits, one_pass_visits
from metrics.wording import label


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything by the number of the node; visits are None where a broken rule touches them.

    `passed` are the nodes that items pass on one pass, `worked` those and the ones that rework leads to; `on_path` are
    those on the counted path, `on_expected_path` those on the counted path with rework. `known_s` is the known part of
    the time of each node, `untimed` are the nodes of which that is not all. `path` and `expected` count what is not
    known as no time; `expected` is None where a broken rule touches it.
    """

    structure: Structure
    one_pass: tuple[float | None, ...]
    visits: tuple[float | None, ...]
    passed: tuple[bool, ...]
    worked: tuple[bool, ...]
    times: tuple[NodeTime, ...]
    waits_s: tuple[float | None, ...]
    processes_s: tuple[float | None, ...]
    known_s: tuple[float, ...]
    untimed: tuple[int, ...]
    path: CountedPath
    on_path: tuple[int, ...]
    expected: CountedPath | None
    on_expected_path: tuple[int, ...]


def build_basis(stream: Stream, ledger: Ledger) -> Basis:
    """The basis of a stream; what is missing or broken goes into the ledger."""
    structure = build_structure(stream, ledger)
    if structure.graph.end == 1:
        ledger.missing(None, "steps", "needs a first step")
    return basis_of(stream, structure, ledger)


def basis_of(stream: Stream, structure: Structure, ledger: Ledger) -> Basis:
    """The basis of a stream whose structure is known."""
    raw = one_pass_visits(structure)
    unknown = structure.one_pass_unknown
    one_pass = tuple([None if number in unknown else often for number, often in enumerate(raw)] if unknown else raw)
    visits, merged = _visits(structure, raw, ledger)
    passed = tuple([often is None or often > 0 for often in one_pass])
    worked = tuple([on_pass or often is None or often > 0 for on_pass, often in zip(passed, visits, strict=True)])
    times = tuple(node_times(stream, structure, one_pass, worked, ledger))
    known_s = tuple([time.known_s for time in times])
    path = count_path(structure, known_s)
    # A stream with a broken rule or without visits has no expected path.
    holds = structure.expected_holds and None not in visits
    expected = _expected_path(structure, known_s, path, merged, ledger) if holds else None
    return Basis(
        structure=structure,
        one_pass=one_pass,
        visits=visits,
        passed=passed,
        worked=worked,
        times=times,
        waits_s=tuple([time.wait_time_s for time in times]),
        processes_s=tuple([time.process_time_s for time in times]),
        known_s=known_s,
        untimed=tuple([number for number, time in enumerate(times) if not time.is_known]),
        path=path,
        on_path=_counted_nodes(path),
        expected=expected,
        on_expected_path=() if expected is None else _counted_nodes(expected),
    )


def _counted_nodes(path: CountedPath) -> tuple[int, ...]:
    return tuple([number for number, weight in enumerate(path.weights) if weight > 0 and number != TRIGGER])


def _visits(
    structure: Structure, one_pass: Sequence[float], ledger: Ledger
) -> tuple[tuple[float | None, ...], PassingSystem | None]:
    """Expected visits by node with the system behind them, and a problem where items hardly ever get through."""
    graph = structure.graph
    try:
        visits, merged = expected_visits(structure, one_pass)
    except NearlyEndlessError as error:
        _report_endless_rework(graph, error, ledger)
        return (None,) * graph.end, None
    unknown = structure.expected_unknown
    if not unknown and all(map(math.isfinite, visits)):
        return tuple(visits), merged
    bounded = [
        None if number in unknown else ledger.bounded(often, "number of visits") for number, often in enumerate(visits)
    ]
    return tuple(bounded), merged


def _expected_path(
    structure: Structure, known_s: Sequence[float], path: CountedPath, merged: PassingSystem | None, ledger: Ledger
) -> CountedPath | None:
    try:
        return expected_path(structure, known_s, path, merged)
    except NearlyEndlessError as error:
        _report_endless_rework(structure.graph, error, ledger)
        return None


def _report_endless_rework(graph: FlowGraph, error: NearlyEndlessError, ledger: Ledger) -> None:
    node = graph.nodes[error.number]
    sentence = f"Items come back to {label(node, graph)} practically without end: lower the shares of rework."
    ledger.problem(node.id, "endless_rework", sentence)
