"""Garbage, floods, giants and readers that do not read, against the real server process: the others go on working."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from live.background import in_database_thread
from live.protocol import MESSAGE_LIMIT_BYTES
from maps.commands.edit import submit
from tests.api.calls import add, step
from tests.cast import Cast, Person, cookie_of, make_cast
from tests.conftest import Server

# An edit that does not arrive in this time never will: the attack has taken the room down. Attacker, server, database
# and those who work share the cores of one machine, which may be few and slow.
PATIENCE_S = 180
EDITS_MEANWHILE = 15

_random = random.Random(4)


@pytest.fixture
def cast(server: Server) -> Cast:
    cast = make_cast()
    edits = [add("a", step("Build")), add("n", {"kind": "note", "note": "idea", "text": "first"})]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="first", edits=edits)
    return cast


def words(count: int) -> str:
    return " ".join(_random.choice("abcdefghij") for _ in range(count))


class People:
    """Opens sockets of the cast on the server process."""

    def __init__(self, server: Server, cast: Cast) -> None:
        self.server = server
        self.cast = cast

    @contextlib.asynccontextmanager
    async def join(self, person: Person, **options: Any) -> AsyncIterator[ClientConnection]:
        cookie = await in_database_thread(cookie_of, person)
        async with connect(
            f"{self.server.socket_url}/ws/maps/{self.cast.map.id}/",
            origin=Origin(self.server.origin),
            additional_headers={"Cookie": cookie},
            compression=None,
            max_size=None,
            open_timeout=PATIENCE_S,
            ping_interval=None,
            close_timeout=1,
            **options,
        ) as connection:
            await connection.send('{"t":"hello","protocol":1,"last_seq":null}')
            await until(connection, "welcome")
            yield connection


async def until(connection: ClientConnection, name: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            message: dict[str, Any] = orjson.loads(await connection.recv())
            if message["t"] == name:
                return message


@pytest.fixture
def people(server: Server, cast: Cast) -> People:
    return People(server, cast)


async def garbage(connection: ClientConnection) -> None:
    await connection.send(_random.choice(["{", "[" * 9000, '{"t":1}', "\x00", '{"t":"edit","op_id":[]}', "9" * 9000]))


async def bytes_of_nothing(connection: ClientConnection) -> None:
    await connection.send(b"\x00\xff" * 400)


async def giants(connection: ClientConnection) -> None:
    await connection.send("[" + "1," * (MESSAGE_LIMIT_BYTES // 2 - 2) + "1]")


async def presence(connection: ClientConnection) -> None:
    selection = [f"{number:0>60}" for number in range(200)]
    where = {"t": "presence", "cursor": {"x": 1e308, "y": -1}, "selection": selection}
    await connection.send(orjson.dumps(where).decode())


async def hellos(connection: ClientConnection) -> None:
    await connection.send('{"t":"hello","protocol":1,"last_seq":null}')


async def long_merges(connection: ClientConnection) -> None:
    """Texts of which no word is another's, so that the merge has the most to do."""
    edit = {"do": "set", "id": "n", "fields": {"text": words(4999)}, "saw": {"text": words(4999)}}
    op_id = f"merge-{_random.randrange(10**12)}"
    await connection.send(orjson.dumps({"t": "edit", "op_id": op_id, "edits": [edit]}).decode())
    # Within the rate, so that each is done.
    await asyncio.sleep(0.1)


async def refused_edits(connection: ClientConnection) -> None:
    edits = [add(f"x{number}", step("x")) for number in range(1500)] + [{"do": "remove", "id": "nothing"}]
    op_id = f"refused-{_random.randrange(10**12)}"
    await connection.send(orjson.dumps({"t": "edit", "op_id": op_id, "edits": edits}).decode())
    await asyncio.sleep(0.1)


Attack = Callable[[ClientConnection], Awaitable[None]]


async def attack(connection: ClientConnection, how: Attack, heard: list[str]) -> None:
    """Attack without a pause, and read what comes meanwhile."""

    async def read() -> None:
        async for text in connection:
            message = orjson.loads(text)
            heard.append(message.get("code", message["t"]))

    async def write() -> None:
        while True:
            await how(connection)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as both:
        both.create_task(read())
        both.create_task(write())


async def work_together(writer: ClientConnection, reader: ClientConnection, edits: int) -> None:
    """Edit at most ten times a second; each edit has to reach the other person before the next one begins."""
    for number in range(edits):
        op_id = f"good-{_random.randrange(10**12)}"
        moved = [{"do": "set", "id": "a", "fields": {"x": number}}]
        await writer.send(orjson.dumps({"t": "edit", "op_id": op_id, "edits": moved}).decode())
        while not any(one["op_id"] == op_id for one in (await until(reader, "operations"))["operations"]):
            pass
        await asyncio.sleep(0.1)


ATTACKS = (garbage, bytes_of_nothing, giants, presence, hellos, long_merges, refused_edits)
WITHIN_THE_RATE = (long_merges, refused_edits)


@pytest.mark.parametrize("how", ATTACKS, ids=lambda how: how.__name__)
async def test_l2_an_attack_stops_nobody_else(people: People, cast: Cast, how: Attack) -> None:
    async with people.join(cast.ben) as ben, people.join(cast.mia) as mia, people.join(cast.ana) as ana:
        heard: list[str] = []
        attacking = asyncio.create_task(attack(ben, how, heard))
        await work_together(mia, ana, EDITS_MEANWHILE)
        async with asyncio.timeout(PATIENCE_S):
            while how not in WITHIN_THE_RATE and "too_many" not in heard:
                await asyncio.sleep(0.1)
        attacking.cancel()
        await asyncio.gather(attacking, return_exceptions=True)
        assert heard, "the attacker was never answered"


async def test_l2_ten_seconds_of_garbage_end_the_socket(people: People, cast: Cast) -> None:
    async with people.join(cast.ben) as ben:
        heard: list[str] = []
        with contextlib.suppress(ExceptionGroup):
            await asyncio.wait_for(attack(ben, garbage, heard), PATIENCE_S)
        assert ben.close_code == 4429
        assert set(heard) >= {"unreadable", "too_many"}
    # The person may come back.
    async with people.join(cast.ben) as again:
        await again.send('{"t":"ping"}')
        await until(again, "pong")


async def test_a_reader_that_does_not_read_is_let_go_and_holds_up_nobody(people: People, cast: Cast) -> None:
    large = [add(f"large-{number}", {"kind": "note", "note": "note", "text": words(4999)}) for number in range(100)]
    await in_database_thread(submit, map_id=cast.map.id, actor=cast.ana, op_id="large", edits=large)
    async with people.join(cast.vic, max_queue=1) as vic, people.join(cast.mia) as mia, people.join(cast.ana) as ana:
        # Vic stops reading here, and asks for the whole map again and again.
        for _ in range(3):
            for _ in range(20):
                await vic.send('{"t":"hello","protocol":1,"last_seq":null}')
            await work_together(mia, ana, 8)
        with contextlib.suppress(ConnectionClosed):
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    await vic.recv()
        assert vic.close_code in (1013, 1006)
