"""Whether the map is right, on pages: everybody looks at it as it was and answers, facilitators ask and see who said
what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilitation.commands.validation import answer_validation, ask_for_validation, end_validation
from facilitation.domain.validation import MESSAGE_LIMIT, MOST_WRONG, TEXT_LIMIT
from facilitation.models import Validation, ValidationAnswer
from facilitation.permissions import SessionAct, may, require
from facilitation.selectors.validation import (
    Moment,
    Standing,
    changes_since,
    counts_of,
    fates_of,
    moment_of,
    my_answers,
    standings_of,
    validation_for,
    validations_of,
)
from facilitation.views.validation_table import named_elements, node_rows, way_rows
from maps.domain.elements import display_name
from maps.render.drawing import draw_map
from maps.render.figures import headline_figures
from maps.render.sheet import Sheet
from maps.render.svg import write_svg
from maps.selectors import map_for, maps_of
from workshops.addresses import base_url_of
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import frame_of

# A drawing that is opened by itself may show its own typeface and nothing else.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
DRAWING_KEPT_S = 600

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that somebody finds wrong; `fate` is what has become of the element since: changed or removed."""

    text: str
    element_id: str | None
    name: str
    fate: str


@dataclass(frozen=True, slots=True)
class Objection:
    """All that one person finds wrong."""

    answer: ValidationAnswer
    complaints: Sequence[Complaint]


@require_safe
@login_required
def show_workshop_validations(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Lead to what was asked about the workshop's first map."""
    actor = participant_of(request.user, workshop_id)
    first = maps_of(actor=actor).first()
    return redirect("workshop", workshop_id) if first is None else redirect("validations", first.id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_validations(request: HttpRequest, map_id: UUID) -> HttpResponse:
    """Show what was asked about a map; facilitators ask here."""
    actor, found = map_for(request.user, map_id)
    message, problem = request.POST.get("message", ""), ""
    if request.method == "POST":
        try:
            asked = ask_for_validation(
                actor=actor,
                map_id=found.id,
                validation_id=_id(request.POST.get("new_id", "")) or uuid4(),
                message=message,
                instead_of=_id(request.POST.get("instead_of", "")),
            )
        except InvalidInput as error:
            problem = error.message
        except Conflict as error:
            messages.error(request, error.message)
            return redirect("validations", map_id)
        else:
            messages.success(request, "Everybody is asked now. Pass on the link: it is the same for all.")
            return redirect("validation", asked.id)
    rows = validations_of(actor=actor, of=found)
    counts = counts_of(actor=actor, of=rows)
    mine = my_answers(actor=actor, of=rows)
    is_open = next((asked for asked in rows if asked.ended_at is None), None)
    context = {
        "map": found,
        "maps": maps_of(actor=actor),
        "rows": [{"asked": asked, "counts": counts[asked.id], "mine": mine.get(asked.id)} for asked in rows],
        "open": is_open,
        "asks": may(actor, SessionAct.ASK_VALIDATION),
        "answers": may(actor, SessionAct.VALIDATE),
        "new_id": uuid4(),
        "message": message,
        "message_limit": MESSAGE_LIMIT,
        "problem": problem,
    }
    status = 400 if problem else 200
    return render(request, "facilitation/validations.html", frame_of(actor, "session") | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_validation(request: HttpRequest, validation_id: UUID) -> HttpResponse:
    """Show the map as everybody is asked about it, with what one answers; facilitators see who said what."""
    actor, asked = validation_for(request.user, validation_id)
    if request.method == "POST":
        return _act(request, actor, asked)
    mine = my_answers(actor=actor, of=[asked]).get(asked.id)
    return _show(request, actor, asked, _rows_of(mine))


@require_safe
@login_required
def draw_validation(request: HttpRequest, validation_id: UUID) -> HttpResponse:
    """Draw the map as it was."""
    actor, asked = validation_for(request.user, validation_id)
    moment = moment_of(actor=actor, of=asked)
    sheet = Sheet(
        title=asked.title,
        kind=asked.map.kind,
        name="",
        saved_by=asked.asked_by.name,
        saved_at=asked.asked_at,
        charter=asked.charter,
        elements=moment.elements,
        figures=moment.figures,
        seq=asked.seq,
        checksum="",
    )
    answer = HttpResponse(write_svg(draw_map(sheet)), content_type="image/svg+xml")
    answer.headers["Content-Security-Policy"] = DRAWING_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    is_whole = not moment.figures.get("constraint_hidden")
    answer.headers["Cache-Control"] = f"private, max-age={DRAWING_KEPT_S}" if is_whole else "no-store"
    return answer


def _act(request: HttpRequest, actor: Participant, asked: Validation) -> HttpResponse:
    """Do what the button says: answer, end the question, or give room for one thing more."""
    act, _, about = request.POST.get("act", "").partition(":")
    if act == "end":
        end_validation(actor=actor, validation_id=asked.id)
        messages.success(request, "The question is ended. What people said stays.")
        return redirect("validation", asked.id)
    require(actor, SessionAct.VALIDATE)
    rows = _typed(request)
    if act in ("more", "about"):
        return _show(request, actor, asked, _with_room(rows, about))
    said = [{name: row[name] for name in ("element", "text")} for row in rows] if act == "wrong" else []
    try:
        if act == "wrong" and not said:
            raise InvalidInput([Problem("wrong.0.text", "Write in a few words what is wrong.")])
        answer_validation(actor=actor, validation_id=asked.id, wrong=said)
    except InvalidInput as error:
        return _show(request, actor, asked, _with_problems(rows, error.problems), status=400)
    except Conflict as error:
        messages.error(request, error.message)
        return _show(request, actor, validation_for(request.user, asked.id)[1], rows, status=409)
    messages.success(request, "Thank you. Your answer is saved; you can change it while the question is open.")
    return redirect("validation", asked.id)


def _typed(request: HttpRequest) -> list[Row]:
    """Return what was typed, without rows that nobody wrote in."""
    pairs = zip(request.POST.getlist("element"), request.POST.getlist("text"), strict=False)
    return [{"element": element, "text": text} for element, text in pairs if element or text.strip()][: MOST_WRONG + 1]


def _with_room(rows: list[Row], about: str) -> list[Row]:
    """Return the rows with one more to write in, about an element where one was chosen."""
    is_there = any(row["element"] == about and not row["text"].strip() for row in rows)
    if about and is_there:
        return [row | {"is_new": row["element"] == about and not row["text"].strip()} for row in rows]
    return [*rows, {"element": about, "text": "", "is_new": True}]


def _with_problems(rows: list[Row], problems: tuple[Problem, ...]) -> list[Row]:
    shown = rows or [{"element": "", "text": ""}]
    for problem in problems:
        place = problem.place.split(".")
        at = int(place[1]) if len(place) > 1 and place[1].isdecimal() else 0
        shown[min(at, len(shown) - 1)]["error"] = problem.sentence
    return shown


def _rows_of(mine: ValidationAnswer | None) -> list[Row]:
    return [{"element": one["element"] or "", "text": one["text"]} for one in mine.wrong] if mine else []


def _show(
    request: HttpRequest, actor: Participant, asked: Validation, rows: list[Row], *, status: int = 200
) -> HttpResponse:
    moment = moment_of(actor=actor, of=asked)
    told = may(actor, SessionAct.ASK_VALIDATION)
    mine = my_answers(actor=actor, of=[asked]).get(asked.id)
    context: Mapping[str, Any] = {
        "asked": asked,
        "rows": rows,
        "wrong_rows": rows or [{"element": "", "text": ""}],
        # Typed while somebody ended the question.
        "lost": rows if request.method == "POST" and asked.ended_at else [],
        "mine": mine,
        "my_complaints": _complaints(mine, moment, {}) if mine else [],
        "answers": may(actor, SessionAct.VALIDATE) and asked.ended_at is None,
        "counts": counts_of(actor=actor, of=[asked])[asked.id],
        "figures": headline_figures(asked.charter, moment.elements, moment.figures),
        "nodes": node_rows(asked.charter, moment.elements),
        "ways": way_rows(asked.charter, moment.elements),
        "named": named_elements(asked.charter, moment.elements),
        "limits": {"text": TEXT_LIMIT, "rows": MOST_WRONG},
        "told": told,
        **(_told(request, actor, asked, moment) if told else {}),
    }
    return render(request, "facilitation/validation.html", frame_of(actor, "session") | dict(context), status=status)


def _told(request: HttpRequest, actor: Participant, asked: Validation, moment: Moment) -> dict[str, Any]:
    """Return what facilitators see beyond everybody else."""
    standing: Standing = standings_of(actor=actor, of=[asked])[asked.id]
    fates = fates_of(asked, moment)
    address = reverse("validation", args=[asked.id])
    return {
        "standing": standing,
        "objections": [
            Objection(answer, _complaints(answer, moment, fates)) for answer in standing.answers if answer.wrong
        ],
        "right": [answer.participant for answer in standing.answers if not answer.wrong],
        "changes": changes_since(asked),
        "address": f"{base_url_of(request)}{address}",
    }


def _complaints(answer: ValidationAnswer, moment: Moment, fates: Mapping[str, str]) -> list[Complaint]:
    return [
        Complaint(
            text=one["text"],
            element_id=one["element"],
            name=display_name(one["element"], moment.elements) if one["element"] else "",
            fate=fates.get(one["element"] or "", ""),
        )
        for one in answer.wrong
    ]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
