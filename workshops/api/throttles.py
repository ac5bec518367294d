"""How many requests one person may send; while the counters cannot be reached, nobody is turned away."""

import logging
from typing import Any

import redis
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from workshops.models import User
from workshops.visitor import network_of

logger = logging.getLogger(__name__)


class _Throttle(SimpleRateThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except (redis.RedisError, OSError) as error:
            logger.warning("Requests cannot be counted (%s); this one is let through.", error)
            return True

    def key_of(self, request: Request) -> str:
        user = request.user
        ident = str(user.pk) if isinstance(user, User) else network_of(request.META.get("REMOTE_ADDR", ""))
        return self.cache_format % {"scope": self.scope, "ident": ident}


class VisitorThrottle(_Throttle):
    """Requests of one network address by nobody who is signed in."""

    scope = "visitor"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return None if isinstance(request.user, User) else self.key_of(request)


class PersonThrottle(_Throttle):
    """Requests of one person."""

    scope = "person"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return self.key_of(request) if isinstance(request.user, User) else None


class HeavyThrottle(_Throttle):
    """Requests that cost much: to addresses whose view says `is_heavy`, except reading them."""

    scope = "heavy"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        is_heavy = getattr(view, "is_heavy", False) and request.method not in ("GET", "HEAD", "OPTIONS")
        return self.key_of(request) if is_heavy else None
