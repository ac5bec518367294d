"""The spine: S1 to S7, U1 to U6 and the statement budget, on the real database."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from maps.commands.asks import Ask, EditAsk, NothingToRedo, NothingToUndo, RedoAsk, UndoAsk
from maps.commands.edit import (
    OpIdTaken,
    Receipt,
    Request,
    create_elements,
    redo,
    replace_elements,
    restore_moment,
    submit,
    submit_together,
    undo,
)
from maps.domain.changes import apply_changes
from maps.domain.errors import ElementGone
from maps.models import Operation
from maps.selectors import elements_at, operations_after, snapshot_of
from tests.cast import Cast, make_cast
from workshops.commands.people import remove_participant
from workshops.errors import InvalidInput, NotAllowed, NotFound, Removed, WorkshopError
from workshops.models import Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def step(element_id: str, **fields: Any) -> dict[str, Any]:
    return {"do": "add", "id": element_id, "element": {"kind": "step", "name": element_id.title(), **fields}}


def flow(element_id: str, source: str, target: str) -> dict[str, Any]:
    return {
        "do": "add",
        "id": element_id,
        "element": {"kind": "flow", "flow": "push", "source": source, "target": target},
    }


def change(element_id: str, **fields: Any) -> dict[str, Any]:
    return {"do": "set", "id": element_id, "fields": fields}


def say(cast: Cast, who: Participant, *edits: Any, op_id: str | None = None) -> Receipt:
    return submit(map_id=cast.map.id, actor=who, op_id=op_id or uuid4().hex, edits=list(edits))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect every statement that reaches PostgreSQL, without BEGIN, COMMIT and savepoints."""
    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield seen


def test_s1_seq_is_dense_and_rows_follow(cast: Cast) -> None:
    assert say(cast, cast.ben, step("build"), step("test"), flow("f", "build", "test")).seq == 1
    assert say(cast, cast.mia, change("build", wait_time="2d")).seq == 2
    snapshot = snapshot_of(cast.map.id)
    assert snapshot.seq == 2
    assert snapshot.elements["build"] == {
        "kind": "step",
        "name": "Build",
        "x": 0,
        "y": 0,
        "wait_time": {"value": 57600, "source": "estimate"},
    }


def test_s2_a_resend_returns_the_stored_receipt(cast: Cast) -> None:
    first = say(cast, cast.ben, step("build"), op_id="once")
    say(cast, cast.mia, change("build", name="Newer"))
    again = say(cast, cast.ben, step("build"), op_id="once")
    assert (first.is_new, again.is_new, again.seq) == (True, False, 1)
    assert snapshot_of(cast.map.id).elements["build"]["name"] == "Newer"
    assert Operation.objects.filter(map=cast.map).count() == 2


def test_s3_anothers_op_id_is_refused(cast: Cast) -> None:
    say(cast, cast.ben, step("build"), op_id="mine")
    with pytest.raises(OpIdTaken):
        say(cast, cast.mia, step("test"), op_id="mine")


def test_s5_empty_changes_are_logged(cast: Cast) -> None:
    say(cast, cast.ben, step("build"))
    receipt = say(cast, cast.ben, change("build", name="Build"), op_id="nothing")
    assert (receipt.seq, receipt.operation.changes) == (2, {})
    say(cast, cast.mia, change("build", name="Newer"))
    assert say(cast, cast.ben, change("build", name="Build"), op_id="nothing").seq == 2
    assert snapshot_of(cast.map.id).elements["build"]["name"] == "Newer"


def test_s6_a_rejection_never_touches_its_neighbours(cast: Cast) -> None:
    requests = [
        Request(cast.ben.id, "one", EditAsk([step("build")])),
        Request(cast.mia.id, "two", EditAsk([change("gone", name="x")])),
        Request(cast.mia.id, "three", EditAsk([change("build", role="QA")])),
        Request(cast.vic.id, "four", EditAsk([step("test")])),
        Request(cast.ben.id, "one", EditAsk([step("build")])),
    ]
    outcomes = submit_together(map_id=cast.map.id, requests=requests)
    assert [type(outcome) for outcome in outcomes] == [Receipt, ElementGone, Receipt, NotAllowed, Receipt]
    assert [outcome.seq for outcome in outcomes if isinstance(outcome, Receipt)] == [1, 2, 1]
    assert snapshot_of(cast.map.id).elements["build"]["role"] == "QA"


def test_e4_replaced_names_whose_value_it_was(cast: Cast) -> None:
    say(cast, cast.ben, step("build"))
    say(cast, cast.mia, change("build", wait_time="2d"))
    edit = {"do": "set", "id": "build", "fields": {"wait_time": "3d"}, "saw": {"wait_time": None}}
    receipt = say(cast, cast.ben, edit)
    assert receipt.operation.replaced == {"build": {"wait_time": str(cast.mia.id)}}


def test_e6_the_sentence_names_who_removed_it(cast: Cast) -> None:
    say(cast, cast.ana, step("review", wait_time="2d"))
    say(cast, cast.ben, {"do": "remove", "id": "review"})
    with pytest.raises(ElementGone) as caught:
        say(cast, cast.mia, change("review", wait_time="3d"))
    assert caught.value.message == "“Review” was removed by Ben, so its wait time was not saved."


def test_u1_u2_undo_takes_my_latest_and_is_logged(cast: Cast) -> None:
    say(cast, cast.ben, step("build"))
    say(cast, cast.mia, change("build", role="QA"))
    say(cast, cast.ben, change("build", wait_time="2d"))
    receipt = undo(map_id=cast.map.id, actor=cast.ben, op_id="undo")
    assert (receipt.seq, receipt.operation.cause) == (4, "undo")
    assert "wait_time" not in snapshot_of(cast.map.id).elements["build"]
    second = undo(map_id=cast.map.id, actor=cast.ben, op_id="undo2")
    assert second.operation.changes == {}
    assert second.operation.stayed == ["“Build” stays, because somebody has changed it since."]


def test_u5_redo_until_a_new_edit(cast: Cast) -> None:
    say(cast, cast.ben, step("build"))
    say(cast, cast.ben, change("build", role="one"))
    say(cast, cast.ben, change("build", role="two"))
    for number in range(2):
        undo(map_id=cast.map.id, actor=cast.ben, op_id=f"undo{number}")
    assert "role" not in snapshot_of(cast.map.id).elements["build"]
    redo(map_id=cast.map.id, actor=cast.ben, op_id="redo0")
    assert snapshot_of(cast.map.id).elements["build"]["role"] == "one"
    redo(map_id=cast.map.id, actor=cast.ben, op_id="redo1")
    assert snapshot_of(cast.map.id).elements["build"]["role"] == "two"
    undo(map_id=cast.map.id, actor=cast.ben, op_id="undo3")
    assert snapshot_of(cast.map.id).elements["build"]["role"] == "one"
    say(cast, cast.ben, change("build", role="three"))
    with pytest.raises(NothingToRedo):
        redo(map_id=cast.map.id, actor=cast.ben, op_id="redo2")


def test_u5_undo_and_redo_within_one_transaction(cast: Cast) -> None:
    asks: list[Ask] = [
        EditAsk([step("build")]),
        EditAsk([change("build", role="one")]),
        UndoAsk(),
        UndoAsk(),
        RedoAsk(),
        RedoAsk(),
    ]
    requests = [Request(cast.ben.id, f"op{index}", ask) for index, ask in enumerate(asks)]
    outcomes = submit_together(map_id=cast.map.id, requests=requests)
    assert all(isinstance(outcome, Receipt) for outcome in outcomes)
    assert snapshot_of(cast.map.id).elements["build"]["role"] == "one"


def test_u6_nothing_to_undo(cast: Cast) -> None:
    say(cast, cast.mia, step("build"))
    with pytest.raises(NothingToUndo):
        undo(map_id=cast.map.id, actor=cast.ben, op_id="undo")


def test_roles_at_the_door(cast: Cast) -> None:
    for person in (cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            say(cast, person, step("build"))
    with pytest.raises(NotAllowed):
        replace_elements(map_id=cast.map.id, actor=cast.ben, op_id="import", elements={})
    with pytest.raises(NotAllowed):
        restore_moment(map_id=cast.map.id, actor=cast.ben, op_id="restore", seq=0)
    other = make_cast()
    with pytest.raises(NotFound):
        say(cast, other.ana, step("build"))
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    with pytest.raises(Removed):
        say(cast, cast.ben, step("build"))
    assert snapshot_of(cast.map.id).seq == 0


@pytest.mark.parametrize("op_id", ["", "with space", "x" * 65, "ü"])
def test_an_op_id_is_an_id(cast: Cast, op_id: str) -> None:
    with pytest.raises(InvalidInput):
        submit(map_id=cast.map.id, actor=cast.ben, op_id=op_id, edits=[step("build")])


def test_every_moment_is_what_the_map_was_then(cast: Cast) -> None:
    moments = [snapshot_of(cast.map.id).elements]
    edits = [step("a"), step("b"), flow("f", "a", "b"), {"do": "remove", "id": "a"}, step("a"), step("c")]
    for number, edit in enumerate([*edits, {"do": "set", "id": "c", "fields": {"x": 5}}]):
        submit(map_id=cast.map.id, actor=cast.ben, op_id=f"o{number}", edits=[edit])
        moments.append(snapshot_of(cast.map.id).elements)
    assert [elements_at(cast.map.id, seq) for seq in range(len(moments))] == moments


def test_restore_is_one_operation_and_one_undo_step(cast: Cast) -> None:
    say(cast, cast.ben, step("build"), step("test"), flow("f", "build", "test"))
    moment = snapshot_of(cast.map.id)
    say(cast, cast.mia, {"do": "remove", "id": "build"})
    say(cast, cast.mia, step("other"))
    later = snapshot_of(cast.map.id)
    assert elements_at(cast.map.id, 1) == moment.elements
    assert elements_at(cast.map.id, 0) == {}
    assert restore_moment(map_id=cast.map.id, actor=cast.ana, op_id="restore", seq=1).seq == 4
    assert snapshot_of(cast.map.id).elements == moment.elements
    undo(map_id=cast.map.id, actor=cast.ana, op_id="undo")
    assert snapshot_of(cast.map.id).elements == later.elements


def test_r3_old_and_changes_are_new(cast: Cast) -> None:
    say(cast, cast.ben, step("build"), step("test"), flow("f", "build", "test"))
    old = snapshot_of(cast.map.id)
    say(cast, cast.mia, change("build", wait_time="2d", name="Development"))
    say(cast, cast.ben, {"do": "remove", "id": "test"})
    undo(map_id=cast.map.id, actor=cast.ben, op_id="undo")
    redo(map_id=cast.map.id, actor=cast.ben, op_id="redo")
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="import", elements=old.elements)
    restore_moment(map_id=cast.map.id, actor=cast.ana, op_id="restore", seq=2)
    elements: Any = old.elements
    for operation in operations_after(cast.map.id, old.seq):
        elements = apply_changes(elements, operation.changes)
    assert elements == snapshot_of(cast.map.id).elements


def test_the_statement_budget(cast: Cast) -> None:
    say(cast, cast.ben, *[step(f"s{index}") for index in range(300)])
    say(cast, cast.ben, *[flow(f"f{index}", f"s{index}", f"s{index + 1}") for index in range(299)])
    with statements() as seen:
        say(cast, cast.mia, change("s7", wait_time="2d", name="Seven"))
    assert len(seen) <= 6, seen
    with statements() as seen:
        say(
            cast,
            cast.mia,
            {"do": "remove", "id": "s9"},
            {"do": "add", "id": "n", "element": {"kind": "note", "note": "idea"}},
        )
    assert len(seen) <= 9, seen
    with statements() as seen:
        replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="import", elements={})
    assert len(seen) <= 9, seen
    with statements() as seen:
        undo(map_id=cast.map.id, actor=cast.ana, op_id="undo")
    assert len(seen) <= 9, seen


@pytest.mark.django_db(transaction=True)
def test_s1_two_threads_on_one_map_are_one_dense_sequence() -> None:
    cast = make_cast()
    say(cast, cast.ana, step("build"))
    failures: list[BaseException] = []

    def work(person: Participant) -> None:
        try:
            for number in range(25):
                say(cast, person, change("build", role=f"{person.name} {number}"))
        except WorkshopError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(person,)) for person in (cast.ben, cast.mia)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    seqs = list(Operation.objects.filter(map=cast.map).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 52))
    elements: Any = {}
    for operation in operations_after(cast.map.id, 0):
        elements = apply_changes(elements, operation.changes)
    assert elements == snapshot_of(cast.map.id).elements


@pytest.mark.parametrize("element_id", ["a__b", "12", "changes__after"])
def test_e4_ids_that_look_like_lookups(cast: Cast, element_id: str) -> None:
    say(cast, cast.ben, step(element_id))
    say(cast, cast.mia, change(element_id, wait_time="2d"))
    edit = {"do": "set", "id": element_id, "fields": {"wait_time": "3d"}, "saw": {"wait_time": None}}
    assert say(cast, cast.ben, edit).operation.replaced == {element_id: {"wait_time": str(cast.mia.id)}}


def test_u1_undo_stops_at_what_the_map_began_with(cast: Cast) -> None:
    elements = {"a": {"kind": "step", "name": "A", "x": 0, "y": 0}}
    create_elements(map_id=cast.map.id, actor=cast.ana, op_id="create", elements=elements)
    say(cast, cast.ana, change("a", role="QA"))
    undo(map_id=cast.map.id, actor=cast.ana, op_id="undo")
    with pytest.raises(NothingToUndo):
        undo(map_id=cast.map.id, actor=cast.ana, op_id="undo2")
    assert snapshot_of(cast.map.id).elements == elements
