"""What a focused campaign lacks before it can run.

A target that luck will hit is warned of and does not prevent a start; a campaign that could not be judged, or whose
harm nobody has thought of, does not start.
"""

from collections.abc import Sequence

from experiments.domain.hypothesis import Gap
from experiments.domain.smart import CampaignIdea, Check

WARNED_OF = frozenset({"A"})
"""Letters that do not have to hold: people may know more of the process than its limits do."""


def missing_to_run(idea: CampaignIdea, checks: Sequence[Check], owner: str) -> tuple[Gap, ...]:
    """Everything without which the campaign could not be judged, or nobody would see to it."""
    gaps = [
        Gap(_field_of(check, idea), check.sentence)
        for check in checks
        if check.holds is not True and check.letter not in WARNED_OF
    ]
    if idea.target is None:
        gaps.append(Gap("target", "Set a target."))
    if not owner.strip():
        gaps.append(Gap("owner", "Name an owner, who sees to it that it is run and read."))
    return tuple(gaps)


def _field_of(check: Check, idea: CampaignIdea) -> str:
    """The field that makes the letter hold."""
    match check.letter:
        case "S":
            return "place" if idea.metric.strip() else "series"
        case "M" if not idea.how_measured.strip():
            return "how_measured"
        case "M":
            return "baseline" if idea.unit.strip() else "unit"
        case "A":
            return "target"
        case "R":
            return "serves"
        case "T":
            return "starts_on" if idea.starts_on is None else "ends_on"
        case "harm" if idea.harm_possible is None:
            return "harm_possible"
        case "harm":
            return "guards" if idea.harm.strip() else "harm"
