"""A table of steps over REST: looked at first, then added in one operation."""

from typing import Any

import pytest
from django.test import Client

from maps.commands.verify import verify_log
from maps.models import Operation
from tests.api.calls import add, send, step
from tests.cast import Cast, client_of

TABLE = "Step\tRole\tWait\tWork\t%C/A\nDesign\tProduct\t3d\t1d\t80%\nBuild\tEngineering\t4h-8h\t5d\t75%"


@pytest.fixture
def ben(cast: Cast) -> Client:
    return client_of(cast.ben)


def load(client: Client, cast: Cast, **body: object) -> tuple[int, Any]:
    response = send(client, "post", f"/api/maps/{cast.map.id}/steps/", body)
    return response.status_code, response.json()


def test_a_preview_shows_what_was_read_and_changes_nothing(cast: Cast, ben: Client) -> None:
    status, preview = load(ben, cast, text=TABLE + "\n\tQA\tsoon\t1h\t2", preview=True)
    assert status == 200
    design, build, nameless = preview["rows"]
    assert design == {
        "name": "Design",
        "role": "Product",
        "wait_time": "3 d",
        "process_time": "1 d",
        "complete_accurate": "80 %",
    }
    assert build["wait_time"] == "4 h – 1 d"
    assert preview["steps"][0]["wait_time"] == {"value": 86400, "source": "estimate"}
    assert nameless["role"] == "QA"
    assert [problem["place"] for problem in preview["problems"]] == ["line 4, Step", "line 4, Wait"]
    assert Operation.objects.count() == 0


def test_the_steps_are_appended_as_a_chain_in_one_operation(cast: Cast, ben: Client) -> None:
    edits = [
        add("a", step("Request", x=0, y=40)),
        add("b", step("Triage", x=240, y=40)),
        add("ab", {"kind": "flow", "flow": "push", "source": "a", "target": "b"}),
    ]
    send(ben, "post", f"/api/maps/{cast.map.id}/operations/", {"op_id": "one", "edits": edits})
    status, receipt = load(ben, cast, text=TABLE, op_id="two")
    assert (status, receipt["seq"], receipt["operation"]["cause"]) == (201, 2, "import")
    after = [change["after"] for change in receipt["operation"]["changes"].values()]
    steps = [element for element in after if element["kind"] == "step"]
    assert [(element["name"], element["x"], element["y"]) for element in steps] == [
        ("Design", 480, 40),
        ("Build", 720, 40),
    ]
    flows = [element for element in after if element["kind"] == "flow"]
    assert [flow["flow"] for flow in flows] == ["push", "push"]
    assert flows[0]["source"] == "b"
    assert flows[0]["target"] == flows[1]["source"]
    assert load(ben, cast, text="something else", op_id="two") == (200, receipt)
    assert verify_log(cast.map.id) == []
    assert send(ben, "post", f"/api/maps/{cast.map.id}/undo/", {"op_id": "three"}).status_code == 201
    assert len(send(ben, "get", f"/api/maps/{cast.map.id}/").json()["elements"]) == 3


def test_a_table_with_problems_is_not_added(cast: Cast, ben: Client) -> None:
    status, problem = load(ben, cast, text="Design\tsoon", op_id="one")
    assert (status, problem["code"]) == (400, "invalid")
    assert problem["details"]["problems"][0]["place"] == "line 1, wait time"
    assert Operation.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "Design"},
        {"text": "", "op_id": "one"},
        {"text": "x" * 100_001, "preview": True},
        {"text": ["Design"], "preview": True},
    ],
)
def test_a_wrong_body_is_refused(cast: Cast, ben: Client, body: dict[str, object]) -> None:
    status, problem = load(ben, cast, **body)
    assert (status, problem["code"]) == (400, "invalid")
