"""Saving the state of a map under a name."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from experiments.commands.feeds import take_saved_state
from maps.domain.map_file import MapFile
from maps.models import Map
from maps.projection import load_elements
from maps.selectors import figures_of
from reviews.checksum import checksum_of
from reviews.models import SavedState
from reviews.permissions import ReviewAct, require
from workshops.commands.audit import record_act
from workshops.errors import InvalidInput, NotFound, Problem
from workshops.models import Participant

NAME_LIMIT = 200


@transaction.atomic
def save_state(*, actor: Participant, map_id: UUID, name: str) -> SavedState:
    """Save elements, charter, title and figures of one moment, which is a reading of every series that the map feeds.

    Raises InvalidInput for a name that cannot be kept.
    """
    require(actor, ReviewAct.SAVE)
    kept = _read_name(name)
    # The lock holds back edits for the moment in which elements, sequence number and title are read.
    maps = Map.objects.select_for_update(of=("self",)).select_related("workshop")
    found = maps.filter(pk=map_id, workshop_id=actor.workshop_id).first()
    if found is None:
        raise NotFound("There is no such map in this workshop; nothing was saved.")
    seq, elements = load_elements(found.id)
    charter = found.workshop.charter
    figures = figures_of(charter, elements)
    state = SavedState.objects.create(
        workshop=found.workshop,
        map=found,
        name=kept,
        seq=seq,
        charter=charter,
        kind=found.kind,
        title=found.title,
        elements=elements,
        figures=figures,
        checksum=checksum_of(MapFile(charter, found.kind, found.title, elements), figures),
        created_by=actor,
        created_at=timezone.now(),
    )
    record_act(
        workshop=found.workshop,
        user=actor.user,
        actor_name=actor.name,
        act="save_state",
        details={"name": kept, "map": found.title},
    )
    take_saved_state(actor=actor, of=found, seq=seq, charter=charter, elements=elements, name=kept)
    return state


def _read_name(name: str) -> str:
    kept = " ".join(name.replace("\x00", "").split())
    if not kept:
        raise InvalidInput([Problem("name", "Give the state a name, such as “As we found it”; nothing was saved.")])
    if len(kept) > NAME_LIMIT:
        raise InvalidInput(
            [
                Problem(
                    "name", f"The name has {len(kept)} characters; at most {NAME_LIMIT} can be kept. Nothing was saved."
                )
            ]
        )
    return kept
