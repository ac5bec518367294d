from experiments.models.experiment import Decision, Experiment, GuardMetric
from experiments.models.future_state import ChangeReason, FutureStateDesign
from experiments.models.improvement import Improvement
from experiments.models.series import Reading, ReadingBatch, Series

__all__ = [
    "ChangeReason",
    "Decision",
    "Experiment",
    "FutureStateDesign",
    "GuardMetric",
    "Improvement",
    "Reading",
    "ReadingBatch",
    "Series",
]
