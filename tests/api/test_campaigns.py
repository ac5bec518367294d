"""Campaigns and the lens as other programs meet them."""

import json
from datetime import timedelta
from typing import Any

import pytest

from experiments.models import Campaign
from tests.api.calls import call
from tests.cast import Cast, client_of
from tests.experiments.campaign_story import DOUBLED, HALVED, read_since, ready_campaign, running_campaign
from tests.experiments.conftest import fill_map
from tests.experiments.story import series, today

BOTH = {"reach": "local", "cause": "known", "teams": "one", "attempts": "failed", "urgency": "soon"}


def ask(cast: Cast, method: str, path: str, body: object = None, *, person: Any = None, status: int = 200) -> Any:
    return call(client_of(person or cast.ben), method, path, body, status=status)


def test_a_campaign_from_plan_to_report(cast: Cast) -> None:
    metric = series(cast, "Review wait")
    planned = ask(
        cast,
        "post",
        f"workshops/{cast.workshop.id}/campaigns/",
        {"name": "Reviews", "series": str(metric.id), "target": "1d", "owner": str(cast.lea.id)},
        status=201,
    )
    assert (planned["target"], planned["state"], planned["may_change"]) == (28_800, "planned", True)
    assert [move["to"] for move in planned["moves"]] == []
    standing = ask(cast, "get", f"campaigns/{planned['id']}/standing/")
    assert [check["letter"] for check in standing["checks"]] == ["S", "M", "A", "R", "T", "harm"]
    assert {"how_measured", "harm_possible", "starts_on"} <= {gap["field"] for gap in standing["missing"]}
    assert standing["judgement"] is None
    refused = ask(cast, "post", f"campaigns/{planned['id']}/state/", {"state": "running"}, person=cast.lea, status=400)
    assert {"harm_possible", "starts_on"} <= {problem["place"] for problem in refused["details"]["problems"]}
    ask(cast, "patch", f"campaigns/{planned['id']}/", {"target": "soon"}, status=400)
    stale = {"serves": "The customer", "saw_revision": 0}
    assert ask(cast, "patch", f"campaigns/{planned['id']}/", stale, status=409)["details"] == {"revision": 1}
    listed = ask(cast, "get", f"workshops/{cast.workshop.id}/campaigns/?state=planned")
    assert [entry["name"] for entry in listed["results"]] == ["Reviews"]


def test_the_standing_of_a_running_campaign_names_the_guard_first(cast: Cast) -> None:
    campaign = running_campaign(cast)
    read_since(cast, campaign, HALVED, DOUBLED)
    standing = ask(cast, "get", f"campaigns/{campaign.id}/standing/", person=cast.vic)
    assert standing["warnings"][0]["code"] == "guard_deteriorating"
    assert standing["judgement"]["headline"].startswith("Guard first")
    assert standing["judgement"]["guards"][0]["suffers"] is True
    assert len(standing["chart"]["readings"]) == 24
    assert (standing["target"]["verdict"], standing["target_now"]["verdict"]) == ("change_of_process", "luck")
    done = {"state": "reported", "reason": "Closed early."}
    reported = ask(cast, "post", f"campaigns/{campaign.id}/state/", done)
    last = reported["decisions"][-1]
    assert (last["after"], last["reason"], last["evidence"]["metric"]["verdict"]) == (
        "reported",
        "Closed early.",
        "improved",
    )
    assert "chart" not in json.dumps(last["evidence"])
    ask(cast, "patch", f"campaigns/{campaign.id}/", {"ends_on": "2031-01-01"}, status=409)


def test_interventions_come_and_go(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    day = (today() - timedelta(days=3)).isoformat()
    path = f"campaigns/{campaign.id}/interventions/"
    made = ask(cast, "post", path, {"made_on": day, "text": "Pairs"}, status=201)
    assert ask(cast, "post", path, {"made_on": day, "text": "Pairs"}, status=201)["id"] == made["id"]
    assert [one["text"] for one in ask(cast, "get", f"campaigns/{campaign.id}/")["interventions"]] == ["Pairs"]
    ask(cast, "delete", f"{path}{made['id']}/", status=204)
    ask(cast, "delete", f"{path}{made['id']}/", status=404)


def test_the_lens_asks_assesses_and_starts(cast: Cast) -> None:
    fill_map(cast)
    asked = ask(cast, "get", "lens/", person=cast.stan)["results"]
    assert [question["code"] for question in asked][:2] == ["reach", "cause"]
    told = ask(cast, "post", "lens/", {"answers": BOTH}, person=cast.stan)
    assert told["order"] == ["map", "campaign"]
    ask(cast, "post", "lens/", {"answers": {"reach": "perhaps"}}, person=cast.stan, status=400)
    place = f"workshops/{cast.workshop.id}/lens/"
    assert ask(cast, "get", place) == {"recommended": None, "time_to_map": []}
    ask(cast, "post", f"{place}start/", status=409)
    kept = ask(cast, "post", place, {"answers": BOTH, "concern": "Reviews take days"}, status=201)
    assert [(step["lens"], step["is_next"]) for step in kept["steps"]] == [("map", False), ("campaign", True)]
    started = ask(cast, "post", f"{place}start/", status=201)
    assert started == {
        "workshop": str(cast.workshop.id),
        "map": str(cast.map.id),
        "campaign": str(Campaign.objects.get().id),
    }
    assert ask(cast, "post", f"{place}start/", status=201) == started
    assert ask(cast, "get", place)["recommended"]["campaign"] == started["campaign"]


@pytest.mark.parametrize("template", ["blank", "support-ticket"])
def test_a_workshop_begins_with_the_lens(cast: Cast, template: str) -> None:
    body = {"name": "Support", "answers": BOTH, "template": template}
    started = ask(cast, "post", "lens/start/", body, person=cast.stan, status=201)
    assert started["map"] and started["campaign"]
    ask(cast, "post", "lens/start/", {**body, "answers": {"reach": "local"}}, person=cast.stan, status=409)
