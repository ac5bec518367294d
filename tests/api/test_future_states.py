"""A what-if that becomes a future state: a map of its own, once, and where everybody finds it."""

from typing import Any

import pytest
from django.urls import reverse

from maps.commands import future_state as commands
from maps.commands.asks import NothingToUndo
from maps.commands.edit import submit, undo
from maps.commands.verify import verify_log
from maps.models import Map, Operation
from maps.selectors import elements_at, figures_of, snapshot_of
from tests.api.calls import add, send, step
from tests.cast import Cast, Person, client_of
from workshops.audit_sentences import sentence_of
from workshops.commands.people import change_role
from workshops.models import AuditEntry, Role


@pytest.fixture
def flow(cast: Cast) -> Cast:
    edits = [add("design", step("Design", wait_time="1d", process_time="2h")), add("test", step("Test"))]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    return cast


def make(person: Person, of: Map, *edits: object, title: str = "In a year", op_id: str = "future") -> Any:
    body = {"title": title, "edits": list(edits), "op_id": op_id}
    return send(client_of(person), "post", f"/api/maps/{of.id}/future-states/", body)


def future_of(cast: Cast) -> Map:
    return Map.objects.get(workshop=cast.workshop, kind=Map.Kind.FUTURE)


def test_a_future_state_is_the_map_with_the_edits_done(flow: Cast) -> None:
    made = make(flow.ana, flow.map, {"do": "set", "id": "design", "fields": {"wait_time": "1h"}})
    assert made.status_code == 201
    future = future_of(flow)
    assert made.json() == {
        "id": str(future.id),
        "kind": "future",
        "title": "In a year",
        "workshop": str(flow.workshop.id),
        "seq": 1,
        "derived_from": str(flow.map.id),
        "derived_seq": 1,
    }
    today, then = snapshot_of(flow.map.id).elements, snapshot_of(future.id).elements
    assert then["design"] == {**today["design"], "wait_time": {"value": 3600, "source": "estimate"}}
    assert then["test"] == today["test"]
    assert elements_at(flow.map.id, 1) == today
    (operation,) = Operation.objects.filter(map=future)
    assert (operation.cause, operation.op_id, operation.actor_id) == ("create", "future", flow.ana.id)
    assert verify_log(future.id) == []
    listed = client_of(flow.vic).get(f"/api/workshops/{flow.workshop.id}/maps/").json()["results"]
    assert [found["id"] for found in listed] == [str(flow.map.id), str(future.id)]


def test_a_future_state_has_the_figures_that_the_what_if_showed(flow: Cast) -> None:
    arrow = {"kind": "flow", "flow": "push", "source": "design", "target": "test"}
    times = {"wait_time": "3d", "process_time": "6h", "people": 1}
    edits = [add("way", arrow), {"do": "set", "id": "test", "fields": times}]
    submit(map_id=flow.map.id, actor=flow.ana, op_id="times", edits=edits)
    edit = {"do": "set", "id": "test", "fields": {"people": 2}}
    asked = send(client_of(flow.ana), "post", f"/api/maps/{flow.map.id}/what-if/", {"edits": [edit]}).json()
    make(flow.ana, flow.map, edit)
    then = snapshot_of(future_of(flow).id).elements
    lead_time_s = figures_of(flow.workshop.charter, then)["lead_time_s"]
    assert lead_time_s == asked["predicted"]["lead_time_s"] < asked["today"]["lead_time_s"]
    assert then["test"]["wait_time"]["source"] == "guess"


def test_undo_does_not_go_behind_what_it_began_with(flow: Cast) -> None:
    make(flow.ana, flow.map)
    with pytest.raises(NothingToUndo):
        undo(map_id=future_of(flow).id, actor=flow.ana, op_id="back")


def test_without_edits_it_begins_as_a_copy(flow: Cast) -> None:
    body = {"title": "Copy", "op_id": "copy"}
    made = send(client_of(flow.ana), "post", f"/api/maps/{flow.map.id}/future-states/", body)
    assert made.status_code == 201
    assert snapshot_of(future_of(flow).id).elements == snapshot_of(flow.map.id).elements


def test_a_resend_gets_what_was_made(flow: Cast) -> None:
    first = make(flow.ana, flow.map, {"do": "remove", "id": "test"})
    submit(map_id=flow.map.id, actor=flow.ben, op_id="later", edits=[add("more", step("More"))])
    again = make(flow.ana, flow.map, {"do": "remove", "id": "test"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Map.objects.filter(workshop=flow.workshop).count() == 2
    assert make(flow.ana, flow.map, op_id="another").status_code == 201
    assert Map.objects.filter(workshop=flow.workshop).count() == 3


def test_an_op_id_belongs_to_who_used_it(flow: Cast) -> None:
    change_role(actor=flow.ana, participant_id=flow.mia.id, role=Role.FACILITATOR)
    assert make(flow.ana, flow.map).status_code == 201
    refused = make(flow.mia, flow.map)
    assert (refused.status_code, refused.json()["code"]) == (409, "op_id_taken")


def test_members_are_told_who_can(flow: Cast) -> None:
    refused = make(flow.ben, flow.map)
    assert (refused.status_code, refused.json()["message"]) == (
        403,
        "You are a member here, and only facilitators can turn a what-if into a future state.",
    )
    assert Map.objects.filter(workshop=flow.workshop).count() == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": " ", "op_id": "a"}, "invalid"),
        ({"op_id": "a"}, "invalid"),
        ({"title": "x" * 201, "op_id": "a"}, "invalid"),
        ({"title": "Then"}, "invalid"),
        ({"title": "Then", "op_id": "no id"}, "invalid"),
        ({"title": "Then", "op_id": "a", "edits": None}, "invalid"),
        ({"title": "Then", "op_id": "a", "edits": [{"do": "remove", "id": "gone"}]}, "edits_refused"),
    ],
)
def test_what_cannot_be_made_makes_nothing(flow: Cast, body: dict[str, Any], code: str) -> None:
    refused = send(client_of(flow.ana), "post", f"/api/maps/{flow.map.id}/future-states/", body)
    assert (refused.status_code, refused.json()["code"]) == (409 if code == "edits_refused" else 400, code)
    assert Map.objects.filter(workshop=flow.workshop).count() == 1


def test_a_workshop_holds_so_many_maps(flow: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MAPS_LIMIT", 2)
    assert make(flow.ana, flow.map).status_code == 201
    refused = make(flow.ana, flow.map, op_id="more")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_maps")


def test_the_audit_says_who_made_it(flow: Cast) -> None:
    make(flow.ana, flow.map)
    entry = AuditEntry.objects.get(act="create_future_state")
    assert sentence_of(entry) == "Ana made the future state “In a year”."


def test_its_board_opens_for_everybody_with_title_and_kind(flow: Cast) -> None:
    make(flow.ana, flow.map)
    future = future_of(flow)
    for person in flow.participants:
        page = client_of(person).get(reverse("board", args=[future.id]))
        assert page.status_code == 200
        assert "<title>In a year" in page.content.decode()
        assert '"kind": "future"' in page.content.decode()
    assert client_of(flow.stan).get(reverse("board", args=[future.id])).status_code == 404
