"""How templates draw the way of a key result."""

from dataclasses import dataclass

from django import template

register = template.Library()

EDGE, MOST_BEYOND = 0.5, 20.0


@dataclass(frozen=True, slots=True)
class Track:
    """The way as a drawing whose baseline lies at 0 and whose target lies at 100.

    It reaches from `left` over `width`, so that what went the other way or beyond the target is seen.
    """

    left: float
    width: float
    now: float
    gone_from: float
    gone_width: float


@register.simple_tag
def track(progress: float | None) -> Track:
    """Return the drawing of a share of the way; without one only the way itself."""
    now = round(min(max((progress or 0.0) * 100, -MOST_BEYOND), 100 + MOST_BEYOND), 2)
    left, right = min(now, 0.0) - EDGE, max(now, 100.0) + EDGE
    return Track(left, right - left, now, min(now, 0.0), abs(now))
