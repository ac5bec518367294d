"""A what-if that becomes a future state: a map of its own, made from the map as it is with the edits done."""

from django.db import transaction

from maps.commands.further_map import lock_source, made_before, make_map
from maps.commands.what_if import plan_on_map
from maps.commands.workshop import read_title
from maps.domain.changes import apply_changes
from maps.domain.what_if import with_predicted_waits
from maps.models import Map
from maps.permissions import MapAct, require
from maps.projection import load_elements
from workshops.models import Participant


@transaction.atomic
def create_future_state(*, actor: Participant, of: Map, title: str, edits: object, op_id: str) -> tuple[Map, bool]:
    """Make a future state of the map as it is now with the edits done, in one operation; facilitators.

    Its waits are the predicted ones, as guesses, so that it has the figures that the what-if showed. Without edits it
    begins as a copy. Returns it and whether it is new: a known `op_id` returns what it made and
    changes nothing. Raises EditsRefused with every edit that does not fit the map.
    """
    require(actor, MapAct.CREATE_FUTURE_STATE)
    kept = read_title(title)
    source = lock_source(actor, of)
    known = made_before(actor, op_id, derived_from=source)
    if known is not None:
        return known, False
    seq, elements = load_elements(source.id)
    if edits != []:
        plan = plan_on_map(actor=actor, of=source, elements=elements, edits=edits)
        elements = with_predicted_waits(source.workshop.charter, elements, apply_changes(elements, plan.changes))
    created = make_map(
        actor,
        source,
        act="create_future_state",
        op_id=op_id,
        seq=seq,
        elements=elements,
        kind=Map.Kind.FUTURE,
        title=kept,
        derived_from=source,
        derived_seq=seq,
    )
    return created, True
