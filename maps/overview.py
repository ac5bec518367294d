"""Reads for the dashboard: the workshops of a person with what is worth seeing of each map at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from maps.domain.elements import Elements, display_name
from maps.domain.map_file import calendar_of
from maps.models import Map, Operation
from maps.projection import load_elements
from maps.selectors import figures_told
from metrics.durations import format_duration
from workshops.models import Participant, User, Workshop

DASHBOARD_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of one map as people read them; empty texts where a figure cannot be known."""

    lead_time: str
    flow_efficiency: str
    flow_efficiency_share: float | None
    constraint: str
    steps: int


@dataclass(frozen=True, slots=True)
class MapCard:
    """One map at a glance; `constraint` is the id of the step that governs the stream."""

    map: Map
    elements: Elements
    headline: Headline
    constraint: str | None
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class WorkshopCard:
    """One workshop at a glance, as this person sees it."""

    workshop: Workshop
    me: Participant
    people: Sequence[Participant]
    maps: Sequence[MapCard]

    @property
    def changed_at(self) -> datetime:
        return max((card.changed_at for card in self.maps), default=self.workshop.created_at)


def dashboard_of(user: User, *, archived: bool = False, words: str = "") -> list[WorkshopCard]:
    """Return the workshops in which this person takes part, the one changed last first.

    `words` narrows them down to those whose charter or maps contain every word.
    """
    places = Participant.objects.filter(
        user=user, removed_at__isnull=True, workshop__archived_at__isnull=not archived
    ).select_related("workshop")
    for word in words.split()[:10]:
        places = places.filter(
            Q(workshop__name__icontains=word)
            | Q(workshop__customer__icontains=word)
            | Q(workshop__scope__icontains=word)
            | Q(workshop__maps__title__icontains=word)
        )
    mine = list(places.distinct().order_by("-workshop__created_at", "id")[:DASHBOARD_LIMIT])
    people = _people_of([place.workshop_id for place in mine])
    cards = [
        WorkshopCard(place.workshop, place, people.get(place.workshop_id, []), map_cards_of(place.workshop))
        for place in mine
    ]
    return sorted(cards, key=lambda card: card.changed_at, reverse=True)


def map_cards_of(workshop: Workshop) -> list[MapCard]:
    """Return the maps of a workshop at a glance, the oldest first."""
    maps = list(Map.objects.filter(workshop=workshop).order_by("created_at", "id"))
    latest = {
        operation.map_id: operation
        for operation in Operation.objects.filter(map__in=maps, seq=F("map__head_seq")).select_related("actor")
    }
    return [_map_card(workshop, found, latest.get(found.id)) for found in maps]


def _map_card(workshop: Workshop, found: Map, latest: Operation | None) -> MapCard:
    _, elements = load_elements(found.id)
    figures = figures_told(workshop, elements)
    constraint = figures["constraint"]["step"] if figures["constraint"] else None
    return MapCard(
        map=found,
        elements=elements,
        headline=headline_of(workshop.charter, elements, figures),
        constraint=constraint,
        changed_at=latest.created_at if latest else found.created_at,
        changed_by=latest.actor.name if latest else "",
    )


def headline_of(charter: Mapping[str, Any], elements: Elements, figures: Mapping[str, Any]) -> Headline:
    """Return the three headline figures as texts; a lead time that is known in part reads “at least …”."""
    calendar = calendar_of(charter["calendar"])
    lead_time = ""
    if figures["lead_time_s"] is not None:
        lead_time = format_duration(figures["lead_time_s"], calendar)
    elif figures["lower_bound_s"]:
        lead_time = f"at least {format_duration(figures['lower_bound_s'], calendar)}"
    efficiency = figures["flow_efficiency"]
    constraint = figures["constraint"]
    return Headline(
        lead_time=lead_time,
        flow_efficiency="" if efficiency is None else _percent(efficiency),
        flow_efficiency_share=efficiency,
        constraint=display_name(constraint["step"], elements) if constraint else "",
        steps=sum(1 for element in elements.values() if element["kind"] == "step"),
    )


def _percent(share: float) -> str:
    number = share * 100
    return f"{number:.0f} %" if number >= 10 else f"{number:.1f} %" if number >= 0.1 else f"{number:.2g} %"


def _people_of(workshop_ids: list[UUID]) -> dict[UUID, list[Participant]]:
    people: dict[UUID, list[Participant]] = {}
    present = Participant.objects.filter(workshop_id__in=workshop_ids, removed_at__isnull=True)
    for person in present.order_by("joined_at", "id"):
        people.setdefault(person.workshop_id, []).append(person)
    return people
