"""What-ifs over the API: asked without a trace, shared by their authors, withdrawn, and refused edit by edit."""

import logging
from typing import Any

import pytest

from maps.api.what_if import WhatIfThrottle
from maps.commands import what_if as commands
from maps.commands.edit import submit
from maps.models import Map, Operation, WhatIf
from tests.api.calls import add, send, step
from tests.cast import Cast, Person, client_of
from workshops.models import AuditEntry, Workshop


@pytest.fixture
def flow(cast: Cast) -> Cast:
    """Design, then Test, at 1 item a day; Test has one person, a load of 0.75 and a stated wait of 3 days."""
    arrow = {"kind": "flow", "flow": "push", "source": "design", "target": "test"}
    edits = [
        add("design", step("Design", wait_time="1d", process_time="2h", people=1)),
        add("test", step("Test", wait_time="3d", process_time="6h", people=1)),
        add("way", arrow),
    ]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    return cast


def put(element_id: str, **fields: Any) -> dict[str, Any]:
    return {"do": "set", "id": element_id, "fields": fields}


def ask(person: Person, of: Map, *edits: object) -> Any:
    return send(client_of(person), "post", f"/api/maps/{of.id}/what-if/", {"edits": list(edits)})


def share(person: Person, of: Map, title: str, *edits: object) -> Any:
    body = {"title": title, "edits": list(edits)}
    return send(client_of(person), "post", f"/api/maps/{of.id}/what-ifs/", body)


def test_figures_of_today_beside_those_to_expect(flow: Cast) -> None:
    answer = ask(flow.vic, flow.map, put("test", people=2)).json()
    figures = client_of(flow.vic).get(f"/api/maps/{flow.map.id}/metrics/").json()
    assert answer["today"] == figures
    assert answer["seq"] == answer["predicted"]["seq"] == 1
    (wait,) = answer["prediction"]["waits"]
    assert (wait["element"], wait["name"], wait["stated_s"]) == ("test", "Test", 3 * 28_800)
    assert (wait["utilisation_today"], wait["utilisation_then"]) == (0.75, 0.375)
    assert answer["predicted"]["steps"]["test"]["wait_time_s"] == wait["predicted_s"]
    assert answer["predicted"]["lead_time_s"] < answer["today"]["lead_time_s"]
    assert answer["prediction"]["method"] == "allen_cunneen"


def test_a_removed_step_and_a_new_one(flow: Cast) -> None:
    edits = [{"do": "remove", "id": "test"}, add("check", step("Check", wait_time="1h", process_time="1h"))]
    arrow = add("to-check", {"kind": "flow", "flow": "push", "source": "design", "target": "check"})
    answer = ask(flow.ben, flow.map, *edits, arrow).json()
    assert answer["predicted"]["lead_time_s"] == 28_800 + 4 * 3600
    assert set(answer["predicted"]["steps"]) == {"design", "check"}


def test_its_predicted_figures_can_be_opened(flow: Cast) -> None:
    edits = [put("test", people=2)]
    predicted = ask(flow.vic, flow.map, *edits).json()["predicted"]
    address = f"/api/maps/{flow.map.id}"
    opened = send(client_of(flow.vic), "post", f"{address}/explanation/", {"edits": edits}).json()
    values = {entry["figure"]: entry["value"] for entry in opened["figures"] if entry["figure"] != "constraint"}
    assert (opened["seq"], values) == (1, {name: predicted[name] for name in values})
    one = send(client_of(flow.vic), "post", f"{address}/explanation/?figure=lead_time_s", {"edits": edits}).json()
    (lead,) = one["figures"]
    (wait,) = [row for row in lead["rows"] if (row["element"], row["part"]) == ("test", "wait")]
    assert wait["counted"] == predicted["steps"]["test"]["wait_time_s"] < 3 * 28_800
    tornado = send(client_of(flow.vic), "post", f"{address}/sensitivity/", {"edits": edits}).json()
    assert tornado["lead_time_s"] == predicted["expected_lead_time_s"]
    assert Operation.objects.count() == 1


def test_an_opened_figure_without_end_says_why_as_the_prediction_does(flow: Cast) -> None:
    body = {"edits": [put("test", process_time="9h")]}
    opened = send(client_of(flow.vic), "post", f"/api/maps/{flow.map.id}/explanation/?figure=lead_time_s", body)
    (lead,) = opened.json()["figures"]
    assert lead["value"] is None
    assert any("its queue grows without end" in sentence for sentence in lead["needs"])


@pytest.mark.parametrize("place", ["explanation", "sensitivity"])
def test_opening_what_does_not_fit_names_it(flow: Cast, place: str) -> None:
    body = {"edits": [put("gone", people=2)]}
    refused = send(client_of(flow.vic), "post", f"/api/maps/{flow.map.id}/{place}/", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "edits_refused")


def test_nothing_of_a_question_is_stored_or_announced(flow: Cast, caplog: pytest.LogCaptureFixture) -> None:
    before = (Operation.objects.count(), AuditEntry.objects.count(), Workshop.objects.get().revision)
    with caplog.at_level(logging.DEBUG):
        assert ask(flow.ben, flow.map, put("test", name="nobody's business")).status_code == 200
        assert ask(flow.ben, flow.map, put("gone", name="nobody's business")).status_code == 409
    assert (Operation.objects.count(), AuditEntry.objects.count(), Workshop.objects.get().revision) == before
    assert not WhatIf.objects.exists()
    assert "/what-if/" in caplog.text
    assert "nobody's business" not in caplog.text


def test_every_edit_that_does_not_fit_is_named_and_the_rest_can_be_asked(flow: Cast) -> None:
    submit(map_id=flow.map.id, actor=flow.mia, op_id="away", edits=[{"do": "remove", "id": "design"}])
    edits = [put("design", people=2), put("test", people=2), put("test", process_time="soon"), put("x", name="y")]
    refusal = ask(flow.ben, flow.map, *edits)
    problem = refusal.json()
    assert (refusal.status_code, problem["code"]) == (409, "edits_refused")
    refused = problem["details"]["refused"]
    assert [(entry["index"], entry["id"], entry["code"]) for entry in refused] == [
        (0, "design", "element_gone"),
        (2, "test", "invalid"),
        (3, "x", "element_gone"),
    ]
    assert refused[0]["message"] == "“Design” was removed from the map by Mia, so the what-if cannot change it."
    assert "“soon” is not a time" in refused[1]["message"]
    assert ask(flow.ben, flow.map, edits[1]).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"), [({}, 400), ({"edits": []}, 400), ({"edits": "x"}, 400), ({"edits": [1], "op_id": "x"}, 400)]
)
def test_what_is_no_question(flow: Cast, body: object, status: int) -> None:
    response = send(client_of(flow.ben), "post", f"/api/maps/{flow.map.id}/what-if/", body)
    assert (response.status_code, response.json()["code"]) == (status, "invalid")


def test_a_question_above_a_mebibyte_is_refused(flow: Cast) -> None:
    response = ask(flow.ben, flow.map, put("test", name="x" * 1024 * 1024))
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_who_asks_without_end_is_told_to_wait(flow: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WhatIfThrottle, "rate", "2/min")
    statuses = [ask(flow.ben, flow.map, put("test", people=2)).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert ask(flow.mia, flow.map, put("test", people=2)).status_code == 200


def test_a_shared_what_if_is_seen_by_everybody(flow: Cast) -> None:
    shared = share(flow.ben, flow.map, " A second  tester ", put("test", people=2))
    assert shared.status_code == 201
    body = shared.json()
    assert (body["title"], body["seq"], body["may_withdraw"]) == ("A second tester", 1, True)
    assert body["author"] == {"id": str(flow.ben.id), "name": "Ben"}
    two, one = ({"value": count, "source": "estimate"} for count in (2, 1))
    assert body["edits"] == [{"do": "set", "id": "test", "fields": {"people": two}, "saw": {"people": one}}]
    (listed,) = client_of(flow.vic).get(f"/api/maps/{flow.map.id}/what-ifs/").json()["results"]
    assert listed == {name: body[name] for name in body if name != "edits"} | {"may_withdraw": False}
    opened = client_of(flow.lea).get(f"/api/maps/{flow.map.id}/what-ifs/{body['id']}/").json()
    assert opened == body | {"may_withdraw": False}
    assert ask(flow.lea, flow.map, *opened["edits"]).status_code == 200


def test_the_same_what_if_is_shared_once(flow: Cast) -> None:
    first, second = (share(flow.ben, flow.map, "Two", put("test", people=2)) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert share(flow.mia, flow.map, "Two", put("test", people=2)).status_code == 201
    assert WhatIf.objects.count() == 2


def test_sharing_and_withdrawing_ring_the_boards(flow: Cast) -> None:
    revisions = [Workshop.objects.get().revision]
    shared = share(flow.ben, flow.map, "Two", put("test", people=2)).json()
    revisions.append(Workshop.objects.get().revision)
    client_of(flow.ben).delete(f"/api/maps/{flow.map.id}/what-ifs/{shared['id']}/")
    revisions.append(Workshop.objects.get().revision)
    assert revisions == [0, 1, 2]


def test_authors_and_facilitators_withdraw(flow: Cast) -> None:
    by_ben, by_lea = (share(who, flow.map, "Two", put("test", people=2)).json()["id"] for who in (flow.ben, flow.lea))
    address = f"/api/maps/{flow.map.id}/what-ifs"
    refused = client_of(flow.mia).delete(f"{address}/{by_ben}/")
    assert (refused.status_code, refused.json()["message"]) == (
        403,
        "You are a member here, and only facilitators can withdraw the what-if of somebody else.",
    )
    assert client_of(flow.ben).delete(f"{address}/{by_ben}/").status_code == 204
    assert client_of(flow.ana).delete(f"{address}/{by_lea}/").status_code == 204
    gone = client_of(flow.ben).get(f"{address}/{by_ben}/")
    assert (gone.status_code, "withdrawn" in gone.json()["message"]) == (404, True)


def test_a_what_if_of_another_map_is_not_here(flow: Cast) -> None:
    shared = share(flow.ben, flow.map, "Two", put("test", people=2)).json()
    other = Map.objects.create(workshop=flow.workshop, title="Other")
    assert client_of(flow.ben).get(f"/api/maps/{other.id}/what-ifs/{shared['id']}/").status_code == 404
    assert client_of(flow.ben).get(f"/api/maps/{other.id}/what-ifs/").json() == {"results": []}


def test_what_does_not_fit_or_differs_in_nothing_is_not_shared(flow: Cast) -> None:
    refusals = [
        share(flow.ben, flow.map, "Gone", put("gone", people=2)),
        share(flow.ben, flow.map, "Same", put("test", name="Test")),
        share(flow.ben, flow.map, " ", put("test", people=2)),
        share(flow.ben, flow.map, "x" * 201, put("test", people=2)),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refusals] == [
        (409, "edits_refused"),
        (409, "nothing_differs"),
        (400, "invalid"),
        (400, "invalid"),
    ]
    assert not WhatIf.objects.exists()


def test_how_many_and_how_large(flow: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "WHAT_IFS_LIMIT", 1)
    assert share(flow.ben, flow.map, "One", put("test", people=2)).status_code == 201
    full = share(flow.ben, flow.map, "Two", put("test", people=3))
    assert (full.status_code, full.json()["code"]) == (409, "too_many_what_ifs")
    notes = [add(f"n{number}", {"kind": "note", "note": "idea", "text": "x" * 9_900}) for number in range(30)]
    large = share(flow.ben, flow.map, "Words", *notes)
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    assert WhatIf.objects.count() == 1


def test_words_of_every_kind_are_shared_as_they_are(flow: Cast) -> None:
    words = "\u202eשלום\u202c 👩🏽‍🚀 <script>alert(1)</script> =1+1"
    shared = share(flow.ben, flow.map, words, put("test", role=words + "\x00")).json()
    assert shared["title"] == words
    assert shared["edits"][0]["fields"] == {"role": words}
