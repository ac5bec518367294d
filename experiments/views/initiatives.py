"""Initiatives on pages: all of them, and one with its stages, gates and sprints."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.commands.initiatives import begin_initiative, change_initiative, decide_initiative
from experiments.domain.states import INITIATIVE
from experiments.forms.initiative import InitiativeForm, SprintForm, StageForm, initiative_fields
from experiments.forms.problems import show_problems
from experiments.forms.shared import Unsaved, save_shared
from experiments.models import Initiative
from experiments.permissions import ExperimentAct, hands_of, may, may_direct, require, require_direct
from experiments.selectors.gates import stage_gate_now
from experiments.selectors.initiatives import (
    gate_state_of,
    initiative_for,
    initiatives_of,
    sprint_on,
    stage_under_way,
)
from experiments.selectors.key_results import key_result_now, key_results_of
from experiments.selectors.plan import experiments_of, improvements_of, owners_for, today_of
from experiments.views.frame import improvement_frame
from experiments.views.gates import told
from experiments.views.key_results import SECTION
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import back_with


@require_safe
@never_cache
@login_required
def show_initiatives(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show every initiative with the stage and the sprint under way."""
    actor = participant_of(request.user, workshop_id)
    today = today_of(actor.workshop)
    rows = [
        {
            "initiative": one,
            "stage": stage_under_way(one),
            "sprint": sprint_on(one, today),
            "state": INITIATIVE.label(one.state),
        }
        for one in initiatives_of(actor=actor)
    ]
    context = {"rows": rows, "sets": may(actor, ExperimentAct.SET_RESULTS)}
    return render(request, "experiments/initiatives.html", improvement_frame(actor, SECTION) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_initiative(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show the form of an initiative; posting writes it down as planned."""
    actor = participant_of(request.user, workshop_id)
    require(actor, ExperimentAct.SET_RESULTS)
    form = InitiativeForm(request.POST if request.method == "POST" else None, **_kinds(actor, None))
    if request.method == "POST" and form.is_valid():
        try:
            created = begin_initiative(actor=actor, given=form.given())
        except InvalidInput as error:
            show_problems(form, error.problems)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"“{created}” is planned. Give it stages, sprints, or both.")
            return redirect("initiative", created.pk)
    context = improvement_frame(actor, SECTION) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "experiments/initiative_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_initiative(request: HttpRequest, initiative_id: UUID) -> HttpResponse:
    """Show an initiative; posting changes what is said about it and what belongs to it."""
    actor, found = initiative_for(request.user, initiative_id)
    if request.method != "POST":
        return show(request, actor, found)
    require_direct(actor, found)
    form = _form_of(actor, found, request.POST)

    def save(saw: int | None) -> None:
        change_initiative(actor=actor, initiative=found, given=form.given(), saw_revision=saw)

    def again(initial: dict[str, Any]) -> InitiativeForm:
        return _form_of(actor, found, initial=initial)

    if unsaved := save_shared(form, found, stands=initiative_fields, save=save, again=again):
        return show(request, actor, found, unsaved=unsaved)
    messages.success(request, "Saved.")
    return redirect("initiative", initiative_id)


@require_POST
@login_required
def decide(request: HttpRequest, initiative_id: UUID) -> HttpResponse:
    """Take an initiative to another state outside a gate."""
    actor, found = initiative_for(request.user, initiative_id)
    to, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    try:
        decided = decide_initiative(actor=actor, initiative=found, to=to, reason=reason)
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "initiative", initiative_id)
    messages.success(request, f"“{decided}” is {INITIATIVE.label(decided.state)} now.")
    return redirect("initiative", initiative_id)


def show(
    request: HttpRequest,
    actor: Participant,
    found: Initiative,
    *,
    unsaved: Unsaved | None = None,
    stage_form: StageForm | None = None,
    sprint_form: SprintForm | None = None,
    tried: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page of an initiative, with the forms as they were filled in."""
    directs, plans = may_direct(actor, found) and found.is_open, may(actor, ExperimentAct.PLAN_SPRINTS)
    results = [key_result_now(one) for one in key_results_of(actor=actor).filter(initiatives=found)]
    served = [now.key_result for now in results]
    moves = INITIATIVE.open_moves(found.state, hands_of(actor, found))
    context = {
        "initiative": found,
        "state": INITIATIVE.label(found.state),
        "moves": [move for move in moves if not move.needs_reason],
        "reasoned_moves": [move for move in moves if move.needs_reason],
        "results": results,
        "stages": _stages(actor, found),
        "sprints": found.sprints.select_related("key_result"),
        "today": today_of(actor.workshop),
        "improvements": found.improvements.select_related("owner"),
        "experiments": found.experiments.all(),
        "decisions": [
            {"decision": one, "label": INITIATIVE.label(one.after)}
            for one in found.decisions.select_related("decided_by").order_by("-decided_at")
        ],
        "directs": directs,
        "changes": may_direct(actor, found),
        "plans": plans and found.is_open,
        **(unsaved.context() if unsaved else {"form": _form_of(actor, found)}),
        "stage_form": stage_form or (StageForm(key_results=served) if directs else None),
        "sprint_form": sprint_form or (SprintForm(key_results=_serveable(actor, found)) if plans else None),
        "tried": tried,
    }
    status = unsaved.status if unsaved else status
    return render(request, "experiments/initiative.html", improvement_frame(actor, SECTION) | context, status=status)


def _serveable(actor: Participant, of: Initiative) -> Any:
    """The key results that a sprint's goal can serve: those of the initiative, or all where it names none."""
    served = key_results_of(actor=actor).filter(initiatives=of)
    return served if served.exists() else key_results_of(actor=actor)


def _stages(actor: Participant, initiative: Initiative) -> list[dict[str, Any]]:
    current = stage_under_way(initiative)
    rows = []
    for stage in initiative.stages.select_related("gate").prefetch_related("criteria"):
        stage.initiative = initiative
        now = stage_gate_now(actor=actor, stage=stage)
        state = gate_state_of(stage)
        rows.append(
            {
                "stage": stage,
                "now": now,
                "is_current": current is not None and current.pk == stage.pk and initiative.is_open,
                "is_passed": state == "invested",
                "is_ended": state == "killed",
                "decisions": [told(one) for one in now.decisions],
                "is_undecided": not now.decisions,
            }
        )
    return rows


def _form_of(actor: Participant, of: Initiative, data: Any = None, **kwargs: Any) -> InitiativeForm:
    return InitiativeForm(data, stands=initiative_fields(of), revision=of.revision, **_kinds(actor, of), **kwargs)


def _kinds(actor: Participant, of: Initiative | None) -> dict[str, Any]:
    """What an initiative's form offers: of improvements and experiments those that are open or belong to it."""
    improvements = [
        one for one in improvements_of(actor=actor) if one.is_open or (of is not None and one.initiative_id == of.pk)
    ]
    experiments = [
        one for one in experiments_of(actor=actor) if one.is_open or (of is not None and one.initiative_id == of.pk)
    ]
    return {
        "people": owners_for(actor=actor, entry=of),
        "key_results": key_results_of(actor=actor),
        "improvements": improvements,
        "experiments": experiments,
    }
