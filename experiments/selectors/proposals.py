"""Reads of what a map proposes for the plan, and what of it is on the plan already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from experiments.models import ChangeReason, Improvement
from experiments.permissions import ExperimentAct, require
from experiments.selectors.future_state import changes_of
from maps.domain.elements import Elements, display_name
from maps.models import Map
from maps.render.words import clean
from maps.selectors import maps_of, snapshot_of
from workshops.models import Participant

TITLE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Proposal:
    """One burst, or one change of a future state; `improvement` is the entry of the plan that came of it.

    `is_copy` says that a burst came along from the map of which this one was made, which proposes it itself.
    """

    element_id: str
    title: str
    waste: str
    about: str
    improvement: Improvement | None
    is_copy: bool = False

    @property
    def is_new(self) -> bool:
        return self.improvement is None


@dataclass(frozen=True, slots=True)
class Source:
    """A map with what it proposes: bursts, and changes where it is a future state."""

    map: Map
    bursts: tuple[Proposal, ...]
    changes: tuple[Proposal, ...]

    @property
    def new_bursts(self) -> int:
        return sum(proposal.is_new for proposal in self.bursts)

    @property
    def new_changes(self) -> int:
        return sum(proposal.is_new for proposal in self.changes)


def sources_of(*, actor: Participant) -> list[Source]:
    """Return every map of the workshop that proposes something, in the order of the maps."""
    require(actor, ExperimentAct.READ)
    found = []
    for one in maps_of(actor=actor):
        one.workshop = actor.workshop
        bursts = tuple(burst for burst in bursts_of(one) if not burst.is_copy)
        source = Source(one, bursts, changes_to_make(one))
        if source.bursts or source.changes:
            found.append(source)
    return found


def bursts_of(of: Map) -> tuple[Proposal, ...]:
    """Return the map's bursts, in the order of their ids."""
    elements = snapshot_of(of.id).elements
    known = _on_the_plan(_family_of(of))
    copied = _bursts_on(of.derived_from_id)
    return tuple(
        Proposal(
            element_id=key,
            title=_title_of_burst(key, elements),
            waste=element.get("waste") or "",
            about=_name_of(element.get("about"), elements),
            improvement=known.get(key),
            is_copy=key in copied,
        )
        for key, element in sorted(elements.items())
        if element.get("note") == "burst"
    )


def changes_to_make(of: Map) -> tuple[Proposal, ...]:
    """Return the changes of a future state that somebody has to bring about; what follows from one is not another."""
    differences = [difference for difference in changes_of(of) if difference.needs_reason]
    if not differences:
        return ()
    known = _on_the_plan([of.pk])
    wastes = dict(ChangeReason.objects.filter(map=of).values_list("key", "waste"))
    return tuple(
        Proposal(
            element_id=difference.key,
            title=_cut(difference.sentence.removesuffix(".")),
            waste=wastes.get(difference.key, ""),
            about=difference.name,
            improvement=known.get(difference.key),
        )
        for difference in differences
    )


def _on_the_plan(maps: Collection[UUID]) -> Mapping[str, Improvement]:
    """By element what came of it, the latest where there are several."""
    entries = Improvement.objects.filter(map_id__in=maps).order_by("created_at", "id")
    return {entry.element_id: entry for entry in entries}


def _family_of(of: Map) -> list[UUID]:
    """The maps that were made of one another, this one among them: a burst has the same id on each."""
    made_of = dict(Map.objects.filter(workshop_id=of.workshop_id).values_list("pk", "derived_from_id"))

    def first(map_id: UUID) -> UUID:
        while (before := made_of.get(map_id)) is not None:
            map_id = before
        return map_id

    return [map_id for map_id in made_of if first(map_id) == first(of.pk)]


def _bursts_on(map_id: UUID | None) -> frozenset[str]:
    if map_id is None:
        return frozenset()
    return frozenset(key for key, element in snapshot_of(map_id).elements.items() if element.get("note") == "burst")


def _title_of_burst(key: str, elements: Elements) -> str:
    burst = elements[key]
    text = " ".join((burst.get("text") or "").split())
    if text:
        return _cut(text)
    about = _name_of(burst.get("about"), elements)
    return _cut(f"Improve “{about}”") if about else "A burst without words"


def _name_of(element_id: str | None, elements: Elements) -> str:
    return clean(display_name(element_id, elements)) if element_id and element_id in elements else ""


def _cut(text: str) -> str:
    return text if len(text) <= TITLE_LIMIT else f"{text[: TITLE_LIMIT - 1]}…"
