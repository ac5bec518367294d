"""Which elements make up the stream, where it starts, and in which order it is told."""

import pytest

from metrics import Calendar, Demand, Stream, stream_from_elements, stream_order
from tests.metrics.build import DAY, MapSketch, missing_fields, problem_codes, stated


def test_defaults_of_an_empty_charter() -> None:
    assert stream_from_elements({}, {}) == Stream(Calendar(8, 5, 20), None, "demand")


def test_null_means_absent() -> None:
    charter = {"demand": None, "calendar": None, "queue_rule": None}
    fields = {"wait_time": None, "split": None, "name": "Build", "x": None, "people": None}
    assert stream_from_elements(charter, {"a": {"kind": "step", **fields}}) == stream_from_elements(
        {}, {"a": {"kind": "step", "name": "Build"}}
    )


def test_charter_is_read() -> None:
    charter = {
        "demand": {"items": 4, "per": "week"},
        "calendar": {"hours_per_day": 6},
        "queue_rule": "capacity",
        "unit": "feature",
    }
    stream = stream_from_elements(charter, {})
    assert (stream.calendar, stream.demand, stream.queue_rule) == (Calendar(6, 5, 20), Demand(4, "week"), "capacity")


def test_notes_information_and_loose_ends_take_no_part() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=1, work=1), sketch.step("b", wait=1, work=1))
    plain = sketch.stream()
    sketch.flow("b", "a", kind="information_electronic")
    sketch.flow("b", "a", kind="information_manual")
    sketch.flow("b", "gone")
    sketch.elements["n"] = {"kind": "note", "note": "burst", "about": "a", "text": "Wait"}
    assert sketch.stream() == plain
    assert sketch.measure().lead_time_s == 4


def test_an_empty_map_needs_a_first_step() -> None:
    metrics = MapSketch().measure()
    assert metrics.lead_time_s is metrics.lower_bound_s is metrics.rolled_complete_accurate is None
    assert metrics.as_json()["missing"][0] == {
        "element": None,
        "field": "demand",
        "sentence": "needs the demand: how many items are asked for in a day, a week or a month",
    }
    assert (None, "steps") in missing_fields(metrics)
    assert (metrics.steps_timed, metrics.steps_total, metrics.counted_path) == (0, 0, ())


def test_steps_without_any_flow_are_all_in_the_stream() -> None:
    sketch = MapSketch()
    sketch.step("a", wait=1, work=2)
    sketch.step("b", wait=2, work=3)
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.effort_s, metrics.outside) == (5, 5, ())


def test_a_step_without_flow_is_outside_while_any_flow_exists() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=1, work=2), sketch.step("b", wait=2, work=3))
    sketch.step("loose")
    metrics = sketch.measure()
    assert metrics.outside == ("loose",)
    assert (metrics.lead_time_s, metrics.steps_total) == (8, 2)
    assert "loose" not in metrics.steps
    assert not any(entry.element == "loose" for entry in metrics.missing)


def test_information_alone_makes_no_stream() -> None:
    sketch = MapSketch()
    sketch.flow(sketch.step("a", wait=1, work=2), sketch.step("b", wait=2, work=3), kind="information_manual")
    assert sketch.measure().outside == ()


def test_several_starts_are_parallel_work() -> None:
    sketch = MapSketch()
    for start, work in (("a", 5), ("b", 7)):
        sketch.step(start, wait=0, work=work, complete_accurate=0.5)
    sketch.step("join", wait=0, work=1, complete_accurate=0.5)
    sketch.flow("a", "join")
    sketch.flow("b", "join")
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.effort_s) == (8, 13)
    assert metrics.rolled_complete_accurate == pytest.approx(0.125)
    assert metrics.steps["join"].visits == 1


def test_rework_to_the_first_step_leaves_it_the_start() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=0, work=4), sketch.step("b", wait=0, work=4))
    sketch.rework("b", "a", 0.5)
    metrics = sketch.measure()
    assert metrics.lead_time_s == 8
    assert metrics.expected_lead_time_s == pytest.approx(16)


@pytest.mark.parametrize("first_gets_rework", [False, True])
def test_a_repair_step_is_worked_in_expected_figures_only(first_gets_rework: bool) -> None:
    sketch = MapSketch()
    sketch.step("repair", wait=0, work=10, complete_accurate=0.1)
    sketch.chain(*(sketch.step(name, wait=0, work=2, complete_accurate=1.0) for name in ("a", "b", "c")))
    sketch.rework("b", "repair", 0.25)
    sketch.flow("repair", "c")
    if first_gets_rework:
        sketch.rework("c", "a", 0.0)
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.rolled_complete_accurate) == (6, 1.0)
    assert metrics.expected_lead_time_s == pytest.approx(6 + 0.25 * 10)
    assert (metrics.steps["repair"].one_pass_visits, metrics.steps["repair"].visits) == (0, 0.25)
    assert metrics.effort_s == pytest.approx(8.5)
    assert "repair" not in {node.id for node in metrics.counted_path}


def test_a_repair_step_without_times_touches_expected_figures_only() -> None:
    sketch = MapSketch()
    sketch.chain(*(sketch.step(name, wait=0, work=2) for name in ("a", "b")))
    sketch.step("repair")
    sketch.rework("b", "repair", 0.25)
    sketch.flow("repair", "b")
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.expected_lead_time_s, metrics.effort_s) == (4, None, None)
    assert {("repair", "wait_time"), ("repair", "process_time")} <= missing_fields(metrics)


def test_stream_order_is_forward_then_by_place() -> None:
    sketch = MapSketch()
    for step, x, y in (
        ("late", 900, 0),
        ("b", 100, 5),
        ("a", 100, 5),
        ("top", 100, 1),
        ("first", 500, 0),
        ("loose", 600, 0),
    ):
        sketch.step(step, x=x, y=y)
    for middle in ("b", "a", "top"):
        sketch.chain("first", middle, "late")
    assert stream_order(sketch.stream()) == ["first", "top", "a", "b", "loose", "late"]


def test_stream_order_survives_a_loop() -> None:
    sketch = MapSketch()
    sketch.chain(*(sketch.step(name) for name in "abc"))
    sketch.flow("c", "b")
    assert stream_order(sketch.stream()) == ["a", "b", "c"]


def test_a_forward_loop_withholds_what_it_touches() -> None:
    sketch = MapSketch()
    sketch.chain(*(sketch.step(name, wait=0, work=1, people=1) for name in "abcd"))
    sketch.flow("c", "b")
    metrics = sketch.measure()
    assert problem_codes(metrics) == {("push-c-b", "forward_loop")}
    assert metrics.problems[0].sentence.endswith("mark the arrow back as rework and give its share.")
    assert "“C” to “B”" in metrics.problems[0].sentence
    assert metrics.lead_time_s is metrics.expected_lead_time_s is metrics.lower_bound_s is None
    assert metrics.counted_path == ()
    assert (metrics.steps["a"].visits, metrics.steps["b"].visits, metrics.steps["d"].visits) == (1, None, None)


def test_a_loop_without_a_way_in_is_named_too() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=0, work=1), sketch.step("b", wait=0, work=1), "a")
    metrics = sketch.measure()
    assert problem_codes(metrics) == {("push-b-a", "forward_loop")}
    assert metrics.lead_time_s is None


def test_a_queue_beside_the_flow_counts_only() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=1, work=1), sketch.step("b", wait=1, work=1))
    sketch.queue("pile", items=9, counts_only=True, about="b")
    sketch.queue("nowhere", items=5, counts_only=True)
    metrics = sketch.measure()
    assert (metrics.wip_counted, metrics.lead_time_s, metrics.outside) == (9, 4, ("nowhere",))
    assert metrics.constraint is not None
    assert metrics.constraint.by_pile_up == "b"


def test_a_queue_in_the_flow_that_counts_only_adds_no_time() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.queue("pile", items=9, wait_time=100, counts_only=True), sketch.step("a", work=1))
    metrics = sketch.measure()
    assert metrics.wip_counted == 9
    assert ("a", "wait_time") in missing_fields(metrics)
    assert metrics.lower_bound_s == 1


def test_the_sources_of_a_quantity_are_kept() -> None:
    sketch = MapSketch(demand={"items": 1, "per": "day"})
    sketch.queue("pile", items=stated(0.5, "measured"))
    sketch.step("work", people=1)
    sketch.elements["work"]["process_time"] = stated(1.5 * DAY, "walked")
    sketch.chain("pile", "work")
    assert sketch.measure().provenance == pytest.approx({"measured": 0.25, "walked": 0.75})
