"""Whether this installation can serve people: `/healthz` speaks of the process, `/readyz` of what it needs."""

from collections.abc import Callable

import redis
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WORKER_KEY = "worker-heartbeat"
# A worker beats every two seconds; one that has been silent this long is gone or stuck.
WORKER_SILENCE_S = 15


def note_worker_heartbeat(**_event: object) -> None:
    """Leaves the sign of life that `/readyz` looks for; called in the worker at each of its heartbeats."""
    cache.set(WORKER_KEY, "alive", WORKER_SILENCE_S)


@require_safe
@never_cache
def show_health(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def show_readiness(request: HttpRequest) -> JsonResponse:
    """200 when database, Valkey and a worker answer, else 503; the body says which does not."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database_answers,
        "valkey": _valkey_answers,
        "worker": _worker_beats,
    }
    answers = {name: "ok" if check() else "no answer" for name, check in checks.items()}
    is_ready = all(answer == "ok" for answer in answers.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "not ready", **answers},
        status=200 if is_ready else 503,
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except Error:
        return False


def _valkey_answers() -> bool:
    try:
        cache.set("readiness", "asked", 5)
        return bool(cache.get("readiness") == "asked")
    except (redis.RedisError, OSError):
        return False


def _worker_beats() -> bool:
    try:
        return cache.get(WORKER_KEY) is not None
    except (redis.RedisError, OSError):
        return False
