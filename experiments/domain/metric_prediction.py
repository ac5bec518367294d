"""What the engine predicts of the one metric that an experiment is about."""

from dataclasses import dataclass
from typing import Any

from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.domain.metric_values import value_on_map
from maps.domain.elements import Elements
from metrics.prediction import Prediction


@dataclass(frozen=True, slots=True)
class MetricPrediction:
    """The metric today and as predicted, in its measure; `percent` is signed, relative to today.

    Null where it cannot be known, which `sentence` then says; `notes` are what the engine assumed.
    """

    today: float | None
    predicted: float | None
    percent: float | None
    sentence: str
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The prediction as it travels and is kept."""
        fields = {name: getattr(self, name) for name in ("today", "predicted", "percent", "sentence")}
        return {**fields, "notes": list(self.notes)}


def prediction_of_metric(
    metric: str, element_id: str, before: Elements, after: Elements, prediction: Prediction
) -> MetricPrediction:
    """Return what becomes of the metric of a step, or of the stream where `element_id` is empty."""
    notes = (*prediction.notes, *prediction.problems)
    known = FLOW_METRICS.get(metric)
    if known is None:
        return MetricPrediction(None, None, None, "Choose a flow metric to see what the engine predicts for it.", notes)
    today = value_on_map(metric, element_id, before, prediction.today)
    then = value_on_map(metric, element_id, after, prediction.predicted)
    if today is None or then is None:
        which = "today" if today is None else "after the change"
        sentence = f"The engine cannot tell the {known.name} {which}: the map lacks what it needs for it."
        return MetricPrediction(today, then, None, sentence, notes)
    if today == 0:
        sentence = f"The {known.name} is 0 today, so no change of it is a share of it."
        return MetricPrediction(today, then, None, sentence, notes)
    percent = (then - today) / today * 100
    told = "stay as it is" if abs(percent) < 0.05 else f"{'rise' if percent > 0 else 'fall'} by {abs(percent):.1f} %"
    sentence = f"By the engine the {known.name} would {told}. {prediction.method_sentence}".strip()
    return MetricPrediction(today, then, percent, sentence, notes)
