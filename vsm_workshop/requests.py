"""One line of the log and one count for every request, under an id that the answer carries as well."""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from vsm_workshop.logs import pattern_of
from workshops.log_context import logged_with
from workshops.models import User
from workshops.telemetry import REQUEST_SECONDS, REQUESTS

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# What a proxy may have given; anything else could be meant to forge lines of the log.
_GIVEN_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Asked for every few seconds by machines, or by the dozen by every page.
_QUIET = frozenset({"/healthz", "/readyz", "/metrics", "/static/"})

Respond = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


class RequestLog:
    """The outermost middleware."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if iscoroutinefunction(self._respond):
            return self._answer(request)
        began, request_id = time.perf_counter(), _id_of(request)
        with logged_with(request_id=request_id):
            response = self._respond(request)
            assert isinstance(response, HttpResponseBase)
            _note(request, response, request_id, time.perf_counter() - began)
        return response

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        began, request_id = time.perf_counter(), _id_of(request)
        with logged_with(request_id=request_id):
            answering = self._respond(request)
            assert isinstance(answering, Awaitable)
            response = await answering
            _note(request, response, request_id, time.perf_counter() - began)
        return response


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if _GIVEN_ID.fullmatch(given) else uuid4().hex


def _note(request: HttpRequest, response: HttpResponseBase, request_id: str, duration_s: float) -> None:
    response.headers[HEADER] = request_id
    path = pattern_of(request)
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(method, path, response.status_code).inc()
    REQUEST_SECONDS.labels(path).observe(duration_s)
    fields = {
        "method": method,
        "path": path,
        "status": response.status_code,
        "duration_ms": round(duration_s * 1000, 1),
        "user_id": _user_id(request),
        **_ids_in_path(request),
    }
    level = logging.DEBUG if path in _QUIET and response.status_code < 400 else logging.INFO
    logger.log(level, "%s %s answered %d", method, path, response.status_code, extra=fields)


def _ids_in_path(request: HttpRequest) -> dict[str, str]:
    match = getattr(request, "resolver_match", None)
    names = ("workshop_id", "map_id")
    return {name: str(match.kwargs[name]) for name in names if match is not None and name in match.kwargs}


def _user_id(request: HttpRequest) -> str | None:
    """Return who asks, if somebody has looked already: a line of the log is not worth a query.

    Nobody where the view says `hides_who_asks`: there the time alone would tell more than the log may know.
    """
    match = getattr(request, "resolver_match", None)
    if match is not None and getattr(getattr(match.func, "view_class", None), "hides_who_asks", False):
        return None
    given = request.__dict__.get("user")
    user = given if type(given) is User else getattr(request, "_cached_user", None)
    return str(user.pk) if isinstance(user, User) and user.pk else None
