"""The rows of the elements: read whole in one statement, written from changes in at most one statement a kind.

Rows are a projection of the log. Columns and fields have the same names, so a row as JSON without its keys and nulls
is the element in normal form.
"""

from collections.abc import Iterable
from uuid import UUID

import orjson
from django.db import connection, models

from maps.domain.elements import Element, Elements
from maps.models import Flow, Map, Note, Queue, Step

MODELS: dict[str, type[models.Model]] = {"step": Step, "queue": Queue, "flow": Flow, "note": Note}
_KEYS = ("id", "map_id", "element_id")


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields if field.column not in _KEYS]


def _upsert_sql(model: type[models.Model]) -> str:
    columns = _columns(model)
    quoted = [f'"{column}"' for column in columns]
    values = ", ".join(f"r.{column}" for column in quoted)
    updates = ", ".join(f"{column} = EXCLUDED.{column}" for column in quoted)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} (map_id, element_id, {', '.join(quoted)}) "
        f"SELECT %s, r.element_id, {values} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS r "
        f"ON CONFLICT (map_id, element_id) DO UPDATE SET {updates}"
    )


_UPSERTS = {kind: _upsert_sql(model) for kind, model in MODELS.items()}
_DELETE_ONE_KIND = "DELETE FROM {table} WHERE map_id = %s AND element_id = ANY(%s)"
# One statement, and so one consistent view: the sequence number and all rows belong together.
_LOAD = (
    f"SELECT '' AS kind, '' AS element_id, to_jsonb(m.head_seq) FROM {Map._meta.db_table} AS m WHERE m.id = %s"
    + "".join(
        f" UNION ALL SELECT '{kind}', r.element_id, jsonb_strip_nulls(to_jsonb(r) - '{{id,map_id,element_id}}'::text[])"
        f" FROM {model._meta.db_table} AS r WHERE r.map_id = %s"
        for kind, model in MODELS.items()
    )
)


def load_elements(map_id: UUID) -> tuple[int, dict[str, Element]]:
    """Return the sequence number of the map and its elements in normal form, of one moment; raises Map.DoesNotExist."""
    seq: int | None = None
    elements: dict[str, Element] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [map_id] * (1 + len(MODELS)))
        for kind, element_id, content in cursor.fetchall():
            fields = orjson.loads(content) if isinstance(content, str | bytes) else content
            if kind:
                elements[element_id] = {"kind": kind, **fields}
            else:
                seq = fields
    if seq is None:
        raise Map.DoesNotExist(f"There is no map {map_id}.")
    return seq, elements


def write_elements(map_id: UUID, before: Elements, after: Elements, touched: Iterable[str]) -> None:
    """Make the rows of the touched elements what they are in `after`; runs inside the caller's transaction."""
    gone: dict[str, list[str]] = {}
    written: dict[str, list[dict[str, object]]] = {}
    for element_id in touched:
        old, new = before.get(element_id), after.get(element_id)
        if old is not None and (new is None or new["kind"] != old["kind"]):
            gone.setdefault(old["kind"], []).append(element_id)
        if new is not None and new != old:
            row = {name: value for name, value in new.items() if name != "kind"}
            written.setdefault(new["kind"], []).append({"element_id": element_id, **row})
    with connection.cursor() as cursor:
        if gone:
            parts = [_DELETE_ONE_KIND.format(table=MODELS[kind]._meta.db_table) for kind in gone]
            sql = "WITH " + ", ".join(f"d{index} AS ({part})" for index, part in enumerate(parts)) + " SELECT 1"
            cursor.execute(sql, [parameter for kind, ids in gone.items() for parameter in (map_id, ids)])
        for kind, rows in written.items():
            cursor.execute(_UPSERTS[kind], [map_id, orjson.dumps(rows).decode()])
