"""Who is at the door, before anybody knows their name: what limits on tries are counted by."""

import ipaddress
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Visitor:
    """A network address and a browser session (empty where there is none yet)."""

    address: str
    session: str


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who sends the request; behind a proxy the server in front of Django has put the right address in."""
    session = getattr(request, "session", None)
    return Visitor(
        address=network_of(request.META.get("REMOTE_ADDR", "")), session=(session and session.session_key) or ""
    )


def network_of(address: str) -> str:
    """Return what one household has: an IPv4 address, or the first half of an IPv6 one, of which everybody has many."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
