"""The ways in: by code, by link, by personal return link, by one-time sign-in link.

A page that is only looked at changes nothing, so that the preview of a link in a chat uses nothing up.
"""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from workshops.addresses import safe_path
from workshops.commands.invitation import PasscodeNeeded
from workshops.commands.join import join_by_invitation
from workshops.commands.join_limit import find_invitation_within_limit
from workshops.commands.people import participant_by_return_token, use_sign_in_link
from workshops.commands.try_limit import TooManyTries
from workshops.errors import InvalidInput, NotFound, Removed, WorkshopError
from workshops.models import Invitation, Participant, User
from workshops.selectors import user_of_sign_in_link
from workshops.visitor import visitor_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
@never_cache
def join_by_code(request: HttpRequest) -> HttpResponse:
    """Let people in who type the code; with a code alone, ask for the name."""
    code = (request.POST.get("code") or request.GET.get("code") or "").strip()
    if not code:
        error = "Type the code that the facilitator shows." if request.method == "POST" else ""
        return _show_door(request, code="", errors={"code": error})
    return _enter(request, code=code)


@require_http_methods(["GET", "POST"])
@never_cache
def join_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let people in who have the link or scanned the QR code, and lead them to `?next=`, else to the map."""
    return _enter(request, token=token)


@require_http_methods(["GET", "POST"])
@never_cache
def return_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Make this browser the same person again; a button confirms it."""
    try:
        participant = participant_by_return_token(token)
    except NotFound as error:
        return _show_closed(request, error)
    if request.method == "POST":
        _sign_in(request, participant.user)
        board = reverse("workshop_board", args=[participant.workshop_id])
        return redirect(safe_path(request, request.POST.get("next"), board))
    return render(request, "doors/return.html", {"participant": participant})


@require_http_methods(["GET", "POST"])
@never_cache
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in once; a button confirms it, so that a preview does not use the link up."""
    leads_to = safe_path(request, request.GET.get("next"), reverse("dashboard"))
    try:
        if request.method == "POST":
            _sign_in(request, use_sign_in_link(token=token))
            return redirect(leads_to)
        user = user_of_sign_in_link(token)
    except NotFound as error:
        # Who is signed in already and opens the link once more wants to get there, not to read about links.
        if isinstance(request.user, User) and not request.user.is_guest:
            return redirect(leads_to)
        return _show_closed(request, error)
    return render(request, "doors/sign_in.html", {"person": user})


def _sign_in(request: HttpRequest, user: User) -> None:
    """Make this browser the person's; who is so already keeps their session, on which open boards depend."""
    if request.user == user:
        # It lives on as long as a new one would.
        request.session.modified = True
    else:
        login(request, user, backend=BACKEND)


def _enter(request: HttpRequest, *, code: str = "", token: str = "") -> HttpResponse:
    visitor = visitor_of(request)
    user = request.user if isinstance(request.user, User) else None
    try:
        invitation = find_invitation_within_limit(visitor=visitor, code=code, token=token)
    except (NotFound, TooManyTries) as error:
        if token:
            return _show_closed(request, error)
        return _show_door(request, code=code, errors={"code": error.message}, refusal=error)
    place = _place_in(invitation, user)
    leads_to = safe_path(request, request.GET.get("next"), reverse("workshop_board", args=[invitation.workshop_id]))
    name = request.POST.get("name", "")
    if request.method == "GET" or "name" not in request.POST:
        if place is not None and user is not None and not user.is_guest and place.removed_at is None:
            return redirect(leads_to)
        name = place.name if place else user.display_name if user else ""
        return _show_door(request, code=code, invitation=invitation, place=place, name=name)
    try:
        participant = join_by_invitation(
            visitor=visitor, user=user, name=name, code=code, token=token, passcode=request.POST.get("passcode", "")
        )
    except (PasscodeNeeded, TooManyTries) as error:
        # Whoever was not asked for a passcode yet has made no mistake.
        errors = {"passcode": error.message if "passcode" in request.POST else ""}
        return _show_door(
            request, code=code, invitation=invitation, place=place, name=name, errors=errors, refusal=error
        )
    except (InvalidInput, Removed) as error:
        errors = {"name": error.message}
        return _show_door(
            request, code=code, invitation=invitation, place=place, name=name, errors=errors, refusal=error
        )
    _sign_in(request, participant.user)
    return redirect(leads_to)


def _place_in(invitation: Invitation, user: User | None) -> Participant | None:
    if user is None:
        return None
    return Participant.objects.filter(workshop_id=invitation.workshop_id, user=user).first()


def _show_door(
    request: HttpRequest,
    *,
    code: str,
    invitation: Invitation | None = None,
    place: Participant | None = None,
    name: str = "",
    errors: dict[str, str] | None = None,
    refusal: WorkshopError | None = None,
) -> HttpResponse:
    context = {
        "code": code,
        "invitation": invitation,
        "asks_passcode": bool(invitation and invitation.passcode_hash)
        and (place is None or isinstance(refusal, PasscodeNeeded)),
        "place": place,
        "name": name,
        "errors": errors or {},
    }
    return _with_retry(render(request, "doors/join.html", context, status=refusal.status if refusal else 200), refusal)


def _show_closed(request: HttpRequest, error: WorkshopError) -> HttpResponse:
    return _with_retry(render(request, "doors/closed.html", {"error": error}, status=error.status), error)


def _with_retry(response: HttpResponse, error: WorkshopError | None) -> HttpResponse:
    if isinstance(error, TooManyTries):
        response["Retry-After"] = str(error.retry_after_s)
    return response
