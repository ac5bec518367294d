"""Nested streams whose figures compose from their parts, written apart from the engine as its oracle."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import prod

from hypothesis import strategies as st

from tests.metrics.build import MapSketch

PEOPLE = 2.0


@dataclass(frozen=True)
class Leaf:
    wait: float
    work: float
    quality: float


@dataclass(frozen=True)
class Pile:
    wait: float


@dataclass(frozen=True)
class Row:
    parts: tuple["Shape", ...]


@dataclass(frozen=True)
class OneOf:
    """One step decides; an empty way goes straight on."""

    decide: Leaf
    shares: tuple[float, ...]
    ways: tuple["Shape | None", ...]
    last_share_stated: bool


@dataclass(frozen=True)
class AllOf:
    fork: Leaf
    ways: tuple["Shape | None", ...]


@dataclass(frozen=True)
class Redo:
    """The check sends a share of the items back to the first step or queue; with it around everything in between."""

    first: "Leaf | Pile"
    body: "Shape | None"
    check: Leaf
    share: float


Shape = Leaf | Pile | Row | OneOf | AllOf | Redo


def time_of(shape: Shape | None, *, expected: bool) -> float:
    match shape:
        case None:
            return 0.0
        case Leaf(wait, work):
            return wait + work
        case Pile(wait):
            return wait
        case Row(parts):
            return sum(time_of(part, expected=expected) for part in parts)
        case OneOf(decide, shares, ways):
            ahead = sum(s * time_of(way, expected=expected) for s, way in zip(shares, ways, strict=True))
            return time_of(decide, expected=expected) + ahead
        case AllOf(fork, ways):
            return time_of(fork, expected=expected) + max(time_of(way, expected=expected) for way in ways)
        case Redo(first, body, check, share):
            once = sum(time_of(part, expected=expected) for part in (first, body, check))
            return once / (1 - share) if expected else once


@dataclass(frozen=True)
class Pass:
    """One pass through a shape along its longest ways; `is_clear` unless ways are equally long and differ."""

    process: float
    wait: float
    is_clear: bool = True

    @property
    def time(self) -> float:
        return self.process + self.wait

    def then(self, other: "Pass", share: float = 1.0) -> "Pass":
        clear = self.is_clear and (other.is_clear or share == 0)
        return Pass(self.process + share * other.process, self.wait + share * other.wait, clear)


def one_pass_of(shape: Shape | None) -> Pass:
    """Process and wait time on the way that counts."""
    match shape:
        case None:
            return Pass(0.0, 0.0)
        case Leaf(wait, work):
            return Pass(work, wait)
        case Pile(wait):
            return Pass(0.0, wait)
        case Row(parts):
            return reduce(Pass.then, map(one_pass_of, parts), Pass(0.0, 0.0))
        case OneOf(decide, shares, ways):
            passed = one_pass_of(decide)
            for share, way in zip(shares, ways, strict=True):
                passed = passed.then(one_pass_of(way), share)
            return passed
        case AllOf(fork, ways):
            passes = [one_pass_of(way) for way in ways]
            longest = max(passes, key=lambda way: way.time)
            rivals = [way for way in passes if way.time >= longest.time * (1 - 1e-9)]
            clear = all(way.is_clear and way.process == longest.process for way in rivals)
            return one_pass_of(fork).then(Pass(longest.process, longest.wait, clear))
        case Redo(first, body, check):
            return one_pass_of(first).then(one_pass_of(body)).then(one_pass_of(check))


def effort_of(shape: Shape | None) -> float:
    """Process time of everything done for one item, rework included."""
    match shape:
        case None | Pile():
            return 0.0
        case Leaf():
            return shape.work
        case Row(parts):
            return sum(map(effort_of, parts))
        case OneOf(decide, shares, ways):
            return decide.work + sum(s * effort_of(way) for s, way in zip(shares, ways, strict=True))
        case AllOf(fork, ways):
            return fork.work + sum(map(effort_of, ways))
        case Redo(first, body, check, share):
            return sum(map(effort_of, (first, body, check))) / (1 - share)


def quality_of(shape: Shape | None) -> float:
    match shape:
        case None | Pile():
            return 1.0
        case Leaf():
            return shape.quality
        case Row(parts):
            return prod(map(quality_of, parts))
        case OneOf(decide, shares, ways):
            return decide.quality * sum(s * quality_of(way) for s, way in zip(shares, ways, strict=True))
        case AllOf(fork, ways):
            return fork.quality * prod(map(quality_of, ways))
        case Redo(first, body, check):
            return quality_of(first) * quality_of(body) * check.quality


@dataclass
class Drawn:
    """A shape drawn as a map; `visits` and `one_pass` are the composed visits by element."""

    sketch: MapSketch = field(default_factory=MapSketch)
    visits: dict[str, float] = field(default_factory=dict)
    one_pass: dict[str, float] = field(default_factory=dict)

    def draw(self, shape: Shape) -> None:
        last = Leaf(1.0, 1.0, 1.0)
        self._draw(Row((shape, last)), [], 1.0, 1.0)

    def _draw(self, shape: Shape | None, loose: "Loose", visits: float, once: float) -> "Loose":
        """Draws the shape after the loose ends (node, share of the arrow) and returns its own."""
        match shape:
            case None:
                return loose
            case Leaf() | Pile():
                return [(self._node(shape, loose, visits, once), None)]
            case Row(parts):
                return reduce(lambda ends, part: self._draw(part, ends, visits, once), parts, loose)
            case OneOf(decide, shares, ways, last_share_stated):
                node = self._node(decide, loose, visits, once)
                ends: Loose = []
                for number, (share, way) in enumerate(zip(shares, ways, strict=True), start=1):
                    written = share if last_share_stated or number < len(ways) else None
                    ends += self._draw(way, [(node, written)], visits * share, once * share)
                return ends
            case AllOf(fork, ways):
                node = self._node(fork, loose, visits, once)
                self.sketch.elements[node]["split"] = "all"
                return [end for way in ways for end in self._draw(way, [(node, None)], visits, once)]
            case Redo(first, body, check, share):
                often = visits / (1 - share)
                start = self._node(first, loose, often, once)
                end = self._node(check, self._draw(body, [(start, None)], often, once), often, once)
                self.sketch.rework(end, start, share)
                return [(end, None)]

    def _node(self, shape: "Leaf | Pile", loose: "Loose", visits: float, once: float) -> str:
        node = f"n{len(self.visits)}"
        if isinstance(shape, Leaf):
            self.sketch.step(
                node,
                wait=shape.wait,
                work=shape.work,
                complete_accurate=shape.quality,
                people=PEOPLE,
                value_class="adding",
            )
        else:
            self.sketch.queue(node, wait_time=shape.wait)
        self.visits[node], self.one_pass[node] = visits, once
        for source, share in loose:
            self.sketch.flow(source, node, share)
        return node


Loose = list[tuple[str, float | None]]

_times = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))
_leaves = st.builds(Leaf, _times, _times, st.floats(0.1, 1))
_piles = st.builds(Pile, _times)


def _fractions(ways: Sequence[object]) -> st.SearchStrategy[tuple[float, ...]]:
    weights = st.tuples(*(st.integers(1, 9) for _ in ways))
    return weights.map(lambda drawn: tuple(weight / sum(drawn) for weight in drawn))


def _ways(inner: st.SearchStrategy[Shape]) -> st.SearchStrategy[tuple[Shape | None, ...]]:
    """Two to four ways, at most one of them empty: two arrows of one kind between two nodes cannot be drawn."""
    return st.tuples(st.lists(inner, min_size=1, max_size=3), st.one_of(st.just((None,)), st.tuples(inner))).map(
        lambda pair: (*pair[0], *pair[1])
    )


def _composed(inner: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
    rows = st.lists(inner, min_size=1, max_size=4).map(lambda parts: Row(tuple(parts)))
    one_of = _ways(inner).flatmap(
        lambda ways: st.builds(OneOf, _leaves, _fractions(ways), st.just(ways), st.booleans())
    )
    all_of = st.builds(AllOf, _leaves, _ways(inner))
    redo = st.builds(Redo, st.one_of(_leaves, _piles), st.one_of(st.none(), inner), _leaves, st.floats(0, 0.9))
    return st.one_of(rows, one_of, all_of, redo)


shapes: st.SearchStrategy[Shape] = st.recursive(st.one_of(_leaves, _piles), _composed, max_leaves=25)


def large_shape(chance: random.Random, depth: int = 4, steps: int = 298) -> Shape:
    """A nest of this depth with so many nodes or a few less: every kind around every kind."""
    if depth == 0 or steps < 8:
        return Row(tuple(_plain(chance) for _ in range(max(1, steps))))
    kind = chance.choice((Row, OneOf, AllOf, Redo))
    if kind is Redo:
        body = large_shape(chance, depth - 1, steps - 2)
        return Redo(_plain(chance), body, _leaf(chance), chance.choice((0.0, 0.05, 0.3, 0.8)))
    count = chance.randint(2, min(6, steps // 3))
    sizes = [(steps - 1) // count] * count
    ways = [large_shape(chance, depth - 1, size) for size in sizes]
    if kind is Row:
        return Row(tuple(ways))
    straight_on = (None,) if chance.random() < 0.3 else ()
    if kind is AllOf:
        return AllOf(_leaf(chance), (*ways, *straight_on))
    weights = [chance.randint(1, 9) for _ in (*ways, *straight_on)]
    shares = tuple(weight / sum(weights) for weight in weights)
    return OneOf(_leaf(chance), shares, (*ways, *straight_on), chance.random() < 0.5)


def _leaf(chance: random.Random) -> Leaf:
    return Leaf(chance.uniform(0, 1e5), chance.uniform(0, 1e5), chance.uniform(0.8, 1.0))


def _plain(chance: random.Random) -> Leaf | Pile:
    return Pile(chance.uniform(0, 1e5)) if chance.random() < 0.15 else _leaf(chance)
