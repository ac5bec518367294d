"""What makes the room quick must not be seen: order, completeness and the moment of the figures stay the protocol's."""

import asyncio
from typing import Any

import pytest
from websockets.frames import Opcode

from live.figures import notes_alone
from live.presence import pause_between_frames_s
from live.rooms import Rooms
from live.socket import Socket
from live.wire import EXTENSION, ShortWays, TakeAtOnce, finish
from tests.live.conftest import Sockets
from tests.live.test_together import add, edit
from tests.live.wire import PATIENCE_S
from workshops import fanout


def read_finished(frame: bytes) -> tuple[Opcode, str, int]:
    """Return opcode, text and the length of a server's frame, read without the code that wrote it."""
    length, start = frame[1], 2
    if length == 126:
        length, start = int.from_bytes(frame[2:4], "big"), 4
    elif length == 127:
        length, start = int.from_bytes(frame[2:10], "big"), 10
    return Opcode(frame[0] & 15), frame[start : start + length].decode(), start + length


@pytest.mark.parametrize("text", ["", "{}", "x" * 125, "x" * 126, "ü" * 40_000, "日本" * 20_000])
def test_a_finished_frame_is_one_text_frame(text: str) -> None:
    frame = finish(text)
    assert frame[0] & 128, "the frame is final"
    assert read_finished(frame) == (Opcode.TEXT, text, len(frame))


async def test_frames_keep_their_order_when_the_reader_becomes_slow_and_quick_again() -> None:
    heard: list[str] = []
    gate = asyncio.Event()
    is_quick = True

    def write_finished(frame: bytes) -> bool:
        if is_quick:
            heard.append(read_finished(frame)[1])
        return is_quick

    async def send(event: Any) -> None:
        await gate.wait()
        heard.append(event["text"])

    socket = Socket(send, participant_id=None, write_finished=write_finished)  # type: ignore[arg-type]
    running = asyncio.create_task(socket.run())
    socket.write("1")
    is_quick = False
    socket.write("2")
    await asyncio.sleep(0)
    # Frame 2 is under way in `send`, which waits: nothing may overtake it.
    is_quick = True
    socket.write("3")
    assert heard == ["1"]
    gate.set()
    async with asyncio.timeout(PATIENCE_S):
        while len(heard) < 3:
            await asyncio.sleep(0)
    socket.write("4")
    assert heard == ["1", "2", "3", "4"]
    running.cancel()


async def test_f1_figures_follow_every_operation_also_one_that_changes_none(sockets: Sockets) -> None:
    ben, vic = await sockets.join("ben"), await sockets.join("vic")
    ben.say(edit("step", add("a")))
    assert (await vic.until("operations"))["operations"][0]["seq"] == 1
    first = await vic.until_holds("metrics", lambda figures: figures["seq"] == 1)
    note = {"do": "add", "id": "n", "element": {"kind": "note", "note": "idea", "text": "Smaller batches"}}
    ben.say({"t": "edit", "op_id": "note", "edits": [note]})
    await vic.until("operations")
    second = await vic.until_holds("metrics", lambda figures: figures["seq"] == 2)
    assert second == {**first, "seq": 2}


async def test_f1_figures_of_a_busy_map_are_told_before_the_next_operation(sockets: Sockets) -> None:
    ben, vic = await sockets.join("ben"), await sockets.join("vic")
    for number in range(20):
        note = {"do": "add", "id": f"n{number}", "element": {"kind": "note", "note": "idea", "text": "x"}}
        ben.say({"t": "edit", "op_id": f"op-{number}", "edits": [note]})
        await asyncio.sleep(0.03)
    told = [await vic.until("operations", "metrics")]
    while told[-1]["t"] != "metrics" or told[-1]["seq"] < 20:
        told.append(await vic.until("operations", "metrics"))
    seq = 0
    for message in told:
        if message["t"] == "operations":
            seq = message["operations"][-1]["seq"]
        else:
            assert message["seq"] <= seq, "figures are never told before their operation"


def test_only_notes_leave_the_figures_alone() -> None:
    note, step = {"kind": "note", "text": "x"}, {"kind": "step", "name": "a"}
    assert notes_alone({"n": {"before": None, "after": note}}, {"n": note})
    assert notes_alone({"n": {"before": {"x": 0}, "after": {"x": 1}}}, {"n": note})
    assert notes_alone({"n": {"before": note, "after": None}}, {})
    assert not notes_alone({"a": {"before": {"x": 0}, "after": {"x": 1}}}, {"a": step})
    assert not notes_alone({"a": {"before": step, "after": None}}, {})
    assert not notes_alone({"a": {"before": step, "after": note}}, {"a": note})
    assert not notes_alone({"n": {"before": None, "after": note}, "a": {"before": step, "after": None}}, {"n": note})


async def test_nobody_is_rung_for_until_another_process_has_the_map(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    ring = fanout.send_map_changed

    async def counted(map_id: Any, *, seq: int, process: str) -> None:
        rung.append(seq)
        await ring(map_id, seq=seq, process=process)

    monkeypatch.setattr("workshops.fanout.send_map_changed", counted)
    ben = await sockets.join("ben")
    ben.say(edit("one", add("a")))
    await ben.until("operations")
    await asyncio.sleep(0.1)
    assert rung == []
    # Another process opens the map: it is told at once how far the log is, and of every operation from then on.
    other = Rooms()
    await fanout.ask_presence(sockets.cast.map.id, process=other.process)
    async with asyncio.timeout(PATIENCE_S):
        while rung != [1]:
            await asyncio.sleep(0.01)
    ben.say(edit("two", add("b")))
    async with asyncio.timeout(PATIENCE_S):
        while rung != [1, 2]:
            await asyncio.sleep(0.01)
    await other.stop()


def test_l3_frames_of_presence_become_rarer_with_many_people() -> None:
    assert [round(1 / pause_between_frames_s(people)) for people in (1, 50, 75, 100, 101, 500)] == [
        20,
        20,
        20,
        15,
        10,
        10,
    ]


async def test_l3_everybody_gets_all_movements_but_their_own(sockets: Sockets) -> None:
    wires = {name: await sockets.join(name) for name in ("ana", "ben", "mia", "vic")}
    for x, wire in enumerate(wires.values()):
        wire.say({"t": "presence", "cursor": {"x": x, "y": 0}, "selection": [], "editing": None})
    for own, wire in enumerate(wires.values()):
        seen: set[int] = set()
        while not seen >= {0, 1, 2, 3} - {own}:
            people = (await wire.until("presence"))["people"]
            seen |= {entry["cursor"]["x"] for entry in people.values() if entry["cursor"]}
        late = [message["people"] for message in await wire.drain() if message["t"] == "presence"]
        assert own not in seen | {entry["cursor"]["x"] for people in late for entry in people.values()}


async def test_a_movement_is_taken_in_at_once_and_nothing_else(sockets: Sockets) -> None:
    vic, ben = await sockets.join("vic"), sockets.wire("ben")
    taking: list[TakeAtOnce] = []
    ben.scope["extensions"] = {EXTENSION: ShortWays(write=lambda _: False, listen=taking.append)}
    await ben.open()
    async with asyncio.timeout(PATIENCE_S):
        while not taking:
            await asyncio.sleep(0.01)
    take = taking[0]
    movement = b'{"t":"presence","cursor":{"x":5,"y":6},"selection":[],"editing":null}'
    async with asyncio.timeout(PATIENCE_S):
        while not take(movement):
            await asyncio.sleep(0.01)
    assert (await ben.until("error"))["code"] == "hello_first"
    connection = (await ben.hello())["connection"]
    assert not take(b'{"t":"ping"}')
    assert not take(b'{"t":"presence","cursor":"\xff"}')
    async with asyncio.timeout(PATIENCE_S):
        while not take(movement):
            await asyncio.sleep(0.01)
    there = {"x": 5, "y": 6}
    await vic.until_holds("presence", lambda told: told["people"].get(connection, {}).get("cursor") == there)
    assert take(b'{"t":"presence","cursor":{"x":"far"}}')
    assert (await ben.until("error"))["code"] == "unreadable"
    await ben.leave()
    assert not take(movement), "nobody moves who has left"
