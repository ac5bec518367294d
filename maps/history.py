"""Reads of who did what on a map: the log at a glance, the changes of one element, what was removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from maps.domain.bringing_back import edits_to_bring_back
from maps.domain.elements import Element
from maps.models import Map, Operation
from maps.permissions import MapAct, require
from maps.projection import load_elements
from workshops.errors import NotFound
from workshops.models import Participant

# The newest change of every element; it is gone where that change removed it. Ties: what one operation removed
# together is never cut apart by a page.
_GONE = """
    SELECT newest.element_id, newest.seq
    FROM (
        SELECT DISTINCT ON (c.key) c.key AS element_id, o.seq, c.value -> 'after' = 'null'::jsonb AS is_gone
        FROM maps_operation AS o CROSS JOIN LATERAL jsonb_each(o.changes) AS c
        WHERE o.map_id = %s ORDER BY c.key, o.seq DESC
    ) AS newest
    WHERE newest.is_gone AND newest.seq < %s
    ORDER BY newest.seq DESC FETCH FIRST %s ROWS WITH TIES
"""
# Above every sequence number there is.
_NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class Timeline:
    """Who did something when, for every operation after `after`, without what it was.

    `moments` hold the milliseconds since `began_at` and the place of the actor in `people`, in the log's order.
    """

    after: int
    began_at: datetime | None
    people: Sequence[UUID]
    moments: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ElementHistory:
    """The operations that touched one element, newest first, each with what it did to this element alone."""

    operations: Sequence[Mapping[str, Any]]
    has_more: bool


@dataclass(frozen=True, slots=True)
class RemovedElement:
    """What is not on the map any more: as it was, who removed it when, and the edits that bring it back."""

    element_id: str
    element: Element
    operation: Operation
    edits: Sequence[Mapping[str, Any]]


def timeline_of(*, actor: Participant, of: Map, after: int = 0) -> Timeline:
    """Return who did something when on the map."""
    require(actor, MapAct.READ)
    later = Operation.objects.filter(map_id=of.id, seq__gt=after).order_by("seq")
    rows = list(later.values_list("actor_id", "created_at"))
    if not rows:
        return Timeline(after, None, [], [])
    began_at = rows[0][1]
    places: dict[UUID, int] = {}
    moments = [
        (round((at - began_at).total_seconds() * 1_000), places.setdefault(actor_id, len(places)))
        for actor_id, at in rows
    ]
    return Timeline(after, began_at, list(places), moments)


def element_history(*, actor: Participant, of: Map, element_id: str, before: int | None, limit: int) -> ElementHistory:
    """Return the newest changes of an element, or those before operation `before`.

    Raises NotFound where there never was such an element.
    """
    require(actor, MapAct.READ)
    touching = Operation.objects.filter(map_id=of.id, changes__has_key=element_id)
    older = touching if before is None else touching.filter(seq__lt=before)
    found = list(older.order_by("-seq")[: limit + 1])
    if not found and not touching.exists():
        raise NotFound(f"There has never been an element “{element_id}” on “{of.title}”.")
    return ElementHistory([_alone(operation, element_id) for operation in found[:limit]], len(found) > limit)


def removed_elements(
    *, actor: Participant, of: Map, before: int | None, limit: int
) -> tuple[Sequence[RemovedElement], int | None]:
    """Return what is gone and could come back, the newest removals first, and before which operation to look further
    (None: there is no more).

    What one operation removed stays together, so there may be more than `limit`. Arrows that went with their ends are
    among the edits of those.
    """
    require(actor, MapAct.READ)
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [of.id, _NEWEST if before is None else before, limit])
        gone: list[tuple[str, int]] = cursor.fetchall()
    seqs = {seq for _, seq in gone}
    operations = {operation.seq: operation for operation in Operation.objects.filter(map_id=of.id, seq__in=seqs)}
    _, elements = load_elements(of.id)
    found = []
    for element_id, seq in gone:
        operation = operations[seq]
        edits = [] if element_id in elements else edits_to_bring_back(elements, element_id, operation.changes)
        if edits:
            element = operation.changes[element_id]["before"]
            found.append(RemovedElement(element_id, element, operation, edits))
    return found, (min(seqs) if len(gone) >= limit else None)


def _alone(operation: Operation, element_id: str) -> dict[str, Any]:
    message = operation.as_message()
    message["changes"] = {element_id: operation.changes[element_id]}
    message.pop("stayed", None)
    replaced = (message.pop("replaced", None) or {}).get(element_id)
    return message | ({"replaced": {element_id: replaced}} if replaced else {})
