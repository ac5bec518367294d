"""Gates: what is asked at the end of a quarter or a stage, what can be decided, and what follows from it.

METHOD 5, “Governance”: the quarter's key results are the gate's criteria; outcomes are decided on, not deliverables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.domain.key_results import Standing, has_come
from experiments.domain.states import DECIDED_AS

GOING_ON = ("continue", "pivot", "stop")
MONEY = ("invest", "hold", "kill")
MEANINGS = {
    "continue": "Go on as planned.",
    "pivot": "Keep the aim, change the way to it.",
    "stop": "End it here.",
    "invest": "Give the money and the people for what comes next.",
    "hold": "Wait: nothing goes on until this is decided again.",
    "kill": "End it here; money and people go elsewhere.",
}
PASSED = frozenset({DECIDED_AS["invest"]})
"""States of the gate of a stage after which the next stage begins."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One key result at a gate: asked is its target, or the threshold that a stage sets.

    `is_met` is None where the quarter has no reading.
    """

    key_result: str
    name: str
    owner: str
    standing: Standing
    threshold: float
    movement: str = ""

    @property
    def is_met(self) -> bool | None:
        if self.standing.now is None:
            return None
        return has_come(self.standing.now, threshold=self.threshold, better=self.standing.aim.better)

    @property
    def threshold_words(self) -> str:
        side = "at most" if self.standing.aim.better == "lower" else "at least"
        return f"{side} {self.standing.aim.words(self.threshold)}"

    def as_json(self) -> dict[str, Any]:
        """The criterion as it is kept with the decision; `…_words` so that it reads the same for good."""
        return {
            "key_result": self.key_result,
            "name": self.name,
            "owner": self.owner,
            **self.standing.as_json(),
            "threshold": self.threshold,
            "is_met": self.is_met,
            "baseline_words": self.standing.baseline_words,
            "now_words": self.standing.now_words,
            "target_words": self.standing.target_words,
            "threshold_words": self.threshold_words,
            "movement": self.movement,
        }


def decisions_open(*, is_stage: bool, is_investment: bool) -> tuple[str, ...]:
    """What can be decided: about money at the end of a stage and for an investment, else about going on."""
    return MONEY if is_stage or is_investment else GOING_ON


def evidence_of(criteria: Sequence[Criterion]) -> dict[str, Any]:
    """What is kept with a decision."""
    return {"criteria": [criterion.as_json() for criterion in criteria], "sentence": summary_of(criteria)}


def summary_of(criteria: Sequence[Criterion]) -> str:
    """How many criteria are met; what is not known is counted apart and never as met."""
    if not criteria:
        return "There is no key result to decide by."
    met = sum(criterion.is_met is True for criterion in criteria)
    unknown = [f"“{criterion.name}”" for criterion in criteria if criterion.is_met is None]
    one = met == 1
    told = f"{met} of {len(criteria)} key results {'is' if one else 'are'} where {'it' if one else 'they'} should be"
    if len(criteria) == 1:
        told = f"The one key result is {'' if met else 'not '}where it should be"
    if not unknown:
        return f"{told}."
    if len(criteria) == 1:
        return f"Where {unknown[0]} stands is not known."
    return f"{told}; of {', '.join(unknown)} it is not known."


def current_stage(gates: Sequence[str]) -> int | None:
    """Which stage is under way, by the states of the stages' gates in order; None where the last one is passed."""
    return next((place for place, state in enumerate(gates) if state not in PASSED), None)


def initiative_after(decision: str, state: str) -> str:
    """The state of an initiative after a decision at one of its gates, in the words of the INITIATIVE machine."""
    if decision in ("stop", "kill"):
        return "stopped"
    if decision == "hold":
        return "held"
    if state == "held" or decision == "invest":
        return "running"
    return state
