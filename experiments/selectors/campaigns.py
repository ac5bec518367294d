"""Reads of focused campaigns: which there are, which constraint a map offers, and when it is time to map."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from experiments.domain.lens import CampaignOutcome, time_to_map
from experiments.models import Campaign, Decision
from experiments.permissions import ExperimentAct, require
from maps.domain.elements import display_name
from maps.models import Map
from maps.selectors import figures_told, maps_of, snapshot_of
from workshops.models import Participant, User
from workshops.selectors import found_for


@dataclass(frozen=True, slots=True)
class MapConstraint:
    """The step that governs a map by its figures, what both rules say of it, and which rule names it."""

    map: Map
    step: str
    name: str
    rule: str
    agrees: bool | None
    evidence: tuple[str, ...]


def campaigns_of(*, actor: Participant, state: str | None = None) -> QuerySet[Campaign]:
    """Return the campaigns of the actor's workshop in the order in which they were planned."""
    require(actor, ExperimentAct.READ)
    found = Campaign.objects.filter(workshop_id=actor.workshop_id)
    if state is not None:
        found = found.filter(state=state)
    found = found.select_related("owner", "map", "series", "lead_time", "created_by", "workshop")
    return found.prefetch_related("guards__series", "interventions__created_by").order_by("created_at", "id")


def campaign_for(user: User | AnonymousUser, campaign_id: UUID) -> tuple[Participant, Campaign]:
    """Return the person's place and the campaign; raises NotFound for strangers, as for none."""
    rows = Campaign.objects.select_related("owner", "map", "series", "lead_time", "created_by")
    place, found = found_for(user, rows, campaign_id)
    found.workshop = place.workshop
    return place, found


def constraint_of(of: Map) -> MapConstraint | None:
    """Return the constraint of a map by its figures as it is now; None where they name none, or not yet to people who
    judge it.
    """
    elements = snapshot_of(of.pk).elements
    constraint = figures_told(of.workshop, elements)["constraint"]
    if constraint is None:
        return None
    return MapConstraint(
        map=of,
        step=constraint["step"],
        name=display_name(constraint["step"], elements),
        rule=constraint["rule"],
        agrees=constraint["agrees"],
        evidence=tuple(constraint["evidence"]),
    )


def constraints_of(*, actor: Participant) -> list[MapConstraint]:
    """Return the constraint of every current state of the workshop whose figures name one, the oldest map first."""
    maps = maps_of(actor=actor).filter(kind=Map.Kind.CURRENT).select_related("workshop")
    return [found for one in maps if (found := constraint_of(one)) is not None]


def outcomes_of(*, actor: Participant) -> list[CampaignOutcome]:
    """Return how the campaigns that ran ended, in the order of their reports, by what was known at each report."""
    require(actor, ExperimentAct.READ)
    reports = Decision.objects.filter(
        campaign__workshop_id=actor.workshop_id, before=Campaign.State.RUNNING, after=Campaign.State.REPORTED
    )
    return [
        CampaignOutcome(
            name=report.campaign.name if report.campaign else "",
            improved=report.evidence["metric"]["verdict"] == "improved",
            guards_worse=tuple(guard["name"] for guard in report.evidence["guards"] if guard["suffers"]),
        )
        for report in reports.select_related("campaign").order_by("decided_at", "id")
        if report.evidence is not None
    ]


def why_time_to_map(*, actor: Participant) -> Sequence[str]:
    """Return why it is time to map instead of pushing another metric; nothing where the campaigns give no reason."""
    return time_to_map(outcomes_of(actor=actor))


def report_of(*, actor: Participant, of: Campaign) -> Decision | None:
    """Return the decision that ended the campaign, with what was concluded and known then; None while it is open."""
    require(actor, ExperimentAct.READ)
    ended = Decision.objects.filter(campaign=of, after=Campaign.State.REPORTED)
    return ended.select_related("decided_by").order_by("-decided_at").first()
