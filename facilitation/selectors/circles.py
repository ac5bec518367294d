"""Reads of what was circled: the circle that stands on each map, and all that were."""

from datetime import datetime
from typing import Any
from uuid import UUID

from facilitation.domain.circles import Circled, circle_sentence
from facilitation.models import Circle
from facilitation.permissions import SessionAct, require
from maps.models import Map
from maps.selectors import hides_constraint
from workshops.models import Participant


def public_circles(workshop_id: UUID) -> list[dict[str, Any]]:
    """Return the circle that stands on each map of the workshop, as it travels to everybody."""
    newest = Circle.objects.filter(map__workshop_id=workshop_id).order_by("map_id", "-at", "id").distinct("map_id")
    is_hidden = hides_constraint(workshop_id)
    return [circle_json(one, is_hidden=is_hidden) for one in newest if one.erased_at is None]


def circles_of(*, actor: Participant, of: Map) -> list[dict[str, Any]]:
    """Return every circle that was drawn on the map, the newest first."""
    require(actor, SessionAct.READ)
    is_hidden = hides_constraint(of.workshop_id)
    drawn = Circle.objects.filter(map=of).order_by("-at", "id")
    return [circle_json(one, is_hidden=is_hidden) for one in drawn]


def circle_now(map_id: UUID) -> Circle | None:
    """Return the circle that stands on the map."""
    newest = Circle.objects.filter(map_id=map_id).order_by("-at", "id").first()
    return newest if newest is not None and newest.erased_at is None else None


def circled_at(map_id: UUID, moment: datetime) -> Circled | None:
    """Return what stood circled on the map at a moment, in the words of then."""
    newest = Circle.objects.filter(map_id=map_id, at__lte=moment).order_by("-at", "id").first()
    if newest is None or (newest.erased_at is not None and newest.erased_at <= moment):
        return None
    sentence = circle_sentence(newest.element_id, newest.element_name, newest.figures)
    return Circled(newest.element_id, sentence)


def circle_json(circle: Circle, *, is_hidden: bool) -> dict[str, Any]:
    """Return a circle as it travels; without what the figures said while people judge (`figures_hidden`)."""
    return {
        "id": str(circle.id),
        "map": str(circle.map_id),
        "element": circle.element_id,
        "name": circle.element_name,
        "seq": circle.seq,
        "by": str(circle.by_id),
        "at": circle.at.isoformat(),
        "round": str(circle.round_id) if circle.round_id else None,
        "figures": None if is_hidden else circle.figures,
        "figures_hidden": is_hidden,
        "sentence": circle_sentence(circle.element_id, circle.element_name, circle.figures, is_hidden=is_hidden),
        "erased_by": str(circle.erased_by_id) if circle.erased_by_id else None,
        "erased_at": circle.erased_at.isoformat() if circle.erased_at else None,
    }
