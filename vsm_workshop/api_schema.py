"""The OpenAPI document says of every address how people sign in to it and how it refuses."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from workshops.api.authentication import SessionAuthentication, TokenAuthentication
from workshops.api.problem import ProblemSerializer

_SAFE = ("GET", "HEAD", "OPTIONS")
_WITH_BODY = ("POST", "PUT", "PATCH")
_ALWAYS = {
    "400": "The request has problems; `details.problems` lists them with their places.",
    "401": "Nobody is signed in, or the token does not work.",
    "429": "Too many requests or too many wrong tries; `Retry-After` says for how long.",
    "503": "A server behind this one cannot be reached, or the map stayed locked; nothing was changed.",
}
_OF_A_THING = {
    "403": "The role does not allow this, the person was removed, or the CSRF token is missing.",
    "404": "There is no such thing, or it is not for this person: the two look the same.",
}
_OF_A_WRITE = _OF_A_THING | {"409": "Right in itself, but it does not fit the present state."}
_OF_A_BODY = {"413": "The body is too large.", "415": "The body is not JSON."}


class DocumentedSchema(AutoSchema):
    """Adds the refusals that any address can answer with to what its view declares."""

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        declared: dict[str, Any] = super()._get_response_bodies(direction)
        for code, description in self._refusals().items():
            if code not in declared:
                refusal = OpenApiResponse(ProblemSerializer, description=description)
                declared[code] = self._get_response_for_code(refusal, code, direction=direction)  # type: ignore[no-untyped-call]
        return dict(sorted(declared.items()))

    def _refusals(self) -> dict[str, str]:
        refusals = dict(_ALWAYS)
        if "{" in self.path:
            refusals |= _OF_A_THING
        if self.method not in _SAFE:
            refusals |= _OF_A_WRITE
        if self.method in _WITH_BODY:
            refusals |= _OF_A_BODY
        return refusals


class _TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Authorization: Token …`, from `POST /api/tokens/`.",
        }


class _SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The session cookie; writes also send the cookie `csrftoken` as the header `X-CSRFToken`.",
        }
