"""A further map of a workshop, made of one that it has: once for an `op_id`, and not above the limit."""

from typing import Any

from maps.commands.edit import OpIdTaken, create_elements
from maps.domain.elements import Elements
from maps.models import Map, Operation
from workshops.commands.audit import record_act
from workshops.commands.locking import lock_workshop
from workshops.commands.people import count_people_change
from workshops.errors import Conflict, NotFound
from workshops.models import Participant

MAPS_LIMIT = 50


class TooManyMaps(Conflict):
    """The workshop holds as many maps as it may."""

    code = "too_many_maps"


def lock_source(actor: Participant, of: Map) -> Map:
    """Return the map that another is made of, locked: edits and a second request of the same `op_id` wait."""
    lock_workshop(actor.workshop_id)
    maps = Map.objects.select_for_update(no_key=True, of=("self",)).select_related("workshop")
    source = maps.filter(pk=of.pk, workshop_id=actor.workshop_id).first()
    if source is None:
        raise NotFound("This map does not exist any more, so no other was made of it.")
    return source


def made_before(actor: Participant, op_id: str, **link: Map) -> Map | None:
    """Return what this `op_id` made of the linked map; raises OpIdTaken where somebody else chose it."""
    made = Operation.objects.filter(op_id=op_id, seq=1, cause=Operation.Cause.CREATE)
    known = made.filter(**{f"map__{name}": of for name, of in link.items()}).select_related("map").first()
    if known is None:
        return None
    if known.actor_id != actor.id:
        raise OpIdTaken("This op_id belongs to another participant's change; nothing was saved.")
    return known.map


def make_map(
    actor: Participant, source: Map, *, act: str, op_id: str, seq: int, elements: Elements, **fields: Any
) -> Map:
    """Make a map of `fields` with these elements in one operation, written down as `act`."""
    if Map.objects.filter(workshop_id=source.workshop_id).count() >= MAPS_LIMIT:
        raise TooManyMaps(f"“{source.workshop.name}” holds {MAPS_LIMIT} maps, as many as it may; nothing was made.")
    created = Map.objects.create(workshop=source.workshop, **fields)
    create_elements(map_id=created.id, actor=actor, op_id=op_id, elements=elements)
    created.refresh_from_db(fields=["head_seq"])
    details = {"map": str(created.id), "title": created.title, "of": str(source.id), "seq": seq}
    record_act(workshop=source.workshop, user=actor.user, actor_name=actor.name, act=act, details=details)
    count_people_change(source.workshop)
    return created
