"""The agenda on a page: facilitators plan and turn the session, everybody else reads what is planned.

One form holds the whole agenda: every button saves what was typed before it does what it says.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from facilitation.commands.agenda import change_agenda, use_preset
from facilitation.commands.run import end_session, pause_session, resume_session, start_session
from facilitation.domain.agenda import INSTRUCTION_LIMIT, INSTRUCTIONS, PRESETS, TITLE_LIMIT, TITLES
from facilitation.models import Phase, Session
from facilitation.permissions import SessionAct, may, require
from facilitation.selectors.session import map_progress, session_of
from maps.selectors import maps_of
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import frame_of

_TURNS: Mapping[str, tuple[Callable[..., Session], str]] = {
    "start": (start_session, "The session has begun; its clock runs on every board."),
    "pause": (pause_session, "The session is paused."),
    "resume": (resume_session, "The session goes on."),
    "end": (end_session, "The session has ended."),
}
_NEW_MIN = 15
_SHOWN = ("title", "minutes", "instruction")

Row = dict[str, Any]


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def show_agenda(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    if request.method == "POST":
        return _act(request, actor)
    _, phases = session_of(actor=actor)
    return _show(request, actor, [_row_of(phase) for phase in phases])


def _act(request: HttpRequest, actor: Participant) -> HttpResponse:
    require(actor, SessionAct.PLAN)
    act = request.POST.get("act", "")
    rows: list[Row] = []
    try:
        rows = _typed(request)
        said = _do(request, actor, act, rows)
    except InvalidInput as error:
        messages.error(request, error.message)
        if rows:
            return _show(request, actor, _with_problems(rows, error.problems), status=400)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("agenda", actor.workshop_id)


def _do(request: HttpRequest, actor: Participant, act: str, rows: list[Row]) -> str:
    """Do what the button says and return what to tell."""
    if act in _TURNS:
        turn, said = _TURNS[act]
        turn(actor=actor)
        return said
    if act == "preset":
        minutes = request.POST.get("minutes", "")
        use_preset(actor=actor, minutes=int(minutes) if minutes.isdecimal() else 0)
        return "The agenda is there. Change whatever does not suit your workshop."
    asked = [{name: value for name, value in row.items() if name != "errors"} for row in _arranged(request, act, rows)]
    change_agenda(actor=actor, phases=asked, saw=request.POST.getlist("saw"))
    return "The agenda was saved."


def _arranged(request: HttpRequest, act: str, rows: list[Row]) -> list[Row]:
    """Return the phases as the button arranges them."""
    what, _, place = act.partition(":")
    at = int(place) if place.isdecimal() and int(place) < len(rows) else -1
    if what == "add":
        chosen = request.POST.get("new_code", "")
        code = chosen if chosen in TITLES else "other"
        title = TITLES[code] if code != "other" else "New phase"
        return [*rows, {"code": code, "title": title, "instruction": INSTRUCTIONS[code], "minutes": _NEW_MIN}]
    if what == "save" or at < 0:
        return rows
    if what == "remove":
        return [*rows[:at], *rows[at + 1 :]]
    to = max(0, min(len(rows) - 1, at + (-1 if what == "up" else 1)))
    left = [*rows[:at], *rows[at + 1 :]]
    return [*left[:to], rows[at], *left[to:]]


def _typed(request: HttpRequest) -> list[Row]:
    """Return the rows of the form as they were typed; a number that is none is for the command to refuse."""
    names = ("id", "code", "title", "instruction", "minutes")
    columns = [request.POST.getlist(name) for name in names if name != "minutes"]
    typed = request.POST.getlist("minutes") if request.POST.get("act") != "preset" else []
    rows = []
    for identity, code, title, instruction, minutes in zip(*columns, typed, strict=False):
        row: Row = {"code": code, "title": title, "instruction": instruction, "minutes": _number(minutes)}
        if identity:
            row["id"] = _id(identity)
        rows.append(row)
    return rows


def _number(text: str) -> int | str:
    return int(text) if text.strip().isdecimal() else text


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Conflict("The page sent a phase that is none; reload it and try again.") from None


def _row_of(phase: Phase) -> Row:
    return {name: getattr(phase, name) for name in ("id", "code", "title", "instruction", "minutes")}


def _with_problems(rows: list[Row], problems: tuple[Problem, ...]) -> list[Row]:
    """Return the rows with what is wrong in each; what belongs to no field or row goes to the first."""
    for problem in problems:
        _, _, rest = problem.place.partition("phases.")
        place, _, field = rest.partition(".")
        at = int(place) if place.isdecimal() and int(place) < len(rows) else 0
        rows[at].setdefault("errors", {})[field if field in _SHOWN else "title"] = problem.sentence
    return rows


def _is_on(session: Session, row: Row) -> bool:
    is_under_way = session.state in (Session.State.RUNNING, Session.State.PAUSED)
    return is_under_way and row.get("id") == session.phase_id


def _show(request: HttpRequest, actor: Participant, rows: list[Row], *, status: int = 200) -> HttpResponse:
    session, phases = session_of(actor=actor)
    first_map = maps_of(actor=actor).first()
    progress = map_progress(actor=actor, of=first_map).phases if first_map else {}
    context = {
        "session": session,
        "rows": [row | {"progress": progress.get(row["code"]), "is_on": _is_on(session, row)} for row in rows],
        "saw": [str(phase.id) for phase in phases],
        "total": sum(row["minutes"] for row in rows if isinstance(row["minutes"], int)),
        "presets": list(PRESETS),
        "codes": list(TITLES.items()),
        "limits": {"title": TITLE_LIMIT, "instruction": INSTRUCTION_LIMIT},
        "first_map": first_map,
        "plans": may(actor, SessionAct.PLAN),
    }
    return render(request, "facilitation/agenda.html", frame_of(actor, "session") | context, status=status)
