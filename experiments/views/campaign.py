"""One campaign on its page: planned with its check beside the form, running with its charts, reported for printing."""

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.commands.campaign_fields import ALWAYS_OPEN, read_as_far_as_possible
from experiments.commands.campaigns import change_campaign, decide_campaign
from experiments.domain.smart import suggest_guards
from experiments.domain.states import CAMPAIGN, MoveNotAllowed
from experiments.forms.campaign import CampaignForm, GuardForm, shown_of
from experiments.forms.shared import save_shared
from experiments.models import Campaign, Series
from experiments.permissions import ExperimentAct, hands_of, may, may_change, require_change
from experiments.selectors.campaign_standing import CampaignStanding, guards_of, standing_of
from experiments.selectors.campaigns import campaign_for, report_of, why_time_to_map
from experiments.selectors.plan import decisions_of, today_of
from experiments.views.campaign_parts import account_of, charts_of, facts_of, verdict_on
from experiments.views.campaigns import begin_series
from experiments.views.frame import improvement_frame
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.views.frame import back_with


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show a campaign; posting changes what can still be changed of it."""
    actor, found = campaign_for(request.user, campaign_id)
    if request.method != "POST":
        return show_page(request, actor, found)
    require_change(actor, found)
    form = form_of(actor, found, request.POST)

    def save(saw: int | None) -> None:
        with transaction.atomic():
            change_campaign(actor=actor, campaign=found, given=_given(actor, found, form), saw_revision=saw)

    def again(initial: dict[str, Any]) -> CampaignForm:
        return form_of(actor, found, initial=initial)

    if unsaved := save_shared(form, found, stands=shown_of, save=save, again=again):
        return show_page(request, actor, found, unsaved.context(), status=unsaved.status)
    if request.POST.get("to"):
        return _start_saved(request, actor, found)
    messages.success(request, "Saved.")
    return redirect("campaign", campaign_id)


@require_POST
@never_cache
@login_required
def check_campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show the SMART check for what is typed now; nothing is saved."""
    actor, found = campaign_for(request.user, campaign_id)
    form = CampaignForm(request.POST, actor=actor, of=found)
    reader, guards = read_as_far_as_possible(form.as_far_as_known(), actor, found)
    typed = copy.copy(found)
    for name, value in reader.kept.items():
        setattr(typed, name, value)
    watched = guards_of(found) if guards is None else guards
    # What begins with the campaign is no series yet, but people have named it.
    begun, metric = form.begun_guard(), form.begun(form.cleaned_data.get("series", ""))
    if begun is not None:
        watched = [*watched, Series(workshop=actor.workshop, **begun)]
    if metric is not None:
        typed.series = Series(workshop=actor.workshop, **metric)
    standing = standing_of(typed, guards=watched)
    return render(request, "experiments/campaign_check.html", _check(actor, typed, standing))


@require_safe
@never_cache
@login_required
def show_report(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show what came of a campaign, for printing; of one that runs, as it would read today."""
    actor, found = campaign_for(request.user, campaign_id)
    if found.state == Campaign.State.PLANNED:
        return redirect("campaign", campaign_id)
    context = _account(actor, found, standing_of(found)) | {"why_time_to_map": why_time_to_map(actor=actor)}
    return render(request, "experiments/campaign_report.html", improvement_frame(actor, "campaigns") | context)


def decide_and_go_on(request: HttpRequest, actor: Participant, of: Campaign) -> HttpResponse:
    """Take the campaign to the state that the form names, with its reason, and lead on."""
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    try:
        decided = decide_campaign(actor=actor, campaign=of, to=to, reason=reason)
    except InvalidInput as error:
        _, of = campaign_for(request.user, of.pk)
        told = {"decision": {"reason": reason, "problems": [problem.sentence for problem in error.problems]}}
        return show_page(request, actor, of, told, status=400)
    except Conflict as error:
        return back_with(request, error, "campaign", of.pk)
    if decided.state == Campaign.State.REPORTED:
        messages.success(request, f"“{decided}” is reported.")
        return redirect("campaign_report", of.pk)
    messages.success(request, f"“{decided}” runs. Write down each intervention on the day on which you make it.")
    return redirect("campaign", of.pk)


def show_page(
    request: HttpRequest, actor: Participant, of: Campaign, more: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Show the page of a campaign in its state; `more` are forms with what is wrong in them."""
    standing = standing_of(of)
    context = _account(actor, of, standing) | _check(actor, of, standing)
    if context["changes"]:
        context |= {"form": form_of(actor, of), "guard_form": GuardForm(actor=actor, of=of)}
    template = "campaign_planned" if of.state == Campaign.State.PLANNED else "campaign"
    return render(
        request,
        f"experiments/{template}.html",
        improvement_frame(actor, "campaigns") | context | (more or {}),
        status=status,
    )


def form_of(actor: Participant, of: Campaign, data: Any = None, **kwargs: Any) -> CampaignForm:
    """Return the form with the fields that can be changed in the campaign's state."""
    form = CampaignForm(data, actor=actor, of=of, **kwargs)
    if of.state != Campaign.State.PLANNED:
        form.keep_only(ALWAYS_OPEN)
    return form


def _account(actor: Participant, of: Campaign, standing: CampaignStanding) -> dict[str, Any]:
    report = report_of(actor=actor, of=of)
    interventions = list(of.interventions.select_related("created_by"))
    return {
        "campaign": of,
        "state": CAMPAIGN.label(of.state),
        "standing": standing,
        "account": account_of(of, standing, report),
        "charts": charts_of(of, standing, interventions),
        "interventions": interventions,
        "report": report,
        "has_run": report is None or report.evidence is not None,
        "decisions": [(CAMPAIGN.label(one.after), one) for one in decisions_of(actor=actor, about=of)],
        "followers": of.followed_by.order_by("created_at"),
        "today": today_of(actor.workshop),
        "changes": may_change(actor, of) and of.is_open,
        "proposes": may(actor, ExperimentAct.PROPOSE),
        **facts_of(of, today_of(actor.workshop)),
    }


def _check(actor: Participant, of: Campaign, standing: CampaignStanding) -> dict[str, Any]:
    watched = guards_of(of)
    metric = of.series.name if of.series else of.name
    names = {one.name.casefold() for one in watched}
    suggested = [one for one in suggest_guards(metric) if one.casefold() not in names]
    return {
        "campaign": of,
        "standing": standing,
        "target_verdict": verdict_on(standing.target),
        "moves": CAMPAIGN.open_moves(of.state, hands_of(actor, of)),
        "guards": watched,
        "suggested": suggested,
        "guard_hint": f"Such as {suggested[0]}." if suggested else "",
    }


def _given(actor: Participant, of: Campaign, form: CampaignForm) -> dict[str, Any]:
    """Return what was changed, with the series that begin with it."""
    given = form.given()
    if "new_series" not in form.fields:
        return given
    metric, guard = form.begun(form.cleaned_data["series"]), form.begun_guard()
    if metric is not None:
        given["series"] = begin_series(actor, metric)
    if guard is not None:
        chosen = given.get("guards", list(of.guards.values_list("series", flat=True)))
        given["guards"] = [*chosen, begin_series(actor, guard, "new_guard_")]
    return given


def _start_saved(request: HttpRequest, actor: Participant, of: Campaign) -> HttpResponse:
    """Go on after what was typed is saved, which stays so where somebody else has to decide."""
    try:
        return decide_and_go_on(request, actor, of)
    except MoveNotAllowed as error:
        messages.warning(request, f"Saved. {error.message}")
        return redirect("campaign", of.pk)
