"""What edits mean and forbid: E1 to E6 of docs/PROTOCOL.md."""

from typing import Any

import pytest

from maps.domain.changes import apply_changes
from maps.domain.elements import Reading
from maps.domain.errors import ElementGone, FlowTwice, IdTaken, LooseEnd
from maps.domain.plan import Plan, plan_edits
from metrics import Calendar
from workshops.errors import InvalidInput

READING = Reading(Calendar(), "estimate")
ELEMENTS: dict[str, dict[str, Any]] = {
    "build": {"kind": "step", "name": "Development", "x": 0, "y": 0},
    "test": {"kind": "step", "name": "Test", "x": 240, "y": 0, "wait_time": {"value": 3600, "source": "guess"}},
    "queue": {"kind": "queue", "x": 120, "y": 0, "counts_only": True, "about": "test"},
    "flow": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
    "note": {"kind": "note", "note": "idea", "text": "one two three", "x": 0, "y": 200, "about": "flow"},
}


def plan(*edits: Any) -> Plan:
    return plan_edits(ELEMENTS, list(edits), reading=READING)


def test_add_gives_normal_form() -> None:
    element = {"kind": "step", "name": "Release", "process_time": "2h-4h", "people": 2, "role": None, "wastes": []}
    changes = plan({"do": "add", "id": "release", "element": element}).changes
    assert changes == {
        "release": {
            "before": None,
            "after": {
                "kind": "step",
                "x": 0,
                "y": 0,
                "name": "Release",
                "process_time": {"value": 10800, "low": 7200, "high": 14400, "source": "estimate"},
                "people": {"value": 2, "source": "estimate"},
            },
        }
    }


def test_set_holds_only_what_changed() -> None:
    changes = plan(
        {"do": "set", "id": "build", "fields": {"name": "Development", "role": "Engineering"}, "saw": {}}
    ).changes
    assert changes == {"build": {"before": {"role": None}, "after": {"role": "Engineering"}}}


def test_setting_null_clears() -> None:
    changes = plan({"do": "set", "id": "test", "fields": {"wait_time": None}}).changes
    assert changes["test"]["after"] == {"wait_time": None}
    assert "wait_time" not in apply_changes(ELEMENTS, changes)["test"]


def test_an_edit_that_changes_nothing_has_no_changes() -> None:
    assert plan({"do": "set", "id": "build", "fields": {"name": "Development"}}).changes == {}


def test_e1_removing_takes_flows_and_abouts_along() -> None:
    changes = plan({"do": "remove", "id": "test"}).changes
    assert set(changes) == {"test", "flow", "queue", "note"}
    assert changes["flow"]["after"] is None
    assert changes["queue"] == {"before": {"about": "test"}, "after": {"about": None}}
    assert changes["note"] == {"before": {"about": "flow"}, "after": {"about": None}}


@pytest.mark.parametrize(
    ("flow", "error"),
    [
        ({"source": "build", "target": "nowhere"}, LooseEnd),
        ({"source": "build", "target": "note"}, LooseEnd),
        ({"source": "build", "target": "build"}, LooseEnd),
        ({"source": "build", "target": "test"}, FlowTwice),
    ],
)
def test_e2_flows_join_two_steps_or_queues_once(flow: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        plan({"do": "add", "id": "new", "element": {"kind": "flow", "flow": "push", **flow}})


def test_e2_another_kind_of_flow_may_join_the_same_two() -> None:
    rework = {"kind": "flow", "flow": "rework", "source": "build", "target": "test", "share": 0.2}
    assert set(plan({"do": "add", "id": "back", "element": rework}).changes) == {"back"}


def test_e2_a_flow_may_come_before_its_end_within_one_request() -> None:
    flow = {"kind": "flow", "flow": "push", "source": "test", "target": "release"}
    step = {"kind": "step", "name": "Release", "x": 480, "y": 0}
    changes = plan({"do": "add", "id": "out", "element": flow}, {"do": "add", "id": "release", "element": step}).changes
    assert set(changes) == {"out", "release"}


def test_e3_texts_merge_and_lose_no_word() -> None:
    edit = {"do": "set", "id": "note", "fields": {"text": "one two four"}, "saw": {"text": "one two"}}
    assert plan(edit).changes["note"]["after"] == {"text": "one two three four"}


def test_e4_other_fields_are_replaced_and_said_so() -> None:
    edit = {"do": "set", "id": "test", "fields": {"wait_time": "2h"}, "saw": {"wait_time": None}}
    result = plan(edit)
    assert result.changes["test"]["after"] == {"wait_time": {"value": 7200, "source": "estimate"}}
    assert result.replaced == {"test": ["wait_time"]}


def test_e4_a_value_that_was_seen_is_not_replaced() -> None:
    saw = {"wait_time": {"value": 3600, "source": "guess"}}
    assert plan({"do": "set", "id": "test", "fields": {"wait_time": "2h"}, "saw": saw}).replaced == {}


def test_e5_an_absent_field_was_seen_as_null() -> None:
    assert plan({"do": "set", "id": "build", "fields": {"role": "QA"}, "saw": {"role": None}}).replaced == {}


def test_e6_an_element_that_is_gone() -> None:
    for edit in ({"do": "set", "id": "gone", "fields": {"name": "x"}}, {"do": "remove", "id": "gone"}):
        with pytest.raises(ElementGone) as caught:
            plan(edit)
        assert caught.value.details == {"element": "gone"}


def test_an_id_is_taken_once() -> None:
    with pytest.raises(IdTaken):
        plan({"do": "add", "id": "build", "element": {"kind": "note", "note": "note"}})


def test_all_or_nothing() -> None:
    before = {element_id: dict(element) for element_id, element in ELEMENTS.items()}
    with pytest.raises(ElementGone):
        plan({"do": "remove", "id": "build"}, {"do": "remove", "id": "gone"})
    assert before == ELEMENTS


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"name": "  "}, "edits.0.fields.name"),
        ({"name": None}, "edits.0.fields.name"),
        ({"name": "x" * 201}, "edits.0.fields.name"),
        ({"wait_time": "3"}, "edits.0.fields.wait_time"),
        ({"wait_time": -1}, "edits.0.fields.wait_time"),
        ({"wait_time": float("nan")}, "edits.0.fields.wait_time"),
        ({"wait_time": {"value": "3d", "low": "4d"}}, "edits.0.fields.wait_time"),
        ({"wait_time": {"low": 1}}, "edits.0.fields.wait_time"),
        ({"wait_time": {"value": 1, "source": "rumour"}}, "edits.0.fields.wait_time"),
        ({"wait_time": {"value": 1, "colour": "red"}}, "edits.0.fields.wait_time"),
        ({"complete_accurate": 1.2}, "edits.0.fields.complete_accurate"),
        ({"people": 0}, "edits.0.fields.people"),
        ({"people": 1.5}, "edits.0.fields.people"),
        ({"uptime": 0}, "edits.0.fields.uptime"),
        ({"wip_limit": True}, "edits.0.fields.wip_limit"),
        ({"value_class": "great"}, "edits.0.fields.value_class"),
        ({"wastes": ["laziness"]}, "edits.0.fields.wastes"),
        ({"x": "left"}, "edits.0.fields.x"),
        ({"kind": "note"}, "edits.0.fields.kind"),
        ({"colour": "red"}, "edits.0.fields.colour"),
    ],
)
def test_values_outside_their_range_are_named_by_place(fields: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan({"do": "set", "id": "build", "fields": fields})
    assert [problem.place for problem in caught.value.problems] == [place]


@pytest.mark.parametrize("edits", [None, {}, [], [None], [{"do": "paint", "id": "build"}], [{"do": "set", "id": 7}]])
def test_what_is_no_edit_is_refused(edits: Any) -> None:
    with pytest.raises(InvalidInput):
        plan_edits(ELEMENTS, edits, reading=READING)


def test_half_a_surrogate_and_nul_do_not_reach_the_database() -> None:
    edit = {"do": "set", "id": "note", "fields": {"text": "a\x00b\ud800c \u202eright to left 👩‍👩‍👧"}}
    text = plan(edit).changes["note"]["after"]["text"]  # type: ignore[index]
    assert text == "ab\ufffdc \u202eright to left 👩‍👩‍👧"
