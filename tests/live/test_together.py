"""Several people on one map: one order for everybody, in this process and in others."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from channels.routing import URLRouter
from django.db import connections
from django.urls import re_path

from live import rooms
from live.background import in_database_thread
from live.consumer import MapConsumer
from live.rooms import Rooms
from maps.commands.asks import EditAsk
from maps.commands.edit import Request, submit, submit_together, undo
from maps.models import Operation
from tests.cast import Cast
from tests.live.conftest import Sockets
from tests.live.wire import PATIENCE_S, Wire


def add(element_id: str, name: str = "Build") -> list[dict[str, Any]]:
    return [{"do": "add", "id": element_id, "element": {"kind": "step", "name": name}}]


def rename(element_id: str, name: str, saw: str = "Build") -> list[dict[str, Any]]:
    return [{"do": "set", "id": element_id, "fields": {"name": name}, "saw": {"name": saw}}]


def edit(op_id: str, edits: list[dict[str, Any]]) -> dict[str, Any]:
    return {"t": "edit", "op_id": op_id, "edits": edits}


async def hear_operations(wire: Wire, last: int, timeout_s: float = PATIENCE_S) -> list[dict[str, Any]]:
    """Return the operations up to `last`, in the order in which they came."""
    operations: list[dict[str, Any]] = []
    while not operations or operations[-1]["seq"] < last:
        operations += (await wire.until("operations", timeout_s=timeout_s))["operations"]
    return operations


def log_of(cast: Cast) -> list[tuple[int, str]]:
    return list(Operation.objects.filter(map=cast.map).order_by("seq").values_list("seq", "op_id"))


async def test_s1_r5_everybody_the_sender_included_gets_every_operation_once_and_in_order(sockets: Sockets) -> None:
    wires = [await sockets.join(name) for name in ("ana", "ben", "mia", "lea", "vic")]
    for number in range(10):
        wires[number % 3].say(edit(f"op-{number}", add(f"step-{number}")))
    heard = [await hear_operations(wire, 10) for wire in wires]
    assert all(operations == heard[0] for operations in heard)
    assert [operation["seq"] for operation in heard[0]] == list(range(1, 11))
    assert await in_database_thread(log_of, sockets.cast) == [(one["seq"], one["op_id"]) for one in heard[0]]


async def test_the_edits_of_one_socket_keep_their_order(sockets: Sockets) -> None:
    ben, mia = await sockets.join("ben"), await sockets.join("mia")
    for number in range(50):
        ben.say(edit(f"ben-{number}", add(f"ben-{number}")))
        mia.say(edit(f"mia-{number}", add(f"mia-{number}")))
    heard = [operation["op_id"] for operation in await hear_operations(ben, 100)]
    for name in ("ben", "mia"):
        assert [op_id for op_id in heard if op_id.startswith(name)] == [f"{name}-{number}" for number in range(50)]


async def test_edits_that_wait_are_committed_together(sockets: Sockets) -> None:
    wires = [await sockets.join(("ana", "ben", "mia")[number % 3]) for number in range(50)]
    with_commits: list[int] = []
    everybody_was_read = threading.Event()
    commit = submit_together

    def counted(**options: Any) -> Any:
        with_commits.append(len(options["requests"]))
        assert everybody_was_read.wait(PATIENCE_S)
        return commit(**options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("live.writer.submit_together", counted)
        for number, wire in enumerate(wires):
            wire.say(edit(f"op-{number}", add(f"step-{number}")))
        while any(not wire.said.empty() for wire in wires):
            await asyncio.sleep(0)
        everybody_was_read.set()
        heard = await hear_operations(wires[0], 50)
    assert [operation["seq"] for operation in heard] == list(range(1, 51))
    assert sum(with_commits) == 50
    assert len(with_commits) <= 10


async def test_s6_a_rejection_does_not_touch_its_neighbours(sockets: Sockets) -> None:
    ben, mia, vic = await sockets.join("ben"), await sockets.join("mia"), await sockets.join("vic")
    ben.say(edit("first", add("step")))
    # While the first is committed these wait and go together.
    ben.say(edit("twice", add("step")))
    ben.say(edit("half", [*add("other"), {"do": "remove", "id": "none"}]))
    vic.say(edit("viewer", add("viewed")))
    ben.say(edit("wrong", [{"do": "dance", "id": "a"}]))
    ben.say(edit("list", []))
    mia.say(edit("right", add("another")))
    assert [one["op_id"] for one in await hear_operations(mia, 2)] == ["first", "right"]
    rejected = [await ben.until("rejected") for _ in range(4)]
    assert [(one["op_id"], one["code"]) for one in rejected] == [
        ("twice", "id_taken"),
        ("half", "element_gone"),
        ("wrong", "invalid"),
        ("list", "invalid"),
    ]
    assert all(one["message"] for one in rejected)
    assert (await vic.until("rejected"))["op_id"] == "viewer"
    assert await in_database_thread(log_of, sockets.cast) == [(1, "first"), (2, "right")]


async def test_e6_a_rejection_names_what_is_gone_and_who_removed_it(sockets: Sockets) -> None:
    ben, mia = await sockets.join("ben"), await sockets.join("mia")
    mia.say(edit("add", add("step", "Code review")))
    mia.say(edit("remove", [{"do": "remove", "id": "step"}]))
    await hear_operations(ben, 2)
    ben.say(edit("late", rename("step", "Review")))
    rejected = await ben.until("rejected")
    assert rejected["code"] == "element_gone"
    assert "“Code review” was removed by Mia" in rejected["message"]


async def test_s2_a_resend_is_accepted_once_its_operation_was_heard(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    ben.say(edit("one", add("step")))
    ben.say(edit("one", add("step")))
    (operation,) = (await ben.until("operations"))["operations"]
    assert await ben.until("accepted") == {"t": "accepted", "op_id": "one", "seq": operation["seq"]}
    again = await sockets.join("ben")
    again.say(edit("one", add("something-else")))
    assert await again.until("accepted") == {"t": "accepted", "op_id": "one", "seq": 1}
    assert await in_database_thread(log_of, sockets.cast) == [(1, "one")]


async def test_s3_an_op_id_of_somebody_else_is_refused(sockets: Sockets) -> None:
    ben, mia = await sockets.join("ben"), await sockets.join("mia")
    ben.say(edit("one", add("step")))
    await mia.until("operations")
    for message in (edit("one", add("other")), {"t": "undo", "op_id": "one"}):
        mia.say(message)
        assert (await mia.until("rejected"))["code"] == "op_id_taken"


async def test_r4_replay_where_the_log_reaches_snapshot_where_not(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    for number in range(5):
        ben.say(edit(f"op-{number}", add(f"step-{number}")))
    heard = await hear_operations(ben, 5)
    for last_seq in range(6):
        welcome = await sockets.wire("mia").join(last_seq)
        assert (welcome["seq"], welcome["replay"]) == (5, heard[last_seq:])
        assert "snapshot" not in welcome
    for unknown in (None, 6, 2**62):
        welcome = await sockets.wire("mia").join(unknown)
        assert (welcome["seq"], len(welcome["snapshot"]["elements"])) == (5, 5)
        assert "replay" not in welcome


async def test_r4_a_room_that_has_just_opened_replays_from_the_log(sockets: Sockets) -> None:
    def write() -> None:
        asks = [Request(cast.ben.id, f"op-{number}", EditAsk(add(f"step-{number}"))) for number in range(1005)]
        submit_together(map_id=cast.map.id, requests=asks)

    cast = sockets.cast
    await in_database_thread(write)
    welcome = await sockets.wire("mia").join(5)
    assert [operation["seq"] for operation in welcome["replay"]] == list(range(6, 1006))
    ben = await sockets.join("ben")
    ben.say(edit("one more", add("last")))
    assert (await ben.until("error"))["code"] == "unreadable"
    ben.say(edit("one-more", add("last")))
    await ben.until("operations")
    assert [one["seq"] for one in (await sockets.wire("mia").join(6))["replay"]] == list(range(7, 1007))
    assert len((await sockets.wire("mia").join(5))["snapshot"]["elements"]) == 1006


async def test_r2_hello_again_on_the_same_socket_repairs(sockets: Sockets) -> None:
    ben, mia = await sockets.join("ben"), await sockets.join("mia")
    ben.say(edit("one", add("step")))
    await mia.until("operations")
    welcome = await mia.hello(0)
    assert [operation["op_id"] for operation in welcome["replay"]] == ["one"]
    ben.say(edit("two", add("other")))
    assert [one["op_id"] for one in (await mia.until("operations"))["operations"]] == ["two"]


async def test_two_threads_on_one_map_number_densely(sockets: Sockets) -> None:
    cast = sockets.cast
    ana = await sockets.join("ana")

    def write(name: str) -> None:
        for number in range(25):
            actor = getattr(cast, name)
            submit(map_id=cast.map.id, actor=actor, op_id=f"{name}-{number}", edits=add(f"{name}-{number}"))
        connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        writing = [asyncio.get_running_loop().run_in_executor(threads, write, name) for name in ("ben", "mia")]
        for number in range(25):
            ana.say(edit(f"ana-{number}", add(f"ana-{number}")))
        await asyncio.gather(*writing)
        heard = await hear_operations(ana, 75)
    assert [operation["seq"] for operation in heard] == list(range(1, 76))
    for name in ("ana", "ben", "mia"):
        mine = [one["op_id"] for one in heard if one["op_id"].startswith(name)]
        assert mine == [f"{name}-{number}" for number in range(25)]


async def test_a_doorbell_from_elsewhere_reaches_the_sockets(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the look at the database once a second.
    monkeypatch.setattr(rooms, "LOOK_EVERY_S", 3600.0)
    cast = sockets.cast
    ben = await sockets.join("ben")
    await in_database_thread(submit, map_id=cast.map.id, actor=cast.mia, op_id="rest", edits=add("step"))
    assert [one["op_id"] for one in await hear_operations(ben, 1)] == ["rest"]
    await in_database_thread(undo, map_id=cast.map.id, actor=cast.mia, op_id="undo")
    (undone,) = await hear_operations(ben, 2)
    assert (undone["op_id"], undone["cause"]) == ("undo", "undo")


def submit_silently(cast: Cast, op_id: str) -> None:
    """Commit like a process whose doorbell is lost."""
    submit_together(map_id=cast.map.id, requests=[Request(cast.mia.id, op_id, EditAsk(add(op_id)))])


async def test_a_lost_doorbell_is_repaired_within_a_second_and_pong_tells(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    await in_database_thread(submit_silently, sockets.cast, "silent")
    (operation,) = await hear_operations(ben, 1)
    assert operation["op_id"] == "silent"
    ben.say({"t": "ping"})
    assert (await ben.until("pong"))["seq"] == 1


async def test_an_own_commit_on_top_of_an_unheard_one_brings_both_in_order(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    await in_database_thread(submit_silently, sockets.cast, "silent")
    ben.say(edit("own", add("step")))
    assert [one["op_id"] for one in await hear_operations(ben, 2)] == ["silent", "own"]


async def test_whoever_has_seen_more_than_the_room_is_not_taken_back(sockets: Sockets) -> None:
    await sockets.join("ben")
    await in_database_thread(submit_silently, sockets.cast, "silent")
    assert (await sockets.wire("mia").join(None))["seq"] == 1
    await in_database_thread(submit_silently, sockets.cast, "another")
    assert (await sockets.wire("mia").join(1))["seq"] == 2


async def test_two_processes_show_the_same(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the look at the database once a second: doorbells alone do it.
    monkeypatch.setattr(rooms, "LOOK_EVERY_S", 3600.0)
    elsewhere = Rooms()
    view: Any = MapConsumer(lambda: elsewhere)
    app = URLRouter([re_path(r"^ws/maps/(?P<map_id>[^/]*)/$", view)])
    cast = sockets.cast
    ben, mia = await sockets.join("ben"), Wire(cast.map.id, sockets.cookies["mia"], app=app)
    welcome = await mia.join()
    for number in range(20):
        (ben, mia)[number % 2].say(edit(f"op-{number}", add(f"step-{number}")))
        if number % 5 == 0:
            await asyncio.sleep(0.01)
    heard = await hear_operations(ben, 20)
    assert heard == await hear_operations(mia, 20)
    assert [operation["seq"] for operation in heard] == list(range(1, 21))
    mia.say({"t": "presence", "cursor": {"x": 3, "y": 4}, "selection": [], "editing": None})
    where = None
    while not where or where["cursor"] is None:
        where = (await ben.until("presence"))["people"].get(welcome["connection"])
    assert where["cursor"] == {"x": 3, "y": 4}
    late = await Wire(cast.map.id, sockets.cookies["vic"], app=app).join()
    assert len(late["presence"]) == 2
    await mia.leave()
    while where is not None:
        where = (await ben.until("presence"))["people"].get(welcome["connection"], where)
    await elsewhere.stop()


async def test_f1_figures_follow(sockets: Sockets) -> None:
    ben, vic = await sockets.join("ben"), await sockets.join("vic")
    element = {"kind": "step", "name": "Build", "wait_time": "2h", "process_time": "1h"}
    ben.say(edit("one", [{"do": "add", "id": "step", "element": element}]))
    await vic.until("operations")
    figures = await vic.until_holds("metrics", lambda figures: figures["seq"] == 1)
    assert (figures["seq"], figures["lead_time_s"], figures["flow_efficiency"]) == (1, 10800, 1 / 3)
    welcome = await sockets.wire("mia").join()
    figures.pop("t")
    assert welcome["metrics"] == figures


async def test_f1_states_in_between_may_be_skipped_the_newest_not(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    for number in range(40):
        ben.say(edit(f"op-{number}", add(f"step-{number}")))
    frames = [await ben.until("metrics")]
    while frames[-1]["seq"] < 40:
        frames.append(await ben.until("metrics"))
    assert frames[-1]["steps_total"] == 40
    assert [frame["seq"] for frame in frames] == sorted({frame["seq"] for frame in frames})
