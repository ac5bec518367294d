"""Focused campaigns: planned, changed while they are planned, taken to running and to their report."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from experiments.commands.campaign_fields import ALWAYS_OPEN, read_campaign
from experiments.commands.decisions import check_move, lock_thing, move
from experiments.commands.fields import FieldReader, refuse_stale
from experiments.commands.guards import write_guards
from experiments.commands.records import record
from experiments.domain.states import CAMPAIGN
from experiments.models import Campaign, Intervention, LensAssessment, Series
from experiments.permissions import ExperimentAct, require, require_change
from experiments.selectors.campaign_standing import standing_of
from experiments.selectors.plan import today_of
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

CAMPAIGNS_LIMIT = 200
INTERVENTIONS_LIMIT = 50
COPIED = (
    "series",
    "map",
    "element_id",
    "element_name",
    "place",
    "how_measured",
    "serves",
    "harm_possible",
    "harm",
    "lead_time",
    "owner",
    "owner_name",
)


class TooManyCampaigns(Conflict):
    """The workshop holds as many campaigns as it may."""

    code = "too_many_campaigns"


class ClaimStands(Conflict):
    """The campaign runs or ran, so what it is judged by cannot be changed any more."""

    code = "claim_stands"


@transaction.atomic
def plan_campaign(
    *, actor: Participant, given: Mapping[str, Any], assessment: LensAssessment | None = None
) -> Campaign:
    """Plan a campaign as far as it is known; raises InvalidInput with every problem.

    With `follows` it begins as a copy of a reported one: the same metric, place and guards, without target and days.
    """
    require(actor, ExperimentAct.PROPOSE)
    lock_workshop(actor.workshop_id)
    if Campaign.objects.filter(workshop_id=actor.workshop_id).count() >= CAMPAIGNS_LIMIT:
        raise TooManyCampaigns(f"This workshop holds {CAMPAIGNS_LIMIT} campaigns, as many as it may.")
    created = Campaign(workshop=actor.workshop, created_by=actor, assessment=assessment)
    guards = _continue(actor, created, given.get("follows"))
    kept, named = read_campaign({"name": created.name, **given}, actor, created)
    for name, value in kept.items():
        setattr(created, name, value)
    created.save()
    write_guards(created, guards if named is None else named)
    record(actor, "plan_campaign", campaign=str(created.id), name=created.name)
    return created


@transaction.atomic
def change_campaign(
    *, actor: Participant, campaign: Campaign, given: Mapping[str, Any], saw_revision: int | None = None
) -> Campaign:
    """Change a campaign that is planned; of one that runs only owner, end and lead time, and guards come on top.

    Raises Conflict where it was changed after revision `saw_revision`, ClaimStands with what cannot be changed.
    """
    locked = lock_thing(actor, campaign)
    require_change(actor, locked)
    refuse_stale(locked, saw_revision)
    kept, guards = read_campaign(given, actor, locked)
    changed = sorted(name for name, value in kept.items() if getattr(locked, name) != value)
    known = set(locked.guards.values_list("series", flat=True))
    if guards is not None and {series.pk for series in guards} != known:
        changed.append("guards")
    _refuse_fixed(locked, changed, guards_stay=guards is None or known <= {series.pk for series in guards})
    for name in changed:
        if name != "guards":
            setattr(locked, name, kept[name])
    if changed:
        locked.revision += 1
        locked.save()
        if guards is not None:
            write_guards(locked, guards)
        record(actor, "change_campaign", campaign=str(locked.id), name=locked.name, changed=changed)
    return locked


@transaction.atomic
def decide_campaign(*, actor: Participant, campaign: Campaign, to: str, reason: str = "") -> Campaign:
    """Start a campaign or report it; facilitators and its owner.

    It starts only with everything that judging it needs: InvalidInput names all that is missing. What was warned of
    at the start, and what moved by the report, is kept as evidence; a report ends the period.
    """
    locked = lock_thing(actor, campaign)
    kept = check_move(actor, locked, CAMPAIGN, to, reason)
    evidence = None
    if to == Campaign.State.RUNNING:
        standing = standing_of(locked)
        if standing.missing:
            raise InvalidInput([Problem(gap.field, gap.sentence) for gap in standing.missing])
        evidence = standing.as_evidence()
    elif locked.state == Campaign.State.RUNNING:
        _end_period(actor, locked)
        evidence = standing_of(locked).as_evidence()
    return move(actor, locked, kind="campaign", to=to, reason=kept, evidence=evidence)


@transaction.atomic
def add_intervention(*, actor: Participant, campaign: Campaign, text: str, made_on: date | None) -> Intervention:
    """Write down what was changed in the process and on which day; the first begins the readings since."""
    locked = lock_thing(actor, campaign)
    require_change(actor, locked)
    _refuse_reported(locked)
    reader = FieldReader(actor.workshop, {"text": text, "made_on": made_on})
    reader.text("text", "The intervention", 300, required=True)
    reader.day("made_on", "The day of the intervention")
    if made_on is None:
        reader.refuse("made_on", "Say on which day it was made.")
    elif locked.starts_on is not None and made_on < locked.starts_on:
        reader.refuse("made_on", f"{made_on} is before the campaign starts on {locked.starts_on}.")
    kept = reader.done()
    same = locked.interventions.filter(**kept).first()
    if same is not None:
        return same
    if locked.interventions.count() >= INTERVENTIONS_LIMIT:
        raise Conflict(f"“{locked}” has {INTERVENTIONS_LIMIT} interventions, as many as it may; nothing was added.")
    made = Intervention.objects.create(campaign=locked, created_by=actor, **kept)
    _count(locked)
    record(actor, "add_intervention", campaign=str(locked.id), name=locked.name, text=made.text)
    return made


@transaction.atomic
def remove_intervention(*, actor: Participant, campaign: Campaign, intervention_id: UUID) -> None:
    """Take out an intervention that was written down by mistake, while the campaign is not reported."""
    locked = lock_thing(actor, campaign)
    require_change(actor, locked)
    made = locked.interventions.filter(pk=intervention_id).first()
    if made is None:
        raise NotFound(f"There is no such intervention in “{locked}”; it may have been taken out already.")
    _refuse_reported(locked)
    made.delete()
    _count(locked)
    record(actor, "remove_intervention", campaign=str(locked.id), name=locked.name, text=made.text)


def _continue(actor: Participant, created: Campaign, follows: UUID | None) -> list[Series]:
    """Copy what the campaign that this one follows was about; returns its guards."""
    if follows is None:
        return []
    before = Campaign.objects.filter(pk=follows, workshop_id=actor.workshop_id).first()
    if before is None or before.is_open:
        sentence = "A campaign follows one of this workshop that was reported; nothing was planned."
        raise InvalidInput([Problem("follows", sentence)])
    created.follows = before
    created.name = f"{before.name}, again"[:200]
    for name in COPIED:
        setattr(created, name, getattr(before, name))
    if created.owner is not None and created.owner.removed_at is not None:
        created.owner = None
    return [guard.series for guard in before.guards.select_related("series")]


def _end_period(actor: Participant, campaign: Campaign) -> None:
    """A report is about what was read until then, so a later end comes forward to today."""
    today = today_of(actor.workshop)
    if campaign.starts_on is not None and campaign.ends_on is not None and campaign.ends_on > today:
        campaign.ends_on = max(today, campaign.starts_on)


def _count(campaign: Campaign) -> None:
    campaign.revision += 1
    campaign.save(update_fields=["revision"])


def _refuse_reported(campaign: Campaign) -> None:
    if not campaign.is_open:
        raise ClaimStands(f"“{campaign}” is reported, so its interventions stand; nothing was changed.")


def _refuse_fixed(campaign: Campaign, changed: list[str], *, guards_stay: bool) -> None:
    """While it runs guards may come but not go: a guard that suffers must not be dropped."""
    if campaign.state == Campaign.State.PLANNED:
        return
    may_change = {*ALWAYS_OPEN, *(["guards"] if guards_stay else [])} if campaign.is_open else set()
    fixed = [name for name in changed if name not in may_change]
    if fixed:
        told = ", ".join(name.replace("_", " ") for name in fixed)
        raise ClaimStands(
            f"“{campaign}” is {CAMPAIGN.label(campaign.state)}, so its {told} cannot be changed any more; plan the "
            "next one instead. Nothing was changed.",
            details={"fixed": fixed},
        )
