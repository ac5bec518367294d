"""A stream that is mapped again, and what became of what the future state promised."""

from datetime import date
from typing import Any

import pytest

from experiments.commands.future_state import derive_future_state, give_reason
from experiments.models import ChangeReason, FutureStateDesign
from maps.commands.edit import submit
from maps.models import Map
from maps.selectors import snapshot_of
from tests.api.calls import add, send, step
from tests.cast import Cast, Person, client_of
from workshops.audit_sentences import sentence_of
from workshops.models import AuditEntry

ELEMENTS = {
    "design": step("Design", wait_time="2d", process_time="1d"),
    "test": step("Test", wait_time="8d", process_time="1d"),
    "way": {"kind": "flow", "flow": "push", "source": "design", "target": "test"},
}


@pytest.fixture
def future(cast: Cast) -> Map:
    """The test waits 4 days instead of 8."""
    submit(map_id=cast.map.id, actor=cast.ben, op_id="flow", edits=[add(key, of) for key, of in ELEMENTS.items()])
    made, _ = derive_future_state(
        actor=cast.ana,
        of=cast.map,
        title="In a year",
        target_condition="A test starts within four days.",
        horizon_ends_on=date(2031, 3, 31),
        edits=[wait("4d")],
        op_id="future",
    )
    give_reason(actor=cast.mia, of=made, key="test", waste="waiting", reason="A second environment")
    return made


def wait(time: str) -> dict[str, Any]:
    return {"do": "set", "id": "test", "fields": {"wait_time": {"value": time, "source": "measured", "n": 9}}}


def again(person: Person, future: Map, **others: Any) -> Any:
    body = {"op_id": "again", "title": "A year later", "begin": "copy", **others}
    return send(client_of(person), "post", f"/api/maps/{future.id}/later-states/", body)


def promise(person: Person, later: object) -> Any:
    return client_of(person).get(f"/api/maps/{later}/promise/")


def test_mapped_again_as_a_copy_and_held_against_the_promise(cast: Cast, future: Map) -> None:
    made = again(cast.ana, future)
    assert made.status_code == 201
    later = Map.objects.get(pk=made.json()["id"])
    assert (later.kind, later.answers_id, later.answers_seq) == ("current", future.id, future.head_seq)
    assert snapshot_of(later.id).elements == snapshot_of(cast.map.id).elements
    submit(map_id=later.id, actor=cast.ben, op_id="walked", edits=[wait("5d")])
    told = promise(cast.vic, later.id).json()
    assert told["share"] == pytest.approx(0.75)
    assert told["sentence"].startswith("Lead time: 12 d before, 8 d promised, 9 d now: a part of it came true (75 %")
    assert (told["before"]["id"], told["promised"]["title"]) == (str(cast.map.id), "In a year")
    assert told["design"]["target_condition"] == "A test starts within four days."
    (change,) = told["changes"]
    assert (change["key"], change["fate"], change["waste"], change["reason"]) == (
        "test",
        "partly",
        "waiting",
        "A second environment",
    )
    assert told["besides"] == []
    lead = next(row for row in told["figures"] if row["figure"] == "lead_time_s")
    assert (lead["unit"], lead["kept"]) == ("s", "partly")
    assert sentence_of(AuditEntry.objects.get(act="map_again")) == "Ana mapped the stream again as “A year later”."


def test_mapped_again_on_a_blank_map_by_other_hands(cast: Cast, future: Map) -> None:
    later = again(cast.ana, future, begin="blank").json()["id"]
    assert snapshot_of(later).elements == {}
    assert promise(cast.lea, later).json()["sentence"].startswith("The lead time is not known yet")
    anew = {f"n{key}": {**element} for key, element in ELEMENTS.items()}
    anew["nway"] |= {"source": "ndesign", "target": "ntest"}
    anew["ntest"] |= {"wait_time": "4d"}
    submit(map_id=later, actor=cast.ben, op_id="anew", edits=[add(key, of) for key, of in anew.items()])
    told = promise(cast.lea, later).json()
    assert (told["share"], told["changes"][0]["fate"]) == (pytest.approx(1), "came_true")


def test_the_promise_is_that_of_the_day_on_which_it_was_mapped_again(cast: Cast, future: Map) -> None:
    later = again(cast.ana, future).json()["id"]
    before = promise(cast.ana, later).json()
    submit(map_id=future.id, actor=cast.ben, op_id="easier", edits=[wait("8d")])
    assert promise(cast.ana, later).json() == before


def test_a_resend_makes_no_second_map(cast: Cast, future: Map) -> None:
    first, second = again(cast.ana, future, begin="blank"), again(cast.ana, future, begin="blank")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    listed = client_of(cast.ben).get(f"/api/maps/{future.id}/later-states/").json()
    assert (listed["may_map_again"], listed["results"]) == (False, [first.json()])


def test_a_current_state_promises_nothing_and_answers_nothing(cast: Cast, future: Map) -> None:
    refused = again(cast.ana, cast.map)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_future_state")
    for other in (cast.map, future):
        told = promise(cast.ana, other.id)
        assert (told.status_code, told.json()["code"]) == (409, "nothing_promised")
    assert again(cast.ana, future, begin="guess").status_code == 400
    assert again(cast.ana, future, title=" ").status_code == 400
    assert Map.objects.filter(workshop=cast.workshop).count() == 2


def test_a_duplicate_keeps_what_future_states_are_for_and_why(cast: Cast, future: Map) -> None:
    later = Map.objects.get(pk=again(cast.ana, future).json()["id"])
    copy = send(client_of(cast.ana), "post", f"/api/workshops/{cast.workshop.id}/duplicate/").json()
    current, wanted, answering = Map.objects.filter(workshop=copy["id"]).order_by("created_at")
    assert (wanted.derived_from_id, answering.answers_id) == (current.id, wanted.id)
    assert answering.title == later.title
    design = FutureStateDesign.objects.get(map=wanted)
    assert (design.target_condition, design.horizon_ends_on) == ("A test starts within four days.", date(2031, 3, 31))
    said = ChangeReason.objects.get(map=wanted)
    assert (said.key, said.waste, said.reason) == ("test", "waiting", "A second environment")
    told = client_of(cast.ana).get(f"/api/maps/{wanted.id}/comparison/").json()
    assert [(change["key"], change["waste"]) for change in told["changes"]] == [("test", "waiting")]
    # What the copy's current state becomes later leaves the changes of its future state as they are.
    submit(map_id=current.id, actor=design.created_by, op_id="later", edits=[wait("1d")])
    assert client_of(cast.ana).get(f"/api/maps/{wanted.id}/comparison/").json()["changes"] == told["changes"]
    assert promise(cast.ana, answering.id).status_code == 200
