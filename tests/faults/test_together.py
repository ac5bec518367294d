"""People of one map at two web processes are one meeting: order, presence, undo, removal, roles, limits."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from live.limits import SOCKETS_A_MAP
from tests.faults.people import Crowd
from tests.faults.site import Site, Workshop, cookie_of, wait_until

AT_ONCE = 25
HANDSHAKE_S = 60.0


def test_everybody_has_one_order_and_undo_is_ones_own(site: Site, crowd: Crowd) -> None:
    members = crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    with crowd.working(per_second=8):
        crowd.wait_for_work(80)
    crowd.check()
    assert all(member.seen == members[0].seen for member in members)
    ben, mia = members[:2]
    step = {"kind": "step", "name": "Deploy"}
    crowd.edit(mia, {"do": "add", "id": "of-mia", "element": step})
    crowd.wait_until_alike()
    crowd.edit(ben, {"do": "add", "id": "of-ben", "element": step})
    crowd.wait_until_alike()
    crowd.call(lambda: mia.ask({"t": "undo", "op_id": "undo-of-mia"}))
    crowd.wait_until_alike()
    assert all("of-ben" in member.model.confirmed for member in members)
    assert not any("of-mia" in member.model.confirmed for member in members)


def test_presence_roles_and_removal_reach_the_other_process(site: Site, crowd: Crowd, workshop: Workshop) -> None:
    ben, mia = crowd.join_spread("Ben", "Mia")
    ids = {name: person["id"] for name, person in workshop.people().items()}
    where = {"t": "presence", "cursor": {"x": 1.0, "y": 2.0}, "selection": ["shared-step"], "editing": None}
    crowd.call(lambda: mia.say(where))
    shown = {"participant": ids["Mia"], **{name: where[name] for name in ("cursor", "selection", "editing")}}
    wait_until(lambda: ben.presence.get(mia.connection) == shown, "Ben sees where Mia is")
    # Ana's browser talks to the first process, Mia's socket is at the second.
    path = f"/api/workshops/{workshop.id}/participants/{ids['Mia']}/"
    assert workshop.ana.patch(path, json={"role": "viewer"}).status_code == 200
    wait_until(lambda: mia.role == "viewer", "Mia is told her role")
    crowd.edit(mia, {"do": "remove", "id": "shared-step"})
    wait_until(lambda: list(mia.model.rejected.values()) == ["not_allowed"], "a viewer changes nothing")
    assert workshop.ana.delete(path).status_code == 204
    wait_until(lambda: mia.closes == [4403], "Mia is out at once")
    wait_until(lambda: ben.presence == {}, "Mia is gone from Ben's screen")
    assert "shared-step" in ben.model.confirmed


class Hall:
    """Very many sockets of one person, held open."""

    def __init__(self, workshop: Workshop, cookie: str) -> None:
        self.path = f"/ws/maps/{workshop.map_id}/"
        self.cookie = cookie
        self.open: list[ClientConnection] = []
        self.reading: list[asyncio.Task[None]] = []

    async def fill(self, address: str, count: int) -> None:
        for begin in range(0, count, AT_ONCE):
            await asyncio.gather(*(self.enter(address) for _ in range(begin, min(count, begin + AT_ONCE))))

    async def enter(self, address: str) -> str:
        """Return the first message of a new socket; it stays open when that is its welcome."""
        socket = await connect(
            address.replace("http", "ws", 1) + self.path,
            origin=address,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie},
            open_timeout=HANDSHAKE_S,
            ping_interval=None,
            compression=None,
        )
        await socket.send(orjson.dumps({"t": "hello", "protocol": 1, "last_seq": None}).decode())
        first = orjson.loads(await socket.recv())
        if first["t"] == "welcome":
            self.open.append(socket)
            self.reading.append(asyncio.create_task(self.read(socket)))
            return "welcome"
        with pytest.raises(ConnectionClosed) as ending:
            await socket.recv()
        assert ending.value.rcvd is not None
        return f"{first['code']} {ending.value.rcvd.code}"

    async def until(self, address: str, answer: str) -> None:
        """Knock until this is the answer."""
        async with asyncio.timeout(HANDSHAKE_S):
            while await self.enter(address) != answer:
                await asyncio.sleep(0.2)

    async def leave_by(self, count: int) -> None:
        """Let so many of those who came last go."""
        for _ in range(count):
            await self.open.pop().close()

    async def read(self, socket: ClientConnection) -> None:
        async for _ in socket:
            pass

    async def leave(self) -> None:
        await asyncio.gather(*(socket.close() for socket in self.open))
        await asyncio.gather(*self.reading, return_exceptions=True)


def test_l4_the_sockets_of_both_processes_count_together(site: Site, workshop: Workshop) -> None:
    first, second = site.addresses
    hall = Hall(workshop, cookie_of(workshop.join("Ben", first)))

    async def visit() -> None:
        try:
            await hall.fill(first, SOCKETS_A_MAP // 2)
            await hall.fill(second, SOCKETS_A_MAP - SOCKETS_A_MAP // 2)
            # What the processes tell each other takes a moment.
            await hall.until(first, "map_full 4429")
            await hall.until(second, "map_full 4429")
            await hall.leave_by(len(hall.open) - (SOCKETS_A_MAP - 1))
            await hall.until(first, "welcome")
            assert len({socket for socket in hall.open if socket.close_code is None}) == SOCKETS_A_MAP
        finally:
            await hall.leave()

    # In a thread of its own: the browsers of other tests occupy this one's event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(visit(), 600)).result()
