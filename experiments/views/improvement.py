"""One improvement on its page: what is said about it, what it would change on the map, how it came to its state."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from experiments.commands.improvements import change_improvement, propose_improvement
from experiments.domain.states import IMPROVEMENT
from experiments.forms.improvement import EffectForm, ImprovementForm, MapsWithElements, NewImprovementForm, fields_of
from experiments.forms.problems import show_problems
from experiments.forms.shared import Unsaved, revision_in, save_shared
from experiments.models import Improvement
from experiments.permissions import ExperimentAct, may, may_change, require, require_change
from experiments.selectors.plan import (
    decisions_of,
    experiments_of,
    improvement_for,
    owners_for,
    today_of,
)
from experiments.views.frame import improvement_frame
from experiments.views.plan_cards import CardMaker
from maps.domain.what_if import EditsRefused
from maps.models import Map
from maps.selectors import maps_of, snapshot_of
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.selectors import participant_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_improvement(request: HttpRequest, improvement_id: UUID) -> HttpResponse:
    """Show an improvement; posting changes what is said about it."""
    actor, found = improvement_for(request.user, improvement_id)
    if request.method != "POST":
        return _show(request, actor, found)
    require_change(actor, found)
    form = _form_of(actor, found, request.POST)

    def save(saw: int | None) -> None:
        change_improvement(actor=actor, improvement=found, given=form.given(), saw_revision=saw)

    def again(initial: dict[str, Any]) -> ImprovementForm:
        return _form_of(actor, found, initial=initial)

    if unsaved := save_shared(form, found, stands=fields_of, save=save, again=again):
        return _show(request, actor, found, unsaved=unsaved)
    messages.success(request, "Saved.")
    return redirect("improvement", improvement_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_improvement(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show the form of an improvement that nobody proposed yet; posting puts it on the plan."""
    actor = participant_of(request.user, workshop_id)
    require(actor, ExperimentAct.PROPOSE)
    kinds: dict[str, Any] = {"people": owners_for(actor=actor), "maps": _current_maps(actor)}
    if request.method != "POST":
        return _show_new(request, actor, NewImprovementForm(**kinds))
    form = NewImprovementForm(request.POST, **kinds)
    if form.is_valid():
        try:
            created = propose_improvement(actor=actor, given=form.given())
        except InvalidInput as error:
            show_problems(form, error.problems)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"“{created}” is on the plan, as proposed.")
            return redirect("improvement", created.pk)
    return _show_new(request, actor, form, status=400)


@require_POST
@login_required
def change_effect(request: HttpRequest, improvement_id: UUID) -> HttpResponse:
    """Say what the improvement would change on the map, so that the engine can say what it does to the lead time."""
    actor, found = improvement_for(request.user, improvement_id)
    require_change(actor, found)
    form = EffectForm(request.POST, maps=_current_maps(actor))
    if form.is_valid():
        try:
            change_improvement(
                actor=actor, improvement=found, given=form.given(found), saw_revision=revision_in(request.POST)
            )
        except InvalidInput as error:
            show_problems(form, error.problems)
        except EditsRefused as error:
            form.add_error("value", error.message)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The engine has looked at it.")
            return redirect("improvement", improvement_id)
    return _show(request, actor, found, effect=form, status=400)


def _form_of(actor: Participant, of: Improvement, data: Any = None, **kwargs: Any) -> ImprovementForm:
    people = owners_for(actor=actor, entry=of)
    return ImprovementForm(data, stands=fields_of(of), revision=of.revision, people=people, **kwargs)


def _show(
    request: HttpRequest,
    actor: Participant,
    found: Improvement,
    *,
    unsaved: Unsaved | None = None,
    effect: EffectForm | None = None,
    status: int = 200,
) -> HttpResponse:
    maker = CardMaker(actor, today_of(actor.workshop), experiments_of(actor=actor).filter(improvement=found))
    changes = may_change(actor, found)
    maps = _current_maps(actor) if changes and not _comes_from_future(found) else []
    context = {
        "entry": found,
        "card": maker.card(found),
        "state": IMPROVEMENT.label(found.state),
        "changes": changes,
        "proposes": may(actor, ExperimentAct.PROPOSE),
        **(unsaved.context() if unsaved else {"form": _form_of(actor, found)}),
        "effect": effect or (EffectForm(maps=maps, initial=_effect_of(found)) if maps else None),
        "decisions": [
            {"decision": row, "label": IMPROVEMENT.label(row.after)} for row in decisions_of(actor=actor, about=found)
        ],
    }
    status = unsaved.status if unsaved else status
    return render(request, "experiments/improvement.html", improvement_frame(actor, "plan") | context, status=status)


def _show_new(request: HttpRequest, actor: Participant, form: NewImprovementForm, *, status: int = 200) -> HttpResponse:
    context = improvement_frame(actor, "plan") | {"form": form}
    return render(request, "experiments/improvement_new.html", context, status=status)


def _current_maps(actor: Participant) -> MapsWithElements:
    return [(one, snapshot_of(one.pk).elements) for one in maps_of(actor=actor).filter(kind=Map.Kind.CURRENT)]


def _comes_from_future(improvement: Improvement) -> bool:
    return improvement.map is not None and improvement.map.kind == Map.Kind.FUTURE


def _effect_of(improvement: Improvement) -> dict[str, Any]:
    """What the form of the effect begins with: the step that the improvement is about."""
    return {"step": f"{improvement.map_id}:{improvement.element_id}"}
