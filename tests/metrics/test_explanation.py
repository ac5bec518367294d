"""Opened figures: their rows are the figures' own values, and what is left out or missing is named."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings

from metrics import Explanation, explain, measure, stream_from_elements
from tests.metrics.build import DAY, HOUR, MapSketch, demand, stated
from tests.metrics.nested import Drawn, Shape, shapes
from tests.metrics.test_any_graph import any_charters, any_elements, numbers_in

SUMS = (
    "lead_time_s",
    "expected_lead_time_s",
    "process_time_s",
    "wait_time_s",
    "effort_s",
    "value_added_time_s",
    "handoffs",
)
ALL = (
    *SUMS[:5],
    "flow_efficiency",
    "value_added_time_s",
    "process_cycle_efficiency",
    "rolled_complete_accurate",
    "takt_time_s",
    "throughput_per_day",
    "wip",
    "handoffs",
    "constraint",
)


def opened(sketch: MapSketch) -> dict[str, Explanation]:
    return {entry.figure: entry for entry in explain(sketch.stream())}


def _sum(entry: Explanation, *parts: str) -> float:
    return math.fsum(row.counted or 0.0 for row in entry.rows if not parts or row.part in parts)


def check_rows(figures: dict[str, Explanation]) -> None:
    """The counted column makes the value, to the last bit."""
    for name in SUMS:
        if (value := figures[name].value) is not None:
            assert _sum(figures[name]) == value, name
    for name, part in (("flow_efficiency", "process"), ("process_cycle_efficiency", "value_adding")):
        if (value := figures[name].value) is not None:
            assert _sum(figures[name], part) / _sum(figures[name]) == value, name
    rolled, takt = figures["rolled_complete_accurate"], figures["takt_time_s"]
    if rolled.value is not None:
        assert math.prod(row.counted for row in rolled.rows if row.counted is not None) == rolled.value
    if takt.value is not None:
        assert _sum(takt, "available") / _sum(takt, "demand") == takt.value
    for name in ("throughput_per_day", "wip"):
        if figures[name].value is not None:
            assert [row.counted for row in figures[name].rows if row.counted is not None] == [figures[name].value]


@given(shapes)
@settings(max_examples=150)
def test_rows_make_the_figures(shape: Shape) -> None:
    drawn = Drawn()
    drawn.sketch.charter = {"demand": demand(3)}
    drawn.draw(shape)
    figures = opened(drawn.sketch)
    check_rows(figures)
    metrics = drawn.sketch.measure()
    assert {name: figures[name].value for name in ALL if name != "constraint"} == {
        name: getattr(metrics, name) for name in ALL if name != "constraint"
    }
    assert tuple(figures) == ALL
    for name in (*SUMS[:6], "wip"):
        if figures[name].value:
            assert sum(figures[name].rests_on.values()) == pytest.approx(1.0)


@given(any_charters, any_elements())
@settings(max_examples=200)
def test_any_graph_is_explained(charter: dict[str, Any], elements: dict[str, dict[str, Any]]) -> None:
    stream = stream_from_elements(charter, elements)
    figures = {entry.figure: entry for entry in explain(stream)}
    answer = [entry.as_json() for entry in figures.values()]
    json.dumps(answer, allow_nan=False)
    assert all(math.isfinite(number) and number >= 0 for number in numbers_in(answer))
    check_rows(figures)
    metrics = measure(stream)
    for entry in figures.values():
        assert (entry.value is None) is bool(entry.needs)
        assert entry.value is None or entry.lower_bound is None
        named = {row.element for row in entry.rows} | {left.element for left in entry.left_out}
        assert named <= {None, *elements}
    assert figures["lead_time_s"].lower_bound == metrics.lower_bound_s


def test_a_row_says_how_often_and_on_what_it_rests() -> None:
    sketch = MapSketch()
    sketch.step("decide", wait=0, work=HOUR)
    sketch.step("detour", wait=HOUR, work=2 * HOUR)
    sketch.elements["detour"]["wait_time"] = stated(HOUR, "walked")
    sketch.step("end", wait=0, work=HOUR)
    sketch.flow("decide", "detour", 0.25)
    sketch.flow("decide", "end", 0.75)
    sketch.flow("detour", "end")
    lead = opened(sketch)["lead_time_s"]
    row = next(row for row in lead.rows if (row.element, row.part) == ("detour", "wait"))
    assert (row.name, row.times, row.each, row.counted, row.source) == ("Detour", 0.25, HOUR, HOUR / 4, "walked")
    assert lead.rests_on == pytest.approx({"guess": 2.5 / 2.75, "walked": 0.25 / 2.75})
    assert any("share of the items" in note for note in lead.notes)


def test_what_is_left_out_is_named() -> None:
    sketch = MapSketch()
    for step, work in (("fork", 1), ("long", 9), ("short", 2), ("join", 1), ("mend", 1), ("loose", 5)):
        sketch.step(step, wait=0, work=work)
    sketch.elements["fork"]["split"] = "all"
    sketch.chain("fork", "long", "join")
    sketch.chain("fork", "short", "join")
    sketch.rework("join", "mend", 0.5)
    sketch.flow("mend", "join")
    sketch.queue("pile", items=4, counts_only=True, about="long")
    figures = opened(sketch)
    reasons = {entry.element: entry.sentence for entry in figures["lead_time_s"].left_out}
    assert reasons.keys() == {"short", "mend", "rework-join-mend", "pile", "loose"}
    assert "parallel way" in reasons["short"]
    assert "Only rework leads there" in reasons["mend"]
    assert "50 % of the items go back" in reasons["rework-join-mend"]
    assert "No arrow" in reasons["loose"]
    assert {entry.element for entry in figures["effort_s"].left_out} == {"pile", "loose"}
    assert {entry.element for entry in figures["expected_lead_time_s"].left_out} == {"short", "pile", "loose"}


def test_needs_are_those_of_the_figure() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=HOUR, work=HOUR), sketch.step("b", work=HOUR, people=1))
    figures = opened(sketch)
    assert figures["lead_time_s"].needs == ("needs the wait before “B”",)
    assert figures["lead_time_s"].lower_bound == figures["expected_lead_time_s"].lower_bound == 3 * HOUR
    assert figures["wait_time_s"].lower_bound == HOUR
    assert figures["process_time_s"].needs == ()
    assert figures["rolled_complete_accurate"].needs == ("needs the %C/A of “A”", "needs the %C/A of “B”")
    assert "needs the people of “A”" in figures["throughput_per_day"].needs
    assert figures["takt_time_s"].needs == (
        "needs the demand: how many items are asked for in a day, a week or a month",
    )


def test_a_queue_derived_from_items_needs_the_demand_and_names_its_rule() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.queue("pile", items=4), sketch.step("a", work=HOUR))
    (needed,) = opened(sketch)["lead_time_s"].needs
    assert needed.startswith("needs the demand")
    sketch.charter = {"demand": demand(2)}
    lead = opened(sketch)["lead_time_s"]
    assert [(row.part, row.counted) for row in lead.rows] == [("queue", 2 * DAY), ("process", HOUR)]
    assert any("the demand rule" in note for note in lead.notes)
    sketch.charter["queue_rule"] = "capacity"
    assert opened(sketch)["lead_time_s"].needs == ("needs the people of “A”",)


def test_alternatives_are_one_factor_of_the_rolled_figure() -> None:
    sketch = MapSketch()
    for step, quality in (("decide", 0.5), ("a", 0.8), ("b", 0.4), ("end", 0.9)):
        sketch.step(step, wait=0, work=1, complete_accurate=quality)
    sketch.flow("decide", "a", 0.25)
    sketch.flow("decide", "b", 0.75)
    sketch.flow("a", "end")
    sketch.flow("b", "end")
    rolled = opened(sketch)["rolled_complete_accurate"]
    assert [(row.element, row.part) for row in rolled.rows] == [
        ("decide", "alternative"),
        ("decide", "factor"),
        ("a", "alternative"),
        ("b", "alternative"),
        ("end", "factor"),
    ]
    assert [row.counted for row in rolled.rows if row.counted] == pytest.approx([0.5 * (0.2 + 0.3), 0.9])
    assert rolled.rests_on == {"guess": 1.0}


def test_both_rules_of_the_constraint_are_shown_where_they_disagree() -> None:
    sketch = MapSketch(demand=demand(4))
    sketch.chain(sketch.step("a", wait=9 * DAY, work=HOUR, people=1), sketch.step("b", wait=0, work=HOUR, people=0.6))
    constraint = opened(sketch)["constraint"]
    assert constraint.unit == "share"
    assert constraint.value == pytest.approx(4 / (0.6 * 8))
    assert "The two rules disagree." in constraint.notes
    evidence = {(row.element, row.part): row.counted for row in constraint.rows}
    assert evidence == pytest.approx(
        {
            ("a", "utilisation"): 0.5,
            ("b", "utilisation"): 4 / 4.8,
            ("a", "pile_up"): 9 * DAY,
            ("b", "pile_up"): 0.0,
        }
    )


def test_a_stream_that_nothing_governs_says_so() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.step("a", wait=0, work=0)
    constraint = opened(sketch)["constraint"]
    assert (constraint.value, constraint.needs) == (
        None,
        ("nothing takes time and nothing waits, so no step governs the stream",),
    )


def test_counted_items_stand_beside_littles_law() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.step("a", wait=9 * DAY, work=DAY, people=10)
    sketch.queue("pile", items=30, counts_only=True, about="a")
    wip = opened(sketch)["wip"]
    assert [(row.part, row.times, row.each, row.counted) for row in wip.rows] == [
        ("throughput_times_lead_time", 1.0, 10.0, 10.0),
        ("counted_items", 1.0, 30.0, None),
    ]
