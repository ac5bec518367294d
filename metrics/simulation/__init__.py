"""A seeded discrete-event simulation of a stream (METHOD 3, Prediction): lead times as they spread, not one sum."""

from metrics.estimate import Estimate
from metrics.simulation.model import CannotSimulateError, ChosenDistribution
from metrics.simulation.plan import (
    ARRIVAL_CHOICES,
    DISTRIBUTION_CHOICES,
    LARGEST_SEED,
    MOST_ITEMS,
    USUAL_ITEMS,
    ArrivalChoice,
    DistributionChoice,
    SimulationPlan,
)
from metrics.simulation.result import Histogram, LeadTimes, QueueOverTime, SimulationResult, StepResult
from metrics.simulation.simulate import refuse_impossible, simulate

__all__ = [
    "ARRIVAL_CHOICES",
    "DISTRIBUTION_CHOICES",
    "LARGEST_SEED",
    "MOST_ITEMS",
    "USUAL_ITEMS",
    "ArrivalChoice",
    "CannotSimulateError",
    "ChosenDistribution",
    "DistributionChoice",
    "Estimate",
    "Histogram",
    "LeadTimes",
    "QueueOverTime",
    "SimulationPlan",
    "SimulationResult",
    "StepResult",
    "refuse_impossible",
    "simulate",
]
