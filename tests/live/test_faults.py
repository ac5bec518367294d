"""What happens when the servers behind it fail: nothing is acknowledged that is not saved, and nothing is lost."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection, transaction

from live import writer
from live.background import in_database_thread
from maps.commands.edit import submit, submit_together
from maps.models import Map, Operation
from tests.cast import Cast
from tests.live.conftest import Sockets
from tests.live.test_together import add, edit, hear_operations, submit_silently
from tests.live.wire import PATIENCE_S, Closed, Wire
from workshops import fanout
from workshops.telemetry import DOORBELLS_HEARD


def op_ids(cast: Cast) -> list[str]:
    return list(Operation.objects.filter(map=cast.map).order_by("seq").values_list("op_id", flat=True))


@contextlib.contextmanager
def locked_row(cast: Cast) -> Iterator[Callable[[], None]]:
    """Hold the row of the cast's map in another transaction until the yielded function is called."""
    is_held, is_over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Map.objects.select_for_update().get(pk=cast.map.pk)
            is_held.set()
            is_over.wait(4 * PATIENCE_S)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert is_held.wait(PATIENCE_S)
    try:
        yield is_over.set
    finally:
        is_over.set()
        thread.join()


async def test_an_edit_waits_for_a_row_that_is_locked_for_long_and_is_saved(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    with locked_row(sockets.cast) as release:
        ben.say(edit("one", add("a")))
        ben.say(edit("two", add("b")))
        # Longer than the lock timeout of three seconds.
        await asyncio.sleep(3.3)
        release()
        assert [one["op_id"] for one in await hear_operations(ben, 2)] == ["one", "two"]


async def test_whoever_waited_too_long_is_told_so_and_comes_back_with_everything(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_S", 0.0)
    ben = await sockets.join("ben")
    with locked_row(sockets.cast):
        ben.say(edit("one", add("a")))
        await asyncio.sleep(0.2)
        # This one must not be saved before the first.
        ben.say(edit("two", add("b")))
        refused = await ben.until("error")
        assert refused["code"] == "busy"
        assert (await ben.end()).code == 1013
        ben.say(edit("three", add("c")))
    assert await in_database_thread(op_ids, sockets.cast) == []
    again = await sockets.join("ben", 0)
    for op_id, element_id in (("one", "a"), ("two", "b"), ("three", "c")):
        again.say(edit(op_id, add(element_id)))
    assert [one["op_id"] for one in await hear_operations(again, 3)] == ["one", "two", "three"]


def other_server_connection() -> psycopg.Connection[tuple[object]]:
    """Connect to the server beside the database of the tests."""
    options = {**connection.get_connection_params(), "dbname": "postgres"}
    keys = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(**{key: options[key] for key in keys if options.get(key)}, autocommit=True)


def cut_off(name: str, *, keep: int) -> None:
    """End all connections to the database but one."""
    with other_server_connection() as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s", [name, keep]
        )


def own_backend() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


@pytest.fixture
def backend(transactional_db: None) -> int:
    return own_backend()


async def test_connections_that_were_cut_cost_nobody_an_edit(backend: int, sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    name = connection.settings_dict["NAME"]
    for number in range(5):
        ben.say(edit(f"op-{number}", add(f"step-{number}")))
        await asyncio.to_thread(cut_off, name, keep=backend)
    heard = await hear_operations(ben, 5)
    assert [one["op_id"] for one in heard] == [f"op-{number}" for number in range(5)]


async def come_back(sockets: Sockets, name: str) -> Wire:
    """Connect as a browser does: again and again."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with contextlib.suppress(Closed):
                return await sockets.join(name, 0)
            await asyncio.sleep(0.1)


@pytest.fixture
def impatient_pool(backend: int) -> Iterator[None]:
    pool = connection.pool  # type: ignore[attr-defined]
    patience, pool.timeout = pool.timeout, 0.3
    yield
    pool.timeout = patience


async def test_a_database_that_is_away_is_named_and_nothing_is_acknowledged(
    impatient_pool: None, backend: int, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_S", 0.5)
    ben, vic = await sockets.join("ben"), await sockets.join("vic")
    name = connection.settings_dict["NAME"]

    def set_reachable(is_reachable: bool) -> None:
        with other_server_connection() as server:
            server.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {is_reachable}')

    await asyncio.to_thread(set_reachable, False)
    try:
        await asyncio.to_thread(cut_off, name, keep=backend)
        ben.say(edit("one", add("a")))
        refused = await ben.until("error")
        assert refused["code"] == "unavailable"
        assert "not saved yet" in refused["message"]
        assert (await ben.end()).code == 1013
        late = await sockets.wire("mia").open()
        assert (await late.hear())["code"] == "unavailable"
        assert (await late.end()).code == 1013
        # Who only looks stays.
        vic.say({"t": "ping"})
        assert (await vic.until("pong"))["seq"] == 0
    finally:
        await asyncio.to_thread(set_reachable, True)
    # Patience as people have it, on a machine that is slow perhaps.
    monkeypatch.undo()
    connection.pool.timeout = PATIENCE_S  # type: ignore[attr-defined]
    again = await come_back(sockets, "ben")
    again.say(edit("one", add("a")))
    await again.until("operations")
    assert [one["op_id"] for one in await hear_operations(vic, 1)] == ["one"]


@pytest.fixture
def valkey_is_away(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Valkey does not answer until the returned function is called."""

    async def fail(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("Valkey is away")

    monkeypatch.setattr("channels_redis.pubsub.RedisSingleShardConnection.publish", fail)
    monkeypatch.setattr("channels_redis.pubsub.RedisSingleShardConnection.subscribe", fail)
    return monkeypatch.undo


def doorbells_heard() -> float:
    return float(DOORBELLS_HEARD.labels("map.changed")._value.get())


async def ring_until_heard(cast: Cast) -> None:
    before = doorbells_heard()
    async with asyncio.timeout(PATIENCE_S):
        while doorbells_heard() == before:
            await fanout.send_map_changed(cast.map.id, seq=1, process="another")
            await asyncio.sleep(0.1)


@pytest.mark.usefixtures("valkey_is_away")
async def test_own_commits_need_no_doorbell(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nor the look at the database once a second.
    monkeypatch.setattr("live.rooms.LOOK_EVERY_S", 3600.0)
    ben, mia = await sockets.join("ben"), await sockets.join("mia")
    ben.say(edit("one", add("a")))
    await hear_operations(mia, 1)


async def test_without_doorbells_the_room_goes_on(sockets: Sockets, valkey_is_away: Callable[[], None]) -> None:
    """Valkey is away: others' commits are seen by looking; when it is back, doorbells are heard again."""
    mia = await sockets.join("mia")
    await in_database_thread(submit_silently, sockets.cast, "silent")
    await hear_operations(mia, 1)
    valkey_is_away()
    await ring_until_heard(sockets.cast)


async def test_doorbells_are_heard_again_after_valkey_was_cut_off(sockets: Sockets) -> None:
    cast = sockets.cast
    ben = await sockets.join("ben")
    layer: Any = settings.CHANNEL_LAYERS["default"]
    with redis.Redis.from_url(layer["CONFIG"]["hosts"][0]) as valkey:
        assert valkey.client_kill_filter(_type="pubsub") >= 1
    await in_database_thread(submit, map_id=cast.map.id, actor=cast.mia, op_id="one", edits=add("a"))
    await hear_operations(ben, 1)
    await ring_until_heard(cast)


async def test_a_fault_in_one_edit_does_not_touch_its_neighbours(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = submit_together

    def faulty(**options: Any) -> Any:
        if any(request.op_id == "poison" for request in options["requests"]):
            raise ZeroDivisionError
        return commit(**options)

    monkeypatch.setattr(writer, "submit_together", faulty)
    ben, mia = await sockets.join("ben"), await sockets.join("mia")
    ben.say(edit("one", add("a")))
    ben.say(edit("poison", add("b")))
    mia.say(edit("two", add("c")))
    ben.say(edit("three", add("d")))
    assert {one["op_id"] for one in await hear_operations(mia, 3)} == {"one", "two", "three"}
    rejected = await ben.until("rejected")
    assert (rejected["op_id"], rejected["code"]) == ("poison", "failed")
