"""Limits on wrong tries: a few are everybody's, many are an attack, and then the door stays shut for a while.

The counters live in the cache. While it cannot be reached each process counts for itself, so that people can still
come in and guessing stays slow.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import redis
from django.core.cache import BaseCache, cache
from django.core.cache.backends.locmem import LocMemCache

from workshops.errors import WorkshopError

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

_own_counters = LocMemCache("tries", {})


class TooManyTries(WorkshopError):
    """Too many wrong tries; the way is shut for `retry_after_s` seconds."""

    code = "too_many_tries"
    status = 429

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message, details={"retry_after_s": retry_after_s})
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Counter:
    """How many wrong tries of one origin are let through within `window_s` before it is shut out for `shut_s`."""

    key: str
    tries: int
    window_s: int = 15 * 60
    shut_s: int = 15 * 60


def shut_for_s(counters: Sequence[Counter]) -> int:
    """Return for how many more seconds one of these origins is shut out; 0 when none is."""
    now = time.time()

    def longest(store: BaseCache) -> float:
        return max((float(store.get(_shut(counter)) or 0) for counter in counters), default=0)

    return max(0, round(_ask(longest) - now + 0.5))


def count_wrong_try(counters: Sequence[Counter]) -> None:
    """Count one wrong try for each of these origins and shut out those that have had too many."""

    def count(store: BaseCache) -> None:
        for counter in counters:
            store.add(_count(counter), 0, counter.window_s)
            try:
                tries = store.incr(_count(counter))
            except ValueError:
                # It ran out between the two calls: this try is the first of a new window.
                continue
            if tries >= counter.tries:
                store.set(_shut(counter), time.time() + counter.shut_s, counter.shut_s)
                store.delete(_count(counter))

    _ask(count)


def in_words(seconds: int) -> str:
    """Return a waiting time for a sentence."""
    minutes = -(-seconds // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"


def _ask(question: Callable[[BaseCache], Answer]) -> Answer:
    try:
        return question(cache)
    except (redis.RedisError, OSError) as error:
        logger.warning("The counters of wrong tries cannot be reached (%s); this process counts for itself.", error)
        return question(_own_counters)


def _count(counter: Counter) -> str:
    return f"tries:{counter.key}"


def _shut(counter: Counter) -> str:
    return f"shut:{counter.key}"
