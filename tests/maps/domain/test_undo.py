"""Taking back: U3 and U4 of docs/PROTOCOL.md, and that undo after undo leads back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maps.domain.changes import Changes, apply_changes, diff_elements, reverse_changes
from maps.domain.elements import Reading
from maps.domain.plan import find_loose_ends, plan_edits
from maps.domain.undo import plan_reversal
from metrics import Calendar
from workshops.errors import WorkshopError

READING = Reading(Calendar(), "estimate")
START: dict[str, dict[str, Any]] = {
    "a": {"kind": "step", "name": "A", "x": 0, "y": 0},
    "b": {"kind": "step", "name": "B", "x": 240, "y": 0},
    "ab": {"kind": "flow", "flow": "push", "source": "a", "target": "b"},
    "note": {"kind": "note", "note": "note", "text": "why", "x": 0, "y": 0, "about": "a"},
}


def do(elements: Any, *edits: Any) -> tuple[dict[str, Any], Changes]:
    changes = plan_edits(elements, list(edits), reading=READING).changes
    return apply_changes(elements, changes), changes


def test_u3_a_field_goes_back_where_it_is_still_mine() -> None:
    mine, changes = do(START, {"do": "set", "id": "a", "fields": {"name": "Mine", "role": "QA"}})
    theirs, _ = do(mine, {"do": "set", "id": "a", "fields": {"role": "Ops"}})
    reversal = plan_reversal(theirs, changes)
    assert reversal.changes == {"a": {"before": {"name": "Mine"}, "after": {"name": "A"}}}
    assert reversal.stayed == ("The role of “Mine” stays, because somebody has changed it since.",)


def test_u4_an_added_element_stays_with_another_persons_value() -> None:
    mine, changes = do(START, {"do": "add", "id": "c", "element": {"kind": "step", "name": "C"}})
    theirs, _ = do(mine, {"do": "set", "id": "c", "fields": {"wait_time": "2d"}})
    reversal = plan_reversal(theirs, changes)
    assert reversal.changes == {}
    assert reversal.stayed == ("“C” stays, because somebody has changed it since.",)


def test_u4_an_added_element_stays_with_another_persons_flow() -> None:
    mine, changes = do(START, {"do": "add", "id": "c", "element": {"kind": "step", "name": "C"}})
    flow = {"kind": "flow", "flow": "push", "source": "b", "target": "c"}
    theirs, _ = do(mine, {"do": "add", "id": "bc", "element": flow})
    reversal = plan_reversal(theirs, changes)
    assert reversal.changes == {}
    assert reversal.stayed == ("“C” stays, because “B → C” is attached to it.",)


def test_a_removed_step_comes_back_with_its_flows_and_notes() -> None:
    removed, changes = do(START, {"do": "remove", "id": "a"})
    assert set(removed) == {"b", "note"}
    assert apply_changes(removed, plan_reversal(removed, changes).changes) == START


def test_a_flow_does_not_come_back_without_its_end() -> None:
    removed, changes = do(START, {"do": "remove", "id": "ab"})
    without_end, _ = do(removed, {"do": "remove", "id": "b"})
    reversal = plan_reversal(without_end, changes)
    assert reversal.changes == {}
    assert len(reversal.stayed) == 1


def test_a_connection_that_was_drawn_again_is_not_doubled() -> None:
    removed, changes = do(START, {"do": "remove", "id": "ab"})
    again, _ = do(removed, {"do": "add", "id": "ab2", "element": START["ab"]})
    assert plan_reversal(again, changes).changes == {}


ids = st.sampled_from(["a", "b", "c", "d"])
nodes = st.builds(
    lambda element_id, name: {"do": "add", "id": element_id, "element": {"kind": "step", "name": name}},
    ids,
    st.sampled_from(["C", "D"]),
)
flows = st.builds(
    lambda element_id, source, target: {
        "do": "add",
        "id": element_id,
        "element": {"kind": "flow", "flow": "push", "source": source, "target": target},
    },
    st.sampled_from(["f1", "f2", "f3"]),
    ids,
    ids,
)
notes = st.builds(
    lambda element_id, about: {
        "do": "add",
        "id": element_id,
        "element": {"kind": "note", "note": "idea", "about": about},
    },
    st.sampled_from(["n1", "n2"]),
    st.sampled_from(["a", "b", "c", "ab", "f1"]),
)
sets = st.builds(
    lambda element_id, name: {"do": "set", "id": element_id, "fields": {"name": name}},
    ids,
    st.sampled_from(["x", "y"]),
)
rewires = st.builds(
    lambda element_id, target: {"do": "set", "id": element_id, "fields": {"target": target}},
    st.sampled_from(["ab", "f1", "f2"]),
    ids,
)
removals = st.builds(
    lambda element_id: {"do": "remove", "id": element_id},
    st.sampled_from(["a", "b", "c", "d", "ab", "f1", "note", "n1"]),
)
requests = st.lists(st.one_of(nodes, flows, notes, sets, rewires, removals), min_size=1, max_size=3)


@given(first=requests, others=st.lists(requests, max_size=4))
def test_undo_never_breaks_the_map_and_redo_of_it_neither(first: Any, others: Any) -> None:
    elements: Any = START
    try:
        elements, changes = do(elements, *first)
    except WorkshopError:
        return
    for edits in others:
        try:
            elements, _ = do(elements, *edits)
        except WorkshopError:
            continue
    reversal = plan_reversal(elements, changes)
    undone = apply_changes(elements, reversal.changes)
    assert find_loose_ends(undone, list(undone)) == []
    redone = apply_changes(undone, plan_reversal(undone, reversal.changes).changes)
    assert find_loose_ends(redone, list(redone)) == []
    if not others:
        assert undone == START
        assert redone == elements


@given(first=requests)
def test_changes_lead_there_and_back(first: Any) -> None:
    try:
        elements, changes = do(START, *first)
    except WorkshopError:
        return
    assert diff_elements(START, elements) == changes
    assert apply_changes(elements, reverse_changes(changes)) == START
