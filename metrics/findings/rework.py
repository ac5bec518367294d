"""What each rework loop costs in lead time: the expected lead time with it, less that without it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from metrics.figures import Finding
from metrics.findings.stakes import MOST_OF_A_KIND, Stakes
from metrics.graph import TRIGGER
from metrics.linear import PassingSystem
from metrics.longest import choice_stands, passes_inside
from metrics.path_time import CountedPath, expected_path
from metrics.structure import Structure
from metrics.wording import percent

LOOPS_PRICED = 32
"""Loops whose exact price is worked out: those with the highest price of a single return."""


class _Loop(NamedTuple):
    """One rework arrow, by its place among those that leave `number`; `return_s` is what single returns cost."""

    number: int
    place: int
    share: float
    return_s: float


def rework_prices(stakes: Stakes) -> Iterator[Finding]:
    """The rework that lengthens the expected lead time most, with its price."""
    found = stakes.found
    expected = found.basis.expected
    if found.expected_lead_time_s is None or expected is None or expected.system is None:
        return
    loops = _costly_loops(found.basis.structure, expected)
    priced = [(_price_s(stakes, expected, expected.system, loop), loop) for loop in loops]
    told = [(price_s, loop) for price_s, loop in priced if 0 < price_s <= found.expected_lead_time_s]
    for price_s, loop in sorted(told, key=lambda entry: -entry[0])[:MOST_OF_A_KIND]:
        back = stakes.name(found.graph.reworks[loop.number][loop.place])
        with_s, without_s = found.expected_lead_time_s, found.expected_lead_time_s - price_s
        yield Finding(
            found.graph.rework_flows[loop.number][loop.place].id,
            "rework_price",
            f"{percent(loop.share)} of the items go back from {stakes.name(loop.number)} to {back}: that adds "
            f"{stakes.time(price_s)} to the expected lead time ({stakes.time(with_s)} with this rework, "
            f"{stakes.time(without_s)} without).",
            price_s,
        )


def _costly_loops(structure: Structure, expected: CountedPath) -> list[_Loop]:
    """The loops on the counted path whose single returns take most time, the most costly first."""
    graph, remaining = structure.graph, expected.remaining_s
    loops = []
    for number, targets in enumerate(graph.reworks):
        for place, target in enumerate(targets):
            share = structure.shares.rework[number][place]
            return_s = remaining[target] - _onward(structure, expected, number, remaining.__getitem__)
            if share and expected.weights[number] and return_s > 0:
                loops.append(_Loop(number, place, share, expected.weights[number] * share * return_s))
    loops.sort(key=lambda loop: -loop.return_s)
    return loops[:LOOPS_PRICED]


def _onward(structure: Structure, expected: CountedPath, number: int, values: Callable[[int], float]) -> float:
    """What follows this node, for one item that is passed on."""
    if number in expected.longest:
        return values(expected.longest[number])
    ways = zip(structure.graph.ways[number], structure.shares.forward[number], strict=True)
    return sum(share * values(target) for target, share in ways)


def _price_s(stakes: Stakes, expected: CountedPath, system: PassingSystem, loop: _Loop) -> float:
    """The expected lead time less that without the loop.

    Without a loop one row of the equations changes, so the solution moves along one column of their inverse (Sherman
    and Morrison 1950). That holds while the longest parallel ways stay the longest, and only those that are open at the
    loop's node could change; where one does, the stream without the loop is solved anew.
    """
    structure, number = stakes.found.basis.structure, loop.number
    returns = system.returns(number)

    def comes_back(node: int) -> float:
        return returns.get(node, 0.0)

    target = structure.graph.reworks[number][loop.place]
    back = loop.share * (comes_back(target) - _onward(structure, expected, number, comes_back))
    saved_s = loop.return_s / expected.weights[number] / (1.0 + back)
    if choice_stands(structure, expected, number, passes_inside(structure, system, number), -saved_s):
        return expected.weights[number] * saved_s
    return expected.remaining_s[TRIGGER] - _without_s(stakes, loop)


def _without_s(stakes: Stakes, loop: _Loop) -> float:
    basis = stakes.found.basis
    shares = basis.structure.shares
    rework, passed_on = list(shares.rework), list(shares.passed_on)
    kept = [0.0 if place == loop.place else share for place, share in enumerate(rework[loop.number])]
    rework[loop.number], passed_on[loop.number] = tuple(kept), 1.0 - sum(kept)
    structure = replace(basis.structure, shares=replace(shares, rework=tuple(rework), passed_on=tuple(passed_on)))
    return expected_path(structure, basis.known_s, basis.path).remaining_s[TRIGGER]
