"""Where on the maps of a workshop something can be measured or changed: the stream, its steps and queues."""

from dataclasses import dataclass
from uuid import UUID

from experiments.permissions import ExperimentAct, require
from maps.domain.elements import display_name
from maps.models import Map
from maps.selectors import maps_of, snapshot_of
from metrics import stream_from_elements, stream_order
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class Place:
    """One step or queue."""

    element_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class MapPlaces:
    """One map with its steps and queues in stream order."""

    map: Map
    places: tuple[Place, ...]


def places_of(*, actor: Participant) -> list[MapPlaces]:
    """Return every map of the workshop, current states first, with what stands on it."""
    require(actor, ExperimentAct.READ)
    found = sorted(maps_of(actor=actor), key=lambda map: map.kind != Map.Kind.CURRENT)
    return [MapPlaces(map, _places(actor, map.pk)) for map in found]


def _places(actor: Participant, map_id: UUID) -> tuple[Place, ...]:
    elements = snapshot_of(map_id).elements
    order = stream_order(stream_from_elements(actor.workshop.charter, elements))
    return tuple(Place(key, display_name(key, elements), elements[key]["kind"]) for key in order)
