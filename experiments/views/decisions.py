"""The ways that are open to an experiment, as its page offers them, and those that it went."""

from collections.abc import Iterable
from dataclasses import dataclass

from experiments.domain.judgement import Suggestion
from experiments.domain.states import EXPERIMENT, Move
from experiments.models import Decision

_MEANS = {
    ("draft", "running"): "From now on its hypothesis stands.",
    ("draft", "abandoned"): "It will not be run.",
    ("running", "to_be_judged"): "Then look at the verdict and decide.",
    ("running", "abandoned"): "Something suffers, or it cannot be finished.",
    ("to_be_judged", "running"): "Not enough is known yet.",
    ("to_be_judged", "adopted"): "It worked: it stays, and the map gets what was measured.",
    ("to_be_judged", "adapted"): "Something of it stays: go on with another experiment.",
    ("to_be_judged", "abandoned"): "It is undone.",
}
_SUGGESTED: dict[Suggestion, str] = {
    "adopt": "adopted",
    "adapt": "adapted",
    "abandon": "abandoned",
    "wait": "running",
}


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """One way that is open: what its button says and means, and whether it is chosen beforehand."""

    target: str
    label: str
    means: str
    is_suggested: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision of the history, called by what was done."""

    entry: Decision
    label: str


def choices_of(moves: Iterable[Move], *, suggestion: Suggestion | None, chosen: str) -> list[MoveChoice]:
    """Return the open moves; `suggestion` is what the figures say after the period, `chosen` what was chosen."""
    suggested = _SUGGESTED.get(suggestion, "") if suggestion else ""
    return [
        MoveChoice(
            target=move.target,
            label=move.label,
            means=_MEANS[move.source, move.target],
            is_suggested=move.source == "to_be_judged" and move.target == suggested,
            is_chosen=move.target == chosen,
        )
        for move in moves
    ]


def rows_of(decisions: Iterable[Decision]) -> list[DecisionRow]:
    """Return the history in order."""
    labels = {(move.source, move.target): move.label for move in EXPERIMENT.moves}
    return [DecisionRow(found, labels[found.before, found.after]) for found in decisions]
