"""The constraint: the step that governs the stream, by utilisation and by where work piles up."""

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.capacity import Capacity, works
from metrics.durations import format_duration
from metrics.figures import Constraint, ConstraintLoad
from metrics.graph import FlowGraph
from metrics.node_times import usable_demand
from metrics.pile_up import Pile
from metrics.stream import Step, Stream
from metrics.wording import label, listed, percent

NEAR_ITS_LIMIT = 0.85
CANNOT_MEET_DEMAND = 1.0


@dataclass(frozen=True, slots=True)
class _Verdict:
    """The step that a rule points to, if it can be applied, and the sentence that says why or why not."""

    number: int | None
    sentence: str


def find_constraint(
    stream: Stream, graph: FlowGraph, capacity: Capacity, piles: Mapping[int, Pile]
) -> Constraint | None:
    """The constraint with the evidence of both rules; utilisation leads where it applies. None where neither does."""
    by_utilisation = _by_utilisation(stream, graph, capacity)
    by_pile_up = _by_pile_up(stream, graph, piles)
    leading = by_pile_up.number if by_utilisation.number is None else by_utilisation.number
    if leading is None:
        return None
    applied = by_utilisation.number is not None and by_pile_up.number is not None
    agrees = by_utilisation.number == by_pile_up.number if applied else None
    evidence = [by_utilisation.sentence, by_pile_up.sentence]
    if agrees is not None:
        evidence.append("Both rules point to the same step." if agrees else "The two rules disagree.")
    load = capacity.loads.get(leading)
    return Constraint(
        step=graph.nodes[leading].id,
        rule="pile_up" if by_utilisation.number is None else "utilisation",
        agrees=agrees,
        evidence=tuple(evidence),
        load=_load_of(load.utilisation if load else None),
        by_utilisation=_id(graph, by_utilisation.number),
        by_pile_up=_id(graph, by_pile_up.number),
        utilisation_sentence=by_utilisation.sentence,
        pile_up_sentence=by_pile_up.sentence,
    )


def rule_sentences(stream: Stream, graph: FlowGraph, capacity: Capacity, piles: Mapping[int, Pile]) -> tuple[str, str]:
    """What the utilisation rule and the pile-up rule say, each by itself."""
    return _by_utilisation(stream, graph, capacity).sentence, _by_pile_up(stream, graph, piles).sentence


def _by_utilisation(stream: Stream, graph: FlowGraph, capacity: Capacity) -> _Verdict:
    if usable_demand(stream) is None:
        return _Verdict(None, "The utilisation rule needs the demand.")
    loads = capacity.loads
    unknown = [node for number, node in enumerate(graph.nodes) if number not in loads and isinstance(node, Step)]
    lacks = (
        ("process time", [node for node in unknown if node.process_time is None]),
        ("people", [node for node in unknown if works(node) and node.people is None]),
        ("visits", unknown),
    )
    for what, lacking in lacks:
        if lacking:
            names = listed([label(node, graph) for node in lacking])
            return _Verdict(None, f"The utilisation rule needs the {what} of {names}.")
    used = {number: load.utilisation or 0.0 for number, load in loads.items()}
    if not used or not any(used.values()):
        return _Verdict(None, "The utilisation rule finds no work: no step has a process time above zero.")
    number = max(used, key=used.__getitem__)
    meaning = {
        "cannot_meet_demand": ": it cannot meet demand",
        "near_its_limit": f": above {percent(NEAR_ITS_LIMIT)} waits grow quickly",
        None: "",
    }[_load_of(used[number])]
    name = label(graph.nodes[number], graph)
    return _Verdict(number, f"By utilisation {name} is the busiest step, at {_used(used[number])}{meaning}.")


def _by_pile_up(stream: Stream, graph: FlowGraph, piles: Mapping[int, Pile]) -> _Verdict:
    unknown = [number for number, pile in piles.items() if not pile.is_known]
    if unknown:
        names = listed([label(graph.nodes[number], graph) for number in unknown])
        return _Verdict(None, f"The pile-up rule needs the wait before {names}.")
    # Piles compare by their wait, ties by their items.
    longest = max(piles, key=piles.__getitem__, default=None)
    if longest is None or not (piles[longest].wait_s > 0 or any(pile.items > 0 for pile in piles.values())):
        return _Verdict(None, "The pile-up rule finds nothing: no work waits before any step.")
    pile = piles[longest]
    counted = f", with {pile.items:g} items" if pile.items else ""
    waiting = format_duration(pile.wait_s, stream.calendar)
    return _Verdict(
        longest, f"By pile-up work waits longest before {label(graph.nodes[longest], graph)}: {waiting}{counted}."
    )


def _used(utilisation: float) -> str:
    """In whole percent, with a decimal where that would look like one of the limits."""
    whole = round(100 * utilisation)
    return percent(utilisation) if whole in (100 * NEAR_ITS_LIMIT, 100 * CANNOT_MEET_DEMAND) else f"{whole} %"


def _load_of(utilisation: float | None) -> ConstraintLoad | None:
    if utilisation is None or utilisation <= NEAR_ITS_LIMIT:
        return None
    return "cannot_meet_demand" if utilisation > CANNOT_MEET_DEMAND else "near_its_limit"


def _id(graph: FlowGraph, number: int | None) -> str | None:
    return None if number is None else graph.nodes[number].id
