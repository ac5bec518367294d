"""Key results on pages: those of a quarter by objective, one with its readings, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.commands.feeds import shares_words, take_figure
from experiments.commands.key_results import (
    carry_key_result,
    change_key_result,
    delete_key_result,
    set_key_result,
    stands,
)
from experiments.domain.chart_figure import ChartEvent, ChartFigure
from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.domain.quarters import Quarter, read_quarter
from experiments.domain.states import GATE
from experiments.forms.key_result import PLACES, KeyResultForm, NewKeyResultForm, fields_of
from experiments.forms.problems import show_problems
from experiments.forms.shared import Unsaved, save_shared
from experiments.models import KeyResult, Objective, ReadingBatch, SeriesFeed
from experiments.permissions import ExperimentAct, may, may_direct, require, require_direct
from experiments.selectors.charts import events_of, figure_in, named_with_unit
from experiments.selectors.gates import decisions_by, quarter_today
from experiments.selectors.key_results import (
    KeyResultNow,
    chart_of_quarter,
    key_result_for,
    key_result_now,
    key_results_of,
    objectives_of,
    quarter_of_key_result,
)
from experiments.selectors.plan import owners_for
from experiments.selectors.series import series_of
from experiments.views.frame import improvement_frame
from maps.models import Map
from maps.selectors import maps_of
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import back_with

SECTION = "key_results"
READINGS_SHOWN = 8
LEAST_DRAWN = 2
FULL_HEIGHT, COMPACT_HEIGHT = 260, 210


@dataclass(frozen=True, slots=True)
class Group:
    """The key results of one objective, or those without one."""

    objective: Objective | None
    results: Sequence[KeyResultNow]


@require_safe
@never_cache
@login_required
def show_key_results(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show the key results of a quarter (`?quarter=2026-2`), of the present one without."""
    actor = participant_of(request.user, workshop_id)
    today = quarter_today(actor.workshop)
    quarter = read_quarter(request.GET.get("quarter", "")) or today
    found = [key_result_now(one) for one in key_results_of(actor=actor, quarter=quarter)]
    context = quarter_context(quarter, today) | {
        "groups": grouped(found),
        "has_any": bool(found) or key_results_of(actor=actor).exists(),
        "sets": may(actor, ExperimentAct.SET_RESULTS),
    }
    return render(request, "experiments/key_results.html", improvement_frame(actor, SECTION) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_key_result(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show the form of a key result; posting sets it."""
    actor = participant_of(request.user, workshop_id)
    require(actor, ExperimentAct.SET_RESULTS)
    kinds = _kinds(actor, None) | {
        "maps": maps_of(actor=actor).filter(kind=Map.Kind.CURRENT),
        "series": series_of(actor=actor),
    }
    if request.method != "POST":
        asked = read_quarter(request.GET.get("quarter", "")) or quarter_today(actor.workshop)
        initial = {"quarter": asked.code, "measured_by": request.GET.get("measured_by", "")}
        return _show_new(request, actor, NewKeyResultForm(initial=initial, **kinds))
    form = NewKeyResultForm(request.POST, **kinds)
    if form.is_valid():
        try:
            created = set_key_result(actor=actor, given=form.given())
        except InvalidInput as error:
            show_problems(form, error.problems, _places(form))
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"“{created}” is set.")
            return redirect("key_result", created.pk)
    return _show_new(request, actor, form, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_key_result(request: HttpRequest, key_result_id: UUID) -> HttpResponse:
    """Show a key result; posting changes it."""
    actor, found = key_result_for(request.user, key_result_id)
    if request.method != "POST":
        return _show(request, actor, found)
    require_direct(actor, found)
    form = _form_of(actor, found, request.POST)

    def save(saw: int | None) -> None:
        change_key_result(actor=actor, key_result=found, given=form.given(), saw_revision=saw)

    def again(initial: dict[str, Any]) -> KeyResultForm:
        return _form_of(actor, found, initial=initial)

    if unsaved := save_shared(form, found, stands=fields_of, save=save, again=again):
        return _show(request, actor, found, unsaved=unsaved)
    messages.success(request, "Saved.")
    return redirect("key_result", key_result_id)


@require_POST
@login_required
def take(request: HttpRequest, key_result_id: UUID) -> HttpResponse:
    """Read the figure of the map as it is now."""
    actor, found = key_result_for(request.user, key_result_id)
    try:
        batch = take_figure(actor=actor, series=found.series)
    except Conflict as error:
        return back_with(request, error, "key_result", key_result_id)
    told = shares_words((batch.origin or {}).get("rests_on", {}))
    messages.success(request, f"Read from the map. Its lead time rests on {told}.")
    return redirect("key_result", key_result_id)


@require_POST
@login_required
def carry(request: HttpRequest, key_result_id: UUID) -> HttpResponse:
    """Go on with a key result in the next quarter."""
    actor, found = key_result_for(request.user, key_result_id)
    try:
        created = carry_key_result(actor=actor, key_result=found, target=request.POST.get("target", ""))
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "key_result", key_result_id)
    messages.success(request, f"“{created}” goes on in {quarter_of_key_result(created)}.")
    return redirect("key_result", created.pk)


@require_POST
@login_required
def delete(request: HttpRequest, key_result_id: UUID) -> HttpResponse:
    """Take away a key result by which nothing was decided."""
    actor, found = key_result_for(request.user, key_result_id)
    try:
        delete_key_result(actor=actor, key_result=found)
    except Conflict as error:
        return back_with(request, error, "key_result", key_result_id)
    messages.success(request, f"“{found}” is gone; its readings stay.")
    return redirect("key_results", actor.workshop_id)


def quarter_context(quarter: Quarter, today: Quarter) -> dict[str, Any]:
    """Return what pages of one quarter show of it and of its neighbours."""
    return {
        "quarter": quarter,
        "is_now": quarter == today,
        "is_future": quarter > today,
        "is_past": quarter < today,
        "before": quarter.previous,
        "after": quarter.next,
    }


def drawn(
    actor: Participant, of: KeyResult, *, key: str, events: Sequence[ChartEvent] = (), compact: bool = False
) -> ChartFigure | None:
    """Return the chart of a key result; one reading alone is no chart."""
    chart = chart_of_quarter(of)
    if len(chart.readings) < LEAST_DRAWN:
        return None
    happened = [*events, *events_of(actor=actor, of=of.series)]
    height = COMPACT_HEIGHT if compact else FULL_HEIGHT
    return figure_in(
        actor.workshop,
        chart,
        key=key,
        title=named_with_unit(of.series),
        events=happened,
        height=height,
        compact=compact,
    )


def grouped(found: Sequence[KeyResultNow]) -> list[Group]:
    """Return key results by objective in the order in which these were named, those without one last."""
    objectives = {now.key_result.objective_id: now.key_result.objective for now in found}
    ordered = sorted(objectives.values(), key=lambda one: (one is None, one and one.created_at, one and str(one.pk)))
    return [
        Group(one, [now for now in found if now.key_result.objective_id == (one.pk if one else None)])
        for one in ordered
    ]


def _form_of(actor: Participant, of: KeyResult, data: Any = None, **kwargs: Any) -> KeyResultForm:
    return KeyResultForm(data, stands=fields_of(of), revision=of.revision, **_kinds(actor, of), **kwargs)


def _kinds(actor: Participant, of: KeyResult | None) -> dict[str, Any]:
    return {
        "objectives": objectives_of(actor=actor),
        "people": owners_for(actor=actor, entry=of),
        "today": quarter_today(actor.workshop),
    }


def _places(form: NewKeyResultForm) -> dict[str, str]:
    """A problem of the name is that of the series where a new one is begun."""
    begins = form.cleaned_data.get("measured_by") == "new" and not form.cleaned_data.get("name")
    return PLACES | ({"name": "new_name"} if begins else {})


def _show_new(request: HttpRequest, actor: Participant, form: NewKeyResultForm, *, status: int = 200) -> HttpResponse:
    context = improvement_frame(actor, SECTION) | {"form": form}
    return render(request, "experiments/key_result_new.html", context, status=status)


def _show(
    request: HttpRequest,
    actor: Participant,
    found: KeyResult,
    *,
    unsaved: Unsaved | None = None,
) -> HttpResponse:
    _, now = key_result_for(request.user, found.pk)
    quarter, today = quarter_of_key_result(now), quarter_today(actor.workshop)
    feed: SeriesFeed | None = getattr(now.series, "feed", None)
    standing = key_result_now(now)
    decisions = decisions_by(actor=actor, key_result=now)
    decided = [ChartEvent(one.decided_at, f"Gate: {GATE.label(one.after)}") for one in decisions]
    context = quarter_context(quarter, today) | {
        "now": standing,
        "key_result": now,
        "feed": feed,
        "feed_figure": FLOW_METRICS[feed.figure].name if feed else "",
        "taken": _taken(now),
        "takes": feed is not None and may(actor, ExperimentAct.TAKE_FIGURES),
        "figure": drawn(actor, now, key=f"key-result-{now.pk}", events=decided),
        "changes": may_direct(actor, now),
        "sets": may(actor, ExperimentAct.SET_RESULTS),
        "stands": stands(now),
        "decisions": [{"decision": one, "label": GATE.label(one.after)} for one in decisions],
        "initiatives": now.initiatives.all(),
        "sprints": now.sprints.select_related("initiative"),
        "carried_to": now.carried_to.first(),
        **(unsaved.context() if unsaved else {"form": _form_of(actor, now)}),
    }
    status = unsaved.status if unsaved else 200
    return render(request, "experiments/key_result.html", improvement_frame(actor, SECTION) | context, status=status)


def _taken(key_result: KeyResult) -> list[dict[str, Any]]:
    """The newest readings that came from a map, with what each rests on."""
    batches = ReadingBatch.objects.filter(series=key_result.series, source=ReadingBatch.Source.MAP)
    newest = batches.prefetch_related("readings").select_related("created_by").order_by("-created_at")[:READINGS_SHOWN]
    aim = key_result_now(key_result).standing.aim
    return [
        {
            "at": batch.created_at,
            "by": batch.created_by.name,
            "value": aim.words(reading.value),
            "saved_state": (batch.origin or {}).get("saved_state", ""),
            "rests_on": shares_words((batch.origin or {}).get("rests_on", {})),
        }
        for batch in newest
        for reading in batch.readings.all()
    ]
