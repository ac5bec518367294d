"""The board's page: who may see the map gets the empty board and what it needs to start."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from maps.models import Map
from maps.selectors import map_for, maps_of
from workshops.addresses import base_url_of, join_address, return_path
from workshops.commands.invitation import invitation_secrets
from workshops.models import Participant
from workshops.permissions import WorkshopAct, may
from workshops.selectors import invitation_of, participant_of


@require_GET
@login_required
def show_workshop_board(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Lead to the board of the workshop's first map."""
    actor = participant_of(request.user, workshop_id)
    first = maps_of(actor=actor).first()
    if first is None:
        return redirect("workshop", workshop_id)
    return redirect("board", first.id)


@require_GET
@never_cache
@login_required
def show_board(request: HttpRequest, map_id: UUID) -> HttpResponse:
    actor, found = map_for(request.user, map_id)
    return render(request, "maps/board.html", {"map": found, "boot": boot_data(request, actor, found)})


def boot_data(request: HttpRequest, actor: Participant, of: Map) -> dict[str, Any]:
    """Return what the board reads before its socket speaks (static/src/model/boot.ts)."""
    api = f"/api/maps/{of.id}"
    return {
        "socket": f"/ws/maps/{of.id}/",
        "map": {"id": str(of.id), "kind": of.kind, "title": of.title, "workshop": str(of.workshop_id)},
        "workshop": {"id": str(of.workshop_id), "name": of.workshop.name},
        "urls": {
            "dashboard": reverse("dashboard"),
            "workshop": reverse("workshop", args=[of.workshop_id]),
            "sign_out": reverse("account_logout"),
            "states": reverse("states", args=[of.id]),
            "agenda": reverse("agenda", args=[of.workshop_id]),
            "validations": reverse("validations", args=[of.id]),
            "plan": reverse("plan", args=[of.workshop_id]),
            "file": f"{api}/file/",
            "steps_import": f"{api}/steps/",
            "operations": f"{api}/operations/",
            "restore": f"{api}/restore/",
        },
        "invitation": _invitation(request, actor),
        "return_url_path": return_path(actor),
        "me": {"id": str(actor.id), "name": actor.name},
        "csrf": get_token(request),
        "language": "en",
    }


def _invitation(request: HttpRequest, actor: Participant) -> dict[str, Any] | None:
    if not may(actor, WorkshopAct.MANAGE_PEOPLE):
        return None
    invitation = invitation_of(actor=actor)
    secrets = invitation_secrets(invitation)
    return {
        "join_url": join_address(secrets.token, base_url=base_url_of(request)),
        "code": secrets.code,
        "qr_svg_url": reverse("invitation_qr", args=[actor.workshop_id]),
        "has_passcode": bool(invitation.passcode_hash),
    }
