"""S7: what `verify_log` finds when log and rows are tampered with, and that it finds nothing otherwise."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from maps.commands.edit import redo, restore_moment, submit, undo
from maps.commands.verify import verify_log
from maps.models import Map, Operation, Queue, Step
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """A map with a history: edits of two people, undo, redo, a removal and a restored moment."""
    cast = make_cast()

    def edit(who: str, *edits: object) -> None:
        submit(map_id=cast.map.id, actor=getattr(cast, who), op_id=uuid4().hex, edits=list(edits))

    edit("ben", add("a", wait_time="3d", people=2), add("b"))
    edit("mia", {"do": "set", "id": "a", "fields": {"name": "Sketch", "people": None}})
    edit("ben", add("f", kind="flow", flow="push", source="a", target="b"))
    undo(map_id=cast.map.id, actor=cast.ben, op_id="undo")
    redo(map_id=cast.map.id, actor=cast.ben, op_id="redo")
    edit("mia", {"do": "remove", "id": "b"})
    restore_moment(map_id=cast.map.id, actor=cast.ana, op_id="restore", seq=3)
    return cast


def add(element_id: str, **fields: object) -> dict[str, object]:
    element = {"kind": "step", "name": element_id.upper()} if "kind" not in fields else {}
    return {"do": "add", "id": element_id, "element": {**element, **fields}}


def test_a_map_with_a_history_agrees(cast: Cast) -> None:
    assert Map.objects.get(pk=cast.map.id).head_seq == 7
    assert verify_log(cast.map.id) == []


def change_value(cast: Cast) -> None:
    Step.objects.filter(map=cast.map, element_id="a").update(name="Tampered")


def drop_row(cast: Cast) -> None:
    Step.objects.filter(map=cast.map, element_id="a").delete()


def add_row(cast: Cast) -> None:
    Step.objects.create(map=cast.map, element_id="x", name="Stray", x=0, y=0)


def add_second_kind(cast: Cast) -> None:
    Queue.objects.create(map=cast.map, element_id="a", x=0, y=0)


def drop_operation(cast: Cast) -> None:
    Operation.objects.filter(map=cast.map, seq=3).delete()


def drop_last(cast: Cast) -> None:
    Operation.objects.filter(map=cast.map, seq=7).delete()


def change_before(cast: Cast) -> None:
    changes = {"a": {"before": {"name": "Never so", "people": None}, "after": {"name": "Sketch", "people": None}}}
    Operation.objects.filter(map=cast.map, seq=2).update(changes=changes)


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (change_value, "“Tampered” (a): by the log “name” is 'Sketch', in its row 'Tampered'."),
        (drop_row, "“Sketch” (a) is in the log but has no row."),
        (add_row, "“Stray” (x) has a row but is not in the log."),
        (add_second_kind, "Element a has rows of two kinds."),
        (drop_operation, "Operation 2 is followed by operation 4; operation 3 is missing."),
        (drop_last, "The map says that it is at operation 7, but its log ends with operation 6."),
        (change_before, "Operation 2, element a: “name” was 'A', but the operation takes it to have been 'Never so'."),
    ],
)
def test_each_difference_is_a_sentence(cast: Cast, tamper: Callable[[Cast], None], sentence: str) -> None:
    tamper(cast)
    assert sentence in verify_log(cast.map.id)


def test_the_command_ends_with_1_and_names_the_map(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log")
    assert capsys.readouterr().out == "1 maps agree with their logs.\n"
    change_value(cast)
    with pytest.raises(CommandError, match="1 of 1 maps differ"):
        call_command("verify_log", str(cast.map.id))
    assert capsys.readouterr().out.startswith(f"{cast.map.id}: “Tampered” (a)")
    with pytest.raises(CommandError):
        call_command("verify_log", str(uuid4()))
    assert "There is no such map." in capsys.readouterr().out
