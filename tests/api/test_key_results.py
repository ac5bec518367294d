"""Key results, gates and initiatives over REST, as a program uses them."""

from typing import Any

import pytest

from maps.commands.edit import submit
from tests.api.calls import add, call, step
from tests.cast import Cast, client_of
from tests.experiments.results import this_quarter

DAY_S = 8 * 3600.0


def ask(person: Any, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
    return call(client_of(person), method, path, body, status=status)


def draw(cast: Cast) -> None:
    edits = [add("test", step("Staging test", wait_time="8d", process_time="2d"))]
    submit(map_id=cast.map.id, actor=cast.ben, op_id="begin", edits=edits)


def test_a_figure_of_the_map_becomes_a_key_result_and_its_readings(cast: Cast) -> None:
    draw(cast)
    set_up = ask(
        cast.lea,
        "post",
        f"workshops/{cast.workshop.id}/key-results/",
        {"map": str(cast.map.id), "figure": "lead_time", "target": "5d", "quarter": this_quarter().code},
        status=201,
    )
    assert set_up["feed"] == {"map": str(cast.map.id), "figure": "lead_time"}
    assert set_up["standing"]["baseline"] == pytest.approx(10 * DAY_S)
    assert (set_up["standing"]["better"], set_up["standing"]["reach"]) == ("lower", "not_moved")
    refused = ask(cast.ben, "post", f"series/{set_up['series']}/figures/", status=409)
    assert refused["code"] == "figure_taken"
    less = [{"do": "set", "id": "test", "fields": {"wait_time": {"value": "4d", "source": "measured", "n": 9}}}]
    submit(map_id=cast.map.id, actor=cast.ben, op_id="less", edits=less)
    taken = ask(cast.ben, "post", f"series/{set_up['series']}/figures/", status=201)
    assert taken["value"] == pytest.approx(6 * DAY_S)
    assert taken["origin"]["rests_on"]["measured"] == pytest.approx(4 / 6)
    now = ask(cast.vic, "get", f"key-results/{set_up['id']}/")["standing"]
    assert (now["now"], now["progress"]) == (pytest.approx(6 * DAY_S), pytest.approx(0.8))


def test_a_review_is_decided_and_its_history_is_kept(cast: Cast) -> None:
    series = {"name": "Reopened tickets", "measure": "count", "worse_when": "higher"}
    quarter = this_quarter().code
    found = ask(
        cast.lea,
        "post",
        f"workshops/{cast.workshop.id}/key-results/",
        {"new_series": series, "baseline": 20, "target": 10, "quarter": quarter},
        status=201,
    )
    review = ask(cast.lea, "get", f"workshops/{cast.workshop.id}/reviews/{quarter}/")
    assert [way["code"] for way in review["stream"]["open"]] == ["continue", "pivot", "stop"]
    assert review["stream"]["criteria"][0]["is_met"] is None
    assert ask(cast.ben, "get", f"workshops/{cast.workshop.id}/reviews/{quarter}/")["stream"]["open"] == []
    decision = {"decision": "pivot", "reason": "Nobody reads it"}
    decided = ask(cast.lea, "post", f"workshops/{cast.workshop.id}/reviews/{quarter}/decisions/", decision, status=201)
    assert decided["stream"]["state"] == "pivoted"
    again = ask(cast.ana, "post", f"workshops/{cast.workshop.id}/reviews/{quarter}/decisions/", decision, status=409)
    assert again["code"] == "wrong_state"
    kept = ask(cast.vic, "get", f"workshops/{cast.workshop.id}/gates/")["results"]
    assert [(one["after"], one["quarter"], one["decided_by"]["name"]) for one in kept] == [("pivoted", quarter, "Lea")]
    assert kept[0]["evidence"]["criteria"][0]["key_result"] == found["id"]
    stands = ask(cast.lea, "patch", f"key-results/{found['id']}/", {"target": 15}, status=409)
    assert (stands["code"], stands["details"]["fixed"]) == ("key_result_stands", ["target"])
    assert ask(cast.lea, "get", f"workshops/{cast.workshop.id}/reviews/2026-7/", status=404)["code"] == "not_found"


def test_an_initiative_with_stages_sprints_and_what_belongs_to_it(cast: Cast) -> None:
    slots = ask(cast.ben, "post", f"workshops/{cast.workshop.id}/improvements/", {"title": "Slots"}, status=201)
    made = ask(
        cast.lea,
        "post",
        f"workshops/{cast.workshop.id}/initiatives/",
        {"name": "A second staging", "owner": str(cast.ben.id), "improvements": [slots["id"]]},
        status=201,
    )
    assert made["improvements"] == [slots["id"]]
    assert ask(cast.vic, "get", f"improvements/{slots['id']}/")["initiative"] == made["id"]
    stages = [
        ask(cast.ben, "post", f"initiatives/{made['id']}/stages/", {"name": name}, status=201)
        for name in ("Try it", "Roll it out")
    ]
    early = {"decision": "invest", "reason": "Hurry"}
    assert ask(cast.lea, "post", f"stages/{stages[1]['id']}/gate/", early, status=409)["code"] == "gate_closed"
    gate = ask(cast.lea, "post", f"stages/{stages[0]['id']}/gate/", early, status=201)
    assert (gate["state"], gate["summary"]) == ("invested", "There is no key result to decide by.")
    sprint = {"goal": "Slots can be booked", "starts_on": "2026-03-02", "ends_on": "2026-03-13"}
    planned = ask(cast.mia, "post", f"initiatives/{made['id']}/sprints/", sprint, status=201)
    assert planned["serves_none"] is True
    whole = ask(cast.vic, "get", f"initiatives/{made['id']}/")
    assert [(stage["state"], stage["is_under_way"]) for stage in whole["stages"]] == [
        ("invested", False),
        ("open", True),
    ]
    assert (whole["state"], whole["moves"]) == ("running", [])
    ask(cast.ben, "patch", f"initiatives/{made['id']}/", {"improvements": []})
    assert ask(cast.vic, "get", f"improvements/{slots['id']}/")["initiative"] is None
