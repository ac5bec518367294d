"""The settings of a workshop: names, map files, archive, delete, and who did what."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from maps.commands.workshop import rename_map
from maps.selectors import map_for, maps_of
from workshops.audit_sentences import sentence_of
from workshops.errors import InvalidInput
from workshops.permissions import WorkshopAct, require
from workshops.selectors import audit_of, participant_of
from workshops.views.frame import back_with, frame_of

ACTS_SHOWN = 50


@require_safe
@login_required
def show_settings(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    require(actor, WorkshopAct.ARCHIVE)
    context = {
        "maps": maps_of(actor=actor),
        "acts": [(entry, sentence_of(entry)) for entry in audit_of(actor=actor)[:ACTS_SHOWN]],
    }
    return render(request, "maps/settings.html", frame_of(actor, "settings") | context)


@require_POST
@login_required
def rename(request: HttpRequest, map_id: UUID) -> HttpResponse:
    actor, found = map_for(request.user, map_id)
    try:
        renamed = rename_map(actor=actor, of=found, title=request.POST.get("title", ""))
    except InvalidInput as error:
        return back_with(request, error, "workshop_settings", actor.workshop_id)
    messages.success(request, f"The map is called “{renamed.title}” now.")
    return redirect("workshop_settings", actor.workshop_id)
