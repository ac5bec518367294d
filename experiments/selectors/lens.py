"""Reads of the lens: what was answered last in a workshop, what it recommends, and where one is on the way."""

from dataclasses import dataclass
from typing import Any, Literal

from experiments.domain.lens import Assessment, assess
from experiments.models import Campaign, LensAssessment
from experiments.permissions import ExperimentAct, require
from experiments.selectors.campaigns import MapConstraint, constraint_of
from maps.models import Map
from maps.selectors import hides_constraint, maps_of
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class Step:
    """One lens on the way that is recommended; `is_next` marks the first that is not done."""

    lens: Literal["map", "campaign"]
    is_done: bool
    is_next: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """The newest assessment with what it recommends and how far it was followed."""

    assessment: LensAssessment
    told: Assessment
    map: Map | None
    constraint: MapConstraint | None
    campaign: Campaign | None
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """The recommendation as it travels."""
        return {
            "id": str(self.assessment.pk),
            "concern": self.assessment.concern,
            "answers": self.assessment.answers,
            "answered_by": self.assessment.created_by.name,
            "answered_at": self.assessment.created_at.isoformat(),
            **self.told.as_json(),
            "map": None if self.map is None else str(self.map.pk),
            "campaign": None if self.campaign is None else str(self.campaign.pk),
            "steps": [
                {"lens": step.lens, "is_done": step.is_done, "is_next": step.is_next, "sentence": step.sentence}
                for step in self.steps
            ],
        }


def recommended_of(*, actor: Participant) -> Recommended | None:
    """Return what the newest assessment of the workshop recommends; None where nobody has answered yet."""
    require(actor, ExperimentAct.READ)
    rows = LensAssessment.objects.filter(workshop_id=actor.workshop_id).select_related("created_by")
    newest = rows.order_by("-created_at", "-id").first()
    return None if newest is None else recommended_by(newest, actor=actor)


def recommended_by(assessment: LensAssessment, *, actor: Participant) -> Recommended:
    """Return what an assessment recommends, and how far it was followed."""
    told = assess(assessment.answers)
    first = maps_of(actor=actor).filter(kind=Map.Kind.CURRENT).select_related("workshop").first()
    constraint = constraint_of(first) if first else None
    campaign = assessment.campaigns.order_by("created_at").first()
    done = {"map": constraint is not None, "campaign": campaign is not None and not campaign.is_open}
    sentences = {"map": _map_words(first, constraint), "campaign": _campaign_words(campaign)}
    steps: list[Step] = []
    for lens in told.order:
        is_next = not done[lens] and not any(step.is_next for step in steps)
        steps.append(Step(lens, done[lens], is_next, sentences[lens]))
    return Recommended(assessment, told, first, constraint, campaign, tuple(steps))


def _map_words(of: Map | None, constraint: MapConstraint | None) -> str:
    if of is None:
        return "There is no map yet."
    if constraint is None and hides_constraint(of.workshop_id):
        return f"What “{of.title}” says of its constraint is shown once people have judged it for themselves."
    if constraint is None:
        return f"“{of.title}” does not name its constraint yet: put in the steps, their waits and their work."
    return f"“{of.title}” names its constraint: “{constraint.name}”."


def _campaign_words(campaign: Campaign | None) -> str:
    if campaign is None:
        return "No campaign is planned yet."
    return f"“{campaign.name}” is {campaign.get_state_display()}."
