"""What a facilitator shows to everybody: a part of a map that every screen fits, or one element in the light."""

import math
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from facilitation.commands.changes import session_changing
from facilitation.models import Session
from facilitation.permissions import SessionAct, require
from maps.domain.elements import COORDINATE_LIMIT
from maps.models import Map
from maps.selectors import snapshot_of
from workshops.errors import InvalidInput, NotFound, Problem
from workshops.models import Participant

_AREA = ("x", "y", "width", "height")


def call_attention(
    *, actor: Participant, kind: str, map_id: UUID, element: str = "", area: Mapping[str, float] | None = None
) -> Session:
    """Show a part of the map (`view`, with its `area`) or an element of it to everybody, until it is released.

    Raises NotFound for a map of another workshop or an element that is not there, InvalidInput without an area.
    """
    require(actor, SessionAct.CALL_ATTENTION)
    found = Map.objects.filter(pk=map_id, workshop_id=actor.workshop_id).first()
    if found is None:
        raise NotFound("There is no such map in this workshop, so nobody was called.")
    if kind not in Session.AttentionKind.values:
        raise InvalidInput([Problem("kind", f"“{kind[:20]}” is neither a view nor an element.")])
    is_view = kind == Session.AttentionKind.VIEW
    kept = _read_area(area or {}) if is_view else None
    if not is_view and element not in snapshot_of(found.id).elements:
        raise NotFound("There is no such element on this map, so nobody was called.")
    with session_changing(actor.workshop_id) as session:
        session.attention_kind = kind
        session.attention_map = found
        session.attention_element = "" if is_view else element
        session.attention_area = kept
        session.attention_by = actor
        session.attention_at = timezone.now()
    return session


def release_attention(*, actor: Participant) -> Session:
    """Let everybody look where they like again."""
    require(actor, SessionAct.CALL_ATTENTION)
    with session_changing(actor.workshop_id) as session:
        session.attention_kind = ""
        session.attention_map = None
        session.attention_element = ""
        session.attention_area = None
        session.attention_by = None
        session.attention_at = None
    return session


def _read_area(area: Mapping[str, float]) -> dict[str, float]:
    numbers = {name: float(area.get(name, math.nan)) for name in _AREA}
    if not all(math.isfinite(number) and abs(number) <= COORDINATE_LIMIT for number in numbers.values()):
        raise InvalidInput([Problem("area", "Name the area by x, y, width and height in units of the canvas.")])
    if numbers["width"] <= 0 or numbers["height"] <= 0:
        raise InvalidInput([Problem("area", "The area has no size, so nobody was called.")])
    return numbers
