"""Who may do what on the socket, and how it ends for those who may not."""

import asyncio
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from live import rooms
from live.background import in_database_thread
from live.selectors import living_sessions
from maps.models import Map, Operation
from tests.cast import Cast, cookie_of
from tests.live.conftest import Sockets
from tests.live.wire import PATIENCE_S, Closed, Wire
from workshops.commands.people import (
    change_role,
    join_workshop,
    let_in_again,
    remove_participant,
    rename_myself,
    return_token,
)
from workshops.commands.workshop import change_charter, delete_workshop
from workshops.models import Participant, Role, User

EVERYBODY = ("ana", "ben", "mia", "lea", "vic")
EDITORS = ("ana", "ben", "mia")
READERS = ("lea", "vic")
NEVER_S = 3600.0


def add_step(op_id: str, element_id: str = "step", name: str = "Build") -> dict[str, Any]:
    element = {"kind": "step", "name": name}
    return {"t": "edit", "op_id": op_id, "edits": [{"do": "add", "id": element_id, "element": element}]}


def count_operations(cast: Cast) -> int:
    return Operation.objects.filter(map=cast.map).count()


@pytest.mark.parametrize(("name", "code"), [("nobody", 4401), ("stan", 4404)])
async def test_a3_those_who_are_not_in_are_sent_away(sockets: Sockets, name: str, code: int) -> None:
    wire = await sockets.wire(name).open()
    assert (await wire.end()).code == code


async def test_a3_a_map_that_one_may_not_see_looks_like_none(sockets: Sockets) -> None:
    refused = await (await sockets.wire("stan").open()).end()
    for address in ("00000000-0000-0000-0000-000000000000", "no-id", "1", "%00", "..", "É"):
        missing = await (await Wire(address, sockets.cookies["stan"]).open()).end()
        assert (missing.code, missing.reason) == (refused.code, refused.reason) == (4404, refused.reason)


async def test_a_session_that_ended_is_nobody(sockets: Sockets) -> None:
    wire = await Wire(sockets.cast.map.id, "sessionid=" + "a" * 32).open()
    assert (await wire.end()).code == 4401


async def test_an_account_that_was_closed_is_nobody(sockets: Sockets) -> None:
    await in_database_thread(User.objects.filter(pk=sockets.cast.ben.user_id).update, is_active=False)
    wire = await sockets.wire("ben").open()
    assert (await wire.end()).code == 4401


async def test_somebody_who_was_removed_is_told_so(sockets: Sockets) -> None:
    cast = sockets.cast
    await in_database_thread(remove_participant, actor=cast.ana, participant_id=cast.ben.id)
    wire = await sockets.wire("ben").open()
    assert (await wire.end()).code == 4403


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "null", "http://localhost:8000.evil.example"])
async def test_a4_another_origin_is_refused_before_the_handshake(sockets: Sockets, origin: str | None) -> None:
    wire = Wire(sockets.cast.map.id, sockets.cookies["ana"], origin=origin)
    with pytest.raises(Closed):
        await wire.open()


@pytest.mark.parametrize("name", EVERYBODY)
async def test_hello_is_answered_by_everything(sockets: Sockets, name: str) -> None:
    cast = sockets.cast
    me: Participant = getattr(cast, name)
    welcome = await sockets.wire(name).join()
    assert (welcome["protocol"], welcome["seq"], welcome["role"]) == (1, 0, me.role)
    assert welcome["me"] == str(me.id)
    assert welcome["snapshot"] == {"elements": {}}
    assert welcome["map"] == {
        "id": str(cast.map.id),
        "kind": "current",
        "title": "Feature delivery",
        "workshop": str(cast.workshop.id),
        "what_ifs": 0,
        "members_may": "all",
        "locks": [],
    }
    assert welcome["charter"] == cast.workshop.charter
    assert [person["name"] for person in welcome["people"]] == ["Ana", "Ben", "Mia", "Lea", "Vic"]
    assert set(welcome["people"][0]) == {"id", "name", "colour", "role", "removed"}
    assert welcome["connection"]
    assert welcome["presence"] == {}
    assert "replay" not in welcome


@pytest.mark.parametrize("name", EVERYBODY)
async def test_ping_is_answered_before_and_after_hello(sockets: Sockets, name: str) -> None:
    wire = await sockets.wire(name).open()
    wire.say({"t": "ping"})
    assert await wire.hear() == {"t": "pong", "seq": 0}
    await wire.hello()
    wire.say({"t": "ping"})
    assert await wire.until("pong") == {"t": "pong", "seq": 0}


@pytest.mark.parametrize("name", EVERYBODY)
async def test_presence_of_everybody_is_seen_by_the_others(sockets: Sockets, name: str) -> None:
    watcher = await sockets.join("ana")
    wire = sockets.wire(name)
    welcome = await wire.join()
    wire.say({"t": "presence", "cursor": {"x": 1, "y": 2}, "selection": ["a"], "editing": None})
    async with asyncio.timeout(PATIENCE_S):
        while (seen := (await watcher.until("presence"))["people"].get(welcome["connection"]))["cursor"] is None:
            pass
    assert seen == {
        "participant": welcome["me"],
        "cursor": {"x": 1, "y": 2},
        "selection": ["a"],
        "editing": None,
    }


@pytest.mark.parametrize("name", EDITORS)
async def test_a1_editors_edit_undo_and_redo(sockets: Sockets, name: str) -> None:
    wire = await sockets.join(name)
    me = str(getattr(sockets.cast, name).id)
    wire.say(add_step("one"))
    (done,) = (await wire.until("operations"))["operations"]
    assert (done["seq"], done["op_id"], done["actor"], done["cause"]) == (1, "one", me, "edit")
    assert done["changes"]["step"]["after"] == {"kind": "step", "name": "Build", "x": 0, "y": 0}
    wire.say({"t": "undo", "op_id": "two"})
    (undone,) = (await wire.until("operations"))["operations"]
    assert (undone["seq"], undone["cause"], undone["undoes"]) == (2, "undo", "one")
    wire.say({"t": "redo", "op_id": "three"})
    (redone,) = (await wire.until("operations"))["operations"]
    assert (redone["seq"], redone["cause"], redone["undoes"]) == (3, "redo", "two")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("message", ["edit", "undo", "redo"])
async def test_a1_readers_are_refused(sockets: Sockets, name: str, message: str) -> None:
    wire = await sockets.join(name)
    wire.say(add_step("one") if message == "edit" else {"t": message, "op_id": "one"})
    rejected = await wire.until("rejected")
    assert (rejected["op_id"], rejected["code"]) == ("one", "not_allowed")
    assert getattr(sockets.cast, name).role in rejected["message"]
    assert await in_database_thread(count_operations, sockets.cast) == 0


@pytest.mark.parametrize(
    "message",
    [
        add_step("one"),
        {"t": "undo", "op_id": "one"},
        {"t": "redo", "op_id": "one"},
        {"t": "presence", "cursor": None, "selection": [], "editing": None},
    ],
)
async def test_r7_nothing_before_hello(sockets: Sockets, message: dict[str, Any]) -> None:
    wire = await sockets.wire("ana").open()
    wire.say(message)
    assert (await wire.hear())["code"] == "hello_first"
    await wire.hello()
    assert await in_database_thread(count_operations, sockets.cast) == 0


async def test_another_version_of_the_protocol_is_sent_to_reload(sockets: Sockets) -> None:
    wire = await sockets.wire("ana").open()
    wire.say({"t": "hello", "protocol": 2, "last_seq": None})
    assert (await wire.end()).code == 4409


async def test_a2_removal_closes_all_sockets_of_the_person_at_once(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the look at the database once a second: the doorbell alone does it.
    monkeypatch.setattr(rooms, "LOOK_EVERY_S", NEVER_S)
    cast = sockets.cast
    first, second, mia = await sockets.join("ben"), await sockets.join("ben"), await sockets.join("mia")
    silent = await sockets.wire("ben").open()
    silent.say({"t": "ping"})
    await silent.hear()
    await in_database_thread(remove_participant, actor=cast.ana, participant_id=cast.ben.id)
    for wire in (first, second, silent):
        assert (await wire.end()).code == 4403
    told = await mia.until("workshop")
    assert {person["name"]: person["removed"] for person in told["people"]}["Ben"] is True
    assert (await (await sockets.wire("ben").open()).end()).code == 4403
    await in_database_thread(let_in_again, actor=cast.ana, participant_id=cast.ben.id)
    assert (await sockets.wire("ben").join())["role"] == "member"


def sign_out(cookies: str) -> None:
    browser = Client()
    browser.cookies.load(cookies)
    assert browser.post(reverse("account_logout")).status_code == 302


async def test_a5_signing_out_ends_the_sockets_of_that_browser_alone(sockets: Sockets) -> None:
    first, second, mia = await sockets.join("ben"), await sockets.join("ben"), await sockets.join("mia")
    sockets.cookies["ben elsewhere"] = await in_database_thread(cookie_of, sockets.cast.ben)
    elsewhere = await sockets.join("ben elsewhere")
    await in_database_thread(sign_out, sockets.cookies["ben"])
    for wire in (first, second):
        assert (await wire.end()).code == 4401
    assert (await (await sockets.wire("ben").open()).end()).code == 4401
    # The others heard nothing of it, and the person works on in the other browser.
    elsewhere.say(add_step("one"))
    for wire in (elsewhere, mia):
        assert (await wire.until("operations"))["operations"][0]["op_id"] == "one"


async def test_a5_a_session_that_expires_ends_its_sockets(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    key = sockets.cookies["ben"].partition("=")[2]
    await in_database_thread(Session.objects.filter(pk=key).update, expire_date=timezone.now())
    assert (await ben.end()).code == 4401


async def test_a5_a_return_link_of_the_same_person_ends_nothing(sockets: Sockets) -> None:
    ben = await sockets.join("ben")

    def come_back() -> str:
        browser = Client()
        browser.cookies.load(sockets.cookies["ben"])
        token = return_token(sockets.cast.ben)
        assert browser.post(reverse("return", args=[token])).status_code == 302
        return str(browser.cookies["sessionid"].value)

    assert await in_database_thread(come_back) == sockets.cookies["ben"].partition("=")[2]
    assert await in_database_thread(living_sessions, [sockets.cookies["ben"].partition("=")[2]])
    ben.say(add_step("one"))
    await ben.until("operations")


async def test_an_edit_that_was_on_its_way_at_the_removal_is_not_saved(sockets: Sockets) -> None:
    cast = sockets.cast
    ben = await sockets.join("ben")
    await in_database_thread(remove_participant, actor=cast.ana, participant_id=cast.ben.id)
    ben.say(add_step("late"))
    assert (await ben.end()).code == 4403
    assert await in_database_thread(count_operations, cast) == 0


async def test_a2_a_role_that_changes_is_told_and_counts_at_once(sockets: Sockets) -> None:
    cast = sockets.cast
    vic, mia = await sockets.join("vic"), await sockets.join("mia")
    await in_database_thread(change_role, actor=cast.ana, participant_id=cast.vic.id, role=Role.MEMBER)
    told = await vic.until("workshop")
    assert told["role"] == "member"
    assert (await mia.until("workshop"))["role"] == "member"
    vic.say(add_step("one"))
    assert (await vic.until("operations", "rejected"))["t"] == "operations"
    await in_database_thread(change_role, actor=cast.ana, participant_id=cast.vic.id, role=Role.VIEWER)
    assert (await vic.until("workshop"))["role"] == "viewer"
    vic.say(add_step("two"))
    assert (await vic.until("operations", "rejected"))["code"] == "not_allowed"


async def test_a_name_and_a_charter_that_change_are_told_with_new_figures(sockets: Sockets) -> None:
    cast = sockets.cast
    ben = await sockets.join("ben")
    await ben.drain()
    await in_database_thread(rename_myself, actor=cast.mia, name="Mia B.")
    assert "Mia B." in {person["name"] for person in (await ben.until("workshop"))["people"]}
    changes = {"demand": {"items": 10, "per": "week"}}
    await in_database_thread(change_charter, actor=cast.ana, changes=changes)
    told = await ben.until("workshop")
    assert told["charter"]["demand"] == {"items": 10, "per": "week"}
    assert set(told) == {"t", "map", "charter", "people", "role"}
    await ben.until_holds("metrics", lambda figures: figures["takt_time_s"] == 4 * 3600)


async def test_people_who_join_at_once_are_all_told_in_few_frames(sockets: Sockets) -> None:
    cast = sockets.cast
    vic = await sockets.join("vic")
    await vic.drain()

    def join(number: int) -> None:
        join_workshop(invitation=cast.workshop.invitation, user=None, name=f"Guest {number}")

    await in_database_thread(lambda: cast.workshop.invitation)
    await asyncio.gather(*(in_database_thread(join, number) for number in range(20)))
    told = 1
    while len((await vic.until("workshop"))["people"]) < 25:
        told += 1
    assert told <= 20


async def test_a_workshop_that_is_deleted_sends_everybody_away(sockets: Sockets) -> None:
    ben, vic = await sockets.join("ben"), await sockets.join("vic")
    await in_database_thread(delete_workshop, actor=sockets.cast.ana)
    for wire in (ben, vic):
        assert (await wire.end()).code == 4404


# A cascade of Django locks in its own order; the product deletes a map with its workshop, and locks everything first.
@pytest.mark.takes_locks_in_any_order
async def test_a_map_that_is_deleted_without_a_word_is_noticed_within_a_second(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    await in_database_thread(Map.objects.filter(pk=sockets.cast.map.pk).delete)
    assert (await ben.end()).code == 4404


async def test_a_removal_whose_doorbell_is_lost_counts_within_a_second(sockets: Sockets) -> None:
    cast = sockets.cast
    ben = await sockets.join("ben")

    def remove_silently() -> None:
        with transaction.atomic():
            remove_participant(actor=cast.ana, participant_id=cast.ben.id)
            # What is to be rung after this commit is forgotten: the process ends here.
            transaction.get_connection().run_on_commit.clear()

    await in_database_thread(remove_silently)
    assert (await ben.end()).code == 4403
