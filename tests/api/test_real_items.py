"""Real items over REST: what is answered, what is refused and where, and taking values onto the map."""

from typing import Any

import pytest

from tests.api.calls import call
from tests.cast import Cast, client_of
from tests.facilitation.real_items import VISITS, bring, draw_steps

HOUR = 3600


@pytest.fixture
def drawn(cast: Cast) -> Cast:
    draw_steps(cast)
    return cast


def problems(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["place"], one["sentence"]) for one in answer["details"]["problems"]]


def test_an_item_is_brought_and_answered_with_its_times(drawn: Cast) -> None:
    ben = client_of(drawn.ben)
    sent = {"map": str(drawn.map.id), "name": "CHK-1412", "visits": [dict(visit) for visit in VISITS]}
    item = call(ben, "post", f"workshops/{drawn.workshop.id}/real-items/", sent, status=201)
    assert (item["state"], item["may_change"], item["brought_by"]["name"]) == ("draft", True, "Ben")
    assert (item["lead_time_s"], item["wait_time_s"], item["process_time_s"]) == (56 * HOUR, 44 * HOUR, 12 * HOUR)
    build = item["visits"][1]
    assert (build["step"], build["wait_time_s"], build["idle_time_s"]) == ("b", 32 * HOUR, 4 * HOUR)
    assert build["started_at"] == "2024-05-13T13:00:00+00:00"
    listed = call(client_of(drawn.mia), "get", f"workshops/{drawn.workshop.id}/real-items/")["results"]
    assert listed == []
    shared = call(ben, "patch", f"real-items/{item['id']}/", {"state": "shared", "saw_revision": 1})
    assert shared["revision"] == 2
    assert call(client_of(drawn.mia), "get", f"real-items/{item['id']}/")["may_change"] is False


def test_what_is_wrong_is_told_with_its_place(drawn: Cast) -> None:
    item = bring(drawn, drawn.ben)
    address, ben = f"real-items/{item.id}/", client_of(drawn.ben)
    wrong = [dict(VISITS[0]), VISITS[1] | {"started_at": "2024-05-07T10:00"}]
    ((place, sentence),) = problems(call(ben, "patch", address, {"visits": wrong}, status=400))
    assert place == "visits.1.started_at"
    assert sentence.startswith("At “Build” it was started 7 May 2024, 10:00, before it was finished at “Design”")
    stale = call(ben, "patch", address, {"name": "Late", "saw_revision": 7}, status=409)
    assert (stale["code"], stale["details"]) == ("stale_item", {"revision": 1})
    refused = call(ben, "patch", address, {"state": "walked"}, status=403)
    assert refused["code"] == "not_allowed"
    assert call(ben, "get", f"maps/{drawn.map.id}/walk/?items=all", status=400)["code"] == "invalid"


def test_values_are_taken_one_by_one_or_all(drawn: Cast) -> None:
    item = bring(drawn, drawn.ben)
    ana, address = client_of(drawn.ana), f"maps/{drawn.map.id}/walk/take/"
    one = {"op_id": "one", "items": [str(item.id)], "accept": [{"element": "b", "field": "wait_time"}]}
    assert call(ana, "post", address, one, status=201)["seq"] == 2
    assert call(ana, "post", address, one)["seq"] == 2
    assert call(ana, "post", address, {"op_id": "all"}, status=201)["seq"] == 3
    walk = call(ana, "get", f"maps/{drawn.map.id}/walk/?items={item.id}")
    assert [step["wait_time"]["difference_s"] for step in walk["steps"]] == [0, 0]
    assert walk["findings"][0]["sentence"].endswith("the map says 7 d, so people know their stream.")
    wrong = {"op_id": "two", "accept": [{"element": "b", "field": "people"}]}
    assert call(ana, "post", address, wrong, status=400)["code"] == "invalid"
