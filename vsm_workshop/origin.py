"""A page of another site must not open a socket with a visitor's cookie."""

from urllib.parse import urlsplit

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import validate_host


class OriginCheck:
    """Lets a handshake through whose Origin is this site; refuses a missing or another one with status 403.

    This site is what the Host header says, if that host is allowed, or an origin of `CSRF_TRUSTED_ORIGINS`.
    """

    def __init__(self, application: ASGI3Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "websocket" and is_own_origin(dict(scope["headers"])):
            await self.application(scope, receive, send)
        else:
            await WebsocketDenier()(scope, receive, send)


def is_own_origin(headers: dict[bytes, bytes]) -> bool:
    """Whether the headers of a handshake come from a page of this site."""
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    host = headers.get(b"host", b"").decode("latin-1").lower()
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        address = urlsplit(origin)
        host_name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    bracketed = f"[{host_name}]" if ":" in host_name else host_name
    return (
        address.scheme in {"http", "https"}
        and address.netloc == host
        and validate_host(bracketed, settings.ALLOWED_HOSTS)
    )
