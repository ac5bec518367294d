"""Who sends a request of the API: a program with a token, or a browser with its session."""

from rest_framework import authentication, exceptions
from rest_framework.request import Request

from workshops.commands.tokens import find_token
from workshops.errors import NotAllowed
from workshops.models import ApiToken, User


class CsrfMissing(NotAllowed):
    """A request with a session lacks the proof that it comes from our own page."""

    code = "csrf"


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Token …`; it comes first, so that what nobody is signed in for answers 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "token":
            return None
        found = find_token(token.strip())
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie; writes send the token of the cookie `csrftoken` as `X-CSRFToken`."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise CsrfMissing(
                "Send the value of the cookie “csrftoken” as the header “X-CSRFToken”; nothing was changed."
            ) from error


class SessionWithoutCsrf(authentication.SessionAuthentication):
    """The session cookie alone; only for an address that reads nothing but JSON, which no foreign form can send."""

    def enforce_csrf(self, request: Request) -> None:
        return None
