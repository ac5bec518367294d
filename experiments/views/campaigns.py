"""The campaigns of a workshop on a page, the form that begins one, and the way from a report to the next."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.commands.campaigns import plan_campaign
from experiments.commands.series import create_series
from experiments.forms.campaign import NewCampaignForm
from experiments.models import Campaign
from experiments.permissions import ExperimentAct, may, require
from experiments.selectors.campaign_standing import standing_of
from experiments.selectors.campaigns import (
    campaign_for,
    campaigns_of,
    constraints_of,
    report_of,
    why_time_to_map,
)
from experiments.selectors.plan import today_of
from experiments.views.campaign_parts import account_of, facts_of
from experiments.views.frame import improvement_frame
from maps.selectors import hides_constraint
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import back_with


@require_safe
@never_cache
@login_required
def show_campaigns(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """List the campaigns: running ones with what they have to say, planned ones, reports the newest first."""
    actor = participant_of(request.user, workshop_id)
    found = list(campaigns_of(actor=actor))
    context = {
        "running": [_card(actor, one) for one in found if one.state == Campaign.State.RUNNING],
        "planned": [_card(actor, one) for one in found if one.state == Campaign.State.PLANNED],
        "reported": [_card(actor, one) for one in reversed(found) if one.state == Campaign.State.REPORTED],
        "time_to_map": why_time_to_map(actor=actor),
        "proposes": may(actor, ExperimentAct.PROPOSE),
    }
    return render(request, "experiments/campaigns.html", improvement_frame(actor, "campaigns") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_campaign(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show what a campaign begins with, the constraints of the maps offered first; posting plans it."""
    actor = participant_of(request.user, workshop_id)
    require(actor, ExperimentAct.PROPOSE)
    form = NewCampaignForm(request.POST or None, actor=actor, initial={"tie": request.GET.get("tie", "")})
    if request.method == "POST" and form.is_valid():
        try:
            created = _plan(actor, form)
        except InvalidInput as error:
            form.show(error.problems)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"“{created.name}” is planned. Answer what is still open before it starts.")
            return redirect("campaign", created.id)
    offers = [(f"{found.map.pk}:{found.step}", found) for found in constraints_of(actor=actor)]
    is_hidden = hides_constraint(actor.workshop_id)
    context = {"form": form, "offers": offers, "chosen": form["tie"].value(), "is_constraint_hidden": is_hidden}
    status = 400 if form.errors else 200
    return render(
        request, "experiments/campaign_new.html", improvement_frame(actor, "campaigns") | context, status=status
    )


@require_POST
@login_required
def plan_next(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Plan the campaign that follows a reported one, about the same metric."""
    actor, found = campaign_for(request.user, campaign_id)
    try:
        following = plan_campaign(actor=actor, given={"follows": found.id})
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "campaign", campaign_id)
    messages.success(request, "The next one is planned: the same metric and guards. Set its target and its days.")
    return redirect("campaign", following.id)


@transaction.atomic
def _plan(actor: Participant, form: NewCampaignForm) -> Campaign:
    """Plan the campaign with the series that begins with it: both or none."""
    given = form.given()
    begun = form.begun(form.cleaned_data["series"])
    if begun is not None:
        given["series"] = begin_series(actor, begun)
    return plan_campaign(actor=actor, given=given)


def begin_series(actor: Participant, given: dict[str, object], prefix: str = "new_") -> UUID:
    """Begin a series for a campaign; raises InvalidInput with the fields as its form calls them.

    `prefix` is that of the form's fields for it: `new_` of a metric, `new_guard_` of a guard.
    """
    names = {"name": "new_guard" if prefix == "new_guard_" else "new_series", "worse_when": f"{prefix}worse"}
    try:
        return create_series(actor=actor, given=given).pk
    except InvalidInput as error:
        problems = [
            Problem(names.get(problem.place, f"{prefix}{problem.place}"), problem.sentence)
            for problem in error.problems
        ]
        raise InvalidInput(problems) from None


def _card(actor: Participant, campaign: Campaign) -> dict[str, object]:
    campaign.workshop = actor.workshop
    standing = standing_of(campaign)
    report = report_of(actor=actor, of=campaign)
    return {
        "campaign": campaign,
        "account": account_of(campaign, standing, report),
        "missing": standing.missing,
        "report": report,
        **facts_of(campaign, today_of(actor.workshop)),
    }
