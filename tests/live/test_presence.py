"""Who is where: coalesced, complete for late joiners, and never one's own."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from live.presence import FORGET_AFTER_S, Presence
from tests.live.conftest import Sockets
from tests.live.wire import Wire


def at(x: float) -> dict[str, Any]:
    return {"t": "presence", "cursor": {"x": x, "y": 0}, "selection": [], "editing": None}


async def test_l3_movements_are_coalesced_and_the_last_position_arrives(sockets: Sockets) -> None:
    begun = asyncio.get_running_loop().time()
    watcher, mover = await sockets.join("ana"), sockets.wire("ben")
    connection = (await mover.join())["connection"]
    for x in range(40):
        mover.say(at(x))
        await asyncio.sleep(0.01)
    frames = [await watcher.until("presence")]
    while frames[-1]["people"].get(connection, {}).get("cursor") != {"x": 39, "y": 0}:
        frames.append(await watcher.until("presence"))
    elapsed_s = asyncio.get_running_loop().time() - begun
    assert 2 <= len(frames) <= elapsed_s * 20 + 2


async def test_nobody_gets_their_own_entry(sockets: Sockets) -> None:
    wires = [sockets.wire(name) for name in ("ana", "ben", "mia")]
    connections = [(await wire.join())["connection"] for wire in wires]
    for wire in wires:
        wire.say(at(1))
    for wire, own in zip(wires, connections, strict=True):
        seen: set[str] = set()
        while not seen >= set(connections) - {own}:
            seen |= set((await wire.until("presence"))["people"])
        late = {name for frame in await wire.drain() if frame["t"] == "presence" for name in frame["people"]}
        assert own not in seen | late


async def test_late_joiners_have_everybody_and_leaving_is_told(sockets: Sockets) -> None:
    ben, mia = sockets.wire("ben"), await sockets.join("mia")
    connection = (await ben.join())["connection"]
    ben.say({"t": "presence", "cursor": None, "selection": ["a"], "editing": {"id": "a", "field": "wait_time"}})
    await mia.until_holds("presence", lambda told: told["people"].get(connection, {}).get("selection") == ["a"])
    welcome = await sockets.wire("vic").join()
    assert welcome["presence"][connection] == {
        "participant": str(sockets.cast.ben.id),
        "cursor": None,
        "selection": ["a"],
        "editing": {"id": "a", "field": "wait_time"},
    }
    await ben.leave()
    await mia.until_holds("presence", lambda told: connection in told["people"] and not told["people"][connection])


async def test_a_wrong_presence_is_refused_and_changes_nothing(sockets: Sockets) -> None:
    ben = sockets.wire("ben")
    connection = (await ben.join())["connection"]
    ben.say(at(7))
    ben.say({"t": "presence", "cursor": "everywhere"})
    assert (await ben.until("error"))["code"] == "unreadable"
    assert (await sockets.wire("vic").join())["presence"][connection]["cursor"] == {"x": 7, "y": 0}


class Clock:
    """An event loop's clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._due: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, call: Callable[[], None]) -> None:
        self._due.append((when, call))

    def pass_by(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [one for one in self._due if one[0] <= end]:
            first = min(due, key=lambda one: one[0])
            self._due.remove(first)
            self.now = max(self.now, first[0])
            first[1]()
        self.now = end


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("live.presence.asyncio.get_running_loop", lambda: clock)
    return clock


def test_what_another_process_told_is_forgotten_where_it_is_not_repeated(clock: Clock) -> None:
    shown: list[Any] = []
    told: list[Any] = []
    board = Presence(show=shown.append, tell=told.append)
    board.hear("other", {"far": {"cursor": None}})
    board.place("near", {"cursor": None})
    clock.pass_by(0.6 * FORGET_AFTER_S)
    board.tidy()
    assert board.everyone_but("near") == {"far": {"cursor": None}}
    assert told[-1] == {"near": {"cursor": None}}
    board.hear("other", {"far": {"cursor": None}})
    clock.pass_by(0.6 * FORGET_AFTER_S)
    board.tidy()
    assert board.connections_elsewhere == 1
    clock.pass_by(0.6 * FORGET_AFTER_S)
    board.tidy()
    assert board.everyone_but("near") == {}
    clock.pass_by(0.1)
    assert shown[-1] == {"far": None}
    # What is forgotten here is not told to others as if it had left.
    assert all("far" not in moved for moved in told)


def test_l3_a_crowd_has_fewer_frames(clock: Clock) -> None:
    shown: list[float] = []
    board = Presence(show=lambda _: shown.append(clock.now), tell=lambda _: None)
    for number in range(101):
        board.place(f"c{number}", {"cursor": 0})
    for step in range(50):
        board.place("c1", {"cursor": step})
        clock.pass_by(0.01)
    pauses = [later - earlier for earlier, later in itertools.pairwise(shown)]
    assert len(pauses) >= 4
    assert min(pauses) > 0.09


async def test_fifty_cursors_reach_everybody_coalesced(sockets: Sockets) -> None:
    loop = asyncio.get_running_loop()
    wires: list[Wire] = [await sockets.join(("ana", "ben", "mia", "lea", "vic")[number % 5]) for number in range(50)]
    begun = loop.time()
    for x in range(10):
        for wire in wires:
            wire.say(at(x))
        await asyncio.sleep(0.05)

    async def hear_to_the_end(wire: Wire) -> tuple[int, int]:
        """Return how many frames came until all the others were where they went, and how many those are."""
        last: dict[str, Any] = {}
        count = 0
        while sum(bool(entry["cursor"]) and entry["cursor"]["x"] == 9 for entry in last.values()) < 49:
            last |= (await wire.until("presence"))["people"]
            count += 1
        return count, len(last)

    heard = await asyncio.gather(*(hear_to_the_end(wire) for wire in wires))
    # Each had a frame for every one who came after them, too.
    most = (loop.time() - begun) * 20 + 50 + 2
    assert all(count <= most and others == 49 for count, others in heard)
