"""How fast one socket may send (docs/PROTOCOL.md, L2)."""

from dataclasses import dataclass, field
from enum import Enum

SOCKETS_A_MAP = 500
FLOODING_S = 10.0
# Once something was refused, everything of its kind is for this long: what came after it would overtake it.
REFUSAL_S = 1.0
# A pause of this length in the refusals ends a flooding.
CALM_S = 3.0


class Kind(Enum):
    """What is counted together: messages a second, and how many at once."""

    EDIT = (30.0, 60.0)
    PRESENCE = (40.0, 80.0)
    # Also what cannot be read.
    OTHER = (20.0, 40.0)


@dataclass(slots=True)
class Bucket:
    """A token bucket; `now` is in seconds of a clock that never goes back."""

    rate: float
    burst: float
    tokens: float
    filled_at: float
    refusing_until: float = 0.0

    def take(self, now: float, count: int) -> bool:
        """Return whether so many more messages are within the rate."""
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        if now < self.refusing_until:
            return False
        if self.tokens < count:
            self.refusing_until = now + REFUSAL_S
            return False
        self.tokens -= count
        return True


@dataclass(slots=True)
class Pace:
    """What one socket has sent, and for how long it has been too much."""

    buckets: dict[Kind, Bucket] = field(default_factory=dict)
    refused_since: float | None = None
    refused_at: float = 0.0

    def allows(self, kind: Kind, now: float, count: int = 1) -> bool:
        """Return whether `count` messages that came by now may be taken; all or none are."""
        bucket = self.buckets.get(kind)
        if bucket is None:
            rate, burst = kind.value
            bucket = self.buckets[kind] = Bucket(rate, burst, burst, now)
        if bucket.take(now, count):
            return True
        if self.refused_since is None or now - self.refused_at > CALM_S:
            self.refused_since = now
        self.refused_at = now
        return False

    def is_flooding(self, now: float) -> bool:
        return self.refused_since is not None and now - self.refused_since >= FLOODING_S
