"""The expected lead time when one input takes another value, as cheaply as it can be told exactly."""

import math
from collections.abc import Sequence
from dataclasses import replace

from metrics.basis import Basis, basis_of
from metrics.graph import TRIGGER
from metrics.ledger import Ledger
from metrics.linear import NearlyEndlessError, PassingSystem
from metrics.longest import choice_stands, passes_inside
from metrics.node_times import node_times
from metrics.passing import path_passing
from metrics.path_time import count_path, expected_path
from metrics.sensitivity.inputs import UncertainInput
from metrics.shares import FLOAT_TOLERANCE
from metrics.stream import Quantity, Queue, Stream
from metrics.structure import Structure, with_shares


class Effect:
    """Lead times of one stream with one input changed.

    A time counts as often as the counted path passes its node, so a change of it moves the lead time in proportion as
    long as the longest parallel ways stay the longest; only those open at the node can change. Where one does, and for
    shares, the path is solved anew. `work` counts the nodes that were walked for all answers so far.
    """

    def __init__(self, stream: Stream, basis: Basis, lead_time_s: float) -> None:
        if basis.expected is None:
            raise ValueError("Effects need a stream whose expected lead time is known.")
        self._stream = stream
        self._basis = basis
        self._path = basis.expected
        self._lead_time_s = lead_time_s
        self.work = 0
        self._known_s = basis.known_s
        structure = basis.structure
        self._system = self._path.system or PassingSystem(path_passing(structure, self._path.longest))

    def lead_time_s(self, changed: UncertainInput, value: float) -> float | None:
        """The expected lead time with that value; None where it would have no bound."""
        if value == changed.value:
            return self._lead_time_s
        try:
            if changed.field == "share":
                found_s = self._with_share(changed, value)
            else:
                found_s = self._with_times(self._new_times(changed, value))
        except NearlyEndlessError:
            return None
        return found_s if found_s is not None and math.isfinite(found_s) else None

    def rough_s(self, changed: UncertainInput) -> float:
        """About how far the input can move the lead time, without solving anything."""
        weight, spread = self._path.weights[changed.number], changed.high - changed.low
        structure, remaining = self._basis.structure, self._path.remaining_s
        if changed.field == "share":
            ahead = [remaining[way] for way in structure.graph.ways[changed.number]]
            ways = [*ahead, *(remaining[back] for back in structure.graph.reworks[changed.number])]
            return weight * spread * (max(ways) - min(ahead, default=0.0))
        if changed.field == "items" and changed.value:
            return weight * self._known_s[changed.number] * spread / changed.value
        return weight * spread

    def _new_times(self, changed: UncertainInput, value: float) -> dict[int, float]:
        """The nodes whose time changes, with their new times: the node, and queues that its process time empties."""
        node = self._basis.structure.graph.nodes[changed.number]
        old = Quantity(value, changed.source)
        stream = self._stream
        if isinstance(node, Queue) and changed.field == "wait_time":
            return {changed.number: value}
        if isinstance(node, Queue):
            stream = replace(stream, queues={**stream.queues, node.id: replace(node, items=old)})
        else:
            other_s = self._known_s[changed.number] - changed.value
            if changed.field == "wait_time" or stream.queue_rule == "demand":
                return {changed.number: max(0.0, other_s) + value}
            stream = replace(stream, steps={**stream.steps, node.id: replace(node, process_time=old)})
        return self._times_of(stream)

    def _times_of(self, stream: Stream) -> dict[int, float]:
        """The times that are other ones in a stream with the same arrows."""
        basis = self._basis
        graph = basis.structure.graph
        nodes = tuple(stream.steps.get(node.id) or stream.queues.get(node.id) or node for node in graph.nodes)
        structure = replace(basis.structure, graph=replace(graph, nodes=nodes))
        times = node_times(stream, structure, basis.one_pass, basis.worked, Ledger())
        return {
            number: time.known_s
            for number, (time, old_s) in enumerate(zip(times, self._known_s, strict=True))
            if time.known_s != old_s
        }

    def _with_times(self, new_times: dict[int, float]) -> float:
        weights = self._path.weights
        moved_s = {number: time_s - self._known_s[number] for number, time_s in new_times.items()}
        if len(moved_s) > 1 or not all(self._choice_stands(number, by_s) for number, by_s in moved_s.items()):
            times_s = list(self._known_s)
            for number, time_s in new_times.items():
                times_s[number] = time_s
            self.work += len(times_s)
            return _solved_s(self._basis.structure, times_s)
        return max(0.0, self._lead_time_s + sum(weights[number] * by_s for number, by_s in moved_s.items()))

    def _choice_stands(self, number: int, by_s: float) -> bool:
        structure = self._basis.structure
        passes = passes_inside(structure, self._system, number)
        self.work += len(passes)
        return choice_stands(structure, self._path, number, passes, by_s)

    def _with_share(self, changed: UncertainInput, value: float) -> float | None:
        """The lead time with one share changed: other alternatives are scaled, so that together they stay whole."""
        structure = self._basis.structure
        shares, number = structure.shares, changed.number
        if changed.is_rework:
            rework = list(shares.rework)
            rework[number] = _replaced(rework[number], changed.place, value)
            passed_on = list(shares.passed_on)
            passed_on[number] = 1.0 - sum(rework[number])
            if passed_on[number] <= FLOAT_TOLERANCE:
                return None
            new = replace(shares, rework=tuple(rework), passed_on=tuple(passed_on))
        else:
            forward = list(shares.forward)
            forward[number] = _rescaled(forward[number], changed.place, value)
            new = replace(shares, forward=tuple(forward))
        self.work += structure.graph.end
        basis = basis_of(self._stream, with_shares(structure, new), Ledger())
        if basis.expected is None or any(basis.worked[number] for number in basis.untimed):
            return None
        return basis.expected.remaining_s[TRIGGER]


def _solved_s(structure: Structure, times_s: Sequence[float]) -> float:
    return expected_path(structure, times_s, count_path(structure, times_s)).remaining_s[TRIGGER]


def _replaced(shares: tuple[float, ...], place: int, value: float) -> tuple[float, ...]:
    return (*shares[:place], value, *shares[place + 1 :])


def _rescaled(shares: tuple[float, ...], place: int, value: float) -> tuple[float, ...]:
    rest = 1.0 - shares[place]
    if rest <= FLOAT_TOLERANCE:
        return _replaced(((1.0 - value) / (len(shares) - 1),) * len(shares), place, value)
    return _replaced(tuple(share / rest * (1.0 - value) for share in shares), place, value)
