"""How a stated time varies from item to item: which distribution its value, range and provenance suggest.

The mean is the stated value wherever that lies inside its range, so that a simulated figure differs from the computed
one because of queues, joins and rework, not because another mean was put in.

- Without a range: exponential (coefficient of variation 1), the variability that METHOD 3 takes as the default.
- With a range from people's heads or one walked item (`guess`, `estimate`, `walked`): lognormal whose 95th percentile
  is as many times its 5th as the range says. Such ranges are narrower than what happens (Lichtenstein, Fischhoff and
  Phillips, Calibration of probabilities, 1982), so they are not taken for the extremes.
- With a `measured` range, or one that starts at 0: beta between its ends, with the sum of shapes of PERT (Malcolm and
  others, Application of a technique for research and development program evaluation, 1959).
- Where the value is an end of its range: triangular, with the value as the most likely time.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from metrics.calendar import Calendar
from metrics.durations import format_duration
from metrics.simulation.plan import DistributionChoice
from metrics.stream import Quantity

DistributionName = Literal["constant", "exponential", "lognormal", "beta", "triangular"]

PERT_SHAPES = 6.0
Z_95 = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""
BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution of seconds; `low` and `high` bound it, except for a lognormal one, whose ratio they give."""

    name: DistributionName
    value: float
    low: float = 0.0
    high: float = math.inf

    @property
    def mean(self) -> float:
        return (self.low + self.value + self.high) / 3 if self.name == "triangular" else self.value

    def draw(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """So many independent times."""
        match self.name:
            case "constant":
                return np.full(count, self.value)
            case "exponential":
                return self.low + rng.exponential(self.value - self.low, count)
            case "lognormal":
                sigma = self._sigma()
                return rng.lognormal(math.log(self.value) - sigma * sigma / 2, sigma, count)
            case "beta":
                span = self.high - self.low
                centre = (self.value - self.low) / span
                return self.low + span * rng.beta(PERT_SHAPES * centre, PERT_SHAPES * (1 - centre), count)
            case "triangular":
                return rng.triangular(self.low, self.value, self.high, count)

    def sentence(self, calendar: Calendar) -> str:
        """The distribution in words, to follow “The process time of “Review””."""
        value, low = format_duration(self.value, calendar), format_duration(self.low, calendar)
        high = format_duration(self.high, calendar) if math.isfinite(self.high) else ""
        match self.name:
            case "constant":
                return f"is always {value}"
            case "exponential" if self.low > 0:
                return f"is at least {low} and exponential above that, {value} on average"
            case "exponential":
                return f"is exponential, {value} on average"
            case "lognormal" if not high:
                return f"is lognormal, {value} on average, with a standard deviation of the same size"
            case "lognormal":
                return f"is lognormal, {value} on average and spread as {low} to {high} hold nine of ten items"
            case "beta":
                return f"is a beta distribution between {low} and {high}, {value} on average"
            case "triangular":
                mean = format_duration(self.mean, calendar)
                return f"is triangular between {low} and {high}, most often {value}, so {mean} on average"

    def _sigma(self) -> float:
        """Standard deviation of the logarithm; without a range that of a coefficient of variation of 1."""
        if not math.isfinite(self.high):
            return math.sqrt(math.log(2.0))
        return (math.log(self.high) - math.log(self.low)) / (2 * Z_95)


def distribution_of(quantity: Quantity, choice: DistributionChoice) -> Distribution:
    """The distribution of a stated time under this choice; a range that does not hold the value counts as none."""
    value = quantity.value
    low, high = quantity.low, quantity.high
    if value <= 0 or choice == "constant":
        return Distribution("constant", value)
    if choice == "exponential":
        return Distribution("exponential", value)
    if (low is not None and low > value) or (high is not None and high < value):
        low = high = None
    if choice == "triangular":
        return _triangular(value, 0.0 if low is None else low, 2 * value if high is None else high)
    if high is None:
        return _without_high(value, 0.0 if low is None else low, choice)
    return _with_range(quantity, 0.0 if low is None else low, high, choice)


def _without_high(value: float, low: float, choice: DistributionChoice) -> Distribution:
    if choice == "lognormal":
        return Distribution("lognormal", value)
    if low == value:
        return Distribution("constant", value)
    return Distribution("exponential", value, low)


def _with_range(quantity: Quantity, low: float, high: float, choice: DistributionChoice) -> Distribution:
    value = quantity.value
    if low == high:
        return Distribution("constant", value)
    if low > 0 and (choice == "lognormal" or quantity.source != "measured") and low < value < high:
        return Distribution("lognormal", value, low, high)
    if low < value < high:
        return Distribution("beta", value, low, high)
    return _triangular(value, low, high)


def _triangular(value: float, low: float, high: float) -> Distribution:
    return Distribution("constant", value) if low == high else Distribution("triangular", value, low, high)


def endless_draws(distribution: Distribution, rng: np.random.Generator, *, factor: float = 1.0) -> Iterator[float]:
    """Independent times without end, each multiplied by `factor`; drawn in blocks, which is ten times quicker."""
    while True:
        yield from (factor * distribution.draw(rng, BLOCK)).tolist()


def endless_uniforms(rng: np.random.Generator) -> Iterator[float]:
    """Independent numbers from 0 to below 1 without end."""
    while True:
        yield from rng.random(BLOCK).tolist()
