"""The log's own statements: lock, who asks and what was seen before, append. Plain SQL, because every edit runs all of
them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from maps.domain.locks import Area, Lock
from maps.models import Map, MapLock, Operation
from workshops.models import Participant, Workshop

_MODELS = (Map, Workshop, Operation, Participant, MapLock)
_MAP, _WORKSHOP, _OPERATION, _PARTICIPANT, _MAP_LOCK = (model._meta.db_table for model in _MODELS)

_LOCK = f"""
    SELECT m.workshop_id, m.head_seq, w.calendar, m.members_may
    FROM {_MAP} AS m JOIN {_WORKSHOP} AS w ON w.id = m.workshop_id
    WHERE m.id = %s FOR NO KEY UPDATE OF m
"""
# One statement for all. It runs after the lock, so it sees what was committed while this transaction waited.
_AROUND = f"""
    SELECT p.id, p.role, p.removed_at, NULL::bigint, NULL::text, NULL::text, NULL::float8[]
    FROM {_PARTICIPANT} AS p WHERE p.workshop_id = %s AND p.id = ANY(%s)
    UNION ALL
    SELECT NULL, NULL, NULL, o.id, NULL, NULL, NULL FROM {_OPERATION} AS o WHERE o.map_id = %s AND o.op_id = ANY(%s)
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, p.name, l.element_id, ARRAY[l.x, l.y, l.width, l.height]
    FROM {_MAP_LOCK} AS l JOIN {_PARTICIPANT} AS p ON p.id = l.by_id WHERE l.map_id = %s
"""
_APPEND = f"""
    WITH head AS (UPDATE {_MAP} SET head_seq = %s WHERE id = %s)
    INSERT INTO {_OPERATION} (map_id, seq, op_id, actor_id, changes, cause, undoes, replaced, stayed, created_at)
    SELECT %s, r.seq, r.op_id, r.actor_id, r.changes, r.cause, r.undoes, r.replaced, r.stayed, r.created_at
    FROM jsonb_populate_recordset(NULL::{_OPERATION}, %s::jsonb) AS r
"""


@dataclass(frozen=True, slots=True)
class LockedMap:
    """A map whose row this transaction has locked; `calendar` is its workshop's, in normal form.

    `is_own_only`: members may change only what they added.
    """

    id: UUID
    workshop_id: UUID
    head_seq: int
    calendar: Mapping[str, Any]
    is_own_only: bool


@dataclass(frozen=True, slots=True)
class Around:
    """Who asks, by id (with role and removal alone); the operations seen before, by `op_id`; the locks of the map."""

    actors: Mapping[UUID, Participant]
    known: dict[str, Operation]
    locks: Sequence[Lock]


def lock_map(map_id: UUID) -> LockedMap | None:
    """Lock the map's row until the end of the transaction; None where there is no such map."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [map_id])
        row = cursor.fetchone()
    if row is None:
        return None
    workshop_id, head_seq, calendar, members_may = row
    calendar = orjson.loads(calendar) if isinstance(calendar, str) else calendar
    return LockedMap(map_id, workshop_id, head_seq, calendar, members_may == Map.MembersMay.OWN)


def read_around(locked: LockedMap, actor_ids: Iterable[UUID], op_ids: Iterable[str]) -> Around:
    """Return what decides whether an edit may be done, in one statement more where an `op_id` is known."""
    actors: dict[UUID, Participant] = {}
    known_ids: list[int] = []
    locks: list[Lock] = []
    with connection.cursor() as cursor:
        parameters: Any = [locked.workshop_id, list(actor_ids), locked.id, list(op_ids), locked.id]
        cursor.execute(_AROUND, parameters)
        for actor_id, role, removed_at, operation_id, locked_by, element_id, area in cursor.fetchall():
            if locked_by is not None:
                place = None if area[0] is None else Area(*area)
                locks.append(Lock(locked_by, element_id or None, place))
            elif operation_id is None:
                person = Participant(id=actor_id, workshop_id=locked.workshop_id, role=role, removed_at=removed_at)
                actors[actor_id] = person
            else:
                known_ids.append(operation_id)
    known = Operation.objects.filter(id__in=known_ids) if known_ids else ()
    return Around(actors, {operation.op_id: operation for operation in known}, locks)


def append_operations(locked: LockedMap, operations: Sequence[Operation]) -> None:
    """Write the operations and the map's new `head_seq`; they carry the numbers that follow on it."""
    rows = [
        {
            "seq": operation.seq,
            "op_id": operation.op_id,
            "actor_id": operation.actor_id,
            "changes": operation.changes,
            "cause": operation.cause,
            "undoes": operation.undoes,
            "replaced": operation.replaced,
            "stayed": operation.stayed,
            "created_at": operation.created_at,
        }
        for operation in operations
    ]
    with connection.cursor() as cursor:
        content = orjson.dumps(rows).decode()
        cursor.execute(_APPEND, [operations[-1].seq, locked.id, locked.id, content])
