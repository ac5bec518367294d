"""Errors become answers here: `{code, message, details}` for the API, a page with the same sentence for people."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import redis
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from rest_framework import exceptions
from rest_framework.response import Response

from workshops.api.reading import BodyTooLarge
from workshops.commands.try_limit import in_words
from workshops.errors import InvalidInput, NotAllowed, NotFound, Problem, SignInNeeded, WorkshopError

logger = logging.getLogger(__name__)

API_PATH = "/api/"
LOCK_TIMEOUT_STATE = "55P03"
NOT_NOW = "The server cannot reach its database just now. Nothing was changed; try again in a moment."
OUR_FAULT = "Something went wrong on the server, and nothing was changed. Try again; the fault has been written down."


class BadRequest(WorkshopError):
    """The request could not be read."""

    code = "bad_request"


class NotUnderstood(WorkshopError):
    """The body is not of a kind that this address reads."""

    code = "media_type"
    status = 415


class NotAcceptable(WorkshopError):
    """The answer exists only in other forms than those asked for."""

    code = "not_acceptable"
    status = 406


class MethodNotAllowed(WorkshopError):
    """This address does not do this."""

    code = "method_not_allowed"
    status = 405


class TooManyRequests(WorkshopError):
    """Requests come faster than this address takes them."""

    code = "too_many"
    status = 429

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message, details={"retry_after_s": retry_after_s})


class Unavailable(WorkshopError):
    """The database or Valkey cannot be reached, or a row stayed locked."""

    code = "unavailable"
    status = 503


def api_exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to an error of the API; None for what nobody expected, which Django then logs."""
    refusal = as_workshop_error(error)
    if refusal is None:
        return None
    return Response(as_json(refusal), status=refusal.status, headers=_headers_of(refusal))


def as_json(error: WorkshopError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message, "details": error.details}


def as_workshop_error(error: Exception) -> WorkshopError | None:
    """Return the error in our own terms, None for what nobody expected."""
    match error:
        case WorkshopError():
            return error
        case Http404():
            return NotFound("There is nothing at this address.")
        case RequestDataTooBig():
            return BodyTooLarge("The request is larger than the server takes; nothing was changed.")
        case PermissionDenied():
            return NotAllowed("This is not allowed to you.")
        case SuspiciousOperation():
            return BadRequest("The request could not be read.")
        case OperationalError() | InterfaceError() | redis.ConnectionError():
            return _of_servers(error)
        case exceptions.APIException():
            return _of_rest_framework(error)
        case _:
            return None


def _of_servers(error: Exception) -> WorkshopError:
    if getattr(error.__cause__, "sqlstate", None) == LOCK_TIMEOUT_STATE:
        return Unavailable("Many people are saving at once, so nothing was changed; try again in a moment.")
    logger.error("A request found a server unreachable: %s", error)
    return Unavailable(NOT_NOW)


def _of_rest_framework(error: exceptions.APIException) -> WorkshopError:
    match error:
        case exceptions.ValidationError():
            return InvalidInput(list(_problems_of(error.detail, "")))
        case exceptions.NotAuthenticated():
            return SignInNeeded("Sign in or join with the code of the workshop first.")
        case exceptions.AuthenticationFailed():
            return SignInNeeded(str(error.detail))
        case exceptions.PermissionDenied():
            return NotAllowed("This is not allowed to you.")
        case exceptions.Throttled():
            seconds = int(getattr(error, "wait", None) or 60)
            message = f"Too many requests came from you; wait {in_words(seconds)} and try again."
            return TooManyRequests(message, retry_after_s=seconds)
        case exceptions.MethodNotAllowed():
            return MethodNotAllowed(str(error.detail))
        case exceptions.UnsupportedMediaType():
            return NotUnderstood("Send JSON, with “Content-Type: application/json”.")
        case exceptions.NotAcceptable():
            return NotAcceptable("The answer is JSON; accept “application/json”.")
        case exceptions.NotFound():
            return NotFound("There is nothing at this address.")
        case _:
            return BadRequest(f"The request could not be read: {error.detail}")


def _problems_of(detail: object, place: str) -> Iterator[Problem]:
    """Yield the problems of a serializer at any depth, with their places as paths."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            part = "" if name == "non_field_errors" else str(name)
            yield from _problems_of(inner, f"{place}.{part}".strip("."))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            # A list of texts is about one place; a list of lists or objects is about the items of a list.
            yield from _problems_of(inner, place if isinstance(inner, str) else f"{place}.{index}".strip("."))
    else:
        sentence = f"{str(detail).rstrip('.')}."
        yield Problem(place, f"“{place}”: {sentence}" if place else sentence)


def _headers_of(error: WorkshopError) -> dict[str, str]:
    headers = {}
    if error.status in (429, 503):
        headers["Retry-After"] = str(error.details.get("retry_after_s", 1))
    if error.status == 401:
        headers["WWW-Authenticate"] = "Token"
    return headers


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PATH)


class WorkshopErrorMiddleware(MiddlewareMixin):
    """Turns the errors of our own into a page with their sentence and status, or into JSON below /api/."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the answer to an error that a view did not handle itself; None leaves it to Django."""
        refusal = error if isinstance(error, WorkshopError) else None
        if refusal is None and isinstance(error, OperationalError | InterfaceError):
            refusal = as_workshop_error(error)
        return None if refusal is None else answer(request, refusal)


def answer(request: HttpRequest, error: WorkshopError) -> HttpResponse:
    """Return the error as a page of its status, or as JSON below /api/."""
    headers = _headers_of(error)
    if is_api(request):
        return JsonResponse(as_json(error), status=error.status, headers=headers)
    page = render(request, "error.html", {"error": error, "message": error.message}, status=error.status)
    for name, value in headers.items():
        page.headers[name] = value
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: what nobody expected, already logged; JSON below /api/, else a page that needs nothing."""
    if is_api(request):
        body = {"code": "server_error", "message": OUR_FAULT, "details": {}}
        return JsonResponse(body, status=500)
    return render(None, "500.html", {"message": OUR_FAULT}, status=500)
