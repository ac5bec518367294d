"""Saving the state of a map under a name."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from experiments.commands.feeds import Moment, take_saved_state
from maps.domain.map_file import MapFile
from maps.models import Map
from maps.selectors import history_at
from metrics import measure, stream_from_elements
from reviews.checksum import checksum_of
from reviews.models import SavedState
from reviews.permissions import ReviewAct, require
from workshops.commands.audit import record_act
from workshops.commands.locking import lock_workshop
from workshops.errors import InvalidInput, NotFound, Problem
from workshops.models import Participant

NAME_LIMIT = 200


@transaction.atomic
def save_state(*, actor: Participant, map_id: UUID, name: str, seq: int | None = None) -> SavedState:
    """Save elements, charter, title and figures of now, which are a reading of every series that the map feeds.

    With `seq` the elements are those after that operation; charter and title are always today's, and what was is no
    reading of today. Raises InvalidInput for a name that cannot be kept, NotFound for a moment that never was.
    """
    require(actor, ReviewAct.SAVE)
    kept = _read_name(name)
    # The lock holds back edits for the moment in which elements, sequence number and title are read.
    lock_workshop(actor.workshop_id)
    maps = Map.objects.select_for_update(no_key=True, of=("self",)).select_related("workshop")
    found = maps.filter(pk=map_id, workshop_id=actor.workshop_id).first()
    if found is None:
        raise NotFound("There is no such map in this workshop; nothing was saved.")
    moment = found.head_seq if seq is None else seq
    elements = history_at(actor=actor, of=found, seq=moment)
    charter = found.workshop.charter
    measured = measure(stream_from_elements(charter, elements))
    figures = measured.as_json()
    state = SavedState.objects.create(
        workshop=found.workshop,
        map=found,
        name=kept,
        seq=moment,
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
    if moment == found.head_seq:
        take_saved_state(actor=actor, of=Moment(found, moment, charter, elements, measured, kept))
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
