"""R3: the old snapshot with the announced changes is the new snapshot, after every command that writes a map."""

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from live.background import in_database_thread
from maps.commands import edit, map_file, steps
from maps.commands.asks import EditAsk
from maps.commands.edit import (
    Receipt,
    Request,
    create_elements,
    redo,
    replace_elements,
    restore_moment,
    submit,
    submit_together,
    undo,
)
from maps.commands.map_file import import_over
from maps.commands.steps import append_steps
from maps.domain.changes import apply_changes
from tests.cast import Cast
from tests.live.conftest import Sockets
from tests.live.test_together import hear_operations

FORMAT = Path(__file__).parent.parent / "fixtures" / "formats" / "feature-delivery.vsm.json"
FLOW = {"kind": "flow", "flow": "push", "source": "a", "target": "b"}
BEGINNING = [
    {"do": "add", "id": "a", "element": {"kind": "step", "name": "Build", "wait_time": "2h"}},
    {"do": "add", "id": "b", "element": {"kind": "step", "name": "Test", "wait_time": "1d"}},
    {"do": "add", "id": "f", "element": FLOW},
    {"do": "add", "id": "n", "element": {"kind": "note", "note": "idea", "text": "Smaller", "about": "a"}},
    {"do": "add", "id": "q", "element": {"kind": "queue", "items": 3}},
]
TEMPLATE = {"t": {"kind": "step", "name": "Plan", "x": 0, "y": 0}}
IMPORTED = {
    "b": {"kind": "step", "name": "Test", "x": 0, "y": 0},
    "z": {"kind": "step", "name": "Release", "x": 10, "y": 0},
}


def changes_of_name(name: str, saw: str) -> list[dict[str, Any]]:
    return [{"do": "set", "id": "a", "fields": {"name": name, "wait_time": "3d"}, "saw": {"name": saw}}]


Command = Callable[[Cast, str], object]


def by_edits(edits: list[dict[str, Any]], name: str = "ben") -> Command:
    def command(cast: Cast, op_id: str) -> Receipt:
        return submit(map_id=cast.map.id, actor=getattr(cast, name), op_id=op_id, edits=edits)

    return command


COMMANDS: list[tuple[str, Command]] = [
    (
        "create_elements",
        lambda cast, op_id: create_elements(map_id=cast.map.id, actor=cast.ana, op_id=op_id, elements=TEMPLATE),
    ),
    ("submit", by_edits(BEGINNING)),
    ("submit", by_edits(changes_of_name("Build it", "Build"))),
    ("submit", by_edits(changes_of_name("Build now", "Build"), "mia")),
    ("submit", by_edits([{"do": "set", "id": "q", "fields": {"items": None, "name": "Waiting"}, "saw": {}}])),
    ("submit", by_edits([{"do": "set", "id": "q", "fields": {"name": "Waiting"}, "saw": {}}])),
    ("submit", by_edits([{"do": "remove", "id": "a"}])),
    ("undo", lambda cast, op_id: undo(map_id=cast.map.id, actor=cast.ben, op_id=op_id)),
    ("redo", lambda cast, op_id: redo(map_id=cast.map.id, actor=cast.ben, op_id=op_id)),
    (
        "replace_elements",
        lambda cast, op_id: replace_elements(map_id=cast.map.id, actor=cast.ana, op_id=op_id, elements=IMPORTED),
    ),
    (
        "restore_moment",
        lambda cast, op_id: restore_moment(map_id=cast.map.id, actor=cast.ana, op_id=op_id, seq=2),
    ),
    ("undo", lambda cast, op_id: undo(map_id=cast.map.id, actor=cast.ana, op_id=op_id)),
    (
        "append_steps",
        lambda cast, op_id: append_steps(actor=cast.mia, of=cast.map, op_id=op_id, text="Design, 2h, 1h\nCode, 1d, 3h"),
    ),
    (
        "import_over",
        lambda cast, op_id: import_over(actor=cast.ana, of=cast.map, op_id=op_id, content=FORMAT.read_bytes()),
    ),
    ("undo", lambda cast, op_id: undo(map_id=cast.map.id, actor=cast.ana, op_id=op_id)),
    (
        "submit_together",
        lambda cast, op_id: submit_together(
            map_id=cast.map.id,
            requests=[
                Request(cast.ben.id, f"{op_id}-{number}", EditAsk(edits))
                for number, edits in enumerate(
                    [[{"do": "remove", "id": "z"}], [{"do": "set", "id": "b", "fields": {"people": 2}}]]
                )
            ],
        ),
    ),
]


def test_every_command_that_writes_is_here() -> None:
    writing = {
        name
        for module in (edit, map_file, steps)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if {"op_id", "requests"} & set(inspect.signature(function).parameters)
    }
    assert writing == {name for name, _ in COMMANDS}


async def test_r3_old_snapshot_and_changes_make_the_new_snapshot(sockets: Sockets) -> None:
    cast = sockets.cast
    listener = await sockets.join("lea")
    old = (await sockets.wire("vic").join())["snapshot"]["elements"]
    seq = 0
    for number, (name, command) in enumerate(COMMANDS):
        await in_database_thread(command, cast, f"op-{number}")
        welcome = await sockets.wire("vic").join()
        new = welcome["snapshot"]["elements"]
        assert welcome["seq"] > seq, name
        for operation in await hear_operations(listener, welcome["seq"]):
            old = apply_changes(old, operation["changes"])
        assert old == new, name
        assert (await sockets.wire("vic").join(seq))["replay"][-1]["seq"] == welcome["seq"]
        seq = welcome["seq"]


def statements_of(work: Callable[[], object]) -> int:
    """Return how many statements are executed; those that begin and end transactions and savepoints do not count."""
    count = 0

    def counting(execute: Any, sql: str, params: object, many: bool, context: Mapping[str, Any]) -> Any:
        nonlocal count
        count += not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        work()
    return count


def test_the_budget_of_statements(cast: Cast) -> None:
    """At most 6 for an edit of fields, 9 for any, whatever the map's size."""
    size = [{"do": "add", "id": f"s{number}", "element": {"kind": "step", "name": "Step"}} for number in range(500)]
    submit(map_id=cast.map.id, actor=cast.ben, op_id="size", edits=size)
    first = [{"do": "set", "id": "s1", "fields": {"wait_time": "2h"}, "saw": {}}]
    assert statements_of(lambda: by_edits(first)(cast, "first")) <= 6
    fields = [{"do": "set", "id": f"s{number}", "fields": {"name": "New", "people": 2}} for number in range(50)]
    assert statements_of(lambda: by_edits(fields)(cast, "fields")) <= 6
    assert statements_of(lambda: by_edits(fields)(cast, "fields")) <= 6
    for number, (name, command) in enumerate(COMMANDS):
        assert statements_of(lambda run=command, count=number: run(cast, f"op-{count}")) <= 9, (number, name)  # type: ignore[misc]


def test_fifty_edits_together_need_as_many_statements_as_one(cast: Cast) -> None:
    asks = [Request(cast.ben.id, f"op-{number}", EditAsk(BEGINNING[:1])) for number in range(50)]
    assert statements_of(lambda: submit_together(map_id=cast.map.id, requests=asks[:1])) <= 7
    fields = [{"do": "set", "id": "a", "fields": {"people": 2}, "saw": {}}]
    more = [Request(cast.mia.id, f"more-{number}", EditAsk(fields)) for number in range(50)]
    assert statements_of(lambda: submit_together(map_id=cast.map.id, requests=more)) <= 6
