"""Linear equations of what passes from node to node in a graph that is nearly free of loops."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

SMALLEST_PIVOT = 1e-9
"""Below it an item would come back a thousand million times, and rounding would decide the answer."""

Passing = Sequence[Sequence[tuple[int, float]]]
"""By node: the nodes that follow it, each with how much of what leaves the node goes there."""


class NearlyEndlessError(ArithmeticError):
    """What leaves the node `number` comes back to it almost entirely."""

    def __init__(self, number: int) -> None:
        super().__init__(f"What leaves node {number} comes back to it almost entirely.")
        self.number = number


class _Elimination(NamedTuple):
    """One unknown solved for: its scale, who used it and how much, and which unknowns it still depends on."""

    number: int
    scale: float
    users: tuple[tuple[int, float], ...]
    rest: tuple[tuple[int, float], ...]


class _Stretch(NamedTuple):
    """The nodes from `low` to `high`, which depend on each other in a circle, solved from the last to the first."""

    low: int
    high: int
    eliminations: Sequence[_Elimination]


class PassingSystem:
    """The equations of a passing, solved once for any right side.

    Arrows lead to higher numbers except those that close a loop, so only nodes that such an arrow spans depend on each
    other in a circle: these stretches are solved by sparse elimination, the rest is walked. Takes time linear in the
    arrows, and every loop adds only what it spans. `solved` are stretches of another system that are the same here.
    Raises NearlyEndlessError where there is no solution.
    """

    __slots__ = ("_passing", "_stretches")

    def __init__(self, passing: Passing, solved: Sequence[_Stretch] = ()) -> None:
        known = {(stretch.low, stretch.high): stretch for stretch in solved}
        self._passing = passing
        self._stretches = [known.get(span) or _Stretch(*span, _eliminate(passing, *span)) for span in _spans(passing)]

    def with_rows(self, rows: Mapping[int, Sequence[tuple[int, float]]]) -> "PassingSystem":
        """The system in which these nodes pass on something else; stretches without any of them stay solved."""
        if not rows:
            return self
        passing = [rows.get(number, row) for number, row in enumerate(self._passing)]
        kept = [one for one in self._stretches if rows.keys().isdisjoint(range(one.low, one.high + 1))]
        return PassingSystem(passing, kept)

    def amounts(self, entering: Sequence[float]) -> list[float]:
        """The x for which x[j] = entering[j] + Σ x[i]·(what i passes to j)."""
        x = list(entering)
        position = 0
        for low, high, eliminations in self._stretches:
            self._pass_on(x, position, low)
            for done in eliminations:
                for other, factor in done.rest:
                    x[other] += factor * x[done.number]
            for done in reversed(eliminations):
                amount = x[done.number]
                for user, factor in done.users:
                    amount += factor * x[user]
                x[done.number] = amount * done.scale
            for number in range(low, high + 1):
                for target, factor in self._passing[number]:
                    if target > high:
                        x[target] += factor * x[number]
            position = high + 1
        self._pass_on(x, position, len(x))
        return x

    def totals(self, own: Sequence[float]) -> list[float]:
        """The x for which x[i] = own[i] + Σ (what i passes to j)·x[j]."""
        x = list(own)
        position = len(x)
        for low, high, eliminations in reversed(self._stretches):
            self._gather(x, high + 1, position)
            for number in range(low, high + 1):
                for target, factor in self._passing[number]:
                    if target > high:
                        x[number] += factor * x[target]
            _solve_totals(x, eliminations)
            position = low
        self._gather(x, 0, position)
        return x

    def returns(self, number: int) -> dict[int, float]:
        """How often `number` is passed, counted from each node that it can come back from; 0 from those not named."""
        for low, high, eliminations in self._stretches:
            if low <= number <= high:
                x = dict.fromkeys(range(low, high + 1), 0.0)
                x[number] = 1.0
                _solve_totals(x, eliminations)
                return x
        return {number: 1.0}

    def passes(self, number: int, first: int) -> dict[int, float]:
        """How often `number` is passed, counted from each node from `first` on; 0 from those not named."""
        x = self.returns(number)
        position = min(x)
        for low, high, eliminations in reversed(self._stretches):
            if high < position and high >= first:
                self._gather_some(x, high + 1, position)
                for inner in range(low, high + 1):
                    following = self._passing[inner]
                    x[inner] = sum(factor * x.get(target, 0.0) for target, factor in following if target > high)
                _solve_totals(x, eliminations)
                position = low
        self._gather_some(x, first, position)
        return x

    def _gather_some(self, x: dict[int, float], first: int, stop: int) -> None:
        for number in range(stop - 1, first - 1, -1):
            x[number] = sum(factor * x.get(target, 0.0) for target, factor in self._passing[number])

    def _pass_on(self, x: list[float], first: int, stop: int) -> None:
        passing = self._passing
        for number in range(first, stop):
            amount = x[number]
            for target, factor in passing[number]:
                x[target] += amount * factor

    def _gather(self, x: list[float], first: int, stop: int) -> None:
        passing = self._passing
        for number in range(stop - 1, first - 1, -1):
            for target, factor in passing[number]:
                x[number] += factor * x[target]


def _solve_totals(x: list[float] | dict[int, float], eliminations: Sequence[_Elimination]) -> None:
    """Solves one stretch in place, given what comes from beyond it."""
    for done in eliminations:
        amount = x[done.number] = x[done.number] * done.scale
        if amount:
            for user, factor in done.users:
                x[user] += factor * amount
    for done in reversed(eliminations):
        for other, factor in done.rest:
            x[done.number] += factor * x[other]


def _spans(passing: Passing) -> list[tuple[int, int]]:
    """The stretches (first, last) that arrows to lower numbers span, those that overlap made one."""
    back = [(target, number) for number, following in enumerate(passing) for target, _ in following if target <= number]
    spans: list[tuple[int, int]] = []
    for low, high in sorted(back):
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return spans


def _eliminate(passing: Passing, low: int, high: int) -> list[_Elimination]:
    """The unknowns of one stretch from the last to the first, so that fill-in stays with what loops span."""
    rows: dict[int, dict[int, float]] = {}
    users: dict[int, list[int]] = {number: [] for number in range(low, high + 1)}
    for number in range(low, high + 1):
        row = rows[number] = {}
        for target, factor in passing[number]:
            if target <= high:
                if target in row:
                    row[target] += factor
                else:
                    row[target] = factor
                    users[target].append(number)
    done = []
    for number in range(high, low - 1, -1):
        row = rows[number]
        pivot = 1.0 - row.pop(number, 0.0)
        if not pivot > SMALLEST_PIVOT:
            raise NearlyEndlessError(number)
        if pivot != 1.0:
            for other in row:
                row[other] /= pivot
        used = []
        for user in users[number]:
            if user < number and (factor := rows[user].pop(number, 0.0)):
                _substitute(rows, users, user, row, factor)
                used.append((user, factor))
        done.append(_Elimination(number, 1.0 / pivot, tuple(used), tuple(row.items())))
    return done


def _substitute(
    rows: dict[int, dict[int, float]], users: dict[int, list[int]], user: int, row: dict[int, float], factor: float
) -> None:
    target = rows[user]
    for other, coefficient in row.items():
        if other in target:
            target[other] += factor * coefficient
        else:
            target[other] = factor * coefficient
            users[other].append(user)
