"""Acts of an initiative's page: its stages with their gates, and its sprints."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from experiments.commands.gates import decide_stage
from experiments.commands.stages import (
    add_stage,
    change_sprint,
    change_stage,
    plan_sprint,
    remove_sprint,
    remove_stage,
)
from experiments.domain.states import GATE
from experiments.forms.initiative import SprintForm, StageForm, sprint_fields, stage_fields
from experiments.forms.problems import show_problems
from experiments.models import Initiative, KeyResult
from experiments.permissions import ExperimentAct, require, require_direct
from experiments.selectors.initiatives import initiative_for, sprint_for, stage_for
from experiments.selectors.key_results import key_results_of
from experiments.views.frame import improvement_frame
from experiments.views.initiatives import show
from experiments.views.key_results import SECTION
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.views.frame import back_with


@require_POST
@login_required
def add(request: HttpRequest, initiative_id: UUID) -> HttpResponse:
    """Put a stage behind the last one."""
    actor, found = initiative_for(request.user, initiative_id)
    require_direct(actor, found)
    form = StageForm(request.POST, key_results=served_by(actor, found))
    if form.is_valid():
        try:
            added = add_stage(actor=actor, initiative=found, given=form.given())
        except InvalidInput as error:
            show_problems(form, error.problems, form.places())
        except Conflict as error:
            return back_with(request, error, "initiative", initiative_id)
        else:
            messages.success(request, f"“{added}” is the stage number {added.position}.")
            return redirect("initiative", initiative_id)
    return show(request, actor, found, stage_form=form, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def edit(request: HttpRequest, stage_id: UUID) -> HttpResponse:
    """Show the form of a stage whose gate is not decided; posting changes the stage."""
    actor, found = stage_for(request.user, stage_id)
    require_direct(actor, found.initiative)
    asked = list(dict.fromkeys([*served_by(actor, found.initiative), *_asked(actor, stage_id)]))
    if request.method != "POST":
        form = StageForm(initial=stage_fields(found), key_results=asked)
    else:
        form = StageForm(request.POST, initial=stage_fields(found), key_results=asked)
        if form.is_valid():
            try:
                change_stage(actor=actor, stage=found, given=form.given(found))
            except InvalidInput as error:
                show_problems(form, error.problems, form.places())
            except Conflict as error:
                return back_with(request, error, "initiative", found.initiative_id)
            else:
                messages.success(request, "Saved.")
                return redirect("initiative", found.initiative_id)
    context = improvement_frame(actor, SECTION) | {"form": form, "stage": found, "initiative": found.initiative}
    return render(request, "experiments/initiative_stage.html", context, status=400 if form.is_bound else 200)


@require_POST
@login_required
def remove(request: HttpRequest, stage_id: UUID) -> HttpResponse:
    """Take away a stage whose gate is not decided."""
    actor, found = stage_for(request.user, stage_id)
    try:
        remove_stage(actor=actor, stage=found)
    except Conflict as error:
        return back_with(request, error, "initiative", found.initiative_id)
    messages.success(request, f"The stage “{found}” is gone.")
    return redirect("initiative", found.initiative_id)


@require_POST
@login_required
def decide(request: HttpRequest, stage_id: UUID) -> HttpResponse:
    """Decide the gate at the end of a stage."""
    actor, found = stage_for(request.user, stage_id)
    word, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    try:
        gate = decide_stage(actor=actor, stage=found, decision=word, reason=reason)
    except (InvalidInput, Conflict) as error:
        tried = {"stage": str(stage_id), "decision": word, "reason": reason, "problem": error.message}
        _, initiative = initiative_for(request.user, found.initiative_id)
        return show(request, actor, initiative, tried=tried, status=error.status)
    messages.success(request, f"Decided: {GATE.label(gate.state)}. It is kept with the key results as they stand.")
    return redirect("initiative", found.initiative_id)


@require_POST
@login_required
def plan(request: HttpRequest, initiative_id: UUID) -> HttpResponse:
    """Plan a sprint."""
    actor, found = initiative_for(request.user, initiative_id)
    require(actor, ExperimentAct.PLAN_SPRINTS)
    form = SprintForm(request.POST, key_results=key_results_of(actor=actor))
    if form.is_valid():
        try:
            planned = plan_sprint(actor=actor, initiative=found, given=form.given())
        except InvalidInput as error:
            show_problems(form, error.problems)
        except Conflict as error:
            return back_with(request, error, "initiative", initiative_id)
        else:
            _say(request, planned.goal, planned.key_result)
            return redirect("initiative", initiative_id)
    return show(request, actor, found, sprint_form=form, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def edit_sprint(request: HttpRequest, sprint_id: UUID) -> HttpResponse:
    """Show the form of a sprint; posting changes it."""
    actor, found = sprint_for(request.user, sprint_id)
    require(actor, ExperimentAct.PLAN_SPRINTS)
    data = request.POST if request.method == "POST" else None
    form = SprintForm(data, initial=sprint_fields(found), key_results=key_results_of(actor=actor))
    if form.is_bound and form.is_valid():
        try:
            changed = change_sprint(actor=actor, sprint=found, given=form.given())
        except InvalidInput as error:
            show_problems(form, error.problems)
        except Conflict as error:
            return back_with(request, error, "initiative", found.initiative_id)
        else:
            _say(request, changed.goal, changed.key_result)
            return redirect("initiative", found.initiative_id)
    context = improvement_frame(actor, SECTION) | {"form": form, "sprint": found, "initiative": found.initiative}
    return render(request, "experiments/initiative_sprint.html", context, status=400 if form.is_bound else 200)


@require_POST
@login_required
def drop_sprint(request: HttpRequest, sprint_id: UUID) -> HttpResponse:
    """Take away a sprint."""
    actor, found = sprint_for(request.user, sprint_id)
    try:
        remove_sprint(actor=actor, sprint=found)
    except Conflict as error:
        return back_with(request, error, "initiative", found.initiative_id)
    messages.success(request, f"The sprint “{found}” is gone.")
    return redirect("initiative", found.initiative_id)


def served_by(actor: Participant, initiative: Initiative) -> list[KeyResult]:
    """Return the key results that the initiative serves."""
    return list(key_results_of(actor=actor).filter(initiatives=initiative))


def _asked(actor: Participant, stage_id: UUID) -> list[KeyResult]:
    """The key results that the gate asks already, be they of the initiative still or not."""
    return list(key_results_of(actor=actor).filter(criteria__stage_id=stage_id))


def _say(request: HttpRequest, goal: str, serves: KeyResult | None) -> None:
    if serves is None:
        messages.warning(request, f"“{goal}” serves no key result: at the next review nothing will speak for it.")
    else:
        messages.success(request, f"“{goal}” serves “{serves}”.")
