"""Locks hold wherever an edit comes from, for everybody but facilitators."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from maps.commands.asks import EditAsk
from maps.commands.edit import Receipt, Request, redo, replace_elements, restore_moment, submit, submit_together, undo
from maps.commands.locks import LOCKS_LIMIT, TooManyLocks, let_members_change, lock, unlock
from maps.commands.steps import append_steps
from maps.domain.locks import Locked
from maps.models import MapLock, Operation
from maps.selectors import snapshot_of
from tests.api.calls import send
from tests.cast import Cast, client_of, make_cast
from workshops.audit_sentences import sentence_of
from workshops.errors import InvalidInput, NotAllowed, NotFound
from workshops.models import AuditEntry, Participant

pytestmark = pytest.mark.django_db

LEFT = {"x": -100.0, "y": -100.0, "width": 300.0, "height": 200.0}
BUILD: dict[str, Any] = {"kind": "step", "name": "Build", "x": 0, "y": 0}
TEST: dict[str, Any] = {"kind": "step", "name": "Test", "x": 400, "y": 0}
ARROW: dict[str, Any] = {"kind": "flow", "flow": "push", "source": "build", "target": "test"}


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    say(cast, cast.ben, add("build", BUILD), add("test", TEST), add("arrow", ARROW))
    return cast


def add(element_id: str, element: dict[str, Any]) -> dict[str, Any]:
    return {"do": "add", "id": element_id, "element": element}


def change(element_id: str, **fields: Any) -> dict[str, Any]:
    return {"do": "set", "id": element_id, "fields": fields}


def remove(element_id: str) -> dict[str, Any]:
    return {"do": "remove", "id": element_id}


def say(cast: Cast, who: Participant, *edits: dict[str, Any]) -> Receipt:
    return submit(map_id=cast.map.id, actor=who, op_id=uuid4().hex, edits=list(edits))


def refused(cast: Cast, who: Participant, *edits: dict[str, Any]) -> Locked:
    before = Operation.objects.count()
    with pytest.raises(Locked) as problem:
        say(cast, who, *edits)
    assert Operation.objects.count() == before
    return problem.value


def test_a_locked_element_cannot_be_changed_moved_or_removed_and_the_sentence_says_what_and_by_whom(
    cast: Cast,
) -> None:
    lock(actor=cast.ana, of=cast.map, scope="element", element_id="build")
    problem = refused(cast, cast.ben, change("build", wait_time="2d"))
    assert problem.code == "locked"
    assert problem.message == "“Build” is locked by Ana, so the change was not saved; a facilitator can unlock it.", (
        problem.message
    )
    refused(cast, cast.ben, change("build", x=500))
    refused(cast, cast.ben, remove("build"))
    say(cast, cast.ben, change("test", wait_time="2d"), add("more", {**TEST, "x": 900}))
    say(cast, cast.ana, change("build", wait_time="3d"))


def test_what_follows_from_a_change_is_held_up_as_well(cast: Cast) -> None:
    say(cast, cast.mia, add("note", {"kind": "note", "note": "note", "text": "Why two days?", "about": "test"}))
    lock(actor=cast.ana, of=cast.map, scope="element", element_id="arrow")
    assert "“Build → Test” is locked by Ana" in refused(cast, cast.ben, remove("build")).message
    MapLock.objects.all().delete()
    lock(actor=cast.ana, of=cast.map, scope="element", element_id="note")
    assert "“Why two days?” is locked" in refused(cast, cast.ben, remove("test")).message


def test_a_locked_map_takes_nothing_from_members_but_what_changes_nothing(cast: Cast) -> None:
    lock(actor=cast.ana, of=cast.map, scope="map")
    assert "Ana locked this map" in refused(cast, cast.mia, add("more", TEST)).message
    assert say(cast, cast.mia, change("build", name="Build")).operation.changes == {}
    say(cast, cast.ana, add("more", TEST))


def test_an_area_holds_what_stands_in_it_and_what_would(cast: Cast) -> None:
    lock(actor=cast.ana, of=cast.map, scope="area", area=LEFT)
    assert (
        "“Build” belongs to a part of the map that Ana locked" in refused(cast, cast.ben, change("build", x=1)).message
    )
    assert "nothing was added there" in refused(cast, cast.ben, add("more", {**TEST, "x": 100})).message
    assert "“Test” belongs" in refused(cast, cast.ben, change("test", x=50)).message
    # An arrow with one end outside is everybody's.
    say(cast, cast.ben, change("arrow", flow="pull"), change("test", y=90))
    say(cast, cast.ana, add("near", {**TEST, "x": 100}), add("within", {**ARROW, "target": "near"}))
    assert "“Build → Test” belongs" in refused(cast, cast.ben, change("within", flow="fifo")).message


def test_x8_members_may_be_limited_to_their_own(cast: Cast) -> None:
    let_members_change(actor=cast.ana, of=cast.map, members_may="own")
    problem = refused(cast, cast.mia, change("build", wait_time="1d"))
    assert problem.message.startswith("“Build” was added by somebody else, and members may change only what they")
    say(cast, cast.ben, change("build", wait_time="1d"))
    say(cast, cast.mia, add("hers", {**TEST, "name": "Ship"}))
    say(cast, cast.mia, change("hers", wait_time="1d"))
    assert "“Ship”" in refused(cast, cast.ben, remove("hers")).message
    say(cast, cast.ana, change("hers", wait_time="2d"))
    let_members_change(actor=cast.ana, of=cast.map, members_may="all")
    say(cast, cast.mia, change("build", wait_time="2d"))


def test_ones_own_is_also_what_was_added_a_moment_ago_in_the_same_commit(cast: Cast) -> None:
    let_members_change(actor=cast.ana, of=cast.map, members_may="own")
    asks = [
        Request(cast.mia.id, "one", EditAsk([add("hers", TEST)])),
        Request(cast.mia.id, "two", EditAsk([change("hers", name="Ship")])),
        Request(cast.ben.id, "three", EditAsk([change("hers", name="Stop")])),
    ]
    with transaction.atomic():
        outcomes = submit_together(map_id=cast.map.id, requests=asks)
    assert [isinstance(outcome, Receipt) for outcome in outcomes] == [True, True, False]
    assert snapshot_of(cast.map.id).elements["hers"]["name"] == "Ship"


def test_a_lock_holds_for_undo_and_redo(cast: Cast) -> None:
    say(cast, cast.ben, change("build", wait_time="2d"))
    undo(map_id=cast.map.id, actor=cast.ben, op_id="back")
    made, _ = lock(actor=cast.ana, of=cast.map, scope="element", element_id="build")
    with pytest.raises(Locked):
        redo(map_id=cast.map.id, actor=cast.ben, op_id="again")
    with pytest.raises(Locked):
        undo(map_id=cast.map.id, actor=cast.ben, op_id="further-back")
    unlock(actor=cast.ana, of=cast.map, lock_id=made.id)
    redo(map_id=cast.map.id, actor=cast.ben, op_id="again")


def test_a_lock_holds_for_a_table_of_steps_over_rest_and_a_file_or_a_restore_is_a_facilitators_anyway(
    cast: Cast,
) -> None:
    lock(actor=cast.ana, of=cast.map, scope="map")
    with pytest.raises(Locked):
        append_steps(actor=cast.mia, of=cast.map, op_id="table", text="name\nShip")
    edits = {"op_id": "rest", "edits": [change("build", wait_time="2d")]}
    answer = send(client_of(cast.mia), "post", f"/api/maps/{cast.map.id}/operations/", edits)
    assert (answer.status_code, answer.json()["code"]) == (409, "locked")
    assert answer.json()["details"] == {"scope": "map", "element": "build", "by": "Ana"}
    answer = send(client_of(cast.mia), "post", f"/api/maps/{cast.map.id}/undo/", {"op_id": "none"})
    assert answer.status_code == 409
    with pytest.raises(NotAllowed):
        replace_elements(map_id=cast.map.id, actor=cast.mia, op_id="file", elements={})
    with pytest.raises(NotAllowed):
        restore_moment(map_id=cast.map.id, actor=cast.mia, op_id="restore", seq=0)
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="file", elements={})
    restore_moment(map_id=cast.map.id, actor=cast.ana, op_id="restore", seq=1)
    assert set(snapshot_of(cast.map.id).elements) == {"build", "test", "arrow"}


def test_a_resend_of_what_was_saved_before_the_lock_gets_its_receipt(cast: Cast) -> None:
    edits = [change("build", wait_time="2d")]
    first = submit(map_id=cast.map.id, actor=cast.ben, op_id="mine", edits=edits)
    lock(actor=cast.ana, of=cast.map, scope="map")
    again = submit(map_id=cast.map.id, actor=cast.ben, op_id="mine", edits=edits)
    assert (again.seq, again.is_new) == (first.seq, False)


def test_x9_locking_the_same_twice_is_once_and_there_is_a_limit(cast: Cast) -> None:
    first, is_new = lock(actor=cast.ana, of=cast.map, scope="area", area=LEFT)
    again, is_again_new = lock(actor=cast.ana, of=cast.map, scope="area", area=LEFT)
    assert (first.id, is_new, is_again_new) == (again.id, True, False)
    for place in range(LOCKS_LIMIT - 1):
        lock(actor=cast.ana, of=cast.map, scope="area", area={**LEFT, "x": float(place)})
    with pytest.raises(TooManyLocks):
        lock(actor=cast.ana, of=cast.map, scope="map")


@pytest.mark.parametrize(
    "area", [None, {}, {**LEFT, "width": 0.0}, {**LEFT, "x": float("nan")}, {**LEFT, "height": 1e30}]
)
def test_an_area_that_is_none_is_refused(cast: Cast, area: dict[str, float] | None) -> None:
    with pytest.raises(InvalidInput):
        lock(actor=cast.ana, of=cast.map, scope="area", area=area)


def test_what_is_not_there_cannot_be_locked_or_unlocked(cast: Cast) -> None:
    with pytest.raises(NotFound):
        lock(actor=cast.ana, of=cast.map, scope="element", element_id="gone")
    with pytest.raises(NotFound):
        unlock(actor=cast.ana, of=cast.map, lock_id=uuid4())


def test_who_locked_what_is_in_the_audit(cast: Cast) -> None:
    made, _ = lock(actor=cast.ana, of=cast.map, scope="element", element_id="build")
    unlock(actor=cast.ana, of=cast.map, lock_id=made.id)
    let_members_change(actor=cast.ana, of=cast.map, members_may="own")
    said = [sentence_of(entry) for entry in AuditEntry.objects.order_by("id")][-3:]
    assert said == [
        "Ana locked “Build” on “Feature delivery”.",
        "Ana unlocked “Build” on “Feature delivery”.",
        "Ana let members change only what they added on “Feature delivery”.",
    ]


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_waits_while_the_map_is_being_locked_is_refused() -> None:
    cast = make_cast()
    say(cast, cast.ben, add("build", BUILD))
    outcome: list[BaseException | Receipt] = []

    def edit() -> None:
        try:
            outcome.append(say(cast, cast.ben, change("build", wait_time="2d")))
        except Locked as error:
            outcome.append(error)
        finally:
            connections.close_all()

    editing = threading.Thread(target=edit)
    with transaction.atomic():
        lock(actor=cast.ana, of=cast.map, scope="map")
        editing.start()
        wait_until_somebody_waits_for_a_row()
    editing.join(timeout=60)
    assert isinstance(outcome[0], Locked)


def wait_until_somebody_waits_for_a_row() -> None:
    """Return once another connection waits for a lock that this transaction holds."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with connection.cursor() as cursor:
        for _ in range(10_000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone():
                return
    raise AssertionError("Nobody waited for the row.")


def test_whoever_may_change_only_their_own_is_told_what_that_is(cast: Cast) -> None:
    address = f"/api/maps/{cast.map.id}/locks/"
    submit(map_id=cast.map.id, actor=cast.mia, op_id="mias", edits=[add("mias", {**BUILD, "x": 800})])
    assert client_of(cast.mia).get(address).json()["mine"] is None
    let_members_change(actor=cast.ana, of=cast.map, members_may="own")
    assert client_of(cast.mia).get(address).json()["mine"] == ["mias"]
    assert "mias" not in client_of(cast.ben).get(address).json()["mine"]
    assert client_of(cast.ana).get(address).json()["mine"] is None
