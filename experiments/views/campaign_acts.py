"""The small forms on a campaign's page: guards, interventions, its states."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from experiments.commands.campaigns import add_intervention, change_campaign, remove_intervention
from experiments.forms.campaign import GuardForm
from experiments.models import Campaign
from experiments.permissions import require_change
from experiments.selectors.campaigns import campaign_for
from experiments.views.campaign import decide_and_go_on, show_page
from experiments.views.campaigns import begin_series
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant
from workshops.views.frame import back_with


@require_POST
@login_required
def add_guard(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Watch another series, or one that begins here."""
    actor, found = campaign_for(request.user, campaign_id)
    require_change(actor, found)
    form = GuardForm(request.POST, actor=actor, of=found)
    if form.is_valid():
        try:
            _watch(actor, found, form)
        except InvalidInput as error:
            form.show(error.problems)
        except Conflict as error:
            return back_with(request, error, "campaign", campaign_id)
        else:
            return _back_to(campaign_id, "guards")
    return show_page(request, actor, found, {"guard_form": form}, status=400)


@require_POST
@login_required
def intervene(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Write down an intervention with its day."""
    actor, found = campaign_for(request.user, campaign_id)
    text, made_on = request.POST.get("text", ""), _day(request.POST.get("made_on", ""))
    try:
        add_intervention(actor=actor, campaign=found, text=text, made_on=made_on)
    except InvalidInput as error:
        typed = {"text": text, "made_on": made_on, "problems": [problem.sentence for problem in error.problems]}
        return show_page(request, actor, found, {"intervention": typed}, status=400)
    except Conflict as error:
        return back_with(request, error, "campaign", campaign_id)
    messages.success(request, "It stands on the charts now.")
    return _back_to(campaign_id, "interventions")


@require_POST
@login_required
def take_out_intervention(request: HttpRequest, campaign_id: UUID, intervention_id: UUID) -> HttpResponse:
    """Take out an intervention that was written down by mistake."""
    actor, found = campaign_for(request.user, campaign_id)
    try:
        remove_intervention(actor=actor, campaign=found, intervention_id=intervention_id)
    except (Conflict, NotFound) as error:
        messages.error(request, error.message)
    return _back_to(campaign_id, "interventions")


@require_POST
@login_required
def decide(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Start it, call it off, or report it with what was learnt."""
    actor, found = campaign_for(request.user, campaign_id)
    return decide_and_go_on(request, actor, found)


@transaction.atomic
def _watch(actor: Participant, of: Campaign, form: GuardForm) -> None:
    """Begin the series that was named where one was, and watch it: both or none."""
    chosen, begun = form.cleaned_data["guard"], form.begun_guard()
    if chosen:
        guard = UUID(chosen)
    elif begun is not None:
        guard = begin_series(actor, begun, "new_guard_")
    else:
        raise InvalidInput([Problem("new_guard", "Choose a guard, or name a new one.")])
    known = list(of.guards.values_list("series", flat=True))
    change_campaign(actor=actor, campaign=of, given={"guards": [*known, guard]})


def _back_to(campaign_id: UUID, part: str) -> HttpResponse:
    return redirect(f"{reverse('campaign', args=[campaign_id])}#{part}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
