"""An experiment as a form: a new draft, a draft that is changed, and its sentence while somebody writes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from experiments.commands.drafting import save_draft
from experiments.commands.sketch import Sketch, sketch_of
from experiments.forms.experiment import ExperimentForm, initial_of
from experiments.forms.prefilled import prefilled
from experiments.models import Experiment
from experiments.permissions import ExperimentAct, require, require_change
from experiments.selectors.plan import experiment_for, latest_hand_on
from experiments.views.frame import improvement_frame
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.selectors import participant_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Write down a new draft; `?follows=`, `?improvement=`, `?map=&element=` fill in what is known."""
    actor = participant_of(request.user, workshop_id)
    require(actor, ExperimentAct.PROPOSE)
    if request.method != "POST":
        told = prefilled(actor, request.GET)
        form = ExperimentForm(actor=actor, initial=told.initial)
        return _page(request, actor, form, None, {"follows": told.follows})
    form = ExperimentForm(request.POST, actor=actor)
    follows = prefilled(actor, request.POST).follows
    given = form.given()
    if given is not None:
        try:
            created = _save(actor, None, form, given | ({"follows": follows.pk} if follows else {}))
        except InvalidInput as error:
            form.show(error.problems)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The draft is saved.")
            return redirect("experiment", created.id)
    return _page(request, actor, form, None, {"follows": follows}, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def edit(request: HttpRequest, experiment_id: UUID) -> HttpResponse:
    """Change a draft; where somebody else saved meanwhile, both stand and the page says where they clash."""
    actor, found = experiment_for(request.user, experiment_id)
    require_change(actor, found)
    if found.state != Experiment.State.DRAFT:
        return redirect("experiment", experiment_id)
    if request.method != "POST":
        return _page(request, actor, ExperimentForm(actor=actor, of=found), found)
    form = ExperimentForm(request.POST, actor=actor, of=found)
    given = form.given()
    if given is None:
        return _page(request, actor, form, found, status=400)
    saw = form.saw_revision
    if saw is not None and saw != found.revision:
        return _merged(request, actor, form, found)
    try:
        _save(actor, found, form, given, saw_revision=saw)
    except InvalidInput as error:
        form.show(error.problems)
    except Conflict as error:
        # Between the look and the lock somebody else was quicker.
        _, found = experiment_for(request.user, experiment_id)
        if "revision" in error.details:
            return _merged(request, actor, form, found)
        form.add_error(None, error.message)
    else:
        messages.success(request, "The draft is saved.")
        return redirect("experiment", experiment_id)
    return _page(request, actor, form, found, status=400)


@require_POST
@login_required
def preview(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Say what the form of a draft says so far, for htmx; nothing is saved."""
    actor = participant_of(request.user, workshop_id)
    found = None
    if known := request.POST.get("experiment"):
        found = Experiment.objects.filter(pk=known, workshop_id=workshop_id).select_related("series", "map").first()
        if found is not None:
            found.workshop = actor.workshop
    form = ExperimentForm(request.POST, actor=actor, of=found)
    return render(request, "experiments/experiment_sketch.html", {"sketch": _sketch(actor, form, found)})


def _save(
    actor: Participant,
    found: Experiment | None,
    form: ExperimentForm,
    given: dict[str, Any],
    saw_revision: int | None = None,
) -> Experiment:
    return save_draft(
        actor=actor,
        experiment=found,
        given=given,
        new_series=form.series_to_begin(),
        new_guard=form.guard_to_begin(),
        saw_revision=saw_revision,
    )


def _merged(request: HttpRequest, actor: Participant, form: ExperimentForm, found: Experiment) -> HttpResponse:
    """The form with what both wrote; saving it again saves what it shows.

    Always shown, also where nobody changed the same: the parts of a hypothesis are one sentence.
    """
    merged = form.merged_with(initial_of(found))
    again = ExperimentForm(actor=actor, of=found, initial=form.shown() | merged.values)
    told = {"clashes": again.clashes_of(merged), "who": latest_hand_on(found), "was_changed": True}
    return _page(request, actor, again, found, told, status=409)


def _page(
    request: HttpRequest,
    actor: Participant,
    form: ExperimentForm,
    found: Experiment | None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "experiment": found,
        "sketch": _sketch(actor, form, found),
    }
    whole = improvement_frame(actor, "experiments") | context | (more or {})
    return render(request, "experiments/experiment_form.html", whole, status=status)


def _sketch(actor: Participant, form: ExperimentForm, found: Experiment | None) -> Sketch:
    """What the form says; what it shows and nobody sent yet is read as if it had been sent.

    Read by a form of its own, so that what is said here is not said twice at the fields.
    """
    filled = ExperimentForm(form.data if form.is_bound else _as_sent(form), actor=actor, of=found)
    given = filled.as_far_as_known()
    begins, guard = filled.series_to_begin(), filled.guard_to_begin()
    return sketch_of(
        actor=actor,
        of=found,
        given=given,
        new_series=begins["name"] if begins else "",
        new_guard=guard["name"] if guard else "",
    )


def _as_sent(form: ExperimentForm) -> dict[str, Any]:
    return {name: value for name in form.fields if (value := form.get_initial_for_field(form.fields[name], name))}
