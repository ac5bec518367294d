"""Signals that it works, of one value stream on one page, and the ways in which their readings come."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from experiments.commands.feeds import take_figure
from experiments.commands.readings import add_readings
from experiments.commands.signals import add_meetings, begin_signal, choose_signal, drop_signal, feed_signal
from experiments.domain.days import zone_of
from experiments.domain.signals import SIGNAL_SERIES
from experiments.models import Series
from experiments.permissions import ExperimentAct, may
from experiments.selectors.plan import today_of
from experiments.selectors.promise import later_states_of
from experiments.selectors.series import series_for
from experiments.selectors.signals import SignalPart, SignalShown, StreamSignals, candidates_of, signals_of
from experiments.views.frame import improvement_frame
from maps.domain.map_file import calendar_of
from maps.models import Map
from maps.selectors import map_for, maps_of
from metrics.variation.readings import written
from workshops.errors import Conflict, InvalidInput, NotFound
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import back_with

COUNTS_SHOWN = 8
SAMPLES = {"time_s": "12d 4h", "count": "8", "share": "12 %"}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One part of a signal as its page shows it, with what it could be read from instead and its newest values."""

    part: SignalPart
    series: list[Series]
    maps: list[Map]
    newest: list[tuple[datetime, str]]
    sample: str
    op_id: str

    @property
    def is_meetings(self) -> bool:
        return self.part.kind.signal == "meetings"


@dataclass(frozen=True, slots=True)
class SignalCard:
    """One signal with the rows of its parts."""

    shown: SignalShown
    rows: list[SourceRow]

    @property
    def verdict(self) -> str:
        """“works”, “not” or “unknown”."""
        return {True: "works", False: "not", None: "unknown"}[self.shown.signal.works]


@require_safe
@never_cache
@login_required
def show_signals(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Show the signals since the first change, or since the day that is asked for."""
    return _page(request, participant_of(request.user, workshop_id))


@require_POST
@login_required
def choose(request: HttpRequest, workshop_id: UUID, code: str) -> HttpResponse:
    """Read a part of a signal from a series, from a map, or from a series of its own that begins now."""
    actor = participant_of(request.user, workshop_id)
    kind, _, identity = request.POST.get("source", "").partition(":")
    try:
        if kind == "map":
            chosen = feed_signal(actor=actor, code=code, of=map_for(request.user, _uuid(identity))[1])
        elif kind == "series":
            chosen = choose_signal(actor=actor, code=code, series=series_for(request.user, _uuid(identity))[1])
        else:
            chosen = begin_signal(actor=actor, code=code)
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "signals", workshop_id)
    messages.success(request, f"It is read from “{chosen.name}” now.")
    return redirect("signals", workshop_id)


@require_POST
@login_required
def drop(request: HttpRequest, workshop_id: UUID, code: str) -> HttpResponse:
    """Read a part of a signal from nothing any more."""
    drop_signal(actor=participant_of(request.user, workshop_id), code=code)
    messages.success(request, "It is read from no series any more; the readings stay in Measurements.")
    return redirect("signals", workshop_id)


@require_POST
@login_required
def take(request: HttpRequest, workshop_id: UUID, code: str) -> HttpResponse:
    """Take the figure of the map as it is now as a reading."""
    actor = participant_of(request.user, workshop_id)
    try:
        batch = take_figure(actor=actor, series=_marked(actor, code))
    except Conflict as error:
        return back_with(request, error, "signals", workshop_id)
    messages.success(request, f"The figure of today is in “{batch.series.name}”.")
    return redirect("signals", workshop_id)


@require_POST
@login_required
def read_one(request: HttpRequest, workshop_id: UUID, code: str) -> HttpResponse:
    """Add one reading by hand."""
    actor = participant_of(request.user, workshop_id)
    typed = {name: request.POST.get(name, "").strip() for name in ("at", "value")}
    series = _marked(actor, code)
    try:
        add_readings(actor=actor, series=series, op_id=request.POST.get("op_id", ""), given=[typed], source="hand")
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "signals", workshop_id)
    messages.success(request, f"{typed['value']} on {typed['at']} is in “{series.name}”.")
    return redirect("signals", workshop_id)


@require_POST
@login_required
def count_meetings(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Count the status meetings of a week by hand, or of several from a table; what cannot be read stays written."""
    actor = participant_of(request.user, workshop_id)
    typed = {name: request.POST.get(name, "").strip() for name in ("day", "count", "minutes")}
    text = request.POST.get("text", "")
    by_hand = "; ".join(typed.values())
    source = "paste" if text.strip() else "hand"
    try:
        weeks, _ = add_meetings(
            actor=actor, op_id=request.POST.get("op_id", ""), text=text if text.strip() else by_hand, source=source
        )
    except InvalidInput as error:
        told = {"meetings": typed, "meetings_text": text, "meetings_problems": error.problems}
        return _page(request, actor, told)
    except Conflict as error:
        return _page(request, actor, {"meetings": typed, "meetings_text": text, "meetings_conflict": error.message})
    messages.success(request, "The week is counted." if weeks == 1 else f"{weeks} weeks are counted.")
    return redirect("signals", workshop_id)


def _page(request: HttpRequest, actor: Participant, told: dict[str, Any] | None = None) -> HttpResponse:
    found = signals_of(actor=actor, since=parse_since(request.GET.get("since", "")))
    context = improvement_frame(actor, "signals") | {
        "found": found,
        "cards": [_card(actor, shown) for shown in found.shown],
        "changes": _changes(actor, found),
        "zone": zone_of(actor.workshop.calendar),
        "today": today_of(actor.workshop),
        "later_states": later_states_of(actor=actor),
        "adds": may(actor, ExperimentAct.ADD_READINGS),
        "chooses": may(actor, ExperimentAct.CHANGE_SERIES),
        "takes": may(actor, ExperimentAct.TAKE_FIGURES),
        "op_id": uuid.uuid4().hex,
    }
    return render(request, "experiments/signals.html", context | (told or {}), status=400 if told else 200)


def parse_since(written: str) -> date | None:
    """Return the day; None for what is no day, as for none."""
    try:
        return parse_date(written)
    except ValueError:
        return None


def _changes(actor: Participant, found: StreamSignals) -> list[tuple[date, str]]:
    """The days since which one may ask, each with what changed then."""
    zone = zone_of(actor.workshop.calendar)
    days: dict[date, list[str]] = {}
    for event in found.events:
        if event.is_change:
            days.setdefault(event.at.astimezone(zone).date(), []).append(event.label)
    if found.since is not None and found.since not in days:
        days[found.since] = ["a day of your choice"]
    return [(day, "; ".join(labels)[:120]) for day, labels in sorted(days.items())]


def _card(actor: Participant, shown: SignalShown) -> SignalCard:
    current = list(maps_of(actor=actor).filter(kind=Map.Kind.CURRENT))
    rows = []
    for part in shown.parts:
        calendar = calendar_of(actor.workshop.calendar)
        values = [(reading.at, reading.value) for reading in part.readings if reading.value is not None]
        newest = [(at, written(value, part.kind.measure, calendar)) for at, value in values[-COUNTS_SHOWN:]]
        of = part.series
        others = [one for one in candidates_of(actor=actor, kind=part.kind) if of is None or one.pk != of.pk]
        fed = part.feed.map_id if part.feed else None
        maps = [one for one in current if one.pk != fed] if part.kind.figure else []
        rows.append(SourceRow(part, others, maps, newest, SAMPLES[part.kind.measure], uuid.uuid4().hex))
    return SignalCard(shown, rows)


def _marked(actor: Participant, code: str) -> Series:
    found = Series.objects.select_related("workshop").filter(workshop_id=actor.workshop_id, signal=code).first()
    if found is None or code not in SIGNAL_SERIES:
        raise NotFound("It is read from no series yet, so nothing was added; choose one first.")
    return found


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound("There is no such series or map; nothing was changed.") from None
