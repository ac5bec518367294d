"""Commands take their locks in one order, and what watches that sees who does not."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from maps.commands.edit import submit
from maps.commands.log import lock_map
from maps.commands.workshop import rename_map
from maps.models import Map, Step
from tests.cast import Cast, make_cast
from tests.lock_order import Locks, guards_of, locked_by, watched_locks
from workshops.commands.workshop import delete_workshop

pytestmark = pytest.mark.takes_locks_in_any_order


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ('SELECT 1 FROM "maps_map" WHERE id = 1 FOR NO KEY UPDATE', ["maps_map"]),
        ('SELECT 1 FROM "maps_map" WHERE id = 1 LIMIT 1 FOR NO KEY UPDATE OF "maps_map" SKIP LOCKED', ["maps_map"]),
        ("SELECT 1 FROM maps_map AS m JOIN workshops_workshop AS w ON true FOR NO KEY UPDATE OF m", ["maps_map"]),
        ('UPDATE "maps_step" SET "name" = %s', ["maps_step"]),
        ('DELETE FROM "maps_step" WHERE id IN (SELECT id FROM "maps_map")', ["maps_step"]),
        ("WITH head AS (UPDATE maps_map SET head_seq = 1) INSERT INTO maps_operation SELECT 1", ["maps_map"]),
        ('INSERT INTO "maps_step" VALUES (1) ON CONFLICT (id) DO UPDATE SET name = %s', ["maps_step"]),
        ('INSERT INTO "maps_step" VALUES (1)', []),
        ('SELECT "updated_at" FROM "maps_map"', []),
    ],
)
def test_what_a_statement_locks_is_read_from_it(statement: str, tables: list[str]) -> None:
    assert locked_by(statement) == tables


def test_a_command_that_takes_its_locks_in_another_order_is_seen(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched_locks() as ended:
        rename_map(actor=cast.ana, of=cast.map, title="As it is")
        monkeypatch.setattr("maps.commands.workshop.lock_workshop", lambda _: None)
        rename_map(actor=cast.ana, of=cast.map, title="As it was")
    right, wrong = ended
    assert (right.taken, right.faults) == (["workshops_workshop", "maps_map"], [])
    assert wrong.faults == ["workshops_workshop is locked too late: maps_map > workshops_workshop"]


def test_a_row_that_is_written_without_what_it_hangs_on_is_a_fault() -> None:
    assert {"maps_map", "workshops_workshop"} <= guards_of("maps_step")
    locks = Locks()
    for statement in ('UPDATE "maps_step" SET x = 1', 'UPDATE "maps_queue" SET x = 1'):
        locks.note(statement)
    assert locks.faults == ["maps_queue is written while no row that it hangs on is held: maps_step > maps_queue"]


def test_a_lock_that_holds_up_whoever_refers_to_the_row_is_a_fault() -> None:
    locks = Locks()
    for table in ("maps_step", "maps_map"):
        locks.note(f'SELECT 1 FROM "{table}" FOR UPDATE')
    assert [fault.partition(";")[0] for fault in locks.faults] == [
        "FOR UPDATE holds up whoever refers to maps_map",
        "maps_map is locked too late: maps_step > maps_map",
    ]


def test_a_workshop_that_is_deleted_waits_for_the_edit_under_way(transactional_db: None) -> None:
    cast = make_cast()
    step = {"do": "add", "id": "s", "element": {"kind": "step", "name": "Build", "x": 0, "y": 0}}
    submit(map_id=cast.map.id, actor=cast.ben, op_id="add", edits=[step])

    def delete() -> None:
        try:
            delete_workshop(actor=cast.ana)
        finally:
            connections.close_all()

    deleting = threading.Thread(target=delete)
    with transaction.atomic():
        lock_map(cast.map.id)
        deleting.start()
        while not _somebody_waits():
            time.sleep(0.01)
        # PostgreSQL would end one of the two here, if the deletion held the step already.
        submit(
            map_id=cast.map.id,
            actor=cast.ben,
            op_id="set",
            edits=[{"do": "set", "id": "s", "fields": {"name": "Test"}, "saw": {"name": "Build"}}],
        )
    deleting.join()
    assert not Map.objects.exists()
    assert not Step.objects.exists()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
