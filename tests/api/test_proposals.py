"""The plan over REST: what maps propose for it, taken one by one, and what opens the next session."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maps.commands.future_state import create_future_state
from tests.api.calls import call
from tests.cast import Cast, client_of


def test_a_burst_says_what_came_of_it(cast: Cast, ben: Client) -> None:
    address = f"maps/{cast.map.id}/bursts/improvements/"
    burst = {"element": "burst", "title": "Slots for staging", "waste": "waiting", "improvement": None}
    assert call(ben, "get", address) == {"may_propose": True, "results": [burst]}
    refused = call(ben, "post", address, {"elements": ["test"]}, status=400)
    assert refused["details"]["problems"][0]["place"] == "elements"
    (made,) = call(ben, "post", address, {"elements": ["burst"]})["results"]
    assert call(ben, "post", address, {"elements": ["burst"]})["results"] == []
    seen = call(client_of(cast.vic), "get", address)
    entry = {"id": made["id"], "state": "proposed", "state_label": "proposed", "path": f"/improvements/{made['id']}/"}
    assert seen == {"may_propose": False, "results": [burst | {"improvement": entry}]}


def test_a_change_comes_with_its_effect(cast: Cast, ben: Client) -> None:
    edits = [{"do": "set", "id": "test", "fields": {"wait_time": "2d"}}]
    future, _ = create_future_state(actor=cast.ana, of=cast.map, title="In a year", edits=edits, op_id="future")
    address = f"maps/{future.id}/changes/improvements/"
    (change,) = call(ben, "get", address)["results"]
    assert (change["element"], change["improvement"]) == ("test", None)
    (made,) = call(ben, "post", address)["results"]
    assert made["expected_effect_s"] == pytest.approx(-6 * 8 * 3600)
    assert call(ben, "get", address)["results"][0]["improvement"]["id"] == made["id"]
    assert call(ben, "get", f"maps/{cast.map.id}/changes/improvements/")["results"] == []


def test_the_opening_names_what_is_overdue(cast: Cast, ben: Client) -> None:
    address = f"workshops/{cast.workshop.id}/plan/opening/"
    assert call(ben, "get", address)["sentence"] == ""
    due_on = (timezone.now().date() - timedelta(days=2)).isoformat()
    plan = f"workshops/{cast.workshop.id}/improvements/"
    made = call(ben, "post", plan, {"title": "Slots", "due_on": due_on, "owner_name": "Operations"}, status=201)
    opening = call(client_of(cast.lea), "get", address)
    assert opening["sentence"] == "One action is overdue: begin with it."
    assert opening["overdue"] == [
        {
            "kind": "improvement",
            "id": made["id"],
            "title": "Slots",
            "who": "Operations",
            "state": "proposed",
            "due_on": due_on,
            "due": "2 days overdue",
            "path": f"/improvements/{made['id']}/",
        }
    ]
