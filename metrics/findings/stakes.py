"""What a finding is about in seconds of lead time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.durations import format_duration
from metrics.stream import Node
from metrics.survey import Survey
from metrics.wording import label, percent

MOST_OF_A_KIND = 5
"""A list of a hundred sentences is read by nobody: of each code those with most at stake are told."""


@dataclass(frozen=True, slots=True)
class Stakes:
    """How often a time counts in the lead time that findings speak of: the expected one, else that of one pass.

    `lead_time_s` is that lead time, None or nothing where a rule is broken or a value is missing.
    """

    found: Survey
    weights: Sequence[float] | None
    lead_time_s: float | None
    lead_time_name: str

    def of(self, number: int, seconds: float) -> float | None:
        """The seconds as often as they count; None where that is not known."""
        if self.weights is None:
            return None
        at_stake_s = self.weights[number] * seconds
        return at_stake_s if math.isfinite(at_stake_s) else None

    def share(self, at_stake_s: float | None) -> float | None:
        """How much of the lead time that is."""
        if at_stake_s is None or not self.lead_time_s:
            return None
        return at_stake_s / self.lead_time_s

    def makes(self, at_stake_s: float) -> str:
        """“makes 8 d of the expected lead time of 27.8 d (28.8 %)”, for a lead time above zero."""
        lead_time_s = self.lead_time_s or 0.0
        return (
            f"makes {self.time(at_stake_s)} of the {self.lead_time_name} of {self.time(lead_time_s)} "
            f"({percent(at_stake_s / lead_time_s)})"
        )

    def time(self, seconds: float) -> str:
        return format_duration(seconds, self.found.stream.calendar)

    def name(self, number: int) -> str:
        return label(self.node(number), self.found.graph)

    def node(self, number: int) -> Node:
        return self.found.graph.nodes[number]


def stakes_of(found: Survey) -> Stakes:
    """The stakes of a survey."""
    expected = found.basis.expected
    if expected is not None:
        return Stakes(found, expected.weights, found.expected_lead_time_s, "expected lead time")
    weights = found.basis.path.weights if found.basis.structure.one_pass_holds else None
    return Stakes(found, weights, found.path.lead_time_s, "lead time")
