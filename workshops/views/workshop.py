"""Acts on a workshop as a whole that need no map: rename, archive, delete."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from workshops.commands.workshop import archive_workshop, change_charter, delete_workshop
from workshops.errors import InvalidInput
from workshops.permissions import WorkshopAct, require
from workshops.selectors import participant_of
from workshops.views.frame import back_with


@require_POST
@login_required
def rename(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    try:
        workshop = change_charter(actor=actor, changes={"name": request.POST.get("name", "")})
    except InvalidInput as error:
        return back_with(request, error, "workshop_settings", workshop_id)
    messages.success(request, f"The workshop is called “{workshop.name}” now.")
    return redirect("workshop_settings", workshop_id)


@require_POST
@login_required
def archive(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Put the workshop away, or bring it back with `archived=no`."""
    actor = participant_of(request.user, workshop_id)
    archived = request.POST.get("archived") != "no"
    archive_workshop(actor=actor, archived=archived)
    name = actor.workshop.name
    messages.success(request, f"“{name}” is in the archive." if archived else f"“{name}” is back on the dashboard.")
    return redirect("dashboard" if archived else "workshop_settings", *([] if archived else [workshop_id]))


@require_POST
@login_required
def delete(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Delete the workshop for good, if its name was typed to confirm it."""
    actor = participant_of(request.user, workshop_id)
    require(actor, WorkshopAct.DELETE)
    name = actor.workshop.name
    if " ".join(request.POST.get("confirmation", "").split()) != " ".join(name.split()):
        messages.error(request, f"Nothing was deleted: type “{name}” to confirm.")
        return redirect("workshop_settings", workshop_id)
    delete_workshop(actor=actor)
    messages.success(request, f"“{name}” was deleted with its maps.")
    return redirect("dashboard")
