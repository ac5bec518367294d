"""The run of the session on the socket: X1 to X8."""

from typing import Any

import pytest
from channels.routing import URLRouter
from django.urls import re_path
from django.utils.dateparse import parse_datetime

from facilitation.commands.agenda import use_preset
from facilitation.commands.attention import call_attention
from facilitation.commands.run import extend_phase, pause_session, start_session
from facilitation.models import Session
from live.background import in_database_thread
from live.consumer import MapConsumer
from live.rooms import Rooms
from maps.commands.edit import submit
from maps.commands.locks import let_members_change, lock, unlock
from tests.live.conftest import Sockets
from tests.live.wire import Wire

AREA = {"x": 0.0, "y": 0.0, "width": 900.0, "height": 500.0}


async def test_x1_a_change_of_the_session_reaches_everybody_with_the_same_words(sockets: Sockets) -> None:
    cast = sockets.cast
    wires = [await sockets.join(name) for name in ("ana", "ben", "lea", "vic")]
    await in_database_thread(start_session, actor=cast.ana)
    told = [await wire.until("facilitation") for wire in wires]
    assert all(message == told[0] for message in told)
    assert told[0]["session"]["state"] == "running"
    assert told[0]["revision"] == 1


async def test_x2_the_welcome_of_a_late_joiner_has_the_same_clock(sockets: Sockets) -> None:
    cast = sockets.cast
    started = await in_database_thread(start_session, actor=cast.ana)
    mia = sockets.wire("mia")
    state = (await mia.join())["facilitation"]
    assert parse_datetime(state["session"]["ends_at"]) == started.ends_at
    assert parse_datetime(state["now"]) < parse_datetime(state["session"]["ends_at"])  # type: ignore[operator]


async def test_x2_a_new_process_reads_the_clock_from_the_database(sockets: Sockets) -> None:
    cast = sockets.cast
    ana = await sockets.join("ana")
    await in_database_thread(start_session, actor=cast.ana)
    before = await ana.until("facilitation")
    fresh = Rooms()
    view: Any = MapConsumer(lambda: fresh)
    app = URLRouter([re_path(r"^ws/maps/(?P<map_id>[^/]*)/$", view)])
    again = Wire(cast.map.id, sockets.cookies["ana"], app=app)
    after = (await again.join())["facilitation"]
    assert after["session"] == before["session"]
    await again.leave()
    await fresh.stop()


async def test_x3_a_lost_doorbell_is_made_good_within_the_next_look(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    await in_database_thread(use_preset, actor=sockets.cast.ana, minutes=90)
    await ben.until("facilitation")
    # Written behind the back of everything that rings.
    await in_database_thread(Session.objects.update, revision=7)
    assert (await ben.until("facilitation"))["revision"] == 7


async def test_x3_no_message_goes_back_behind_one_before_it(sockets: Sockets) -> None:
    cast = sockets.cast
    ben = await sockets.join("ben")
    await in_database_thread(start_session, actor=cast.ana)
    for number in range(8):
        await in_database_thread(extend_phase, actor=cast.ana, minutes=1, op_id=f"more-{number}")
    await in_database_thread(pause_session, actor=cast.ana)
    revisions = [(await ben.until("facilitation"))["revision"]]
    while revisions[-1] < 10:
        revisions.append((await ben.until("facilitation"))["revision"])
    assert revisions == sorted(set(revisions))


async def test_x4_everybody_is_brought_to_the_same_place_and_late_joiners_too(sockets: Sockets) -> None:
    cast = sockets.cast
    ben = await sockets.join("ben")
    await in_database_thread(call_attention, actor=cast.ana, kind="view", map_id=cast.map.id, area=AREA)
    assert (await ben.until("facilitation"))["attention"]["area"] == AREA
    assert (await sockets.wire("vic").join())["facilitation"]["attention"]["area"] == AREA


async def test_x5_who_follows_and_what_the_followed_sees_travel_with_presence(sockets: Sockets) -> None:
    cast = sockets.cast
    ana, ben = await sockets.join("ana"), await sockets.join("ben")
    ben.say({"t": "presence", "follows": str(cast.ana.id)})
    moved = await ana.until_holds("presence", lambda message: "follows" in str(message))
    (entry,) = [entry for entry in moved["people"].values() if entry and entry.get("follows")]
    assert entry["follows"] == str(cast.ana.id)
    assert "view" not in entry
    ana.say({"t": "presence", "cursor": {"x": 1, "y": 2}, "view": AREA})
    seen = await ben.until_holds("presence", lambda message: "view" in str(message))
    assert next(entry for entry in seen["people"].values() if entry and "view" in entry)["view"] == AREA
    ana.say({"t": "presence", "cursor": {"x": 3, "y": 2}})
    gone = await ben.until_holds("presence", lambda message: "3" in str(message))
    assert "view" not in str(gone)


@pytest.mark.parametrize(
    "part",
    [
        {"view": "all"},
        {"view": {"x": 1, "y": 2, "width": 3}},
        {"view": {**AREA, "x": "1"}},
        {"follows": 3},
        {"follows": "nobody; at all"},
    ],
)
async def test_x5_what_cannot_be_read_is_refused_and_the_socket_stays(sockets: Sockets, part: dict[str, Any]) -> None:
    ben = await sockets.join("ben")
    ben.say({"t": "presence", **part})
    refused = await ben.until("error")
    assert refused["code"] == "unreadable"
    ben.say({"t": "ping"})
    await ben.until("pong")


async def test_x7_locks_reach_everybody_and_hold_on_the_socket(sockets: Sockets) -> None:
    cast = sockets.cast
    edits = [{"do": "add", "id": "build", "element": {"kind": "step", "name": "Build"}}]
    await in_database_thread(submit, map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    ben = await sockets.join("ben")
    made, _ = await in_database_thread(lock, actor=cast.ana, of=cast.map, scope="element", element_id="build")
    told = await ben.until("workshop")
    assert [(one["scope"], one["element"], one["by"]) for one in told["map"]["locks"]] == [
        ("element", "build", str(cast.ana.id))
    ]
    change = {"t": "edit", "edits": [{"do": "set", "id": "build", "fields": {"wait_time": "2d"}}]}
    ben.say({**change, "op_id": "held"})
    refused = await ben.until("rejected", "operations")
    assert (refused["t"], refused["code"]) == ("rejected", "locked")
    assert "“Build” is locked by Ana" in refused["message"]
    await in_database_thread(unlock, actor=cast.ana, of=cast.map, lock_id=made.id)
    assert (await ben.until("workshop"))["map"]["locks"] == []
    ben.say({**change, "op_id": "free"})
    assert (await ben.until("rejected", "operations"))["t"] == "operations"
    await in_database_thread(let_members_change, actor=cast.ana, of=cast.map, members_may="own")
    assert (await ben.until("workshop"))["map"]["members_may"] == "own"
    ben.say({"t": "edit", "op_id": "not-mine", "edits": [{"do": "set", "id": "build", "fields": {"role": "QA"}}]})
    assert (await ben.until("rejected"))["code"] == "locked"
