"""A what-if that becomes a future state: a map of its own, once, and where everybody finds it."""

from typing import Any

import pytest
from django.urls import reverse

from experiments.models import ChangeReason
from live.selectors import workshop_of
from maps.commands import further_map as commands
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
    times = {"wait_time": "3d", "process_time": "6h", "people": 1}
    edits = [
        add("design", step("Design", wait_time="1d", process_time="2h", wastes=["waiting"])),
        add("test", step("Test", **times)),
        add("way", {"kind": "flow", "flow": "push", "source": "design", "target": "test"}),
    ]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    return cast


AIM = {"target_condition": "A feature a week", "horizon_ends_on": "2031-03-31"}


def make(person: Person, of: Map, *edits: object, title: str = "In a year", op_id: str = "future") -> Any:
    body = {"title": title, "edits": list(edits), "op_id": op_id, **AIM}
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
        **AIM,
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
    body = {"title": "Copy", "op_id": "copy", **AIM}
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
        "You are a member here, and only facilitators can make a future state.",
    )
    assert Map.objects.filter(workshop=flow.workshop).count() == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": " ", "op_id": "a", **AIM}, "invalid"),
        ({"op_id": "a", **AIM}, "invalid"),
        ({"title": "x" * 201, "op_id": "a", **AIM}, "invalid"),
        ({"title": "Then", **AIM}, "invalid"),
        ({"title": "Then", "op_id": "a"}, "invalid"),
        ({"title": "Then", "op_id": "a", **AIM, "target_condition": "  "}, "invalid"),
        ({"title": "Then", "op_id": "a", **AIM, "horizon_ends_on": "soon"}, "invalid"),
        ({"title": "Then", "op_id": "no id", **AIM}, "invalid"),
        ({"title": "Then", "op_id": "a", "edits": None, **AIM}, "invalid"),
        ({"title": "Then", "op_id": "a", "edits": [{"do": "remove", "id": "gone"}], **AIM}, "edits_refused"),
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


def test_without_what_it_rests_on_none_is_made(cast: Cast) -> None:
    edits = [add("design", step("Design", process_time="2h")), add("test", step("Test", wait_time="1d"))]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="half", edits=edits)
    refused = make(cast.ana, cast.map)
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "not_complete_enough")
    assert problem["message"].startswith(f"“{cast.map.title}” is not complete enough to design on")
    asked = client_of(cast.vic).get(f"/api/maps/{cast.map.id}/future-states/").json()
    readiness = asked["readiness"]
    assert readiness["is_complete"] is False
    assert [gap for gap in readiness["gaps"] if gap["blocks"]] == problem["details"]["gaps"]
    assert (asked["may_derive"], asked["results"]) == (False, [])
    assert {gap["element"] for gap in problem["details"]["gaps"]} == {"design", "test"}
    assert "no_waste" in {gap["code"] for gap in readiness["gaps"] if not gap["blocks"]}
    assert Map.objects.filter(workshop=cast.workshop).count() == 1


def test_a_resend_is_answered_although_the_current_state_has_gaps_by_now(flow: Cast) -> None:
    first = make(flow.ana, flow.map)
    submit(map_id=flow.map.id, actor=flow.ben, op_id="gap", edits=[{"do": "remove", "id": "way"}])
    submit(map_id=flow.map.id, actor=flow.ben, op_id="gap2", edits=[wait_of("test", None)])
    again = make(flow.ana, flow.map)
    assert (again.status_code, again.json()) == (200, first.json())


def wait_of(key: str, wait: str | None) -> dict[str, Any]:
    return {"do": "set", "id": key, "fields": {"wait_time": wait}}


def comparison_of(person: Person, of: Map) -> Any:
    return client_of(person).get(f"/api/maps/{of.id}/comparison/").json()


def change_of(key: str, answer: Any) -> Any:
    (change,) = [change for change in answer["changes"] if change["key"] == key]
    return change


def give(person: Person, of: Map, key: str, waste: str | None, reason: str = "") -> Any:
    return send(client_of(person), "put", f"/api/maps/{of.id}/reasons/{key}/", {"waste": waste, "reason": reason})


def test_every_change_names_its_waste_or_is_redesign_for_its_own_sake(flow: Cast) -> None:
    edits = [wait_of("test", "1d"), {"do": "set", "id": "design", "fields": {"x": 40}}]
    make(flow.ana, flow.map, *edits, add("idea", {"kind": "note", "note": "idea", "x": 0, "y": 90}))
    future = future_of(flow)
    answer = comparison_of(flow.vic, future)
    told = {change["key"]: (change["what"], change["is_for_its_own_sake"]) for change in answer["changes"]}
    assert told == {"idea": ("added", False), "test": ("changed", True), "design": ("moved", False)}
    change = change_of("test", answer)
    (field,) = change["fields_changed"]
    assert (field["field"], field["before"], field["after"]) == ("wait_time", "3 d (estimate)", "1 d (estimate)")
    assert (change["before"]["wait_time"]["value"], change["after"]["wait_time"]["value"]) == (86400, 28800)
    assert answer["may"] == {"state_design": False, "give_reasons": False}

    assert give(flow.ben, future, "test", "waiting", " A second\nenvironment ").json() == {
        "waste": "waiting",
        "reason": "A second\nenvironment",
    }
    change = change_of("test", comparison_of(flow.lea, future))
    assert (change["waste"], change["author"], change["is_for_its_own_sake"]) == ("waiting", "Ben", False)
    # A reason alone names no waste.
    assert give(flow.mia, future, "test", None, "It is nicer").status_code == 200
    change = change_of("test", comparison_of(flow.lea, future))
    assert (change["waste"], change["author"], change["is_for_its_own_sake"]) == (None, "Mia", True)
    assert give(flow.ana, future, "test", None).json() == {"waste": None, "reason": ""}
    assert ChangeReason.objects.count() == 0


def test_a_wait_that_the_other_changes_bring_needs_no_reason_of_its_own(flow: Cast) -> None:
    make(flow.ana, flow.map, {"do": "set", "id": "test", "fields": {"people": 2}})
    answer = comparison_of(flow.vic, future_of(flow))
    assert [(change["key"], change["what"]) for change in answer["changes"]] == [("test", "changed")]
    times = {"wait_time": "1d", "process_time": "6h", "people": 1}
    last = [
        add("check", step("Check", **times)),
        add("on", {"kind": "flow", "flow": "push", "source": "test", "target": "check"}),
    ]
    submit(map_id=flow.map.id, actor=flow.ben, op_id="more", edits=last)
    faster = {"do": "set", "id": "design", "fields": {"name": "Draft"}}
    made = make(flow.ana, flow.map, faster, {"do": "set", "id": "check", "fields": {"people": 2}}, op_id="two").json()
    told = comparison_of(flow.vic, Map.objects.get(pk=made["id"]))["changes"]
    assert {change["key"]: change["what"] for change in told} == {"design": "relabelled", "check": "changed"}


def test_a_reason_outlives_its_change(flow: Cast) -> None:
    make(flow.ana, flow.map, wait_of("test", "1d"))
    future = future_of(flow)
    give(flow.ben, future, "test", "waiting")
    submit(map_id=future.id, actor=flow.ben, op_id="back", edits=[wait_of("test", "3d")])
    submit(map_id=future.id, actor=flow.ben, op_id="back2", edits=[source_of_estimate("test")])
    assert comparison_of(flow.ben, future)["changes"] == []
    submit(map_id=future.id, actor=flow.ben, op_id="again", edits=[wait_of("test", "2d")])
    assert comparison_of(flow.ben, future)["changes"][0]["waste"] == "waiting"


def source_of_estimate(key: str) -> dict[str, Any]:
    return {"do": "set", "id": key, "fields": {"wait_time": {"value": "3d", "source": "estimate"}}}


def test_what_cannot_be_explained(flow: Cast) -> None:
    make(flow.ana, flow.map, wait_of("test", "1d"))
    future = future_of(flow)
    assert give(flow.ben, future, "design", "waiting").status_code == 404
    assert give(flow.ben, future, "test", "boredom").json()["code"] == "invalid"
    assert give(flow.ben, future, "test", "waiting", "x" * 2001).json()["code"] == "invalid"
    refused = give(flow.ben, flow.map, "test", "waiting")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_future_state")
    assert ChangeReason.objects.count() == 0


def test_what_it_is_for_can_be_stated_anew_and_everybody_hears_of_it(flow: Cast) -> None:
    make(flow.ana, flow.map)
    future = future_of(flow)
    before = workshop_of(future.id)
    address = f"/api/maps/{future.id}/design/"
    changed = send(client_of(flow.ana), "patch", address, {"target_condition": "Two a week"})
    assert changed.json() == {"target_condition": "Two a week", "horizon_ends_on": AIM["horizon_ends_on"]}
    after = workshop_of(future.id)
    assert (after.map["design"], after.revision) == (before.map["design"] + 1, before.revision + 1)
    assert send(client_of(flow.ana), "patch", address, {"target_condition": "Two a week"}).status_code == 200
    assert workshop_of(future.id).revision == after.revision
    give(flow.ben, future, "test", None)
    assert workshop_of(future.id).revision == after.revision
    entry = AuditEntry.objects.get(act="state_design")
    assert sentence_of(entry) == "Ana stated anew what the future state “In a year” is for."


def test_futures_stand_beside_each_other_and_beside_a_later_current_state(flow: Cast) -> None:
    make(flow.ana, flow.map, wait_of("test", "1d"))
    first = future_of(flow)
    made = make(flow.ana, first, wait_of("design", "4h"), title="In two years", op_id="second").json()
    second = Map.objects.get(pk=made["id"])
    submit(map_id=flow.map.id, actor=flow.ben, op_id="better", edits=[wait_of("test", "2d")])
    answer = comparison_of(flow.vic, second)
    columns = [(column["moment"], column["title"]) for column in answer["columns"]]
    title = flow.map.title
    assert columns == [("then", title), ("now", title), ("future", "In a year"), ("future", "In two years")]
    assert answer["base"]["then_seq"] < answer["base"]["now_seq"]
    assert answer["base"]["has_changed"] is True
    (lead,) = [row for row in answer["figures"] if row["figure"] == "lead_time_s"]
    then, now, year, years = lead["values"]
    assert then - now == 8 * 3600
    assert years < year < now
    assert lead["differences"] == [then - now, 0, year - now, years - now]
    # What the second changes is told against the current state of then, over the first.
    assert {change["key"] for change in answer["changes"]} == {"design", "test"}
    results = client_of(flow.vic).get(f"/api/maps/{flow.map.id}/future-states/").json()["results"]
    assert [(found["title"], found["target_condition"]) for found in results] == [
        ("In a year", AIM["target_condition"]),
        ("In two years", AIM["target_condition"]),
    ]


def test_a_current_state_has_no_changes(flow: Cast) -> None:
    make(flow.ana, flow.map)
    answer = comparison_of(flow.vic, flow.map)
    assert (answer["base"], answer["design"], answer["changes"]) == (None, None, [])
    assert [column["moment"] for column in answer["columns"]] == ["now", "future"]


def test_its_board_opens_for_everybody_with_title_and_kind(flow: Cast) -> None:
    make(flow.ana, flow.map)
    future = future_of(flow)
    for person in flow.participants:
        page = client_of(person).get(reverse("board", args=[future.id]))
        assert page.status_code == 200
        assert "<title>In a year" in page.content.decode()
        assert '"kind": "future"' in page.content.decode()
    assert client_of(flow.stan).get(reverse("board", args=[future.id])).status_code == 404
