"""The way from a burst to a measured map over REST: plan, hypothesis, readings, verdict, decision, values."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.calls import call, send
from tests.cast import Cast, client_of


def table(first_day: int, values: list[str]) -> str:
    """Return a pasted table of one reading a day, the first so many days ago."""
    start = timezone.now().date() - timedelta(days=first_day)
    return "\n".join(f"{start + timedelta(days=day)}\t{value}" for day, value in enumerate(values))


def new_series(client: Client, cast: Cast, name: str, measure: str) -> str:
    body = {"name": name, "measure": measure, "worse_when": "higher"}
    made: str = call(client, "post", f"workshops/{cast.workshop.id}/series/", body, status=201)["id"]
    return made


def paste(client: Client, series: str, op_id: str, text: str, *, status: int = 201) -> Any:
    body = {"op_id": op_id, "text": text, "source": "paste"}
    return call(client, "post", f"series/{series}/readings/", body, status=status)


def test_from_a_burst_to_a_measured_map(cast: Cast, ben: Client) -> None:
    (improvement,) = call(ben, "post", f"maps/{cast.map.id}/bursts/improvements/")["results"]
    assert (improvement["title"], improvement["waste"], improvement["state"]) == (
        "Slots for staging",
        "waiting",
        "proposed",
    )
    wait, reopened = new_series(ben, cast, "Staging wait", "time_s"), new_series(ben, cast, "Reopened", "share")
    for name, series, before, since in (
        ("wait", wait, ["8d", "9d", "7d", "8d", "9d", "8d"] * 2, ["4d", "3d", "4d", "5d", "4d", "4d"] * 2),
        ("guard", reopened, ["10 %", "12 %"] * 6, ["30 %", "33 %"] * 6),
    ):
        assert paste(ben, series, f"{name}-1", table(40, before))["count"] == 12
        paste(ben, series, f"{name}-2", table(20, since))
    today = timezone.now().date()
    draft = call(
        ben,
        "post",
        f"workshops/{cast.workshop.id}/experiments/",
        {
            "improvement": improvement["id"],
            "change": "booking staging in slots",
            "metric": "wait_time",
            "map": str(cast.map.id),
            "element_id": "test",
            "direction": "reduce",
            "percent": 50,
            "within": "3 weeks",
            "how_measured": "From the board, each ticket",
            "series": wait,
            "starts_on": str(today - timedelta(days=20)),
            "review_on": str(today + timedelta(days=1)),
            "edits": [{"do": "set", "id": "test", "fields": {"wait_time": "4d"}}],
        },
        status=201,
    )
    assert draft["sentence"].endswith("reduce the wait time of “Staging test” by 50 % within 3 weeks.")
    assert draft["predicted"]["percent"] == pytest.approx(-50)
    assert {gap["field"] for gap in draft["missing"]} == {"owner", "guards"}
    address = f"experiments/{draft['id']}/"
    refused = call(client_of(cast.ana), "post", f"{address}state/", {"state": "running"}, status=400)
    assert {problem["place"] for problem in refused["details"]["problems"]} == {"owner", "guards"}

    changed = call(ben, "patch", address, {"owner": str(cast.ben.id), "guards": [reopened], "saw_revision": 1})
    assert (changed["missing"], changed["revision"]) == ([], 2)
    assert [move["to"] for move in changed["moves"]] == ["running", "abandoned"]
    call(ben, "post", f"{address}state/", {"state": "running"})
    call(ben, "patch", address, {"percent": 10}, status=409)

    verdict = call(client_of(cast.vic), "get", f"{address}judgement/")
    assert "Reopened" in verdict["sentences"][0]
    assert (verdict["guards"][0]["verdict"], verdict["metric"]["verdict"]) == ("worse", "improved")

    call(ben, "post", f"{address}state/", {"state": "to_be_judged"})
    call(ben, "post", f"{address}state/", {"state": "adopted"}, status=400)
    decided = call(ben, "post", f"{address}state/", {"state": "adopted", "reason": "The guard is dealt with."})
    assert [row["after"] for row in decided["decisions"]] == ["running", "to_be_judged", "adopted"]
    assert decided["decisions"][-1]["evidence"]["guards"][0]["verdict"] == "worse"

    offer = call(ben, "get", f"{address}map-values/")
    assert (offer["element"], offer["field"], offer["written_seq"]) == ("test", "wait_time", None)
    written = call(ben, "post", f"{address}map-values/", {"op_id": "values"}, status=201)
    assert call(ben, "post", f"{address}map-values/", {"op_id": "values"})["seq"] == written["seq"] == 2
    value = call(ben, "get", f"maps/{cast.map.id}/")["elements"]["test"]["wait_time"]
    assert (value["source"], value["n"], value["value"]) == ("measured", 12, 4 * 8 * 3600)

    chart = call(ben, "get", f"series/{wait}/chart/")
    assert [segment["name"] for segment in chart["segments"]] == [None, "booking staging in slots"]
    assert chart["changes"][0]["evidence"] is True


def test_readings_are_previewed_added_once_and_withdrawn(cast: Cast, ben: Client) -> None:
    wait = new_series(ben, cast, "Staging wait", "time_s")
    text = "Day\tWait (h)\tTeam\n2026-03-01\t2\tBlue\nsome day\t3\tRed"
    preview = call(ben, "post", f"series/{wait}/readings/", {"text": text, "preview": True})
    assert [reading["value"] for reading in preview["readings"]] == [7200]
    assert [problem["place"] for problem in preview["problems"]] == ["line 3, day"]
    assert preview["ignored"] == ["Team"]
    refused = paste(ben, wait, "one", text, status=400)
    assert refused["details"]["problems"] == preview["problems"]
    call(ben, "post", f"series/{wait}/readings/", {"op_id": "none"}, status=400)
    batch = paste(ben, wait, "one", "2026-03-01\t2h")
    assert paste(ben, wait, "one", "2026-03-01\t2h", status=200) == batch
    listed = call(ben, "get", f"series/{wait}/readings/")
    assert [(row["value"], row["source"], row["batch"]) for row in listed["results"]] == [(7200, "paste", batch["id"])]
    assert send(ben, "delete", f"/api/series/{wait}/batches/{batch['id']}/").status_code == 204
    assert call(ben, "get", f"series/{wait}/batches/") == {"results": []}


def test_the_plan_is_one_answer_and_two_files(cast: Cast, ben: Client) -> None:
    late = {"title": "Slots", "due_on": "2026-01-01", "owner_name": "Operations"}
    made = call(ben, "post", f"workshops/{cast.workshop.id}/improvements/", late, status=201)
    plan = call(ben, "get", f"workshops/{cast.workshop.id}/plan/")
    assert [entry["id"] for entry in plan["overdue_improvements"]] == [made["id"]]
    assert plan["by_state"]["proposed"] == [made["id"]]
    for name, kind in (("csv", "text/csv"), ("calendar", "text/calendar")):
        answer = ben.get(plan[name])
        assert answer.headers["Content-Type"].startswith(kind)
        assert b"Slots" in answer.content
    found = call(ben, "get", f"workshops/{cast.workshop.id}/improvements/?state=proposed")
    assert (found["count"], found["results"][0]["owner_name"]) == (1, "Operations")
    call(ben, "get", f"workshops/{cast.workshop.id}/improvements/?state=finished", status=400)
