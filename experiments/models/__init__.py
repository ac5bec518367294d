from experiments.models.campaign import Campaign, Intervention
from experiments.models.experiment import Decision, Experiment, GuardMetric
from experiments.models.future_state import ChangeReason, FutureStateDesign
from experiments.models.improvement import Improvement
from experiments.models.initiative import Gate, Initiative, Sprint, Stage, StageCriterion
from experiments.models.key_result import KeyResult, Objective, SeriesFeed
from experiments.models.lens import LensAssessment
from experiments.models.series import Reading, ReadingBatch, Series

__all__ = [
    "Campaign",
    "ChangeReason",
    "Decision",
    "Experiment",
    "FutureStateDesign",
    "Gate",
    "GuardMetric",
    "Improvement",
    "Initiative",
    "Intervention",
    "KeyResult",
    "LensAssessment",
    "Objective",
    "Reading",
    "ReadingBatch",
    "Series",
    "SeriesFeed",
    "Sprint",
    "Stage",
    "StageCriterion",
]
