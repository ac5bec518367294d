"""Real items beside the map: per step, in total, several of them as a range, and in sentences."""

from typing import Any

import pytest

from facilitation.domain.real_items import Visit, place_on_map, times_of
from facilitation.domain.results import Spread
from facilitation.domain.walk import StepBeside, Walk, Walked, compare, walked_quantity
from facilitation.domain.walk_findings import find
from facilitation.domain.working_hours import working_hours
from maps.selectors import figures_of
from metrics import Calendar, stream_from_elements

HOUR = 3600.0
DAY = 8 * HOUR


def time_s(value: float) -> dict[str, Any]:
    return {"value": value, "source": "estimate"}


def step(name: str, x: int, wait_s: float | None, process_s: float | None) -> dict[str, Any]:
    times = {"wait_time": wait_s, "process_time": process_s}
    stated = {field: time_s(value) for field, value in times.items() if value is not None}
    return {"kind": "step", "name": name, "x": x, "y": 0, **stated}


def flow(source: str, target: str) -> dict[str, Any]:
    return {"kind": "flow", "flow": "push", "source": source, "target": target}


ELEMENTS = {
    "a": step("Design", 0, DAY, 4 * HOUR),
    "b": step("Build", 100, 2 * DAY, 2 * DAY),
    "c": step("Test", 200, None, HOUR),
    "q": {"kind": "queue", "x": 150, "y": 0, "wait_time": time_s(3 * DAY)},
    "ab": flow("a", "b"),
    "bq": flow("b", "q"),
    "qc": flow("q", "c"),
}


def visit(name: str, wait_s: float | None, process_s: float | None, reason: str = "") -> Visit:
    return Visit(name, wait_time_s=wait_s, process_time_s=process_s, came_back=bool(reason), reason=reason)


def walk(*items: list[Visit], elements: dict[str, Any] = ELEMENTS) -> Walk:
    names = {key: one["name"] for key, one in elements.items() if one["kind"] == "step"}
    hours = working_hours({})
    walked = [
        Walked(str(number), f"Item {number}", times_of(place_on_map(visits, names), hours))
        for number, visits in enumerate(items, start=1)
    ]
    return compare(walked, stream_from_elements({}, elements), figures_of({}, elements))


def at(found: Walk, name: str) -> StepBeside:
    return next(one for one in found.steps if one.name == name)


def sentences(found: Walk) -> dict[str, str]:
    return {one.code: one.sentence for one in find(found, Calendar())}


FIRST = [visit("Design", DAY, 4 * HOUR), visit("Build", 6 * DAY, 2 * DAY), visit("Test", 3 * DAY, 2 * HOUR)]
SECOND = [visit("Design", 3 * DAY, 2 * HOUR), visit("Build", 2 * DAY, DAY), visit("Law", 2 * DAY, HOUR)]


def test_each_step_has_actual_beside_perceived() -> None:
    found = walk(FIRST)
    assert [one.name for one in found.steps] == ["Design", "Build", "Test"]
    build = at(found, "Build").fields["wait_time"]
    assert (build.perceived_s, build.difference_s, build.target) == (2 * DAY, 4 * DAY, "b")
    assert build.actual == Spread(1, 6 * DAY, 6 * DAY, 6 * DAY)


def test_a_wait_in_a_queue_is_compared_with_the_queue_and_belongs_to_it() -> None:
    test = at(walk(FIRST), "Test")
    assert (test.fields["wait_time"].perceived_s, test.fields["wait_time"].target) == (3 * DAY, "q")
    assert test.fields["process_time"].target == "c"
    both = ELEMENTS | {"c": ELEMENTS["c"] | {"wait_time": time_s(DAY)}}
    wait = at(walk(FIRST, elements=both), "Test").fields["wait_time"]
    assert (wait.perceived_s, wait.target) == (4 * DAY, None)


def test_several_items_are_a_range_with_their_number() -> None:
    wait = at(walk(FIRST, SECOND), "Design").fields["wait_time"]
    assert wait.actual == Spread(2, 2 * DAY, DAY, 3 * DAY)
    assert wait.actual is not None
    quantity = walked_quantity(wait.actual.as_json())
    assert quantity == {"value": 2 * DAY, "low": DAY, "high": 3 * DAY, "source": "walked", "n": 2}
    assert walked_quantity(wait.actual.as_json(), 4 * DAY)["high"] == 4 * DAY
    alone = walked_quantity(Spread(1, DAY, DAY, DAY).as_json())
    assert alone == {"value": DAY, "source": "walked", "n": 1}


def test_the_totals_are_sums_and_a_ratio_of_sums() -> None:
    totals = {one.figure: one for one in walk(FIRST, SECOND).totals}
    lead = totals["lead_time_s"]
    assert lead.perceived == pytest.approx(8 * DAY + 5 * HOUR)
    assert lead.actual is not None
    assert (lead.actual.low, lead.actual.high) == (67 * HOUR, 102 * HOUR)
    efficiency = totals["flow_efficiency"].actual
    assert efficiency is not None
    assert efficiency.median == pytest.approx((22 + 11) / (102 + 67))


def test_the_headline_says_the_difference_and_where_it_lies() -> None:
    told = sentences(walk(FIRST))
    assert told["headline"] == (
        "“Item 1” took 12.8 d from arrival to delivery; the map says 8.6 d: 4.1 d longer than thought."
    )
    assert (
        told["largest_difference"] == "The largest difference is the wait before “Build”: 6 d where the map says 2 d."
    )
    assert told["flow_efficiency"] == "Of 12.8 d, somebody worked on it for 2.8 d: flow efficiency 21.6 %."
    both = sentences(walk(FIRST, SECOND))
    assert both["headline"] == (
        "2 items took 8.4 d to 12.8 d from arrival to delivery, 10.6 d in the middle; the map says 8.6 d: 1.9 d longer "
        "than thought."
    )
    assert both["not_on_the_map"] == "“Law” is not on the map: 2.1 d were spent there."
    assert "never_passed" not in both
    partly = sentences(walk(FIRST, [visit("Design", DAY, None)]))
    assert partly["headline"].startswith("“Item 1” took 12.8 d")
    assert partly["incomplete"] == "“Item 2” took at least 1 d; it needs how long it was worked on at “Design”."


def test_rework_is_told_with_its_reason() -> None:
    found = walk([*FIRST, visit("Build", 0, DAY, "Criteria missing"), visit("Test", 0, HOUR)])
    assert sentences(found)["rework"] == (
        "“Item 1” came back: “Build” and “Test” worked again 2 times, which took 1.1 d. Why: Criteria missing."
    )
    build = at(found, "Build")
    assert (build.rework_visits, build.rework_time_s) == (1, DAY)
    assert build.fields["process_time"].actual == Spread(1, 2 * DAY, 2 * DAY, 2 * DAY)


def test_an_item_that_does_not_say_all_is_told_as_at_least() -> None:
    told = sentences(walk([visit("Design", DAY, None)]))
    assert told["incomplete"] == "“Item 1” took at least 1 d; it needs how long it was worked on at “Design”."
    assert told["never_passed"] == "The item did not pass “Build” and “Test”."


def test_a_map_without_times_takes_what_the_item_knows() -> None:
    empty = {key: {**one, "wait_time": None, "process_time": None} for key, one in ELEMENTS.items()}
    bare = {key: {name: value for name, value in one.items() if value is not None} for key, one in empty.items()}
    found = walk(FIRST, elements=bare)
    assert at(found, "Design").fields["wait_time"].perceived_s is None
    assert sentences(found)["headline"].endswith("; the map does not say yet how long that takes.")
    assert find(walk(), Calendar()) == []
