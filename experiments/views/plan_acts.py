"""Acts of the plan's pages: take an improvement to another state, take bursts and changes from a map."""

from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from experiments.commands.improvements import decide_improvement
from experiments.commands.proposals import propose_bursts, propose_changes
from experiments.domain.states import IMPROVEMENT
from experiments.models import Improvement
from experiments.selectors.plan import improvement_for
from maps.models import Map
from maps.selectors import map_for
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.views.frame import back_with


@require_POST
@login_required
def decide(request: HttpRequest, improvement_id: UUID) -> HttpResponse:
    """Take the improvement to the state `to`, and go back to the plan as it was looked at (`plan`), or to its page."""
    actor, found = improvement_for(request.user, improvement_id)
    try:
        decided = decide_improvement(
            actor=actor, improvement=found, to=request.POST.get("to", ""), reason=request.POST.get("reason", "")
        )
    except InvalidInput as error:
        # What lacks (an owner, a reason) is given on its own page.
        return back_with(request, error, "improvement", improvement_id)
    except Conflict as error:
        messages.error(request, error.message)
        return _back(request, found)
    messages.success(request, f"“{decided}” is {IMPROVEMENT.label(decided.state)} now.")
    return _back(request, decided)


@require_POST
@login_required
def take_bursts(request: HttpRequest, map_id: UUID) -> HttpResponse:
    """Put one burst of the map (`element`) or all on the plan."""
    return _take(request, map_id, propose_bursts)


@require_POST
@login_required
def take_changes(request: HttpRequest, map_id: UUID) -> HttpResponse:
    """Put one change of the future state (`element`) or all on the plan."""
    return _take(request, map_id, propose_changes)


class _Propose(Protocol):
    def __call__(self, *, actor: Participant, of: Map, keys: list[str] | None) -> list[Improvement]: ...


def _take(request: HttpRequest, map_id: UUID, propose: _Propose) -> HttpResponse:
    actor, found = map_for(request.user, map_id)
    element = request.POST.get("element")
    try:
        new = propose(actor=actor, of=found, keys=[element] if element else None)
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "plan_sources", actor.workshop_id)
    if len(new) == 1:
        messages.success(request, f"“{new[0]}” is on the plan, as proposed.")
    elif new:
        messages.success(request, f"{len(new)} improvements are on the plan, as proposed.")
    else:
        messages.info(request, "Everything was on the plan already.")
    return redirect("plan_sources", actor.workshop_id)


def _back(request: HttpRequest, to: Improvement) -> HttpResponseRedirect:
    if "plan" not in request.POST:
        return redirect("improvement", to.pk)
    asked = request.POST["plan"]
    return redirect(f"{reverse('plan', args=[to.workshop_id])}?{asked}{'&' if asked else ''}at={to.pk}")
