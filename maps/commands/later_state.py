"""The stream mapped again: a further current state, held against what a future state promised at that moment."""

from typing import Literal

from django.db import transaction

from maps.commands.further_map import lock_source, made_before, make_map
from maps.commands.workshop import read_title
from maps.domain.elements import Elements
from maps.models import Map
from maps.permissions import MapAct, require
from maps.projection import load_elements
from workshops.errors import Conflict
from workshops.models import Participant

BEGINNINGS: tuple[str, ...] = ("blank", "copy")
Beginning = Literal["blank", "copy"]


class NoPromise(Conflict):
    """Only a future state promises anything."""

    code = "no_future_state"


@transaction.atomic
def create_later_state(
    *, actor: Participant, future: Map, base: Map | None, title: str, begin: Beginning, op_id: str
) -> tuple[Map, bool]:
    """Make a current state that answers the future state as it is now; facilitators.

    It begins blank, or as a copy of `base` as that is now: then its boxes keep their ids. Returns it and whether it is
    new: a known `op_id` returns what it made.
    """
    require(actor, MapAct.MAP_AGAIN)
    kept = read_title(title)
    source = lock_source(actor, future)
    if source.kind != Map.Kind.FUTURE:
        raise NoPromise(f"“{source.title}” is a current state and promises nothing; nothing was made.")
    known = made_before(actor, op_id, answers=source)
    if known is not None:
        return known, False
    elements: Elements = load_elements(base.id)[1] if base is not None and begin == "copy" else {}
    created = make_map(
        actor,
        source,
        act="map_again",
        op_id=op_id,
        seq=source.head_seq,
        elements=elements,
        kind=Map.Kind.CURRENT,
        title=kept,
        answers=source,
        answers_seq=source.head_seq,
    )
    return created, True
