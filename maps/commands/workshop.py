"""What happens to a workshop together with its maps: create it from a file, duplicate it, rename a map."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from maps.commands.edit import create_elements
from maps.domain.elements import Elements
from maps.domain.map_file import MapFile
from maps.models import Map
from maps.permissions import MapAct
from maps.permissions import require as require_on_map
from maps.projection import load_elements
from workshops.charter import TEXT_LIMITS
from workshops.commands.audit import record_act
from workshops.commands.locking import lock_workshop
from workshops.commands.people import count_people_change
from workshops.commands.workshop import create_workshop
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant, User
from workshops.permissions import WorkshopAct, require

TITLE_LIMIT = 200


@transaction.atomic
def create_workshop_from_file(
    *, actor: User, charter: Mapping[str, Any], file: MapFile | None
) -> tuple[Participant, Map]:
    """Create a workshop with this charter and one map, which is that of the file or empty; all of it or nothing.

    The actor becomes the first facilitator and is returned with the map. The file's times keep their seconds, also
    where the charter has another calendar than the file.
    Raises InvalidInput for a charter with problems, NotAllowed for guests.
    """
    participant = create_workshop(actor=actor, charter=charter)
    title = file.title if file else f"{participant.workshop.name} today"[:TITLE_LIMIT]
    kind = file.kind if file else Map.Kind.CURRENT
    elements: Elements = file.elements if file else {}
    return participant, _add_map(participant, kind=kind, title=title, elements=elements)


@dataclass(frozen=True, slots=True)
class WorkshopCopy:
    """The actor's place in a copied workshop, and its maps by the ids of those that they are copies of."""

    place: Participant
    maps: Mapping[UUID, Map]


@transaction.atomic
def copy_workshop(*, actor: Participant) -> WorkshopCopy:
    """Create a second workshop with the same charter and the same maps as they are now, without people and history.

    Which map was made of which stays; the moment is that of the copy. Raises NotAllowed for everybody but facilitators
    with an account.
    """
    require(actor, WorkshopAct.DUPLICATE)
    original = actor.workshop
    charter = {**original.charter, "name": f"Copy of {original.name}"[: TEXT_LIMITS["name"]]}
    place = create_workshop(actor=actor.user, charter=charter)
    copies: dict[UUID, Map] = {}
    for source in Map.objects.filter(workshop=original).order_by("created_at", "id"):
        _, elements = load_elements(source.id)
        copy = _add_map(place, kind=source.kind, title=source.title, elements=elements)
        copies[source.id] = copy
        if source.derived_from_id in copies:
            copy.derived_from = copies[source.derived_from_id]
            copy.derived_seq = copy.derived_from.head_seq
        if source.answers_id in copies:
            copy.answers = copies[source.answers_id]
            copy.answers_seq = copy.answers.head_seq
        copy.save(update_fields=["derived_from", "derived_seq", "answers", "answers_seq"])
    record_act(
        workshop=original,
        user=actor.user,
        actor_name=actor.name,
        act="duplicate_workshop",
        details={"copy": str(place.workshop_id)},
    )
    return WorkshopCopy(place, copies)


@transaction.atomic
def rename_map(*, actor: Participant, of: Map, title: str) -> Map:
    """Give the map another title; open boards follow at once."""
    require_on_map(actor, MapAct.RENAME)
    text = read_title(title)
    lock_workshop(actor.workshop_id)
    renamed = Map.objects.select_for_update(no_key=True).get(pk=of.pk)
    before, renamed.title = renamed.title, text
    if before != text:
        renamed.save(update_fields=["title"])
        details = {"map": str(of.pk), "before": before, "after": text}
        record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act="rename_map", details=details)
        count_people_change(actor.workshop)
    return renamed


def read_title(title: str) -> str:
    """Return the title of a map as it is kept; raises InvalidInput where there is none, or too long a one."""
    text = " ".join(title.replace("\x00", "").split())
    if not text:
        raise InvalidInput([Problem("title", "The map needs a title.")])
    if len(text) > TITLE_LIMIT:
        raise InvalidInput([Problem("title", f"The title is {len(text)} characters long; {TITLE_LIMIT} are allowed.")])
    return text


def _add_map(actor: Participant, *, kind: str, title: str, elements: Elements) -> Map:
    created = Map.objects.create(workshop=actor.workshop, kind=kind, title=title)
    if elements:
        create_elements(map_id=created.id, actor=actor, op_id=uuid4().hex, elements=elements)
        created.refresh_from_db(fields=["head_seq"])
    return created
