"""Measurements: series of readings, one page each with its chart, and the ways in which readings come."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.commands.readings import (
    add_readings,
    add_readings_table,
    preview_readings,
    withdraw_readings,
)
from experiments.commands.series import change_series, create_series, delete_series
from experiments.domain.days import zone_of
from experiments.domain.readings_table import ReadingsTable
from experiments.forms.problems import show_problems
from experiments.forms.series import SeriesForm
from experiments.models import Series, SeriesFeed
from experiments.permissions import ExperimentAct, may
from experiments.selectors.charts import series_figure
from experiments.selectors.plan import today_of
from experiments.selectors.series import batches_of, readings_of, series_for, series_of
from experiments.selectors.usage import already_read, usage_of
from experiments.views.frame import improvement_frame
from maps.domain.map_file import calendar_of
from metrics.variation.readings import written
from workshops.errors import Conflict, InvalidInput, NotFound
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import back_with

NEWEST_SHOWN = 15
BATCHES_SHOWN = 30
PREVIEW_ROWS = 6


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_measurements(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """List the series of a workshop; the form on the same page begins one."""
    actor = participant_of(request.user, workshop_id)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            created = create_series(actor=actor, given=form.cleaned_data)
        except InvalidInput as error:
            show_problems(form, error.problems)
        except Conflict as error:
            return back_with(request, error, "measurements", workshop_id)
        else:
            messages.success(request, f"“{created.name}” has begun; add its readings here.")
            return redirect("series", created.id)
    context = {
        "all_series": series_of(actor=actor),
        "form": form,
        "begins": may(actor, ExperimentAct.PROPOSE),
        "zone": zone_of(actor.workshop.calendar),
    }
    status = 400 if form.errors else 200
    return render(
        request, "experiments/measurements.html", improvement_frame(actor, "measurements") | context, status=status
    )


@require_safe
@never_cache
@login_required
def show_series(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Show one series: its chart, the ways to add readings, where they came from."""
    actor, found = series_for(request.user, series_id)
    return _page(request, actor, found)


@require_POST
@login_required
def change(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Change name, unit or which way hurts."""
    actor, found = series_for(request.user, series_id)
    form = SeriesForm(request.POST, of=found)
    if not form.is_valid():
        return _page(request, actor, found, {"change_form": form})
    try:
        changed = change_series(actor=actor, series=found, given=form.cleaned_data)
    except InvalidInput as error:
        show_problems(form, error.problems)
        return _page(request, actor, found, {"change_form": form})
    messages.success(request, f"“{changed.name}” is changed.")
    return redirect("series", series_id)


@require_POST
@login_required
def delete(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Delete a series on which nothing rests, with its readings."""
    actor, found = series_for(request.user, series_id)
    try:
        delete_series(actor=actor, series=found)
    except Conflict as error:
        return back_with(request, error, "series", series_id)
    messages.success(request, f"“{found.name}” and its readings are deleted.")
    return redirect("measurements", found.workshop_id)


@require_POST
@login_required
def add_one(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Add one reading by hand."""
    actor, found = series_for(request.user, series_id)
    typed = {name: request.POST.get(name, "").strip() for name in ("at", "value", "note")}
    try:
        add_readings(actor=actor, series=found, op_id=request.POST.get("op_id", ""), given=[typed], source="hand")
    except InvalidInput as error:
        problems = [problem.sentence for problem in error.problems]
        return _page(request, actor, found, {"one": typed, "one_problems": problems})
    except Conflict as error:
        return back_with(request, error, "series", series_id)
    messages.success(request, f"{typed['value']} on {typed['at']} is in the series.")
    return redirect("series", series_id)


@require_POST
@login_required
def add_table(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Add a pasted table or a file, all of it or nothing; with problems the page says each with its line."""
    actor, found = series_for(request.user, series_id)
    text, source = _table_of(request)
    try:
        receipt = add_readings_table(
            actor=actor, series=found, op_id=request.POST.get("op_id", ""), text=text, source=source
        )
    except InvalidInput as error:
        told = {"text": text, "table_problems": error.problems}
        return _page(request, actor, found, told)
    except Conflict as error:
        return back_with(request, error, "series", series_id)
    count = f"{receipt.count:,} reading{'s are' if receipt.count != 1 else ' is'}"
    messages.success(request, f"{count} in the series.")
    return redirect("series", series_id)


@require_POST
@login_required
def preview(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Say what a table would add; a part of the page for htmx, the whole page without script."""
    actor, found = series_for(request.user, series_id)
    text, _ = _table_of(request)
    try:
        told = _preview(found, preview_readings(actor=actor, series=found, text=text)) if text.strip() else {}
    except InvalidInput as error:
        told = {"table_problems": error.problems}
    if request.headers.get("HX-Request"):
        return render(request, "experiments/measurement_preview.html", told)
    return _page(request, actor, found, told | {"text": text}, status=200)


@require_POST
@login_required
def withdraw(request: HttpRequest, series_id: UUID, batch_id: UUID) -> HttpResponse:
    """Take back readings that came in together."""
    actor, found = series_for(request.user, series_id)
    try:
        withdraw_readings(actor=actor, series=found, batch_id=batch_id)
    except NotFound as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The readings are withdrawn; the chart is as if they had never come.")
    return redirect("series", series_id)


def _page(
    request: HttpRequest, actor: Participant, found: Series, more: dict[str, Any] | None = None, status: int = 400
) -> HttpResponse:
    """The page of a series; with `more` that a form was refused."""
    newest = list(readings_of(actor=actor, of=found).order_by("-at", "-id")[:NEWEST_SHOWN])
    calendar = calendar_of(actor.workshop.calendar)
    figure = series_figure(actor=actor, of=found)
    context = {
        "series": found,
        "figure": figure,
        "count": found.readings.count(),
        "newest": [
            (reading, written(reading.value, found.measure, calendar))  # type: ignore[arg-type]
            for reading in newest
        ],
        "zone": figure.zone,
        "batches": batches_of(actor=actor, of=found)[:BATCHES_SHOWN],
        "feed": SeriesFeed.objects.select_related("map").filter(series=found).first(),
        "usage": usage_of(actor=actor, of=found),
        "adds": may(actor, ExperimentAct.ADD_READINGS),
        "changes": may(actor, ExperimentAct.CHANGE_SERIES),
        "withdraws_any": may(actor, ExperimentAct.WITHDRAW_ANY_READINGS),
        "change_form": SeriesForm(of=found),
        "one": {"at": today_of(actor.workshop).isoformat(), "value": "", "note": ""},
        "op_ids": [uuid.uuid4().hex, uuid.uuid4().hex],
        "readings_url": request.build_absolute_uri(f"/api/series/{found.id}/readings/"),
        "today": today_of(actor.workshop),
    }
    told = improvement_frame(actor, "measurements") | context | (more or {})
    return render(request, "experiments/measurement.html", told, status=status if more else 200)


def _table_of(request: HttpRequest) -> tuple[str, str]:
    """The table that was pasted or sent as a file, and which of both."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) and file.size:
        return _decoded(file.read()), "csv"
    return request.POST.get("text", ""), "paste"


def _decoded(content: bytes) -> str:
    """A file's text: UTF-8, else as spreadsheets of western offices write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _preview(series: Series, table: ReadingsTable) -> dict[str, Any]:
    readings = sorted(table.readings, key=lambda reading: reading.at)
    calendar = series.workshop.calendar
    words = [
        (reading, written(reading.value, series.measure, calendar_of(calendar)))  # type: ignore[arg-type]
        for reading in readings
    ]
    twice = already_read(of=series, moments_and_values=[(reading.at, reading.value) for reading in readings])
    return {
        "preview": {
            "count": len(readings),
            "first": words[:PREVIEW_ROWS],
            "more": max(0, len(readings) - PREVIEW_ROWS),
            "ignored": table.ignored,
            "twice": twice,
        },
        "table_problems": table.problems,
        "zone": zone_of(calendar),
    }
