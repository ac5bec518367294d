"""What adopting would write onto the map, in words, beside what stands there and what it does to the stream."""

from dataclasses import dataclass
from typing import Any

from experiments.commands.map_values import MapOffer, offer_map_values
from experiments.models import Experiment
from maps.domain.elements import display_name, label_of
from maps.domain.map_file import calendar_of
from maps.models import Map
from maps.render.words import format_range, format_source, format_value
from maps.selectors import snapshot_of
from metrics import format_duration, measure, stream_from_elements
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class OfferWords:
    """One value as it stands and as it would stand, with its range and what it rests on."""

    value: str
    span: str
    source: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """The offer for the page; `lead_before` and `lead_after` are empty where the lead time is not known."""

    offer: MapOffer
    map: Map | None
    field: str
    element: str
    before: OfferWords | None
    after: OfferWords | None
    lead_before: str
    lead_after: str


def offer_of(*, actor: Participant, of: Experiment) -> OfferPage:
    """Return what was measured as the map would have it."""
    offer = offer_map_values(actor=actor, of=of)
    target = Map.objects.filter(pk=offer.map).first() if offer.map else None
    if target is None or offer.after is None:
        return OfferPage(offer, None, "", "", None, None, "", "")
    elements = snapshot_of(target.id).elements
    element = dict(elements[offer.element_id])
    now = _lead_time(actor, elements)
    then = _lead_time(actor, {**elements, offer.element_id: element | {offer.field: offer.after}})
    return OfferPage(
        offer=offer,
        map=target,
        field=label_of(element["kind"], offer.field),
        element=display_name(offer.element_id, elements),
        before=_words(actor, offer.field, offer.before),
        after=_words(actor, offer.field, offer.after),
        lead_before=now,
        lead_after=then,
    )


def _words(actor: Participant, field: str, quantity: dict[str, Any] | None) -> OfferWords | None:
    if quantity is None:
        return None
    calendar = calendar_of(actor.workshop.calendar)
    return OfferWords(
        value=format_value(field, quantity["value"], calendar),
        span=format_range(field, quantity, calendar),
        source=format_source(quantity),
    )


def _lead_time(actor: Participant, elements: Any) -> str:
    lead_time_s = measure(stream_from_elements(actor.workshop.charter, elements)).lead_time_s
    return "" if lead_time_s is None else format_duration(lead_time_s, calendar_of(actor.workshop.calendar))
