"""Circling the constraint: what the room decides, kept with what the figures said at that moment."""

from uuid import UUID

from django.utils import timezone

from facilitation.commands.changes import record, session_changing
from facilitation.domain.circles import figures_said
from facilitation.domain.rounds import RoundKind
from facilitation.models import Circle, Round
from facilitation.permissions import SessionAct, require
from facilitation.selectors.circles import circle_now
from maps.domain.elements import display_name
from maps.models import Map
from maps.selectors import figures_of, hides_constraint, snapshot_of
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

CIRCLES_LIMIT = 200
_JUDGING_KINDS = (RoundKind.CONSTRAINT, RoundKind.VOTES)


class StillJudged(Conflict):
    """People judge the constraint unseen just now, and a circle would sway them."""

    code = "still_judged"


class CircleIdTaken(Conflict):
    """The id that a client chose belongs to another circle."""

    code = "id_taken"


class TooManyCircles(Conflict):
    """The map has been circled as often as it may be."""

    code = "too_many_circles"


class CircledAnew(Conflict):
    """Another circle has taken the place of this one."""

    code = "circled_anew"


def circle_constraint(
    *, actor: Participant, of: Map, circle_id: UUID, element_id: str, round_id: UUID | None = None
) -> tuple[Circle, bool]:
    """Circle a step as the constraint of the map, after the round in which people judged; returns it and whether it is
    new.

    The same `circle_id` again answers the circle that it became. Raises StillJudged while people judge unseen.
    """
    require(actor, SessionAct.CIRCLE)
    with session_changing(actor.workshop_id):
        known = Circle.objects.filter(pk=circle_id).first()
        if known is not None:
            if known.map_id != of.id:
                raise CircleIdTaken("This id belongs to another circle; choose a new one. Nothing was circled.")
            return known, False
        if hides_constraint(actor.workshop_id):
            raise StillJudged(
                "People judge the constraint unseen just now. Reveal or cancel that round, then circle the step."
            )
        if Circle.objects.filter(map=of).count() >= CIRCLES_LIMIT:
            raise TooManyCircles(f"“{of.title}” was circled {CIRCLES_LIMIT} times, as often as a map may be.")
        made = _draw(actor, of, circle_id, element_id, _read_round(of, round_id))
        record(actor, "circle_constraint", map=of.title, name=made.element_name)
    return made, True


def erase_circle(*, actor: Participant, of: Map, circle_id: UUID) -> None:
    """Take the circle off the map; that it was there is kept. Raises CircledAnew where a newer one stands."""
    require(actor, SessionAct.CIRCLE)
    with session_changing(actor.workshop_id):
        found = Circle.objects.filter(pk=circle_id, map=of).first()
        if found is None:
            raise NotFound("There is no such circle on this map.")
        if found.erased_at is not None:
            return
        now = circle_now(of.id)
        if now is None or now.id != found.id:
            raise CircledAnew("Another step was circled since. That circle stays; look at the map again.")
        found.erased_by, found.erased_at = actor, timezone.now()
        found.save(update_fields=["erased_by", "erased_at"])
        record(actor, "erase_circle", map=of.title, name=found.element_name)


def _draw(actor: Participant, of: Map, circle_id: UUID, element_id: str, after: Round | None) -> Circle:
    snapshot = snapshot_of(of.id)
    element = snapshot.elements.get(element_id)
    if element is None or element["kind"] != "step":
        raise InvalidInput([Problem("element", "There is no such step on this map; circle one of its steps.")])
    figures = figures_of(of.workshop.charter, snapshot.elements)
    return Circle.objects.create(
        id=circle_id,
        map=of,
        element_id=element_id,
        element_name=display_name(element_id, snapshot.elements),
        seq=snapshot.seq,
        figures=figures_said(figures["constraint"], snapshot.elements),
        round=after,
        by=actor,
    )


def _read_round(of: Map, round_id: UUID | None) -> Round | None:
    if round_id is None:
        return None
    found = Round.objects.filter(pk=round_id, map=of, kind__in=_JUDGING_KINDS, state=Round.State.REVEALED).first()
    if found is None:
        sentence = "There is no revealed round on this map in which people judged; leave it out or reveal it first."
        raise InvalidInput([Problem("round", sentence)])
    return found
