"""Differences of a future state: each with a stable key and a sentence, and what only follows belongs to its cause."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.differences import Difference, align, find_differences
from experiments.domain.effects import find_predicted_waits
from experiments.domain.reasons import Reason, reason_changes
from maps.domain.what_if import with_predicted_waits
from tests.experiments.domain.sketch import DAY, Map, arrow, chain, changed, stated, step, without

NOW = chain(
    design=step("Design", 1, 2, batch_size=stated(10)),
    build=step("Build", 2, 3),
    approve=step("Approve", 4, 0.5),
    test=step("Test", 8, 1),
)


def only(current: Map, future: Map, **options: Any) -> Difference:
    (difference,) = find_differences(current, future, **options)
    return difference


def test_the_same_map_has_no_differences() -> None:
    assert find_differences(NOW, NOW) == ()
    assert reason_changes((), {}).sentence == "Nothing is changed yet: the future state is the current one."


@pytest.mark.parametrize(
    ("element", "fields", "kind", "needs_reason", "sentence"),
    [
        ("test", {"x": 400, "y": 80}, "moved", False, "“Test” is drawn elsewhere."),
        ("test", {"wait_time": stated(4 * DAY)}, "changed", True, "“Test”: wait time 8 d (estimate) → 4 d (estimate)."),
        (
            "test",
            {"wait_time": {"value": 8 * DAY, "source": "measured", "n": 14}},
            "relabelled",
            False,
            "“Test”: wait time 8 d (estimate) → 8 d (measured (14)).",
        ),
        ("test", {"name": "Try out", "x": 9}, "relabelled", False, "“Try out”: name of the step Test → Try out."),
        ("test", {"wastes": ["waiting"]}, "relabelled", False, "“Test”: wastes not stated → waiting."),
        ("design", {"batch_size": stated(1)}, "changed", True, "“Design”: batch size 10 (estimate) → 1 (estimate)."),
        ("design", {"batch_size": None}, "changed", True, "“Design”: batch size 10 (estimate) → not stated."),
        ("test", {"automated": True}, "changed", True, "“Test”: automated not stated → yes."),
        ("test", {"wip_limit": 3}, "changed", True, "“Test”: WIP limit not stated → 3."),
        ("test", {"people": stated(2), "x": 5}, "changed", True, "“Test”: number of people not stated → 2 (estimate)."),
        ("design", {"split": "all"}, "changed", True, "“Design”: split not stated → all at once."),
        ("test", {"value_class": "adding"}, "changed", True, "“Test”: value class not stated → value-adding."),
        ("test", {"complete_accurate": stated(0.9)}, "changed", True, "“Test”: %C/A not stated → 90 % (estimate)."),
        ("build-approve", {"flow": "pull"}, "changed", True, "The push"),
        (
            "build-approve",
            {"target": "test"},
            "rewired",
            True,
            "The push from “Build” to “Approve” now leads from “Build” to “Test”.",
        ),
        (
            "build-approve",
            {"target": "test", "flow": "fifo"},
            "rewired",
            True,
            "The push from “Build” to “Approve” now leads from “Build” to “Test”; kind of flow push → FIFO lane.",
        ),
    ],
)
def test_a_change_of_one_element(
    element: str, fields: dict[str, Any], kind: str, needs_reason: bool, sentence: str
) -> None:
    difference = only(NOW, changed(NOW, element, **fields))
    assert (difference.key, difference.kind, difference.needs_reason) == (element, kind, needs_reason)
    assert difference.belongs_to is None
    assert {field.field for field in difference.fields} == set(fields)
    if element == "build-approve" and kind == "changed":
        sentence = "The pull from “Build” to “Approve”: kind of flow push → pull."
    assert difference.sentence == sentence


def by_key(current: Map, future: Map) -> dict[str, Difference]:
    return {difference.key: difference for difference in find_differences(current, future)}


def test_a_step_put_in_takes_its_arrows_and_the_way_past_it_along() -> None:
    future = {
        **without(NOW, "build-approve"),
        "check": step("Check"),
        "in": arrow("build", "check"),
        "out": arrow("check", "approve"),
    }
    found = by_key(NOW, future)
    assert {key: (one.kind, one.belongs_to, one.needs_reason) for key, one in found.items()} == {
        "check": ("added", None, True),
        "in": ("added", "check", False),
        "out": ("added", "check", False),
        "build-approve": ("removed", "check", False),
    }
    assert found["check"].sentence == "“Check” is added."
    assert found["in"].sentence == "The push from “Build” to “Check” is added."


def test_a_step_taken_out_takes_its_arrows_and_the_way_that_closes_the_gap_along() -> None:
    future = {**without(NOW, "approve", "build-approve", "approve-test"), "short": arrow("build", "test", "pull")}
    found = by_key(NOW, future)
    assert {key: (one.kind, one.belongs_to) for key, one in found.items()} == {
        "approve": ("removed", None),
        "build-approve": ("removed", "approve"),
        "approve-test": ("removed", "approve"),
        "short": ("added", "approve"),
    }
    assert [key for key, one in found.items() if one.needs_reason] == ["approve"]
    assert found["short"].sentence == "The pull from “Build” to “Test” is added."
    assert found["approve-test"].sentence == "The push from “Approve” to “Test” is removed."


def test_two_steps_taken_out_one_after_the_other() -> None:
    future = {
        **without(NOW, "build", "approve", "design-build", "build-approve", "approve-test"),
        "short": arrow("design", "test"),
    }
    found = by_key(NOW, future)
    assert found["short"].belongs_to == "build"
    assert [key for key, one in found.items() if one.needs_reason] == ["build", "approve"]


def test_an_arrow_kept_but_led_to_a_new_step_belongs_to_the_step() -> None:
    future = {**changed(NOW, "build-approve", target="check"), "check": step("Check"), "out": arrow("check", "approve")}
    found = by_key(NOW, future)
    assert (found["build-approve"].kind, found["build-approve"].belongs_to) == ("rewired", "check")
    assert found["build-approve"].sentence.endswith("now leads from “Build” to “Check”.")


def test_an_arrow_between_steps_that_stay_is_a_change_of_its_own() -> None:
    found = by_key(NOW, {**NOW, "back": arrow("test", "build", "rework", share=stated(0.2))})
    assert (found["back"].needs_reason, found["back"].sentence) == (
        True,
        "The rework from “Test” to “Build” is added.",
    )


def test_a_count_before_a_step_goes_with_it() -> None:
    counted = {**NOW, "pile": {"kind": "queue", "items": stated(5), "counts_only": True, "about": "approve"}}
    found = by_key(counted, without(counted, "approve", "build-approve", "approve-test", "pile"))
    assert found["pile"].belongs_to == "approve"
    assert found["pile"].sentence == "The queue is removed."


def test_notes_are_differences_that_need_no_reason() -> None:
    note = {"kind": "note", "note": "burst", "text": "Two testers\nin the morning", "about": "test", "x": 0, "y": 0}
    difference = only(NOW, {**NOW, "note": note})
    assert (difference.needs_reason, difference.name) == (False, "Two testers in the morning")
    assert difference.sentence == "“Two testers in the morning” is added."


def test_a_predicted_wait_is_an_effect_and_no_change() -> None:
    halved = changed(NOW, "test", wait_time=stated(4 * DAY, "guess"))
    effect = only(NOW, halved, predicted_waits_s={"test": 4 * DAY})
    assert (effect.kind, effect.needs_reason) == ("effect", False)
    assert effect.sentence == ("“Test”: wait time 8 d (estimate) → 4 d (guess), as predicted from the other changes.")
    assert only(NOW, halved, predicted_waits_s={"test": 3 * DAY}).kind == "changed"
    assert only(NOW, halved, predicted_waits_s={"build": 4 * DAY}).kind == "changed"
    stated_by_people = changed(NOW, "test", wait_time=stated(4 * DAY))
    assert only(NOW, stated_by_people, predicted_waits_s={"test": 4 * DAY}).kind == "changed"
    with_more = changed(halved, "test", people=stated(2))
    assert only(NOW, with_more, predicted_waits_s={"test": 4 * DAY}).kind == "changed"


def test_waits_that_a_what_if_brought_are_effects_of_its_change() -> None:
    charter = {"demand": {"items": 1, "per": "day"}}
    now = chain(
        build=step("Build", 2, 0.5, people=stated(2)),
        test=step("Test", 8, 0.8, people=stated(1)),
    )
    future = with_predicted_waits(charter, now, changed(now, "test", people=stated(2)))
    assert future["test"]["wait_time"]["value"] < 8 * DAY
    predicted = find_predicted_waits(charter, now, future)
    assert predicted["test"] == pytest.approx(future["test"]["wait_time"]["value"])
    apart = with_predicted_waits(charter, now, changed(now, "test", process_time=stated(0.4 * DAY)))
    waits_alone = {**now, "test": {**now["test"], "wait_time": apart["test"]["wait_time"]}}
    same_load = find_differences(now, waits_alone, predicted_waits_s=find_predicted_waits(charter, now, waits_alone))
    assert [difference.kind for difference in same_load] == ["changed"]


def test_waits_that_follow_from_less_rework_are_effects() -> None:
    charter = {"demand": {"items": 1, "per": "day"}}
    now = chain(
        build=step("Build", 2, 0.5, people=stated(2)),
        test=step("Test", 8, 0.8, people=stated(1)),
    )
    back = {**now, "back": arrow("test", "build", "rework", share=stated(0.2))}
    less_rework = changed(back, "back", share=stated(0.1))
    future = {key: dict(element) for key, element in with_predicted_waits(charter, back, less_rework).items()}
    found = {
        difference.key: difference.kind
        for difference in find_differences(back, future, predicted_waits_s=find_predicted_waits(charter, back, future))
    }
    assert found == {"back": "changed", "build": "effect", "test": "effect"}


def redrawn(elements: Map) -> Map:
    """The same map with ids of its own, as a later session draws it."""
    return {
        f"new-{key}": {
            name: f"new-{value}" if name in ("source", "target", "about") else value for name, value in element.items()
        }
        for key, element in elements.items()
    }


def test_a_map_drawn_anew_is_compared_by_names() -> None:
    assert find_differences(NOW, align(NOW, redrawn(NOW))) == ()
    faster = changed(NOW, "test", wait_time=stated(4 * DAY), name=" test ")
    (difference,) = find_differences(NOW, align(NOW, redrawn(faster)))
    assert (difference.key, difference.kind) == ("test", "changed")
    assert align(NOW, NOW) == NOW


def test_names_that_occur_twice_are_not_guessed_at() -> None:
    twins = chain(one=step("Review"), two=step("Review"))
    assert align(twins, redrawn(twins)) == redrawn(twins)
    assert {difference.kind for difference in find_differences(twins, align(twins, redrawn(twins)))} == {
        "added",
        "removed",
    }


def test_changes_name_a_waste_and_a_reason_or_are_redesign_for_its_own_sake() -> None:
    future = changed(changed(NOW, "design", batch_size=stated(1)), "test", wait_time=stated(4 * DAY))
    future = changed(without(future, "approve", "build-approve", "approve-test"), "build", automated=True, x=7)
    reasons = {
        "design": Reason("waiting", "ten features wait\nfor the first test."),
        "test": Reason("waiting", "  "),
        "build": Reason(None, "it is modern"),
        "gone": Reason("motion", "nobody knows"),
    }
    told = reason_changes(find_differences(NOW, future), reasons)
    standings = {change.difference.key: change.standing for change in told.changes}
    assert standings == {
        "design": "named",
        "build": "for_its_own_sake",
        "test": "reason_missing",
        "approve": "for_its_own_sake",
    }
    sentences = {change.difference.key: change.sentence for change in told.changes}
    assert sentences["design"] == (
        "“Design”: batch size 10 (estimate) → 1 (estimate): it removes waiting, because ten features wait for the "
        "first test."
    )
    assert sentences["test"].endswith("it is to remove waiting; say how.")
    assert sentences["approve"] == (
        "“Approve” is removed: it names no waste that it removes, so it is redesign for its own sake."
    )
    parts = {change.difference.key: change.parts for change in told.changes}
    assert set(parts["approve"]) == {"build-approve", "approve-test"} and parts["design"] == ()
    assert (told.wastes, told.orphans) == (("waiting",), ("gone",))
    assert told.for_their_own_sake == ("build", "approve")
    assert told.sentence == "4 changes; 2 of them name no waste: redesign for its own sake."
    assert (told.along("approve"), told.along("design"), told.along("gone")) == (2, 0, 0)


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ([], "2 changes, none of which names the waste it removes: redesign for its own sake."),
        (["test"], "2 changes; 1 of them names no waste: redesign for its own sake."),
        (["test", "design"], "2 changes, each of which names the waste it removes."),
    ],
)
def test_the_whole_in_words(named: list[str], sentence: str) -> None:
    future = changed(changed(NOW, "design", batch_size=stated(1)), "test", wait_time=stated(4 * DAY))
    reasons = {key: Reason("waiting", "it lies still") for key in named}
    assert reason_changes(find_differences(NOW, future), reasons).sentence == sentence


def test_one_change_in_words() -> None:
    differences = find_differences(NOW, changed(NOW, "design", batch_size=stated(1)))
    assert reason_changes(differences, {}).sentence == (
        "One change, which names no waste that it removes: redesign for its own sake."
    )
    assert reason_changes(differences, {"design": Reason("inventory", "ten lie there")}).sentence == (
        "One change, which names the waste it removes."
    )
    assert reason_changes(differences, {"design": Reason("sloth", "x")}).changes[0].standing == "for_its_own_sake"


_IDS = [*"abcdef"]


@st.composite
def _maps(draw: st.DrawFn) -> Map:
    names = st.sampled_from(["Design", "Build", "Test", None])
    steps: Map = {}
    for key in draw(st.lists(st.sampled_from(_IDS), unique=True, max_size=6)):
        steps[key] = {"kind": "step", "name": draw(names) or key, "x": draw(st.integers(0, 2)), "y": 0}
        if draw(st.booleans()):
            steps[key]["wait_time"] = stated(draw(st.integers(0, 3)) * DAY, draw(st.sampled_from(["guess", "walked"])))
    pairs = [(source, target) for source in steps for target in steps if source != target]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6)) if pairs else []
    arrows = {f"f{number}": arrow(*pair) for number, pair in enumerate(chosen)}
    return {**steps, **arrows}


@given(_maps(), _maps())
def test_of_any_two_maps_each_differing_element_is_told_once(current: Map, future: Map) -> None:
    found = find_differences(current, future)
    keys = [difference.key for difference in found]
    assert sorted(keys) == sorted(key for key in {**current, **future} if current.get(key) != future.get(key))
    needs = [difference.needs_reason for difference in found]
    assert needs == sorted(needs, reverse=True)
    by_id = {difference.key: difference for difference in found}
    for difference in found:
        assert difference.sentence.endswith(".") and difference.sentence[0] != " "
        assert json.loads(json.dumps(difference.as_json()))["key"] == difference.key
        assert (difference.kind == "added") == (difference.key not in current)
        assert (difference.kind == "removed") == (difference.key not in future)
        if difference.belongs_to is not None:
            parent = by_id[difference.belongs_to]
            assert parent.kind in ("added", "removed") and parent.belongs_to is None
            assert not difference.needs_reason


@given(_maps(), _maps())
def test_told_backwards_what_was_added_is_removed(current: Map, future: Map) -> None:
    turned = {"added": "removed", "removed": "added"}
    forth = {one.key: one.kind for one in find_differences(current, future)}
    back = {one.key: one.kind for one in find_differences(future, current)}
    assert back == {key: turned.get(kind, kind) for key, kind in forth.items()}


@given(_maps(), _maps())
def test_aligned_maps_keep_every_element_and_all_references(current: Map, later: Map) -> None:
    aligned = align(current, redrawn(later))
    assert len(aligned) == len(later)
    for element in aligned.values():
        if element["kind"] == "flow":
            assert element["source"] in aligned and element["target"] in aligned
