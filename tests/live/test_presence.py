"""Who is where: coalesced, complete for late joiners, and never one's own."""

import asyncio
import itertools
from typing import Any

import pytest

from live import presence
from live.presence import Presence
from tests.live.conftest import Sockets
from tests.live.wire import Wire


def at(x: float) -> dict[str, Any]:
    return {"t": "presence", "cursor": {"x": x, "y": 0}, "selection": [], "editing": None}


async def test_l3_movements_are_coalesced_and_the_last_position_arrives(sockets: Sockets) -> None:
    watcher, mover = await sockets.join("ana"), sockets.wire("ben")
    connection = (await mover.join())["connection"]
    await watcher.drain()
    begun = asyncio.get_running_loop().time()
    for x in range(40):
        mover.say(at(x))
        await asyncio.sleep(0.01)
    elapsed_s = asyncio.get_running_loop().time() - begun
    frames = await watcher.drain()
    assert 2 <= len(frames) <= elapsed_s * 20 + 2
    assert frames[-1]["people"][connection]["cursor"] == {"x": 39, "y": 0}


async def test_nobody_gets_their_own_entry(sockets: Sockets) -> None:
    wires = [sockets.wire(name) for name in ("ana", "ben", "mia")]
    connections = [(await wire.join())["connection"] for wire in wires]
    for wire in wires:
        wire.say(at(1))
    for wire, own in zip(wires, connections, strict=True):
        seen: set[str] = set()
        for frame in await wire.drain():
            if frame["t"] == "presence":
                seen |= set(frame["people"])
        assert seen == set(connections) - {own}


async def test_late_joiners_have_everybody_and_leaving_is_told(sockets: Sockets) -> None:
    ben, mia = sockets.wire("ben"), await sockets.join("mia")
    connection = (await ben.join())["connection"]
    ben.say({"t": "presence", "cursor": None, "selection": ["a"], "editing": {"id": "a", "field": "wait_time"}})
    await asyncio.sleep(0.1)
    welcome = await sockets.wire("vic").join()
    assert welcome["presence"][connection] == {
        "participant": str(sockets.cast.ben.id),
        "cursor": None,
        "selection": ["a"],
        "editing": {"id": "a", "field": "wait_time"},
    }
    await mia.drain()
    await ben.leave()
    assert (await mia.until("presence"))["people"] == {connection: None}


async def test_a_wrong_presence_is_refused_and_changes_nothing(sockets: Sockets) -> None:
    ben = sockets.wire("ben")
    connection = (await ben.join())["connection"]
    ben.say(at(7))
    ben.say({"t": "presence", "cursor": "everywhere"})
    assert (await ben.until("error"))["code"] == "unreadable"
    assert (await sockets.wire("vic").join())["presence"][connection]["cursor"] == {"x": 7, "y": 0}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "REPEAT_AFTER_S", 0.1)
    monkeypatch.setattr(presence, "FORGET_AFTER_S", 0.3)


@pytest.mark.usefixtures("quick")
async def test_what_another_process_told_is_forgotten_where_it_is_not_repeated() -> None:
    shown: list[Any] = []
    told: list[Any] = []
    board = Presence(show=shown.append, tell=told.append)
    board.hear("other", {"far": {"cursor": None}})
    board.place("near", {"cursor": None})
    await asyncio.sleep(0.2)
    board.tidy()
    assert board.everyone_but("near") == {"far": {"cursor": None}}
    assert told[-1] == {"near": {"cursor": None}}
    board.hear("other", {"far": {"cursor": None}})
    await asyncio.sleep(0.2)
    board.tidy()
    assert board.connections_elsewhere == 1
    await asyncio.sleep(0.2)
    board.tidy()
    assert board.everyone_but("near") == {}
    await asyncio.sleep(0.1)
    assert shown[-1] == {"far": None}
    # What is forgotten here is not told to others as if it had left.
    assert all("far" not in moved for moved in told)


async def test_l3_a_crowd_has_fewer_frames() -> None:
    shown: list[float] = []
    loop = asyncio.get_running_loop()
    board = Presence(show=lambda _: shown.append(loop.time()), tell=lambda _: None)
    for number in range(101):
        board.place(f"c{number}", {"cursor": 0})
    for step in range(50):
        board.place("c1", {"cursor": step})
        await asyncio.sleep(0.01)
    pauses = [later - earlier for earlier, later in itertools.pairwise(shown)]
    assert pauses
    assert min(pauses[1:]) > 0.09


async def test_fifty_cursors_reach_everybody_coalesced(sockets: Sockets) -> None:
    wires: list[Wire] = [await sockets.join(("ana", "ben", "mia", "lea", "vic")[number % 5]) for number in range(50)]
    await asyncio.gather(*(wire.drain() for wire in wires))
    for x in range(10):
        for wire in wires:
            wire.say(at(x))
        await asyncio.sleep(0.05)
    frames = await asyncio.gather(*(wire.drain() for wire in wires))
    for heard in frames:
        assert len(heard) <= 15
        last = {connection: entry for frame in heard for connection, entry in frame["people"].items()}
        assert len(last) == 49
        assert {entry["cursor"]["x"] for entry in last.values()} == {9}
