"""The parking lot of a map: who put which note there when, and what became of those that left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from facilitation.permissions import SessionAct, require
from maps.domain.bringing_back import edits_to_bring_back
from maps.domain.elements import Elements
from maps.models import Map, Operation
from maps.projection import load_elements
from workshops.models import Participant

DEALT_LIMIT = 50
# Every time a note came into the lot or left it. What an operation changed of a note that stays there does not name
# its kind.
_MOVES = """
    SELECT o.seq, o.actor_id, o.created_at, c.key, c.value -> 'after' ->> 'note' = 'parking_lot' AS comes
    FROM maps_operation AS o CROSS JOIN LATERAL jsonb_each(o.changes) AS c
    WHERE o.map_id = %s
      AND 'parking_lot' IN (c.value -> 'before' ->> 'note', c.value -> 'after' ->> 'note')
    ORDER BY o.seq
"""


@dataclass(frozen=True, slots=True)
class Parked:
    """A note in the lot, and who put it there when."""

    element_id: str
    seq: int
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Dealt:
    """A note that left the lot: who took it out when, what it is now (None: it is off the map), and the edits that put
    it back.
    """

    element_id: str
    text: str
    seq: int
    by: UUID
    at: datetime
    became: str | None
    edits: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ParkingLot:
    """What waits, the oldest first, and what was dealt with, the newest first."""

    parked: Sequence[Parked]
    dealt: Sequence[Dealt]


def parking_lot_of(*, actor: Participant, of: Map) -> ParkingLot:
    """Return the parking lot of a map as its log tells it."""
    require(actor, SessionAct.READ)
    _, elements = load_elements(of.id)
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, [of.id])
        # The last one counts.
        moves = {key: (seq, by, at, bool(comes)) for seq, by, at, key, comes in cursor.fetchall()}
    parked = [Parked(key, seq, by, at) for key, (seq, by, at, comes) in moves.items() if comes]
    left = sorted(((seq, key, by, at) for key, (seq, by, at, comes) in moves.items() if not comes), reverse=True)
    dealt = _dealt(of, elements, left[:DEALT_LIMIT])
    return ParkingLot(sorted(parked, key=lambda one: (one.seq, one.element_id)), dealt)


def _dealt(of: Map, elements: Elements, left: Sequence[tuple[int, str, UUID, datetime]]) -> list[Dealt]:
    taking_out = Operation.objects.filter(map_id=of.id, seq__in={seq for seq, *_ in left})
    operations = dict(taking_out.values_list("seq", "changes"))
    found = []
    for seq, key, by, at in left:
        note = elements.get(key)
        if note is not None and note["kind"] == "note":
            put_back = {"fields": {"note": "parking_lot"}, "saw": {"note": note["note"]}}
            edits = [{"do": "set", "id": key, **put_back}]
            found.append(Dealt(key, str(note.get("text") or ""), seq, by, at, note["note"], edits))
        elif note is None and operations[seq][key]["after"] is None:
            was = operations[seq][key]["before"]
            edits = edits_to_bring_back(elements, key, operations[seq])
            found.append(Dealt(key, str(was.get("text") or ""), seq, by, at, None, edits))
    return found
