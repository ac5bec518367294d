"""The natural process limits of an XmR chart.

Source: Donald J. Wheeler, Understanding Variation (1993), and Wheeler and Chambers, Understanding Statistical Process
Control (1992): limits from the mean moving range of two, never from the standard deviation of all readings, which
the very signals that one looks for would widen.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from metrics.variation.readings import Measure, greatest, least

LIMIT_FACTOR = 2.66
"""3 ÷ d2 with d2 = 1.128 for ranges of two readings."""

RANGE_FACTOR = 3.268
"""D4 for ranges of two readings."""

LARGEST = 1e300
"""Beyond it a limit could be larger than any number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre line and the limits of readings and of their moving ranges, in the unit of the readings.

    `lower` and `upper` are what is drawn: never beyond what a reading can be. `lower_natural` and `upper_natural` are
    what the formula gives; rules about the distance to a limit use these.
    """

    mean: float
    lower: float
    upper: float
    lower_natural: float
    upper_natural: float
    mean_moving_range: float
    upper_range: float


def moving_ranges(values: Sequence[float | None]) -> list[float | None]:
    """|value − value before| by place; None for the first and on both sides of a gap, which no range bridges."""
    ranges: list[float | None] = [None] * len(values)
    for place, (before, value) in enumerate(pairwise(values), start=1):
        if before is not None and value is not None:
            ranges[place] = abs(value - before)
    return ranges


def process_limits(values: Sequence[float | None], measure: Measure) -> Limits | None:
    """Limits of one baseline: mean ± 2.66·mean(mR) and URL = 3.268·mean(mR); None without a single moving range."""
    known = [value for value in values if value is not None]
    ranges = [moved for moved in moving_ranges(values) if moved is not None]
    if not ranges or max(map(abs, known)) > LARGEST:
        return None
    # Equal readings have their value as their mean, to the last digit.
    mean = known[0] if min(known) == max(known) else math.fsum(known) / len(known)
    mean_range = math.fsum(ranges) / len(ranges)
    lower, upper = mean - LIMIT_FACTOR * mean_range, mean + LIMIT_FACTOR * mean_range
    return Limits(
        mean=mean,
        lower=max(lower, least(measure)),
        upper=min(upper, greatest(measure)),
        lower_natural=lower,
        upper_natural=upper,
        mean_moving_range=mean_range,
        upper_range=RANGE_FACTOR * mean_range,
    )
