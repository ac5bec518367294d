"""The links that people pass on: to join, to return, to sign in."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from workshops.commands.people import return_token
from workshops.models import Participant


def join_address(token: str, *, base_url: str) -> str:
    return f"{base_url.rstrip('/')}{reverse('join_by_link', args=[token])}"


def return_path(participant: Participant) -> str | None:
    """Return the path of a guest's personal return link; None for people with an account, who sign in."""
    token = return_token(participant)
    return reverse("return", args=[token]) if token else None


def return_address(participant: Participant, *, base_url: str) -> str | None:
    """Return the whole link of `return_path`."""
    path = return_path(participant)
    return f"{base_url.rstrip('/')}{path}" if path else None


def sign_in_address(token: str, *, base_url: str, leads_to: str = "") -> str:
    """Return the link of a sign-in token; `leads_to` is a path of this site, else the dashboard follows."""
    query = f"?{urlencode({'next': leads_to})}" if leads_to else ""
    return f"{base_url.rstrip('/')}{reverse('sign_in', args=[token])}{query}"


def base_url_of(request: HttpRequest) -> str:
    """Return the site's address as this person reaches it, so that a shared link works where they are."""
    return f"{request.scheme}://{request.get_host()}"


def safe_path(request: HttpRequest, wanted: str | None, otherwise: str) -> str:
    """Return the wanted address if it is a path of this site, else the other one: nobody is sent elsewhere."""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted and wanted.startswith("/") and is_ours else otherwise
