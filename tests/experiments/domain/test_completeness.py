"""What a current state lacks before a future state is derived: what blocks, and what is only said."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.completeness import Completeness, missing_before_future
from metrics import measure, stream_from_elements
from tests.experiments.domain.sketch import DAY, Map, arrow, chain, changed, stated, step, without

CHARTER: dict[str, Any] = {
    "customer": "product managers",
    "trigger": "feature requested",
    "delivery": "validated by users",
    "demand": {"items": 1, "per": "day"},
}
WHOLE = chain(
    build=step("Build", 2, 0.5, people=stated(2), complete_accurate=stated(0.9), wastes=["waiting"]),
    test=step("Test", 8, 0.5, people=stated(1), complete_accurate=stated(0.8)),
)


def lacks_of(answer: Completeness) -> list[tuple[str, str | None, bool]]:
    return [(lack.code, lack.element, lack.blocks) for lack in answer.lacks]


def test_a_complete_current_state() -> None:
    answer = missing_before_future(CHARTER, WHOLE)
    assert answer.lacks == () and answer.is_complete_enough
    assert answer.sentence == "The current state is complete."


def test_an_empty_map_with_an_empty_charter() -> None:
    answer = missing_before_future({}, {})
    assert lacks_of(answer) == [
        ("no_customer", None, True),
        ("no_trigger", None, True),
        ("no_delivery", None, True),
        ("no_steps", None, True),
    ]
    assert answer.sentence == "4 things are missing before a future state can be derived from this map."


@pytest.mark.parametrize("field", ["customer", "trigger", "delivery"])
def test_whose_stream_it_is_has_to_be_known(field: str) -> None:
    answer = missing_before_future({**CHARTER, field: " "}, WHOLE)
    assert lacks_of(answer) == [(f"no_{field}", None, True)]
    assert answer.sentence == "One thing is missing before a future state can be derived from this map."


@pytest.mark.parametrize(
    ("elements", "lack", "sentence"),
    [
        (
            changed(WHOLE, "test", wait_time=None),
            ("no_wait_time", "test", True),
            "The lead time needs the wait before “Test”.",
        ),
        (
            changed(WHOLE, "build", process_time=None),
            ("no_process_time", "build", True),
            "The lead time needs the process time of “Build”.",
        ),
        ({**WHOLE, "loop": arrow("test", "build")}, ("forward_loop", "loop", True), "mark the arrow back as rework"),
    ],
)
def test_a_lead_time_that_cannot_be_computed_blocks(elements: Map, lack: tuple[str, str, bool], sentence: str) -> None:
    answer = missing_before_future(CHARTER, elements)
    assert not answer.is_complete_enough
    blocking = [found for found in answer.lacks if found.blocks]
    assert blocking and any(sentence in found.sentence for found in blocking)
    assert lack[0] in [found.code for found in blocking]
    if lack[0] != "forward_loop":
        assert lack in lacks_of(answer)


@pytest.mark.parametrize(
    ("charter", "elements", "code", "element", "says"),
    [
        (CHARTER, {**WHOLE, "far": step("Archive")}, "outside", "far", "“Archive” is not connected"),
        (CHARTER, changed(WHOLE, "test", complete_accurate=None), "no_complete_accurate", None, "%C/A is not known"),
        ({**CHARTER, "demand": None}, WHOLE, "no_load", None, "Demand or people are not known"),
        (CHARTER, changed(WHOLE, "build", wastes=None), "no_waste", None, "No waste is marked"),
        (
            CHARTER,
            changed(WHOLE, "test", wait_time=stated(8 * DAY, "guess")),
            "mostly_guesses",
            None,
            "72.7 % of the lead time are guesses",
        ),
    ],
)
def test_what_is_said_and_does_not_block(
    charter: dict[str, Any], elements: Map, code: str, element: str | None, says: str
) -> None:
    answer = missing_before_future(charter, elements)
    assert lacks_of(answer) == [(code, element, False)]
    assert says in answer.lacks[0].sentence
    assert answer.is_complete_enough
    assert answer.sentence.startswith("The current state is complete enough")


def test_rework_without_a_share_is_said_and_does_not_block() -> None:
    answer = missing_before_future(CHARTER, {**WHOLE, "back": arrow("test", "build", "rework")})
    assert answer.is_complete_enough
    assert ("no_load", None, False) in lacks_of(answer)


def test_without_anything_that_takes_time_there_is_no_constraint() -> None:
    idle = chain(build=step("Build", 0, 0), test=step("Test", 0, 0))
    assert ("no_constraint", None, False) in lacks_of(missing_before_future({**CHARTER, "demand": None}, idle))


def test_a_waste_marked_anywhere_counts() -> None:
    unmarked = changed(WHOLE, "build", wastes=None)
    burst = {"kind": "note", "note": "burst", "waste": "waiting", "x": 0, "y": 0}
    for marked in ({**unmarked, "burst": burst}, changed(unmarked, "test", value_class="waste")):
        assert missing_before_future(CHARTER, marked).lacks == ()


@given(st.sets(st.sampled_from([*WHOLE])), st.sets(st.sampled_from(["wait_time", "process_time", "people"])))
def test_a_future_state_is_derived_only_where_the_lead_time_is_known(gone: set[str], unknown: set[str]) -> None:
    elements = without(WHOLE, *gone, *(["build-test"] if gone & {"build", "test"} else []))
    for key in ("build", "test"):
        if key in elements:
            elements = changed(elements, key, **dict.fromkeys(unknown))
    answer = missing_before_future(CHARTER, elements)
    known = measure(stream_from_elements(CHARTER, elements)).lead_time_s is not None
    assert answer.is_complete_enough == known
    assert json.loads(json.dumps(answer.as_json()))["is_complete_enough"] == known
    blocks = [lack.blocks for lack in answer.lacks]
    assert blocks == sorted(blocks, reverse=True)
