"""What the waiting before one step does when something changes."""

from dataclasses import dataclass
from typing import Literal

from metrics.prediction.load import Load
from metrics.stream import Step

Verdict = Literal["scaled", "stands", "no_limit"]


@dataclass(frozen=True, slots=True)
class Response:
    """`ratio` scales the queueing, of which the formula explains `explained_s` by today's load.

    `batch_today_s` and `batch_then_s` are what batches of `sizes` make of the wait.

    `verdict` is `stands` where the change has a bearing that cannot be computed, for the reason in `why`, and
    `no_limit` where the queue grows without end. `takes_batch` are the elements whose wait holds that of the batch.
    """

    step: Step
    was: Load
    now: Load
    verdict: Verdict
    ratio: float
    explained_s: float
    sizes: tuple[float, float]
    batch_today_s: float
    batch_then_s: float
    takes_batch: frozenset[str]
    why: str

    @property
    def is_scaled(self) -> bool:
        return self.verdict == "scaled" and self.ratio != 1

    @property
    def is_of_several(self) -> bool:
        """Whether more than one person works at the step, today or then."""
        return max(self.was.people or 1, self.now.people or 1) > 1
