"""The lens on pages: inside a workshop, where answers are kept, and before there is one, where nothing is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.commands.lens import (
    CONCERN_LIMIT,
    Started,
    answer_lens,
    start_recommended,
    start_workshop_with_lens,
)
from experiments.domain.lens import QUESTIONS, assess
from experiments.permissions import ExperimentAct, may
from experiments.selectors.campaigns import why_time_to_map
from experiments.selectors.lens import recommended_of
from experiments.views.frame import improvement_frame
from maps.library.catalogue import TEMPLATES
from workshops.errors import Conflict, InvalidInput, NotFound
from workshops.selectors import participant_of, signed_in
from workshops.views.frame import back_with


@require_safe
@never_cache
@login_required
def show_lens(request: HttpRequest) -> HttpResponse:
    """Ask the questions before there is a workshop; the answers stand in the address, and nothing is kept."""
    person = signed_in(request.user)
    answers = _answers_in(request.GET)
    context = _told(answers) | {
        "person": person,
        "concern": request.GET.get("concern", "")[:CONCERN_LIMIT],
        "templates": TEMPLATES,
        "is_asked": bool(answers),
        "name": "",
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "experiments/lens_answer_start.html", context)
    return render(request, "experiments/lens.html", context)


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Create a workshop and start in it what the answers recommend."""
    person = signed_in(request.user)
    answers = _answers_in(request.POST)
    typed = {name: request.POST.get(name, "") for name in ("name", "concern")}
    try:
        place, started = start_workshop_with_lens(
            actor=person, answers=answers, template=request.POST.get("template", "blank"), **typed
        )
    except (InvalidInput, Conflict, NotFound) as error:
        context = _told(answers) | typed | {"person": person, "templates": TEMPLATES, "is_asked": True}
        context |= {"problem": error.message}
        return render(request, "experiments/lens.html", context, status=400)
    return _go_on(request, place.workshop_id, started)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_workshop_lens(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show what was answered last and what it recommends; posting keeps other answers."""
    actor = participant_of(request.user, workshop_id)
    problem, status = "", 200
    if request.method == "POST":
        answers, concern = _answers_in(request.POST), request.POST.get("concern", "")
        try:
            answer_lens(actor=actor, concern=concern, answers=answers)
        except (InvalidInput, Conflict) as error:
            problem, status = error.message, 400
        else:
            return redirect("workshop_lens", workshop_id)
    found = recommended_of(actor=actor)
    if not problem:
        answers = dict(found.assessment.answers) if found else {}
        concern = found.assessment.concern if found else ""
    context = _told(answers) | {
        "found": found,
        "concern": concern,
        "problem": problem,
        "answers_lens": may(actor, ExperimentAct.ANSWER_LENS),
        "proposes": may(actor, ExperimentAct.PROPOSE),
        "time_to_map": why_time_to_map(actor=actor),
        "is_asked": bool(answers),
    }
    frame = improvement_frame(actor, "campaigns")
    return render(request, "experiments/workshop_lens.html", frame | context, status=status)


@require_safe
@never_cache
@login_required
def preview(request: HttpRequest) -> HttpResponse:
    """Show what the answers recommend so far; nothing is kept."""
    answers = _answers_in(request.GET)
    context = _told(answers) | {"is_asked": bool(answers), "is_preview": True}
    return render(request, "experiments/lens_answer.html", context)


@require_POST
@login_required
def start_in_workshop(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Start what the newest assessment of the workshop recommends."""
    actor = participant_of(request.user, workshop_id)
    found = recommended_of(actor=actor)
    if found is None:
        return redirect("workshop_lens", workshop_id)
    try:
        started = start_recommended(actor=actor, assessment=found.assessment)
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "workshop_lens", workshop_id)
    return _go_on(request, workshop_id, started)


def _go_on(request: HttpRequest, workshop_id: UUID, started: Started) -> HttpResponse:
    """Lead to what was started: the map, the campaign, or for both to the steps with the first of them marked."""
    if started.map is not None and started.campaign is not None:
        messages.success(request, "Both are begun. The map comes first: it shows where the campaign has to work.")
        return redirect("workshop_lens", workshop_id)
    if started.campaign is not None:
        messages.success(request, f"“{started.campaign.name}” is planned. Answer what is still open before it starts.")
        return redirect("campaign", started.campaign.pk)
    if started.map is not None:
        return redirect("board", started.map.pk)
    return redirect("workshop", workshop_id)


def _told(answers: dict[str, str]) -> dict[str, Any]:
    told = assess(answers)
    asked = [(question, answers.get(question.code, "")) for question in QUESTIONS]
    return {
        "told": told,
        "needed": [(question, chosen) for question, chosen in asked if question.needed],
        "further": [(question, chosen) for question, chosen in asked if not question.needed],
        "answers": answers,
    }


def _answers_in(query: QueryDict) -> dict[str, str]:
    """Return the answers in an address or a form that are answers of the lens."""
    given = {question.code: query.get(question.code, "") for question in QUESTIONS}
    return {
        question.code: given[question.code]
        for question in QUESTIONS
        if question.answer(given[question.code]) is not None
    }
