"""Prediction: what the figures would be if times, people, batches, quality, shares or limits were others."""

from metrics.prediction.predict import predict, predicted_stream
from metrics.prediction.queueing import Variability, chance_to_wait, mean_wait_s
from metrics.prediction.result import PredictedWait, Prediction

__all__ = ["PredictedWait", "Prediction", "Variability", "chance_to_wait", "mean_wait_s", "predict", "predicted_stream"]
