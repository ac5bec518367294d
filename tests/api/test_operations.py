"""Writing a map over REST: the same log, the same rules and the same receipts as over the socket."""

from typing import Any

import pytest

from maps.commands.verify import verify_log
from maps.models import Operation
from tests.api.calls import add, send, step
from tests.cast import Cast, Person, client_of


class Api:
    """One person's calls about the map of the cast."""

    def __init__(self, cast: Cast, person: Person) -> None:
        self.client = client_of(person)
        self.base = f"/api/maps/{cast.map.id}"

    def get(self, path: str = "") -> Any:
        return send(self.client, "get", f"{self.base}/{path}").json()

    def post(self, path: str, body: object) -> tuple[int, Any]:
        response = send(self.client, "post", f"{self.base}/{path}/", body)
        return response.status_code, response.json()

    def edit(self, op_id: str, *edits: object) -> tuple[int, Any]:
        return self.post("operations", {"op_id": op_id, "edits": list(edits)})


@pytest.fixture
def ana(cast: Cast) -> Api:
    return Api(cast, cast.ana)


@pytest.fixture
def ben(cast: Cast) -> Api:
    return Api(cast, cast.ben)


def change(element_id: str, saw: object = None, **fields: object) -> dict[str, object]:
    return {"do": "set", "id": element_id, "fields": fields, "saw": saw}


def test_an_edit_is_an_operation_with_its_changes_in_normal_form(cast: Cast, ben: Api) -> None:
    status, receipt = ben.edit("one", add("a", step("Design", wait_time="3d")))
    assert (status, receipt["op_id"], receipt["seq"]) == (201, "one", 1)
    element = {"kind": "step", "name": "Design", "x": 0, "y": 0, "wait_time": {"value": 86400, "source": "estimate"}}
    assert receipt["operation"]["changes"] == {"a": {"before": None, "after": element}}
    snapshot = ben.get()
    assert (snapshot["seq"], snapshot["role"], snapshot["elements"]) == (1, "member", {"a": element})
    assert snapshot["charter"] == cast.workshop.charter


def test_a_resend_gets_the_stored_receipt_and_changes_nothing(ana: Api, ben: Api) -> None:
    _, first = ben.edit("one", add("a", step("Design")))
    ana.edit("two", change("a", name="Sketch"))
    assert ben.edit("one", add("a", step("Something else"))) == (200, first)
    assert ben.get()["elements"]["a"]["name"] == "Sketch"
    assert Operation.objects.count() == 2


def test_the_op_id_of_somebody_else_is_refused(ana: Api, ben: Api) -> None:
    ben.edit("one", add("a", step("Design")))
    status, problem = ana.edit("one", add("b", step("Build")))
    assert (status, problem["code"]) == (409, "op_id_taken")
    assert list(ana.get()["elements"]) == ["a"]


def test_a_refused_edit_says_why_and_takes_its_companions_along(ana: Api, ben: Api) -> None:
    ben.edit("one", add("a", step("Code review")))
    ana.edit("two", {"do": "remove", "id": "a"})
    status, problem = ben.edit("three", add("b", step("Build")), change("a", wait_time="2h"))
    assert (status, problem["code"]) == (409, "element_gone")
    assert problem["message"] == "“Code review” was removed by Ana, so its wait time was not saved."
    assert ben.get()["elements"] == {}
    status, problem = ben.edit("four", add("b", step("Build", wait_time="2 moons")))
    assert (status, problem["code"]) == (400, "invalid")
    assert problem["details"]["problems"][0]["place"] == "edits.0.element.wait_time"


def test_a_value_that_was_not_seen_is_replaced_and_its_writer_named(cast: Cast, ana: Api, ben: Api) -> None:
    ben.edit("one", add("a", step("Design", people=2)))
    _, receipt = ana.edit("two", change("a", {"people": None}, people=3))
    assert receipt["operation"]["replaced"] == {"a": {"people": str(cast.ben.id)}}


def test_undo_and_redo_are_operations_of_their_own(ana: Api, ben: Api) -> None:
    ben.edit("one", add("a", step("Design")))
    ana.edit("two", add("b", step("Build")))
    status, receipt = ben.post("undo", {"op_id": "three"})
    assert (status, receipt["operation"]["cause"], receipt["operation"]["undoes"]) == (201, "undo", "one")
    assert ben.post("undo", {"op_id": "three"}) == (200, receipt)
    assert list(ben.get()["elements"]) == ["b"]
    assert ben.post("undo", {"op_id": "four"})[1]["code"] == "nothing_to_undo"
    status, receipt = ben.post("redo", {"op_id": "five"})
    assert (status, receipt["operation"]["cause"]) == (201, "redo")
    assert sorted(ben.get()["elements"]) == ["a", "b"]


def test_the_log_is_read_in_stretches(ben: Api) -> None:
    for number in range(1, 8):
        ben.edit(f"op{number}", add(f"s{number}", step(f"Step {number}")))

    def seqs(query: str) -> list[int]:
        answer = ben.get(f"operations/{query}")
        assert answer["seq"] == 7
        return [operation["seq"] for operation in answer["results"]]

    assert seqs("") == [1, 2, 3, 4, 5, 6, 7]
    assert seqs("?after=5") == [6, 7]
    assert seqs("?after=1&limit=3") == [2, 3, 4]
    assert seqs("?latest=2") == [6, 7]
    assert seqs("?after=99") == []


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=x", "limit=0", "limit=501", "latest=1&after=1", "before=3", "after=99999999999999999999"],
)
def test_a_wrong_stretch_is_told_so(ben: Api, query: str) -> None:
    assert ben.get(f"operations/?{query}")["code"] == "invalid"


def test_a_moment_can_be_seen_and_restored_as_one_operation(cast: Cast, ana: Api, ben: Api) -> None:
    ben.edit("one", add("a", step("Design")))
    ben.edit("two", change("a", name="Sketch"), add("b", step("Build")))
    before = ben.get("at/1/")
    assert before == {"seq": 1, "elements": {"a": {"kind": "step", "name": "Design", "x": 0, "y": 0}}}
    assert ben.get("at/0/")["elements"] == {}
    assert ben.get("at/3/")["code"] == "not_found"
    assert ben.get(f"at/{10**30}/")["code"] == "not_found"
    status, receipt = ana.post("restore", {"op_id": "three", "seq": 1})
    assert (status, receipt["seq"], receipt["operation"]["cause"]) == (201, 3, "restore")
    assert ben.get()["elements"] == before["elements"]
    assert ana.post("restore", {"op_id": "four", "seq": 99})[0] == 409
    assert verify_log(cast.map.id) == []


def test_figures_follow_the_map(ben: Api) -> None:
    ben.edit("one", add("a", step("Design", wait_time="3h", process_time="1h")))
    figures = ben.get("metrics/")
    assert (figures["seq"], figures["lead_time_s"], figures["flow_efficiency"]) == (1, 14400, 0.25)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"op_id": "one"},
        {"op_id": "", "edits": []},
        {"op_id": "a b", "edits": [add("a", step("Design"))]},
        {"op_id": "one", "edits": []},
        {"op_id": "one", "edits": "add"},
        {"op_id": "one", "edits": [None]},
        {"op_id": "one", "edits": [add("a b", step("Design"))]},
        {"op_id": "one", "edits": [add("a", {"kind": "flow"})]},
        {"op_id": "one", "edits": [add("a", step("Design"))], "cause": "import"},
    ],
)
def test_a_wrong_body_changes_nothing(cast: Cast, ben: Api, body: object) -> None:
    status, problem = ben.post("operations", body)
    assert (status, problem["code"]) == (400, "invalid")
    assert problem["details"]["problems"]
    assert Operation.objects.count() == 0
