"""Pre-work and real items on pages: what to prepare, and one item with what happened to it, on a phone or a desk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from facilitation.commands.real_items import StaleItem, bring_item, change_item, drop_item, visit_reading
from facilitation.domain.real_item_input import NAME_LIMIT, NOTE_LIMIT, VisitReading
from facilitation.domain.real_item_table import read_visit_table
from facilitation.domain.real_items import ItemTimes, times_of
from facilitation.models import RealItem
from facilitation.permissions import SessionAct, may
from facilitation.selectors.real_items import item_for, items_of, may_change, visits_of
from facilitation.views.real_item_rows import (
    Row,
    bring_back,
    judge,
    mark,
    rows_given,
    rows_of,
    rows_typed,
    visits_given,
)
from maps.models import Map
from maps.selectors import maps_of
from metrics import Calendar, format_duration
from workshops.addresses import base_url_of, join_address
from workshops.commands.invitation import invitation_secrets
from workshops.errors import Conflict, InvalidInput, NotAllowed, Problem
from workshops.models import Participant
from workshops.permissions import WorkshopAct
from workshops.permissions import may as may_in_workshop
from workshops.selectors import invitation_of, participant_of
from workshops.views.frame import back_with, frame_of

_STATES = {"share": "shared", "unshare": "draft"}
_SAID = {
    "share": "Saved. Everybody in the workshop sees it now.",
    "unshare": "Saved as a draft: only you and the facilitators see it.",
    "save": "Saved.",
}


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def show_prework(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    if request.method == "POST":
        return _bring(request, actor)
    maps = list(maps_of(actor=actor).filter(kind=Map.Kind.CURRENT))
    cards = _cards(actor)
    context = {
        "section": "prework",
        "maps": maps,
        "mine": [card for card in cards if card["is_mine"]],
        "others": [card for card in cards if not card["is_mine"]],
        "brings": may(actor, SessionAct.BRING_ITEMS) and bool(maps),
        "name_limit": NAME_LIMIT,
        "join_url": _join_url(request, actor),
    }
    return render(request, "facilitation/prework.html", frame_of(actor, "session") | context)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def show_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    actor, item = item_for(request.user, item_id)
    rules = visit_reading(item.map)
    if request.method == "POST":
        return _act(request, actor, item, rules)
    rows = rows_of(visits_of(item, rules.step_names), rules)
    return _show(request, actor, item, rules, rows, {"name": item.name, "note": item.note})


@require_POST
@never_cache
@login_required
def preview_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What follows from the rows as they are typed; nothing is saved."""
    actor, item = item_for(request.user, item_id)
    _refuse_others(actor, item)
    rules = visit_reading(item.map)
    rows = rows_typed(request.POST)
    times, problems = judge(rows, rules)
    context = {"rows": rows, "problems": problems, "is_preview": True, **_sums(times, rules.durations.calendar)}
    return render(request, "facilitation/real_item_sums.html", context)


def _bring(request: HttpRequest, actor: Participant) -> HttpResponse:
    maps = list(maps_of(actor=actor))
    chosen = next((one for one in maps if str(one.id) == request.POST.get("map")), maps[0] if maps else None)
    if chosen is None:
        return back_with(request, Conflict("There is no map in this workshop yet."), "prework", actor.workshop_id)
    try:
        item = bring_item(actor=actor, map_id=chosen.id, name=request.POST.get("name", ""))
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "prework", actor.workshop_id)
    return redirect("real_item", item.id)


def _act(request: HttpRequest, actor: Participant, item: RealItem, rules: VisitReading) -> HttpResponse:
    _refuse_others(actor, item)
    act, _, place = request.POST.get("act", "save").partition(":")
    if act == "drop":
        drop_item(actor=actor, item_id=item.id)
        messages.success(request, f"“{item.name}” was removed.")
        return redirect("prework", actor.workshop_id)
    rows = rows_typed(request.POST)
    words = {"name": request.POST.get("name_of_item", ""), "note": request.POST.get("note", "")}
    if act in ("save", "share", "unshare"):
        return _save(request, actor, item, rules, rows, words, act)
    try:
        rows = _arranged(request, act, int(place) if place.isdecimal() else -1, rows, rules)
    except InvalidInput as error:
        messages.error(request, error.message)
    return _show(request, actor, item, rules, rows, words, is_typed=True)


def _save(
    request: HttpRequest,
    actor: Participant,
    item: RealItem,
    rules: VisitReading,
    rows: list[Row],
    words: dict[str, str],
    act: str,
) -> HttpResponse:
    given, places = visits_given(rows)
    revision = request.POST.get("revision", "")
    # What was walked stays so, whoever corrects it afterwards.
    state = None if item.state == RealItem.State.WALKED else _STATES.get(act)
    try:
        change_item(
            actor=actor,
            item_id=item.id,
            visits=given,
            state=state,
            saw_revision=int(revision) if revision.isdecimal() else None,
            **words,
        )
    except InvalidInput as error:
        others = mark(rows, places, error.problems)
        return _show(request, actor, item, rules, rows, words, problems=others, is_typed=True, status=400)
    except StaleItem as error:
        messages.error(request, f"{error.message} What you typed is below; save again to keep it instead.")
        item.refresh_from_db(fields=["revision", "state"])
        return _show(request, actor, item, rules, rows, words, is_typed=True, status=409)
    messages.success(request, _SAID[act])
    return redirect("real_item", item.id)


def _arranged(request: HttpRequest, act: str, at: int, rows: list[Row], rules: VisitReading) -> list[Row]:
    """Return the rows as a button arranges them; nothing is saved by it."""
    if act == "paste":
        step_ids = {name.casefold(): key for key, name in rules.step_names.items()}
        return rows_given(read_visit_table(request.POST.get("table", ""), step_ids), rules.step_names)
    if act == "add":
        return [*rows, *rows_given([{}], {})]
    if not 0 <= at < len(rows):
        return rows
    if act == "remove":
        return [*rows[:at], *rows[at + 1 :]]
    to = request.POST.getlist("back_to")
    target = int(to[at]) if at < len(to) and to[at].isdecimal() else at
    return bring_back(rows, at, min(target, at)) if act == "back" else rows


def _show(
    request: HttpRequest,
    actor: Participant,
    item: RealItem,
    rules: VisitReading,
    rows: list[Row],
    words: dict[str, str],
    *,
    problems: list[Problem] | None = None,
    is_typed: bool = False,
    status: int = 200,
) -> HttpResponse:
    changes = may_change(actor, item)
    has_errors = problems or any(row.get("errors") for row in rows)
    times, found = (None, problems or []) if has_errors else judge(rows, rules)
    context = {
        "section": "prework",
        "item": item,
        "words": words,
        "rows": rows if changes else [row for row in rows if row.get("told")],
        "steps": list(rules.step_names.items()),
        "problems": found,
        "is_typed": is_typed,
        "changes": changes,
        "zone": rules.hours.zone.key,
        "limits": {"name": NAME_LIMIT, "note": NOTE_LIMIT},
        **_sums(times, rules.durations.calendar),
    }
    return render(request, "facilitation/real_item.html", frame_of(actor, "session") | context, status=status)


def _sums(times: ItemTimes | None, calendar: Calendar) -> dict[str, Any]:
    """Return the sums of an item as people read them."""
    if times is None or not times.visits:
        return {"sums": None}
    lead_s, worked_s, share = times.lead_time_s, times.process_time_s, times.flow_efficiency
    return {
        "sums": {
            "lead": format_duration(lead_s if lead_s is not None else times.lower_bound_s, calendar),
            "is_least": lead_s is None,
            "worked": "" if worked_s is None else format_duration(worked_s, calendar),
            "waited": "" if times.wait_time_s is None else format_duration(times.wait_time_s, calendar),
            "share": "" if share is None else f"{100 * share:.0f} %",
            "rework": times.rework_visits,
            "rework_time": format_duration(times.rework_time_s, calendar) if times.rework_time_s else "",
            "needs": times.needs,
            "remarks": [one.remark for one in times.visits if one.remark],
        }
    }


def _cards(actor: Participant) -> list[dict[str, Any]]:
    """Return the items that the actor may see with their sums."""
    rules: dict[UUID, VisitReading] = {}
    cards = []
    for item in items_of(actor=actor):
        of_map = rules.get(item.map_id) or rules.setdefault(item.map_id, visit_reading(item.map))
        times = times_of(visits_of(item, of_map.step_names), of_map.hours)
        mine = {"is_mine": item.brought_by_id == actor.id, "changes": may_change(actor, item)}
        cards.append({"item": item, **mine, **_sums(times, of_map.durations.calendar)})
    return cards


def _refuse_others(actor: Participant, item: RealItem) -> None:
    if not may_change(actor, item):
        raise NotAllowed("Only who brought this item and facilitators can change it.")


def _join_url(request: HttpRequest, actor: Participant) -> str:
    """Return the link by which people join, for those who may pass it on; empty for everybody else."""
    if not may_in_workshop(actor, WorkshopAct.MANAGE_PEOPLE):
        return ""
    secrets = invitation_secrets(invitation_of(actor=actor))
    return join_address(secrets.token, base_url=base_url_of(request))
