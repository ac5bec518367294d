"""`/metrics`: what this process has measured, for Prometheus and for nobody else."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workshops.telemetry import exposition

NOT_FOR_YOU = "Measurements are told to the networks of METRICS_ALLOW, and to whoever sends the METRICS_TOKEN.\n"


@require_safe
@never_cache
def show_measures(request: HttpRequest) -> HttpResponse:
    """Answer with the figures in Prometheus' text format; 403 to everybody who may not see them."""
    if not (has_token(request) or is_near(request)):
        return HttpResponse(NOT_FOR_YOU, status=403, content_type="text/plain; charset=utf-8")
    content, content_type = exposition()
    return HttpResponse(content, content_type=content_type)


def has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").encode()
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, expected)


def is_near(request: HttpRequest) -> bool:
    """Whether the request comes straight from a machine of METRICS_ALLOW.

    What a proxy passes on never does: its visitors could come from anywhere.
    """
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP")):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_ALLOW)
