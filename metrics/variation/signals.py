"""The three signals that readings did not come from the process that the limits describe.

Source: Donald J. Wheeler, Understanding Variation (1993): a point outside the limits; eight in a row on one side of
the centre line; three of four nearer to a limit than to the centre line. No other rule is used: each further one adds
false alarms.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from metrics.variation.limits import Limits

Rule = Literal["outside", "run", "near_limit"]
Side = Literal["above", "below"]

RULES: tuple[Rule, ...] = get_args(Rule)
RUN_LENGTH = 8
WINDOW = 4
NEAR_IN_WINDOW = 3
SAME = 1e-12
"""Two values that differ by less than this part of them differ by rounding alone."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule that is met, on which side of the centre line, and the places of the readings that meet it."""

    rule: Rule
    side: Side
    places: tuple[int, ...]


def find_patterns(values: Sequence[float | None], limits: Limits) -> list[Pattern]:
    """The signals of readings against these limits, by rule and place.

    What follows each other is broken by a gap: nobody knows on which side the missing reading was. A run or a group
    near a limit is told once, in its whole length. Nearer to a limit means nearer to the one that the formula gives:
    where zero replaced it, times and counts crowd near zero without a cause.
    """
    mirrored = [None if value is None else -value for value in values]
    patterns = [
        *_patterns("above", values, limits.mean, limits.upper, limits.upper_natural),
        *_patterns("below", mirrored, -limits.mean, -limits.lower, -limits.lower_natural),
    ]
    return sorted(patterns, key=lambda pattern: (RULES.index(pattern.rule), pattern.places))


def _patterns(
    side: Side, values: Sequence[float | None], mean: float, limit: float, natural_limit: float
) -> Iterator[Pattern]:
    """The patterns of values that lie above the mean, for this side of it."""
    for place in _places_above(values, limit):
        yield Pattern("outside", side, (place,))
    for run in _runs(_places_above(values, mean)):
        yield Pattern("run", side, run)
    for crowd in _crowds(values, _places_above(values, (mean + natural_limit) / 2)):
        yield Pattern("near_limit", side, crowd)


def find_jumps(ranges: Sequence[float | None], limits: Limits) -> list[Pattern]:
    """Moving ranges above their limit: a sudden jump from one reading to the next."""
    return [Pattern("outside", "above", (place,)) for place in _places_above(ranges, limits.upper_range)]


def _places_above(values: Sequence[float | None], line: float) -> list[int]:
    return [
        place
        for place, value in enumerate(values)
        if value is not None and value > line and not math.isclose(value, line, rel_tol=SAME)
    ]


def _runs(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Stretches of places that follow each other directly, those that are long enough."""
    stretch: list[int] = []
    for place in places:
        if stretch and place != stretch[-1] + 1:
            if len(stretch) >= RUN_LENGTH:
                yield tuple(stretch)
            stretch = []
        stretch.append(place)
    if len(stretch) >= RUN_LENGTH:
        yield tuple(stretch)


def _crowds(values: Sequence[float | None], near: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Readings near a limit, three or more in a window of four without a gap; windows that overlap make one crowd."""
    is_near = set(near)
    windows = [
        (first, inside)
        for first in range(len(values) - WINDOW + 1)
        if None not in values[first : first + WINDOW]
        and len(inside := is_near & set(range(first, first + WINDOW))) >= NEAR_IN_WINDOW
    ]
    crowd: set[int] = set()
    for (first, inside), (following, _) in pairwise([*windows, (math.inf, set[int]())]):
        crowd |= inside
        if following >= first + WINDOW:
            yield tuple(sorted(crowd))
            crowd = set()
