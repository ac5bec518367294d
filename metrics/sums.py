"""Sums of what is counted: the one arithmetic behind a figure and behind the rows that explain it."""

import math
from collections.abc import Iterable, Sequence


def counted(times: Sequence[float], each: Sequence[float | None], numbers: Iterable[int]) -> list[float | None]:
    """For these nodes what each adds to a sum: its value as often as it counts; None where the value is not known."""
    return [None if (value := each[number]) is None else times[number] * value for number in numbers]


def total(parts: Iterable[float | None]) -> float | None:
    """The sum, rounded once, so that it is the same in any order; None where a part is not known."""
    listed = list(parts)
    return None if None in listed else known_total(listed)


def known_total(parts: Iterable[float | None]) -> float:
    """The sum of the parts that are known, infinite where no number holds it."""
    try:
        return math.fsum([part for part in parts if part is not None])
    except OverflowError:
        return math.inf
