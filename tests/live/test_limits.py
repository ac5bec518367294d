"""Garbage, giants and floods: the socket answers, stays where it can, and others do not suffer."""

import asyncio
from typing import Any

import pytest

from live import limits
from live import socket as live_socket
from live.limits import Kind, Pace
from live.protocol import EDIT_LIMIT_BYTES, MESSAGE_LIMIT_BYTES
from live.socket import Socket
from tests.live.conftest import Sockets
from tests.live.test_together import add, edit
from tests.live.wire import PATIENCE_S


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 5000, '{"t":"edit"}', '{"t":"nothing"}', "\x00"])
async def test_l1_garbage_is_answered_and_the_socket_stays(sockets: Sockets, text: str) -> None:
    ben = await sockets.join("ben")
    ben.say(text)
    refused = await ben.until("error")
    assert refused["code"] == "unreadable"
    assert refused["message"]
    ben.say(edit("one", add("step")))
    await ben.until("operations")


async def test_l1_bytes_are_answered_and_the_socket_stays(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    ben.say_bytes(b"\x00\xff")
    assert (await ben.until("error"))["code"] == "unreadable"
    ben.say({"t": "ping"})
    await ben.until("pong")


@pytest.mark.parametrize(
    "edits",
    [
        None,
        "add",
        {"do": "add"},
        [1],
        [None],
        [{}],
        [{"do": "add", "id": 7}],
        [{"do": "add", "id": "a", "element": None}],
        [{"do": "add", "id": "a b", "element": {"kind": "step", "name": "Build"}}],
        [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Build", "wait_time": {"value": {}}}}],
        [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Build", "x": 1e400}}],
        [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Build", "people": 10**30}}],
        [{"do": "add", "id": "a", "element": {"kind": ["step"], "name": "Build"}}],
        [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Build", "wastes": [[[["talent"]]]]}}],
        [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Build", "value_class": {"a": 1}}}],
        [{"do": {"add": 1}, "id": "a"}],
        [{"do": "remove", "id": "a"}] * 3000,
    ],
    ids=lambda edits: repr(edits)[:60],
)
async def test_edits_that_mean_nothing_are_rejected_with_a_sentence(sockets: Sockets, edits: Any) -> None:
    ben = await sockets.join("ben")
    text = '{"t":"edit","op_id":"one","edits":' + to_json(edits) + "}"
    ben.say(text)
    answer = await ben.until("rejected", "error")
    assert answer["code"] in ("invalid", "unreadable")
    assert answer["message"]
    ben.say(edit("two", add("step")))
    assert (await ben.until("operations"))["operations"][0]["seq"] == 1


def to_json(value: Any) -> str:
    """Return JSON also of numbers that no float holds."""
    if isinstance(value, dict):
        return "{" + ",".join(f'"{key}":{to_json(inner)}' for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(to_json, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, float):
        return "1e400"
    return f'"{value}"' if isinstance(value, str) else str(value)


async def test_texts_with_nul_and_many_letters_are_cleaned_or_refused(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    ben.say(edit("nul", add("a", "Bu\x00ild 👩‍💻")))
    (operation,) = (await ben.until("operations"))["operations"]
    assert operation["changes"]["a"]["after"]["name"] == "Build 👩‍💻"
    ben.say(edit("long", add("b", "é" * 201)))
    assert (await ben.until("rejected"))["code"] == "invalid"


async def test_l1_giants(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    ben.say(edit("large", add("a", "x" * EDIT_LIMIT_BYTES)))
    assert (await ben.until("error"))["code"] == "too_large"
    ben.say("x" * MESSAGE_LIMIT_BYTES)
    assert (await ben.until("error"))["code"] == "unreadable"
    ben.say({"t": "ping"})
    await ben.until("pong")
    ben.say("é" * MESSAGE_LIMIT_BYTES)
    assert (await ben.end()).code == 1009


class PaceAtOnce(Pace):
    """For whom everything comes at the same moment, however long the machine takes to read it."""

    def allows(self, kind: Kind, now: float, count: int = 1) -> bool:
        return super().allows(kind, 0.0, count)

    def is_flooding(self, now: float) -> bool:
        return super().is_flooding(0.0)


async def test_l2_more_edits_than_allowed_are_refused_and_the_others_are_in_order(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.consumer.Pace", PaceAtOnce)
    ben = await sockets.join("ben")
    for number in range(100):
        ben.say(edit(f"op-{number}", add(f"step-{number}")))
    done: list[str] = []
    refused: list[str] = []
    while len(done) + len(refused) < 100:
        message = await ben.until("operations", "error")
        if message["t"] == "error":
            refused.append(message["code"])
        else:
            done += [one["op_id"] for one in message["operations"]]
    assert done == [f"op-{number}" for number in range(60)]
    assert refused == ["too_many"] * 40


def test_l2_the_pace() -> None:
    pace = Pace()
    assert sum(pace.allows(Kind.EDIT, 0.0) for _ in range(100)) == 60
    # What comes right after a refusal would overtake what was refused.
    assert not pace.allows(Kind.EDIT, 0.5)
    assert sum(pace.allows(Kind.EDIT, 1.0) for _ in range(100)) == 30
    assert pace.allows(Kind.PRESENCE, 1.0)
    steady = Pace()
    assert all(steady.allows(Kind.EDIT, number / 30) for number in range(1, 3000))


def test_l2_ten_seconds_of_it_are_a_flood_and_a_pause_ends_it() -> None:
    pace = Pace()
    now = 0.0
    while not pace.is_flooding(now):
        now += 0.01
        pace.allows(Kind.EDIT, now)
    assert 10 < now < 13
    pausing = Pace()
    for second in range(0, 100, 5):
        for number in range(1000):
            pausing.allows(Kind.PRESENCE, second + number / 1000)
        assert not pausing.is_flooding(second + 1.0)


async def test_l2_a_flood_is_cut_off_and_nobody_else_notices(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FLOODING_S", 0.5)
    ben, mia = await sockets.join("ben"), await sockets.join("mia")

    async def flood() -> None:
        while True:
            for _ in range(50):
                ben.say({"t": "presence", "cursor": {"x": 1, "y": 1}})
            await asyncio.sleep(0.01)

    flooding = asyncio.create_task(flood())
    mia.say(edit("one", add("step")))
    await mia.until("operations")
    assert (await ben.end()).code == 4429
    flooding.cancel()
    mia.say({"t": "ping"})
    await mia.until("pong")


async def test_l4_a_map_takes_so_many_sockets_and_no_more(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.rooms.SOCKETS_A_MAP", 3)
    wires = [await sockets.join("ben") for _ in range(3)]
    refused = await sockets.wire("mia").open()
    assert (await refused.hear())["code"] == "map_full"
    assert (await refused.end()).code == 4429
    await wires[0].leave()
    await sockets.join("mia")


async def test_a_slow_reader_holds_up_nobody_and_is_sent_to_catch_up(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_socket, "WAITING_FRAMES", 5)
    monkeypatch.setattr("live.consumer.GOODBYE_S", 0.1)
    slow, ben = await sockets.join("vic"), await sockets.join("ben")
    slow.is_slow.clear()
    for number in range(20):
        ben.say(edit(f"op-{number}", add(f"step-{number}")))
        await ben.until("operations")
    slow.is_slow.set()
    welcome = await sockets.wire("vic").join(0)
    assert len(welcome["replay"]) == 20


async def test_a_socket_too_far_behind_drops_what_waits_and_ends() -> None:
    sent: list[Any] = []
    gate = asyncio.Event()

    async def send(event: Any) -> None:
        await gate.wait()
        sent.append(event)

    socket = Socket(send, participant_id=None)  # type: ignore[arg-type]
    running = asyncio.create_task(socket.run())
    for number in range(live_socket.WAITING_FRAMES + 2):
        socket.write(f"frame {number}")
    assert socket.is_ending
    gate.set()
    await asyncio.wait_for(running, PATIENCE_S)
    assert [event["type"] for event in sent][-1] == "websocket.close"
    assert sent[-1]["code"] == 1013
    assert len(sent) <= 2
