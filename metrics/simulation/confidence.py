"""Estimates with 95 % confidence intervals from values that depend on each other in time, as lead times in a queue do.

The values in their order are cut into ten batches, so long that batches hardly depend on each other (batch means:
Schmeiser, Batch size effects in the analysis of simulation output, 1982). Of 10,000 items through a queue at 80 or 90 %
load the interval holds the true mean nine times in ten rather than nineteen in twenty. For percentiles the
spread is taken around the percentile of all values, not around the mean of those of the batches, which removes most of
the bias of short batches (sectioning: Asmussen and Glynn, Stochastic Simulation, 2007, III.5a).
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from metrics.estimate import Estimate

BATCHES = 10
T_OF_BATCHES = 2.262157
"""The 97.5th percentile of Student's t with 9 degrees of freedom."""
FEWEST_VALUES = 100


def estimate(values: np.ndarray, statistic: Callable[[np.ndarray], Any]) -> Estimate:
    """This statistic of the values, with an interval from 100 values on."""
    value = float(statistic(values))
    if len(values) < FEWEST_VALUES:
        return Estimate(value, None, None)
    return around(value, [float(statistic(batch)) for batch in np.array_split(values, BATCHES)])


def around(value: float, of_batches: Sequence[float]) -> Estimate:
    """The value of the whole with the interval that the values of its batches give; never below 0."""
    error = math.sqrt(sum((one - value) ** 2 for one in of_batches) / (BATCHES * (BATCHES - 1)))
    return Estimate(value, max(0.0, value - T_OF_BATCHES * error), value + T_OF_BATCHES * error)
