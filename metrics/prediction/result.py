"""What a prediction answers."""

from dataclasses import dataclass
from typing import Any, Literal

from metrics.figures import StreamMetrics
from metrics.prediction.queueing import Variability

Method = Literal["kingman", "allen_cunneen"]


@dataclass(frozen=True, slots=True)
class PredictedWait:
    """What becomes of the wait before a step or in a queue, in seconds of working time, and the sentence that says why.

    `predicted_s` is None where no wait lasts, `stated_s` where today's is not known; a utilisation is None where it is
    not known.
    """

    element: str
    name: str
    stated_s: float | None
    predicted_s: float | None
    utilisation_today: float | None
    utilisation_then: float | None
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The wait as it travels."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Prediction:
    """The figures of today and of the changed stream, and how its waits were predicted.

    `waits` are those on which a change has a bearing, in stream order; `method` is None where none was scaled.
    `problems` say where no number can be given, `notes` what was assumed.
    """

    method: Method | None
    method_sentence: str
    variability: Variability
    waits: tuple[PredictedWait, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    today: StreamMetrics
    predicted: StreamMetrics

    def as_json(self) -> dict[str, Any]:
        """How the waits were predicted, without the figures, which travel beside it."""
        return {
            "method": self.method,
            "method_sentence": self.method_sentence,
            "variability": {"arrivals": self.variability.arrivals, "service": self.variability.service},
            "waits": [wait.as_json() for wait in self.waits],
            "notes": list(self.notes),
            "problems": list(self.problems),
        }
