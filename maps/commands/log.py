"""The log's own statements: lock, who asks and what was seen before, append. Plain SQL, because every edit runs all of
them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from maps.models import Map, Operation
from workshops.models import Participant, Workshop

_MAP, _WORKSHOP, _OPERATION, _PARTICIPANT = (model._meta.db_table for model in (Map, Workshop, Operation, Participant))

_LOCK = f"""
    SELECT m.workshop_id, m.head_seq, w.calendar FROM {_MAP} AS m JOIN {_WORKSHOP} AS w ON w.id = m.workshop_id
    WHERE m.id = %s FOR UPDATE OF m
"""
# One statement for both. It runs after the lock, so it sees what was committed while this transaction waited.
_PEOPLE_AND_RECEIPTS = f"""
    SELECT p.id, p.role, p.removed_at, NULL::bigint FROM {_PARTICIPANT} AS p WHERE p.workshop_id = %s AND p.id = ANY(%s)
    UNION ALL
    SELECT NULL, NULL, NULL, o.id FROM {_OPERATION} AS o WHERE o.map_id = %s AND o.op_id = ANY(%s)
"""
_APPEND = f"""
    WITH head AS (UPDATE {_MAP} SET head_seq = %s WHERE id = %s)
    INSERT INTO {_OPERATION} (map_id, seq, op_id, actor_id, changes, cause, undoes, replaced, stayed, created_at)
    SELECT %s, r.seq, r.op_id, r.actor_id, r.changes, r.cause, r.undoes, r.replaced, r.stayed, r.created_at
    FROM jsonb_populate_recordset(NULL::{_OPERATION}, %s::jsonb) AS r
"""


@dataclass(frozen=True, slots=True)
class LockedMap:
    """A map whose row this transaction has locked; `calendar` is its workshop's, in normal form."""

    id: UUID
    workshop_id: UUID
    head_seq: int
    calendar: Mapping[str, Any]


def lock_map(map_id: UUID) -> LockedMap | None:
    """Lock the map's row until the end of the transaction; None where there is no such map."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [map_id])
        row = cursor.fetchone()
    if row is None:
        return None
    workshop_id, head_seq, calendar = row
    return LockedMap(map_id, workshop_id, head_seq, orjson.loads(calendar) if isinstance(calendar, str) else calendar)


def people_and_receipts(
    locked: LockedMap, actor_ids: Iterable[UUID], op_ids: Iterable[str]
) -> tuple[dict[UUID, Participant], dict[str, Operation]]:
    """Return the participants who ask, by id (with role and removal alone), and the operations seen before, by
    `op_id`.
    """
    actors: dict[UUID, Participant] = {}
    known_ids: list[int] = []
    with connection.cursor() as cursor:
        parameters: Any = [locked.workshop_id, list(actor_ids), locked.id, list(op_ids)]
        cursor.execute(_PEOPLE_AND_RECEIPTS, parameters)
        for actor_id, role, removed_at, operation_id in cursor.fetchall():
            if operation_id is None:
                person = Participant(id=actor_id, workshop_id=locked.workshop_id, role=role, removed_at=removed_at)
                actors[actor_id] = person
            else:
                known_ids.append(operation_id)
    known = Operation.objects.filter(id__in=known_ids) if known_ids else ()
    return actors, {operation.op_id: operation for operation in known}


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
