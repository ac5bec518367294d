"""A what-if that becomes a future state: a map of its own, made from the map as it is with the edits done."""

from django.db import transaction

from maps.commands.edit import OpIdTaken, create_elements
from maps.commands.what_if import plan_on_map
from maps.commands.workshop import read_title
from maps.domain.changes import apply_changes
from maps.domain.what_if import with_predicted_waits
from maps.models import Map, Operation
from maps.permissions import MapAct, require
from maps.projection import load_elements
from workshops.commands.audit import record_act
from workshops.commands.people import count_people_change
from workshops.errors import Conflict, NotFound
from workshops.models import Participant

MAPS_LIMIT = 50


class TooManyMaps(Conflict):
    """The workshop holds as many maps as it may."""

    code = "too_many_maps"


@transaction.atomic
def create_future_state(*, actor: Participant, of: Map, title: str, edits: object, op_id: str) -> tuple[Map, bool]:
    """Make a future state of the map as it is now with the edits done, in one operation; facilitators.

    Its waits are the predicted ones, as guesses, so that it has the figures that the what-if showed. Without edits it
    begins as a copy. Returns it and whether it is new: a known `op_id` returns what it made and
    changes nothing. Raises EditsRefused with every edit that does not fit the map.
    """
    require(actor, MapAct.CREATE_FUTURE_STATE)
    kept = read_title(title)
    # The lock holds back edits and a second request of the same `op_id` until this one is done.
    maps = Map.objects.select_for_update(of=("self",)).select_related("workshop")
    source = maps.filter(pk=of.pk, workshop_id=actor.workshop_id).first()
    if source is None:
        raise NotFound("This map does not exist any more, so no future state was made of it.")
    known = _made_before(source, op_id)
    if known is not None:
        if known.actor_id != actor.id:
            raise OpIdTaken("This op_id belongs to another participant's change; nothing was saved.")
        return known.map, False
    if Map.objects.filter(workshop_id=source.workshop_id).count() >= MAPS_LIMIT:
        raise TooManyMaps(f"“{source.workshop.name}” holds {MAPS_LIMIT} maps, as many as it may; nothing was made.")
    seq, elements = load_elements(source.id)
    if edits != []:
        plan = plan_on_map(actor=actor, of=source, elements=elements, edits=edits)
        elements = with_predicted_waits(source.workshop.charter, elements, apply_changes(elements, plan.changes))
    created = Map.objects.create(
        workshop=source.workshop, kind=Map.Kind.FUTURE, title=kept, derived_from=source, derived_seq=seq
    )
    create_elements(map_id=created.id, actor=actor, op_id=op_id, elements=elements)
    created.refresh_from_db(fields=["head_seq"])
    details = {"map": str(created.id), "title": kept, "of": str(source.id), "seq": seq}
    record_act(
        workshop=source.workshop, user=actor.user, actor_name=actor.name, act="create_future_state", details=details
    )
    count_people_change(source.workshop)
    return created, True


def _made_before(source: Map, op_id: str) -> Operation | None:
    made = Operation.objects.filter(op_id=op_id, seq=1, cause=Operation.Cause.CREATE, map__derived_from=source)
    return made.select_related("map").first()
