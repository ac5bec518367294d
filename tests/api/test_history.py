"""Who did what on a map: the log at a glance, one element's changes, what was removed and how it comes back."""

from typing import Any

import pytest

from maps.commands.edit import replace_elements, restore_moment, submit
from maps.commands.verify import verify_log
from tests.api.calls import add, send, step
from tests.cast import Cast, Person, client_of


def read(cast: Cast, path: str, person: Person | None = None) -> Any:
    return send(client_of(person or cast.ben), "get", f"/api/maps/{cast.map.id}/{path}").json()


def edit(cast: Cast, person: Any, op_id: str, *edits: object) -> None:
    submit(map_id=cast.map.id, actor=person, op_id=op_id, edits=list(edits))


def change(element_id: str, saw: object = None, **fields: object) -> dict[str, object]:
    return {"do": "set", "id": element_id, "fields": fields, "saw": saw or {}}


def flow(source: str, target: str) -> dict[str, Any]:
    return {"kind": "flow", "flow": "push", "source": source, "target": target}


def chain(cast: Cast) -> None:
    """Ben draws Design → Build → Release."""
    steps = [add(name, step(name.title(), x=240 * place)) for place, name in enumerate(("design", "build", "release"))]
    edit(cast, cast.ben, "chain", *steps, add("in", flow("design", "build")), add("out", flow("build", "release")))


def test_an_element_tells_who_changed_what_newest_first(cast: Cast) -> None:
    chain(cast)
    edit(cast, cast.mia, "wait", change("build", wait_time="2d"))
    edit(cast, cast.ben, "other", change("design", role="UX"))
    seen = {"wait_time": {"value": 57_600, "source": "estimate"}}
    edit(cast, cast.ana, "longer", change("build", seen, wait_time="3d"), change("release", role="Ops"))
    history = read(cast, "elements/build/history/")
    assert not history["has_more"]
    told = [(entry["seq"], entry["actor"], entry["cause"]) for entry in history["results"]]
    assert told == [(4, str(cast.ana.id), "edit"), (2, str(cast.mia.id), "edit"), (1, str(cast.ben.id), "edit")]
    newest, older, first = (entry["changes"] for entry in history["results"])
    longer = {"before": seen, "after": {"wait_time": {"value": 86_400, "source": "estimate"}}}
    assert newest == {"build": longer}
    assert older["build"]["before"] == {"wait_time": None}
    assert (list(first), first["build"]["before"], first["build"]["after"]["name"]) == (["build"], None, "Build")


def test_the_value_that_was_overwritten_unseen_is_told_of_this_element_alone(cast: Cast) -> None:
    chain(cast)
    edit(cast, cast.mia, "mias", change("build", people=2), change("design", people=2))
    edit(cast, cast.ana, "anas", change("build", {"people": None}, people=3), change("design", people=3))
    newest = read(cast, "elements/build/history/")["results"][0]
    assert newest["replaced"] == {"build": {"people": str(cast.mia.id)}}


def test_a_long_history_comes_in_pages(cast: Cast) -> None:
    chain(cast)
    for number in range(2, 8):
        edit(cast, cast.ben, f"op{number}", change("build", role=f"Team {number}"))
    page = read(cast, "elements/build/history/?limit=3")
    assert ([entry["seq"] for entry in page["results"]], page["has_more"]) == ([7, 6, 5], True)
    page = read(cast, "elements/build/history/?limit=4&before=5")
    assert ([entry["seq"] for entry in page["results"]], page["has_more"]) == ([4, 3, 2, 1], False)
    assert read(cast, "elements/build/history/?before=1") == {"results": [], "has_more": False}


def test_an_element_that_never_was_is_told_so(cast: Cast) -> None:
    chain(cast)
    problem = read(cast, "elements/nothing/history/")
    assert (problem["code"], "nothing" in problem["message"]) == ("not_found", True)


@pytest.mark.parametrize(
    "path",
    [
        "elements/build/history/?before=0",
        "elements/build/history/?limit=201",
        "removed/?before=x",
        "timeline/?after=-1",
        "timeline/?limit=1",
        "at/0/?figures=perhaps",
    ],
)
def test_a_question_that_cannot_be_read_is_told_so(cast: Cast, path: str) -> None:
    assert read(cast, path)["code"] == "invalid"


def test_a_removed_step_tells_its_history_and_comes_back_with_its_arrows(cast: Cast) -> None:
    chain(cast)
    edit(cast, cast.mia, "wait", change("build", wait_time="2d"))
    before = read(cast, "")["elements"]
    # As the board removes a step: the arrow into it goes on to the next one.
    edit(cast, cast.mia, "gone", change("in", {"target": "build"}, target="release"), {"do": "remove", "id": "build"})
    edit(cast, cast.ben, "meanwhile", change("design", role="UX"))
    history = read(cast, "elements/build/history/")["results"]
    assert [entry["seq"] for entry in history] == [3, 2, 1]
    assert history[0]["changes"]["build"]["after"] is None
    removed = read(cast, "removed/")
    (build,) = removed["results"]
    assert (build["id"], build["seq"], build["actor"]) == ("build", 3, str(cast.mia.id))
    assert (build["element"], removed["before"]) == (before["build"], None)
    edit(cast, cast.ben, "back", *build["edits"])
    after = read(cast, "")["elements"]
    assert after.pop("design")["role"] == "UX"
    before.pop("design")
    assert after == before
    assert read(cast, "removed/")["results"] == []
    assert verify_log(cast.map.id) == []


def test_what_has_lost_its_place_comes_back_as_far_as_it_can(cast: Cast) -> None:
    chain(cast)
    edit(cast, cast.ben, "build", {"do": "remove", "id": "build"})
    edit(cast, cast.mia, "design", {"do": "remove", "id": "design"})
    design, build = read(cast, "removed/")["results"]
    assert (design["id"], build["id"]) == ("design", "build")
    assert [one["id"] for one in build["edits"]] == ["build", "out"]
    edit(cast, cast.ben, "back", *build["edits"])
    edit(cast, cast.ben, "back-too", *read(cast, "removed/")["results"][0]["edits"])
    assert sorted(read(cast, "")["elements"]) == ["build", "design", "out", "release"]
    assert [one["id"] for one in read(cast, "removed/")["results"]] == ["in"]


def test_what_one_operation_removed_is_on_one_page(cast: Cast) -> None:
    chain(cast)
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="empty", elements={})
    edit(cast, cast.ben, "new", add("test", step("Test")))
    edit(cast, cast.ben, "no", {"do": "remove", "id": "test"})
    first = read(cast, "removed/?limit=1")
    assert ([one["id"] for one in first["results"]], first["before"]) == (["test"], 4)
    second = read(cast, "removed/?limit=1&before=4")
    assert sorted(one["id"] for one in second["results"]) == ["build", "design", "release"]
    assert (second["before"], read(cast, "removed/?before=2")["results"]) == (2, [])


def test_what_came_back_is_not_among_what_is_gone(cast: Cast) -> None:
    chain(cast)
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id="empty", elements={})
    restore_moment(map_id=cast.map.id, actor=cast.ana, op_id="restored", seq=1)
    assert read(cast, "removed/")["results"] == []


def test_viewers_read_who_did_what_but_bring_nothing_back(cast: Cast) -> None:
    chain(cast)
    edit(cast, cast.ben, "no", {"do": "remove", "id": "design"})
    (design,) = read(cast, "removed/", cast.vic)["results"]
    body = {"op_id": "back", "edits": design["edits"]}
    response = send(client_of(cast.vic), "post", f"/api/maps/{cast.map.id}/operations/", body)
    assert (response.status_code, response.json()["code"]) == (403, "not_allowed")


def test_the_log_at_a_glance_says_who_and_when(cast: Cast) -> None:
    assert read(cast, "timeline/") == {"after": 0, "began_at": None, "people": [], "moments": []}
    chain(cast)
    edit(cast, cast.mia, "two", change("build", role="QA"))
    edit(cast, cast.ben, "three", change("build", role="Ops"))
    timeline = read(cast, "timeline/")
    ben, mia = str(cast.ben.id), str(cast.mia.id)
    assert (timeline["people"], [place for _, place in timeline["moments"]]) == ([ben, mia], [0, 1, 0])
    offsets = [offset for offset, _ in timeline["moments"]]
    assert offsets[0] == 0 and offsets == sorted(offsets)
    assert timeline["began_at"] == read(cast, "operations/?limit=1")["results"][0]["at"]
    later = read(cast, "timeline/?after=2")
    assert (later["after"], later["people"], later["moments"]) == (2, [ben], [[0, 0]])


def test_a_moment_has_the_figures_of_then(cast: Cast) -> None:
    edit(cast, cast.ben, "one", add("a", step("Design", wait_time="3h", process_time="1h")))
    then = read(cast, "metrics/")
    edit(cast, cast.ben, "two", change("a", wait_time="7h"))
    moment = read(cast, "at/1/?figures=true")
    assert moment["metrics"] == then
    assert moment["elements"]["a"]["wait_time"]["value"] == 10_800
    assert "metrics" not in read(cast, "at/1/")
