"""What every page about improvement shows around its content: the workshop's frame and a second level of ways."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from experiments.permissions import ExperimentAct, require
from workshops.models import Participant
from workshops.views.frame import frame_of


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `page` is the name of the address where it begins, which takes the workshop's id alone."""

    slug: str
    title: str
    page: str


SECTIONS = (
    Section("plan", "Plan", "plan"),
    Section("experiments", "Experiments", "experiments"),
    Section("measurements", "Measurements", "measurements"),
    Section("key_results", "Key results", "key_results"),
    Section("campaigns", "Campaigns", "campaigns"),
    Section("signals", "Signals", "signals"),
)


def improvement_frame(actor: Participant, section: str) -> dict[str, Any]:
    """Return the context of `experiments/frame.html`; `section` is the slug of the one that is shown."""
    require(actor, ExperimentAct.READ)
    ways = [
        {"title": one.title, "url": reverse(one.page, args=[actor.workshop_id]), "is_current": one.slug == section}
        for one in SECTIONS
    ]
    return frame_of(actor, "improvement") | {"sections": ways}
