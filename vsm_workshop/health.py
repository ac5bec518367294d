"""Whether this installation can serve people: `/healthz` speaks of the process, `/readyz` of what it needs."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import redis
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WORKER_KEY = "worker-heartbeat"
# A worker beats every two seconds; one that has been silent this long is gone or stuck.
WORKER_SILENCE_S = 15
PATIENCE_S = 2.0

# A server that hangs takes these threads and no others: who asks meanwhile hears “no answer” in time.
_threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="readiness")


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
async def show_readiness(request: HttpRequest) -> JsonResponse:
    """200 when database, Valkey and a worker answer, else 503; the body says which does not.

    Answers within `PATIENCE_S`, whatever hangs.
    """
    checks: dict[str, Callable[[], bool]] = {
        "database": _database_answers,
        "valkey": _valkey_answers,
        "worker": _worker_beats,
    }
    replies = await asyncio.gather(*(_in_time(check) for check in checks.values()))
    answers = {name: "ok" if reply else "no answer" for name, reply in zip(checks, replies, strict=True)}
    is_ready = all(replies)
    return JsonResponse(
        {"status": "ok" if is_ready else "not ready", **answers},
        status=200 if is_ready else 503,
    )


async def _in_time(check: Callable[[], bool]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await asyncio.get_running_loop().run_in_executor(_threads, check)
    except TimeoutError:
        return False


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except Error:
        return False
    finally:
        connection.close()


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
