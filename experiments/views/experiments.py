"""Experiments: all of them by state, and one with its sentence, its verdict and its decisions."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from experiments.commands.experiments import change_experiment, decide_experiment, run_longer
from experiments.commands.map_values import write_map_values
from experiments.commands.sketch import expected_words, sentence_parts, told_to_people
from experiments.domain.effect_words import signed_percent
from experiments.domain.plan_words import due_words
from experiments.domain.states import EXPERIMENT
from experiments.forms.running import RunningForm, running_fields
from experiments.forms.shared import save_shared
from experiments.models import Experiment
from experiments.permissions import ExperimentAct, hands_of, may, may_change, require_change
from experiments.selectors.baseline import baseline_of
from experiments.selectors.judgement import composed, judge_experiment, missing_to_start_of
from experiments.selectors.map_offer import offer_of
from experiments.selectors.plan import decisions_of, experiment_for, experiments_of, today_of
from experiments.selectors.verdict import verdict_of
from experiments.views.decisions import choices_of, rows_of
from experiments.views.frame import improvement_frame
from maps.permissions import MapAct
from maps.permissions import may as may_on_map
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import back_with

HEADLINES = 20
"""Verdicts that the list reads at once; the others are read on their pages."""
_GROUPS = (
    ("to_be_judged", "To be judged", "Their period is over: look at the verdict and decide."),
    ("running", "Running", ""),
    ("draft", "Drafts", ""),
    ("decided", "Decided", ""),
)
_DECIDED = (Experiment.State.ADOPTED, Experiment.State.ADAPTED, Experiment.State.ABANDONED)


@dataclass(frozen=True, slots=True)
class Card:
    """One experiment in the list; `headline` is its verdict in a sentence, `suffers` whether a guard got worse."""

    experiment: Experiment
    sentence: tuple[tuple[str, bool], ...]
    headline: str
    suffers: bool
    due: str
    is_overdue: bool


@require_safe
@never_cache
@login_required
def show_experiments(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """List the experiments of a workshop, those that wait for a decision in front."""
    actor = participant_of(request.user, workshop_id)
    on = today_of(actor.workshop)
    found = list(experiments_of(actor=actor))
    headlines = _headlines(actor, found)
    cards = [_card(experiment, on, headlines) for experiment in found]
    context = {
        "groups": [
            (slug, title, hint, inside)
            for slug, title, hint in _GROUPS
            if (inside := [card for card in cards if _group(card.experiment) == slug])
        ],
        "drafts": may(actor, ExperimentAct.PROPOSE),
    }
    return render(request, "experiments/experiments.html", improvement_frame(actor, "experiments") | context)


@require_safe
@never_cache
@login_required
def show_experiment(request: HttpRequest, experiment_id: UUID) -> HttpResponse:
    """Show one experiment: its sentence, what the readings say, what was decided."""
    actor, found = experiment_for(request.user, experiment_id)
    return _page(request, actor, found)


@require_POST
@login_required
def decide(request: HttpRequest, experiment_id: UUID) -> HttpResponse:
    """Take an experiment to another state; what it lacks for that is said on its page."""
    actor, found = experiment_for(request.user, experiment_id)
    to, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    is_longer = found.state == Experiment.State.TO_BE_JUDGED and to == Experiment.State.RUNNING
    try:
        if is_longer:
            run_longer(actor=actor, experiment=found, given=_dates(request), reason=reason)
        else:
            decide_experiment(actor=actor, experiment=found, to=to, reason=reason)
    except InvalidInput as error:
        told = {"decision_problems": error.problems, "chosen": to, "reason": reason}
        _, unchanged = experiment_for(request.user, experiment_id)
        return _page(request, actor, unchanged, told, status=400)
    except Conflict as error:
        return back_with(request, error, "experiment", experiment_id)
    messages.success(request, f"The experiment is {EXPERIMENT.label(to)}.")
    return redirect("experiment", experiment_id)


@require_POST
@login_required
def change_running(request: HttpRequest, experiment_id: UUID) -> HttpResponse:
    """Change what can still be changed while it runs: its owner, its end and its review."""
    actor, found = experiment_for(request.user, experiment_id)
    require_change(actor, found)
    form = RunningForm(request.POST, actor=actor, of=found)

    def save(saw: int | None) -> None:
        change_experiment(actor=actor, experiment=found, given=form.given(), saw_revision=saw)

    def again(initial: dict[str, Any]) -> RunningForm:
        return RunningForm(actor=actor, of=found, initial=initial)

    if unsaved := save_shared(form, found, stands=running_fields, save=save, again=again):
        told = unsaved.context() | {"running_form": unsaved.form}
        return _page(request, actor, found, told, status=unsaved.status)
    messages.success(request, "Owner, end and review are changed.")
    return redirect("experiment", experiment_id)


@require_POST
@login_required
def write_to_map(request: HttpRequest, experiment_id: UUID) -> HttpResponse:
    """Write what was measured onto the map, as one operation that everybody on the board sees."""
    actor, found = experiment_for(request.user, experiment_id)
    try:
        receipt = write_map_values(actor=actor, experiment=found, op_id=request.POST.get("op_id", ""))
    except (Conflict, InvalidInput) as error:
        return back_with(request, error, "experiment", experiment_id)
    messages.success(request, f"The measured value stands on the map, as its change {receipt.seq}.")
    return redirect("experiment", experiment_id)


def _page(
    request: HttpRequest,
    actor: Participant,
    found: Experiment,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = today_of(actor.workshop)
    is_draft = found.state == Experiment.State.DRAFT
    missing = told_to_people(found, missing_to_start_of(found)) if is_draft else ()
    verdict = verdict_of(actor=actor, of=found) if _has_run(found) else None
    period_is_over = found.state == Experiment.State.RUNNING and bool(found.ends_on and found.ends_on < on)
    context = _hypothesis(actor, found) | {
        "questions": composed(found).questions if is_draft else (),
        "missing": missing,
        "verdict": verdict,
        "moves": choices_of(
            EXPERIMENT.open_moves(found.state, hands_of(actor, found)),
            suggestion=verdict.judgement.suggestion if verdict else None,
            chosen=(more or {}).get("chosen") or _next_state(found, is_ready=not missing, is_over=period_is_over),
        ),
        "decisions": rows_of(decisions_of(actor=actor, about=found)),
        "offer": offer_of(actor=actor, of=found) if found.state in _DECIDED[:2] else None,
        "writes": may_on_map(actor, MapAct.EDIT),
        "drafts": may(actor, ExperimentAct.PROPOSE),
        "changes": may_change(actor, found),
        "running_form": RunningForm(actor=actor, of=found) if found.is_open and not is_draft else None,
        "followed_by": found.followed_by.order_by("created_at"),
        "due": _due(found, on),
        "is_overdue": _is_overdue(found, on),
        "period_is_over": period_is_over,
        "op_id": uuid.uuid4().hex,
    }
    whole = improvement_frame(actor, "experiments") | context | (more or {})
    return render(request, "experiments/experiment.html", whole, status=status)


def _hypothesis(actor: Participant, found: Experiment) -> dict[str, Any]:
    """What it claims and rests on, which the head of its page says."""
    predicted = (found.predicted or {}).get("percent")
    return {
        "experiment": found,
        "sentence": sentence_parts(found),
        "baseline": baseline_of(actor=actor, of=found.series, before=found.starts_on) if found.series else None,
        "expected": expected_words(found),
        "predicted": "" if predicted is None else signed_percent(predicted / 100),
        "guards": [guard.series for guard in found.guards.select_related("series")],
    }


def _next_state(experiment: Experiment, *, is_ready: bool, is_over: bool) -> str:
    """What is chosen beforehand: the step that is plainly next. A verdict is nobody's default."""
    if experiment.state == Experiment.State.DRAFT and is_ready:
        return Experiment.State.RUNNING
    return Experiment.State.TO_BE_JUDGED if is_over else ""


def _has_run(experiment: Experiment) -> bool:
    """Whether there is something to judge: not of a draft, nor of one that was dropped as a draft."""
    if experiment.series is None or experiment.starts_on is None or experiment.state == Experiment.State.DRAFT:
        return False
    was_started = experiment.decisions.filter(after=Experiment.State.RUNNING)
    return experiment.state != Experiment.State.ABANDONED or was_started.exists()


def _group(experiment: Experiment) -> str:
    return "decided" if experiment.state in _DECIDED else experiment.state


def _card(experiment: Experiment, on: date, headlines: dict[UUID, tuple[str, bool]]) -> Card:
    headline, suffers = headlines.get(experiment.pk, ("", False))
    return Card(
        experiment=experiment,
        sentence=sentence_parts(experiment),
        headline=headline,
        suffers=suffers,
        due=_due(experiment, on),
        is_overdue=_is_overdue(experiment, on),
    )


def _headlines(actor: Participant, found: list[Experiment]) -> dict[UUID, tuple[str, bool]]:
    """The verdicts in a sentence, and whether a guard suffers: as they are now where it is open, else as decided."""
    told = {}
    waiting = [one for one in found if one.state in (Experiment.State.TO_BE_JUDGED, Experiment.State.RUNNING)]
    for experiment in sorted(waiting, key=lambda one: one.state != Experiment.State.TO_BE_JUDGED)[:HEADLINES]:
        judgement = judge_experiment(actor=actor, of=experiment).judgement
        told[experiment.pk] = (judgement.headline, any(guard.suffers for guard in judgement.guards))
    for experiment in found:
        last = decisions_of(actor=actor, about=experiment).last() if experiment.state in _DECIDED else None
        if last is not None and last.evidence:
            told[experiment.pk] = (last.evidence["headline"], any(g["suffers"] for g in last.evidence["guards"]))
    return told


def _due(experiment: Experiment, on: date) -> str:
    return due_words(experiment.review_on, on) if experiment.is_open and experiment.review_on else ""


def _is_overdue(experiment: Experiment, on: date) -> bool:
    return experiment.is_open and experiment.review_on is not None and experiment.review_on < on


def _dates(request: HttpRequest) -> dict[str, Any]:
    """The new end and review; what cannot be read is no day, which the command says."""
    read = forms.DateField(required=False)
    given: dict[str, Any] = {}
    for name in ("ends_on", "review_on"):
        text = request.POST.get(name, "")
        if text:
            try:
                given[name] = read.clean(text)
            except forms.ValidationError:
                given[name] = text
    return given
