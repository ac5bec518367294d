"""How people join this workshop: code, link and QR code for the projector; passcode, expiry, open or closed."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from workshops.addresses import base_url_of, join_address
from workshops.commands.invitation import change_invitation, invitation_secrets, renew_invitation
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import invitation_of, participant_of
from workshops.views.frame import back_with, frame_of

EXPIRIES = {"never": None, "today": timedelta(hours=12), "week": timedelta(days=7), "month": timedelta(days=30)}


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def show_invitation(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    if request.method == "POST":
        return _change(request, actor)
    invitation = invitation_of(actor=actor)
    secrets = invitation_secrets(invitation)
    base_url = base_url_of(request)
    expires_at = invitation.expires_at
    context = {
        "invitation": invitation,
        "code": secrets.code,
        "join_url": join_address(secrets.token, base_url=base_url),
        "site": base_url.partition("://")[2],
        "has_expired": expires_at is not None and expires_at < timezone.now(),
    }
    return render(request, "workshops/invitation.html", frame_of(actor, "invitation") | context)


@require_safe
@never_cache
@login_required
def draw_qr(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """The join link as a QR code, dark on white with its quiet zone, whatever the page's colours are."""
    actor = participant_of(request.user, workshop_id)
    secrets = invitation_secrets(invitation_of(actor=actor))
    address = join_address(secrets.token, base_url=base_url_of(request))
    drawing = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=4, scale=8, light="#ffffff", dark="#17202c", omitsize=True, title="Join by QR code"
    )
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def _change(request: HttpRequest, actor: Participant) -> HttpResponse:
    act = request.POST.get("act", "")
    try:
        if act == "renew":
            renew_invitation(actor=actor)
            said = "There is a new code and a new link; the old ones do not work any more."
        elif act in {"open", "close"}:
            change_invitation(actor=actor, is_open=act == "open")
            said = "People can join again." if act == "open" else "Nobody can join now; who is in stays in."
        elif act == "passcode":
            passcode = request.POST.get("passcode", "").strip()
            change_invitation(actor=actor, passcode=passcode)
            said = "Joining asks for the passcode now." if passcode else "Joining needs no passcode now."
        elif act == "expiry":
            expires_at = _read_expiry(request.POST.get("lasts", ""))
            change_invitation(actor=actor, expires_at=expires_at, keep_expiry=False)
            said = "The expiry was saved."
        else:
            raise InvalidInput([Problem("act", "Nothing was changed: the page sent no act that is known here.")])
    except InvalidInput as error:
        return back_with(request, error, "workshop_invitation", actor.workshop_id)
    messages.success(request, said)
    return redirect("workshop_invitation", actor.workshop_id)


def _read_expiry(lasts: str) -> datetime | None:
    """Return when the invitation ends; None for never."""
    if lasts not in EXPIRIES:
        raise InvalidInput([Problem("lasts", "Choose how long people can join.")])
    stretch = EXPIRIES[lasts]
    return None if stretch is None else timezone.now() + stretch
