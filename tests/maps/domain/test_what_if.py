"""A what-if in the language of edits: every refused edit is named, and what differs can be asked again."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.domain.changes import apply_changes
from maps.domain.elements import Reading
from maps.domain.errors import TooManyElements
from maps.domain.plan import plan_edits
from maps.domain.what_if import EditsRefused, net_edits, plan_what_if
from metrics import Calendar
from workshops.errors import InvalidInput

READING = Reading(Calendar(), "estimate")
MAP: dict[str, dict[str, Any]] = {
    "design": {"kind": "step", "name": "Design", "x": 0, "y": 0},
    "test": {"kind": "step", "name": "Test", "x": 200, "y": 0, "wait_time": {"value": 3600, "source": "guess"}},
    "way": {"kind": "flow", "flow": "push", "source": "design", "target": "test"},
    "burst": {"kind": "note", "note": "burst", "text": "Two testers", "about": "test", "x": 0, "y": 9},
}


def add(element_id: str, **element: Any) -> dict[str, Any]:
    return {"do": "add", "id": element_id, "element": element}


def put(element_id: str, **fields: Any) -> dict[str, Any]:
    return {"do": "set", "id": element_id, "fields": fields}


def remove(element_id: str) -> dict[str, Any]:
    return {"do": "remove", "id": element_id}


def arrow(element_id: str, source: str, target: str) -> dict[str, Any]:
    return add(element_id, kind="flow", flow="push", source=source, target=target)


def refused(edits: list[Any]) -> list[tuple[int, str | None, str]]:
    with pytest.raises(EditsRefused) as caught:
        plan_what_if(MAP, edits, reading=READING)
    return [(entry["index"], entry["id"], entry["code"]) for entry in caught.value.details["refused"]]


def test_edits_that_fit_are_planned_as_always() -> None:
    edits = [put("test", people=2), remove("design")]
    assert plan_what_if(MAP, edits, reading=READING) == plan_edits(MAP, edits, reading=READING)


def test_every_refused_edit_is_named_with_its_place() -> None:
    edits = [
        put("gone", name="Build"),
        put("test", people=2),
        put("test", wait_time="soon"),
        add("design", kind="step", name="Twice"),
        arrow("loose", "design", "nowhere"),
        arrow("twice", "design", "test"),
        "nothing",
    ]
    assert refused(edits) == [
        (0, "gone", "element_gone"),
        (2, "test", "invalid"),
        (3, "design", "id_taken"),
        (4, "loose", "loose_end"),
        (5, "twice", "flow_twice"),
        (6, None, "invalid"),
    ]


def test_what_refers_to_a_refused_edit_is_refused_with_it() -> None:
    edits = [
        add("build", kind="step"),
        arrow("to-build", "design", "build"),
        add("about", kind="note", note="idea", text="Why", about="to-build"),
        put("build", people=2),
        put("test", people=3),
    ]
    assert refused(edits) == [
        (0, "build", "invalid"),
        (1, "to-build", "loose_end"),
        (2, "about", "loose_end"),
        (3, "build", "element_gone"),
    ]


def test_the_sentence_counts_them() -> None:
    with pytest.raises(EditsRefused) as caught:
        plan_what_if(MAP, [remove("gone"), put("test", people=2), remove("lost")], reading=READING)
    assert caught.value.message == (
        "2 of the 3 changes do not fit the map as it is: The element “gone” is not on this map, "
        "so the change was not saved."
    )


@pytest.mark.parametrize("edits", [None, {}, [], "edits", [remove("gone")] * 2001])
def test_what_is_no_list_of_edits_is_refused_as_a_whole(edits: object) -> None:
    with pytest.raises(InvalidInput):
        plan_what_if(MAP, edits, reading=READING)


def test_a_map_that_would_outgrow_its_limit_is_refused_as_a_whole() -> None:
    full = {f"s{number}": MAP["design"] for number in range(5_000)}
    with pytest.raises(TooManyElements):
        plan_what_if(full, [add("more", kind="step", name="More")], reading=READING)


def test_a_chain_of_any_length_comes_to_an_end() -> None:
    chain = [add(f"n{number}", kind="note", note="idea", text="x", about=f"n{number + 1}") for number in range(500)]
    answered = refused(chain)
    assert answered[-1] == (499, "n499", "loose_end")
    assert len(answered) >= 20


_fields = st.sampled_from([{"people": 2}, {"people": None}, {"wait_time": "2d"}, {"name": "Build"}, {"x": 7}])
_edits = st.lists(
    st.one_of(
        st.builds(lambda key, fields: put(key, **fields), st.sampled_from(["design", "test", "new"]), _fields),
        st.builds(remove, st.sampled_from(["design", "test", "way", "burst", "new"])),
        st.just(add("new", kind="step", name="New", process_time="1h")),
        st.builds(
            arrow,
            st.sampled_from(["a", "b"]),
            st.sampled_from(["design", "new"]),
            st.sampled_from(["test", "new"]),
        ),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_edits)
def test_without_the_refused_edits_the_others_are_done(edits: list[dict[str, Any]]) -> None:
    try:
        plan = plan_what_if(MAP, edits, reading=READING)
    except EditsRefused as error:
        out = {refusal.index for refusal in error.refusals}
        rest = [edit for index, edit in enumerate(edits) if index not in out]
        if not rest:
            return
        plan = plan_what_if(MAP, rest, reading=READING)
    wanted = apply_changes(MAP, plan.changes)
    again = net_edits(plan.changes)
    if again:
        assert apply_changes(MAP, plan_edits(MAP, again, reading=READING).changes) == wanted
    else:
        assert wanted == MAP
