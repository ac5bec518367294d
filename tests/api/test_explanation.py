"""The figures opened and the tornado over the API: live, of one moment, and the same numbers as the metrics."""

from typing import Any

from tests.api.calls import add, send, step
from tests.cast import Cast, client_of


def _get(cast: Cast, address: str) -> Any:
    return send(client_of(cast.vic), "get", f"/api/maps/{cast.map.id}/{address}")


def _write(cast: Cast, op_id: str, *edits: dict[str, Any]) -> None:
    body = {"op_id": op_id, "edits": list(edits)}
    response = send(client_of(cast.ana), "post", f"/api/maps/{cast.map.id}/operations/", body)
    assert response.status_code == 201, response.content


def test_an_edit_moves_the_rows_and_their_sum(cast: Cast) -> None:
    fields = {"wait_time": "2h", "process_time": "1h"}
    _write(cast, "one", add("build", step("Build", **fields)))
    first = _get(cast, "explanation/?figure=lead_time_s").json()
    (lead,) = first["figures"]
    rows = {(row["element"], row["part"]): row["counted"] for row in lead["rows"]}
    assert rows[("build", "wait")] == 7200
    assert sum(rows.values()) == lead["value"]
    _write(cast, "two", {"do": "set", "id": "build", "fields": {"wait_time": "3h"}})
    second = _get(cast, "explanation/?figure=lead_time_s").json()
    assert second["seq"] == first["seq"] + 1
    assert second["figures"][0]["value"] == lead["value"] + 3600


def test_the_values_are_those_of_the_metrics(cast: Cast) -> None:
    _write(cast, "one", add("build", step("Build", wait_time="2h", process_time="1h")))
    metrics, explanation = _get(cast, "metrics/").json(), _get(cast, "explanation/").json()
    assert metrics["seq"] == explanation["seq"]
    opened = {entry["figure"]: entry["value"] for entry in explanation["figures"] if entry["figure"] != "constraint"}
    assert opened == {name: metrics[name] for name in opened}
    assert _get(cast, "sensitivity/").json()["lead_time_s"] == metrics["expected_lead_time_s"]


def test_the_tornado_names_the_input_that_moves_most(cast: Cast) -> None:
    quantity = {"value": "2h", "low": "1h", "high": "9h", "source": "estimate"}
    _write(cast, "one", add("build", step("Build", wait_time=quantity, process_time="1h")))
    bars = _get(cast, "sensitivity/").json()["bars"]
    assert (bars[0]["element"], bars[0]["field"], bars[0]["range"], bars[0]["swing_s"]) == (
        "build",
        "wait_time",
        "stated",
        8 * 3600,
    )


def test_an_unknown_figure_is_named(cast: Cast) -> None:
    response = _get(cast, "explanation/?figure=velocity")
    assert response.status_code == 404
    assert response.json()["message"] == "There is no figure “velocity”."
