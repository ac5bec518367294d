"""Reads of maps and their logs. Whoever asks gets only what they may see: a map that one may not see does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from maps.domain.changes import apply_in_turn, reverse_changes
from maps.domain.elements import Element, Elements
from maps.domain.locks import added_by
from maps.domain.map_file import MapFile, write_map_file
from maps.domain.masking import opened_without_constraint, simulation_without_loads, without_constraint
from maps.models import ConstraintJudging, Map, MapLock, Operation, SimulationJob, WhatIf
from maps.permissions import MapAct, may, require
from maps.projection import load_elements
from metrics import Explanation, explain, measure, stream_from_elements, tornado
from workshops.errors import NotFound
from workshops.models import Participant, Role, User, Workshop
from workshops.selectors import participant_of, signed_in

REPLAY_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A map at one moment."""

    seq: int
    elements: Elements


def map_for(user: User | AnonymousUser, map_id: UUID | str) -> tuple[Participant, Map]:
    """Return the person's place in the map's workshop and the map, with the workshop loaded on both.

    Raises NotFound for strangers (as if there were no such map), Removed and SignInNeeded as `participant_of`.
    """
    person = signed_in(user)
    found = Map.objects.select_related("workshop").filter(pk=map_id).first()
    missing = NotFound("There is no such map, or you have not joined its workshop.")
    if found is None:
        raise missing
    try:
        participant = participant_of(person, found.workshop_id)
    except NotFound:
        raise missing from None
    participant.workshop = found.workshop
    return participant, found


def snapshot_of(map_id: UUID) -> Snapshot:
    """Return the map's elements and the sequence number that they belong to."""
    seq, elements = load_elements(map_id)
    return Snapshot(seq, elements)


def elements_at(map_id: UUID, seq: int) -> dict[str, Element]:
    """Return the elements as they were after operation `seq` (0: the empty map), by the shorter way through the log:
    from the empty map on, or taking back what came later.
    """
    head, elements = load_elements(map_id)
    log = Operation.objects.filter(map_id=map_id)
    if seq < head - seq:
        earlier = log.filter(seq__lte=seq).order_by("seq").values_list("changes", flat=True)
        return apply_in_turn({}, earlier.iterator(chunk_size=500))
    later = log.filter(seq__gt=seq, seq__lte=head).order_by("-seq").values_list("changes", flat=True)
    return apply_in_turn(elements, map(reverse_changes, later.iterator(chunk_size=500)))


def history_at(*, actor: Participant, of: Map, seq: int) -> dict[str, Element]:
    """Return the map as it was after operation `seq`; raises NotFound for a moment that never was."""
    require(actor, MapAct.READ)
    if not 0 <= seq <= of.head_seq:
        raise NotFound(f"“{of.title}” has had {of.head_seq} operations; there is no moment {seq}.")
    return elements_at(of.id, seq)


def operations_after(map_id: UUID, seq: int, *, limit: int | None = None) -> list[Operation]:
    """Return the operations after `seq` in order."""
    operations = Operation.objects.filter(map_id=map_id, seq__gt=seq).order_by("seq")
    return list(operations[:limit] if limit else operations)


def operations_of(*, actor: Participant, of: Map) -> QuerySet[Operation]:
    """Return the map's log in order."""
    require(actor, MapAct.READ)
    return Operation.objects.filter(map_id=of.id).order_by("seq")


def maps_of(*, actor: Participant) -> QuerySet[Map]:
    """Return the maps of the actor's workshop, the oldest first."""
    require(actor, MapAct.READ)
    return Map.objects.filter(workshop_id=actor.workshop_id).order_by("created_at", "id")


def locks_of(*, actor: Participant, of: Map) -> QuerySet[MapLock]:
    """Return the locks of a map, the oldest first."""
    require(actor, MapAct.READ)
    return MapLock.objects.filter(map_id=of.id)


def added_by_me(*, actor: Participant, of: Map) -> list[str] | None:
    """Return the ids of what the actor added to the map, in order; None where that does not limit what they change."""
    require(actor, MapAct.READ)
    if of.members_may != Map.MembersMay.OWN or may(actor, MapAct.CHANGE_LOCKED):
        return None
    log = Operation.objects.filter(map_id=of.id, actor_id=actor.id).values_list("changes", flat=True)
    return sorted(added_by(list(log)))


def facilitated_workshop(user: User) -> Workshop | None:
    """Return the oldest workshop, not archived, in which this person is a facilitator."""
    facilitated = Participant.objects.filter(user=user, role=Role.FACILITATOR, removed_at__isnull=True)
    place = facilitated.filter(workshop__archived_at__isnull=True).select_related("workshop", "workshop__invitation")
    oldest = place.order_by("workshop__created_at", "workshop_id").first()
    return oldest.workshop if oldest else None


def figures_of(charter: dict[str, Any], elements: Elements) -> dict[str, Any]:
    """Return the figures of a map in the shape of DESIGN 6: all of them, so before anybody sees them they go through
    `as_told`.
    """
    return measure(stream_from_elements(charter, elements)).as_json()


def hides_constraint(workshop_id: UUID) -> bool:
    """Whether people judge just now which step is the constraint of a map of this workshop.

    Of all its maps, because a future state or a later one shares its steps with the map that is judged.
    """
    return ConstraintJudging.objects.filter(map__workshop_id=workshop_id).exists()


def as_told(workshop_id: UUID, figures: dict[str, Any]) -> dict[str, Any]:
    """Return figures of a map of this workshop as people may see them now; `constraint_hidden` where some are not."""
    return without_constraint(figures) if hides_constraint(workshop_id) else figures


def figures_told(workshop: Workshop, elements: Elements) -> dict[str, Any]:
    """Return the figures of a map of this workshop, by its charter, as people may see them now."""
    return as_told(workshop.id, figures_of(workshop.charter, elements))


def explanation_of(*, actor: Participant, of: Map, figure: str | None = None) -> dict[str, Any]:
    """Return every figure of the map opened, or the one that is asked for; raises NotFound for an unknown figure."""
    require(actor, MapAct.READ)
    snapshot = snapshot_of(of.id)
    figures = explain(stream_from_elements(of.workshop.charter, snapshot.elements))
    is_hidden = hides_constraint(of.workshop_id)
    return {"seq": snapshot.seq, "figures": choose_figures(figures, figure, is_constraint_hidden=is_hidden)}


def choose_figures(
    figures: Sequence[Explanation], figure: str | None, *, is_constraint_hidden: bool
) -> list[dict[str, Any]]:
    """Return all opened figures as JSON, or the one that is asked for; raises NotFound for an unknown one."""
    chosen = [entry.as_json() for entry in figures if figure is None or entry.figure == figure]
    if not chosen:
        raise NotFound(f"There is no figure “{figure}”.")
    return [opened_without_constraint(entry) for entry in chosen] if is_constraint_hidden else chosen


def sensitivity_of(*, actor: Participant, of: Map) -> dict[str, Any]:
    """Return which uncertain values of the map move its expected lead time, the largest swing first."""
    require(actor, MapAct.READ)
    snapshot = snapshot_of(of.id)
    return {"seq": snapshot.seq, **tornado(stream_from_elements(of.workshop.charter, snapshot.elements)).as_json()}


def what_ifs_of(*, actor: Participant, of: Map) -> QuerySet[WhatIf]:
    """Return the what-ifs that people shared on this map, the newest first."""
    require(actor, MapAct.READ)
    return WhatIf.objects.filter(map_id=of.id).select_related("author")


def what_if_of(*, actor: Participant, of: Map, what_if_id: UUID) -> WhatIf:
    """Return a shared what-if of the map; raises NotFound where there is none, or no more."""
    found = what_ifs_of(actor=actor, of=of).filter(pk=what_if_id).first()
    if found is None:
        raise NotFound("There is no such what-if on this map; it may have been withdrawn.")
    return found


def simulations_of(*, actor: Participant, of: Map) -> QuerySet[SimulationJob]:
    """Return the simulations of a map without their results, the newest first."""
    require(actor, MapAct.READ)
    return SimulationJob.objects.filter(map_id=of.id).select_related("author").defer("result", "charter")


def simulation_for(user: User | AnonymousUser, simulation_id: UUID) -> tuple[Participant, SimulationJob]:
    """Return the person's place in the workshop and the simulation; raises NotFound for strangers, as for none."""
    person = signed_in(user)
    missing = NotFound("There is no such simulation, or you have not joined its workshop.")
    job = SimulationJob.objects.select_related("author", "map").defer("charter").filter(pk=simulation_id).first()
    if job is None:
        raise missing
    try:
        return participant_of(person, job.map.workshop_id), job
    except NotFound:
        raise missing from None


def result_of(job: SimulationJob) -> dict[str, Any] | None:
    """Return what a simulation came to, as people may see it now; None until it is done."""
    if job.result is None or not hides_constraint(job.map.workshop_id):
        return job.result
    return simulation_without_loads(job.result)


def map_file_of(*, actor: Participant, of: Map) -> bytes:
    """Return the map with its charter as a map file; importing it and exporting again gives the same bytes."""
    require(actor, MapAct.EXPORT)
    snapshot = snapshot_of(of.id)
    return write_map_file(MapFile(of.workshop.charter, of.kind, of.title, snapshot.elements))
