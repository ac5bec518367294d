"""The charter: readers read it, facilitators change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from workshops.charter import compose_scope, read_charter
from workshops.commands.workshop import change_charter
from workshops.errors import InvalidInput, NotFound, Removed
from workshops.forms import CharterForm, charter_of_fields, explain_charter, fields_of_charter
from workshops.models import Participant
from workshops.permissions import WorkshopAct, may, require
from workshops.selectors import participant_of
from workshops.views.frame import frame_of


@require_http_methods(["GET", "POST"])
@login_required
def show_charter(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    if request.method == "POST":
        return _change_charter(request, actor)
    if not may(actor, WorkshopAct.CHANGE_CHARTER):
        return _read_charter(request, actor)
    form = CharterForm(initial=fields_of_charter(actor.workshop.charter))
    return _show_form(request, actor, form)


@require_POST
@login_required
def preview_charter(request: HttpRequest) -> HttpResponse:
    """Show what the sentences beside the form say for what is typed now; nothing is saved.

    A part that cannot be read yet counts as not given.
    """
    form = CharterForm(request.POST)
    form.is_valid()
    typed = charter_of_fields(form.cleaned_data) | {"name": form.cleaned_data.get("name") or "…"}
    try:
        sentences = explain_charter(read_charter(typed), before=_charter_before(request))
    except InvalidInput:
        sentences = {}
    return render(request, "workshops/charter_sentences.html", {"sentences": sentences})


def _charter_before(request: HttpRequest) -> dict[str, Any] | None:
    """Return the saved charter of the workshop whose form this is; None where a new one is being written."""
    try:
        return participant_of(request.user, UUID(request.POST.get("workshop", ""))).workshop.charter
    except (ValueError, NotFound, Removed):
        return None


def _change_charter(request: HttpRequest, actor: Participant) -> HttpResponse:
    require(actor, WorkshopAct.CHANGE_CHARTER)
    before = actor.workshop.charter
    form = CharterForm(request.POST)
    charter = form.charter(kept=before)
    if charter is None:
        return _show_form(request, actor, form, status=400)
    # A part that was emptied must be named, else it stays as it was.
    change_charter(actor=actor, changes={"scope": "", "demand": None, **charter})
    messages.success(request, "The charter was saved.")
    return redirect("workshop", actor.workshop_id)


def _read_charter(request: HttpRequest, actor: Participant) -> HttpResponse:
    charter = actor.workshop.charter
    context = {"charter": charter, "scope": compose_scope(charter), "sentences": explain_charter(charter)}
    return render(request, "workshops/charter_read.html", frame_of(actor, "charter") | context)


def _show_form(request: HttpRequest, actor: Participant, form: CharterForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "sentences": explain_charter(actor.workshop.charter)}
    return render(request, "workshops/charter.html", frame_of(actor, "charter") | context, status=status)
