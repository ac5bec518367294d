"""The plan on a page: what opens the next session, and the improvements by state or over time."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from experiments.domain.states import IMPROVEMENT
from experiments.permissions import ExperimentAct, may
from experiments.selectors.opening import opening_in
from experiments.selectors.plan import plan_of
from experiments.selectors.proposals import sources_of
from experiments.views.frame import improvement_frame
from experiments.views.plan_cards import CardMaker, board_context, timeline_context
from experiments.views.plan_filter import map_choices, owner_choices, read_filter, waste_choices
from workshops.selectors import participant_of


@require_safe
@never_cache
@login_required
def show_plan(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    plan = plan_of(actor=actor)
    asked = read_filter(request.GET.dict(), plan.improvements)
    maker = CardMaker(actor, plan.on, plan.experiments)
    context: dict[str, Any] = {
        "plan": plan,
        "opening": opening_in(plan),
        "asked": asked,
        "to_board": asked.query(view=""),
        "to_timeline": asked.query(view="timeline"),
        "to_weeks": asked.query(view="timeline", scale="weeks"),
        "to_months": asked.query(view="timeline", scale="months"),
        "here": asked.query(),
        "states": [(state.code, state.label) for state in IMPROVEMENT.states],
        "owners": owner_choices(plan.improvements),
        "wastes": waste_choices(plan.improvements),
        "maps": map_choices(plan.improvements),
        "at": request.GET.get("at", ""),
        "proposes": may(actor, ExperimentAct.PROPOSE),
    }
    if asked.view == "timeline":
        context |= timeline_context(plan, asked, maker)
    else:
        context |= board_context(plan, asked, maker)
    if not plan.improvements:
        context |= {"sources": sources_of(actor=actor)}
    return render(request, "experiments/plan.html", improvement_frame(actor, "plan") | context)


@require_safe
@never_cache
@login_required
def show_sources(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show what the maps propose: their bursts, and the changes of future states."""
    actor = participant_of(request.user, workshop_id)
    context = {"sources": sources_of(actor=actor), "proposes": may(actor, ExperimentAct.PROPOSE)}
    return render(request, "experiments/plan_sources.html", improvement_frame(actor, "plan") | context)
