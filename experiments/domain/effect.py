"""How large a change is: the typical difference and ratio of readings since against before, with 95 % intervals.

Waits and counts are skewed, and one reading far out moves a mean anywhere. So the difference is that of Hodges and
Lehmann, the median of all differences between a reading since and one before (J. L. Hodges and E. L. Lehmann,
Estimates of Location Based on Rank Tests, 1963), with the interval of all shifts that the test of Mann and Whitney does
not reject (L. E. Moses, 1965; Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 2014, 4.3): it holds
for any shape, from the fewest readings on for which it exists. The ratio is the same of logarithms, which is the
natural measure where a change takes off a part of every time. `above` is the share of pairs in which the reading since
is the higher one, ties by half (A. Vargha and H. D. Delaney, 2000).

Readings are taken as independent of each other; where they drift, the true interval is wider.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from metrics.estimate import Estimate

CONFIDENCE = 0.95
MOST_READINGS = 1_000
"""Of longer series the newest count: a million pairs tell no less than a hundred million."""
EXACT_UP_TO = 2_500
"""Pairs up to which the distribution of Mann and Whitney's U is counted out; beyond it the normal one is as good."""
LARGEST = 1e300
"""Beyond it a difference could be larger than any number."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What readings since a change differ from those before it, in the unit of the readings.

    `ratio` is None unless all readings are above 0; `relative` is the change as a part of what was (−0.5 is half):
    the ratio less one, else the difference ÷ |mean before|; None where there is nothing to relate it to.
    """

    readings_before: int
    readings_since: int
    difference: Estimate
    ratio: Estimate | None
    relative: Estimate | None
    above: float

    def as_json(self) -> dict[str, Any]:
        """The effect as plain maps and numbers."""
        return {
            "readings_before": self.readings_before,
            "readings_since": self.readings_since,
            "difference": self.difference.as_json(),
            "ratio": self.ratio and self.ratio.as_json(),
            "relative": self.relative and self.relative.as_json(),
            "above": self.above,
        }


def measure_effect(before: Sequence[float], since: Sequence[float]) -> Effect | None:
    """The effect from known readings in order of time; None without any on one side, or beyond what can be computed."""
    earlier, later = np.array(before[-MOST_READINGS:], float), np.array(since[-MOST_READINGS:], float)
    if not len(earlier) or not len(later) or not _computable(earlier) or not _computable(later):
        return None
    differences = np.subtract.outer(later, earlier).ravel()
    skipped = skipped_pairs(len(earlier), len(later))
    difference = _estimate(differences, skipped)
    ratio = _ratio(earlier, later, skipped)
    return Effect(
        readings_before=len(earlier),
        readings_since=len(later),
        difference=difference,
        ratio=ratio,
        relative=_relative(difference, ratio, float(earlier.mean())),
        above=float((differences > 0).mean() + (differences == 0).mean() / 2),
    )


def readings_needed(before: int) -> int:
    """The fewest readings since the change that give an interval with so many before it; 0 where no number does."""
    return next((since for since in range(1, MOST_READINGS) if skipped_pairs(before, since) is not None), 0)


def skipped_pairs(before: int, since: int) -> int | None:
    """How many of the sorted differences lie outside the interval at each end; None where even all are too few."""
    tail = (1 - CONFIDENCE) / 2
    pairs = before * since
    if pairs > EXACT_UP_TO:
        deviation = math.sqrt(pairs * (before + since + 1) / 12)
        return max(0, math.floor(pairs / 2 + NormalDist().inv_cdf(tail) * deviation - 0.5))
    if not pairs:
        return None
    ways = ways_to_reach(before, since)
    allowed, reached = tail * math.comb(before + since, since), 0
    for skipped, count in enumerate(ways):
        reached += count
        if reached > allowed:
            return skipped - 1 if skipped else None
    raise AssertionError("All orders together are more than the tail.")


def ways_to_reach(before: int, since: int) -> list[int]:
    """In how many orders of the readings Mann and Whitney's U is 0, 1, 2 …, if the change did nothing.

    The coefficients of the Gaussian binomial Π (1 − x^(more + i)) ÷ (1 − x^i), i from 1 to the fewer of both.
    """
    fewer, more = sorted((before, since))
    size = fewer * more + 1
    ways = [1] + [0] * (size - 1)
    for factor in range(1, fewer + 1):
        for place in range(size - 1, more + factor - 1, -1):
            ways[place] -= ways[place - more - factor]
        for place in range(factor, size):
            ways[place] += ways[place - factor]
    return ways


def _computable(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).all() and np.abs(values).max() <= LARGEST)


def _estimate(values: np.ndarray, skipped: int | None) -> Estimate:
    ordered = np.sort(values)
    value = float(np.median(ordered))
    if skipped is None:
        return Estimate(value, None, None)
    return Estimate(value, float(ordered[skipped]), float(ordered[len(ordered) - 1 - skipped]))


def _ratio(earlier: np.ndarray, later: np.ndarray, skipped: int | None) -> Estimate | None:
    if min(earlier.min(), later.min()) <= 0:
        return None
    logarithms = _estimate(np.subtract.outer(np.log(later), np.log(earlier)).ravel(), skipped)
    # A ratio of the largest to the smallest number that there is has no number itself.
    if max(abs(end) for end in (logarithms.value, logarithms.low or 0.0, logarithms.high or 0.0)) > math.log(LARGEST):
        return None
    return _map(logarithms, math.exp)


def _relative(difference: Estimate, ratio: Estimate | None, mean_before: float) -> Estimate | None:
    if ratio is not None:
        return _map(ratio, lambda value: value - 1)
    size = abs(mean_before)
    largest = max(abs(end) for end in (difference.value, difference.low or 0.0, difference.high or 0.0))
    if size == 0 or not math.isfinite(largest / size):
        return None
    return _map(difference, lambda value: value / size)


def _map(estimate: Estimate, change: Callable[[float], float]) -> Estimate:
    low, high = (None if end is None else change(end) for end in (estimate.low, estimate.high))
    return Estimate(change(estimate.value), low, high)
