"""What is missing or broken withholds what it touches, and says so by name."""

import pytest

from tests.metrics.build import DAY, MapSketch, demand, missing_fields, problem_codes


def test_missing_is_not_zero() -> None:
    sketch = MapSketch()
    sketch.chain(
        sketch.step("refine", wait=3 * DAY, work=DAY),
        sketch.step("review", work=DAY, name="Code review"),
        sketch.step("build", wait=DAY, work=2 * DAY),
    )
    metrics = sketch.measure()
    assert metrics.lead_time_s is metrics.wait_time_s is metrics.flow_efficiency is metrics.expected_lead_time_s is None
    assert metrics.process_time_s == metrics.effort_s == 4 * DAY
    assert metrics.lower_bound_s == 8 * DAY
    assert (metrics.steps_timed, metrics.steps_total) == (2, 3)
    assert metrics.provenance == {}
    sentences = {
        entry.sentence for entry in metrics.missing if entry.element == "review" and entry.field == "wait_time"
    }
    assert sentences == {"needs the wait before “Code review”"}


def test_a_way_that_nothing_takes_needs_no_times() -> None:
    sketch = MapSketch()
    sketch.step("decide", wait=0, work=1, complete_accurate=1.0)
    sketch.step("usual", wait=0, work=1, complete_accurate=1.0)
    sketch.step("never")
    sketch.flow("decide", "usual", 1.0)
    sketch.flow("decide", "never", 0.0)
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.expected_lead_time_s, metrics.rolled_complete_accurate) == (2, 2, 1.0)
    assert not any(entry.element == "never" for entry in metrics.missing)
    assert [node.id for node in metrics.counted_path] == ["decide", "usual"]


def test_an_unknown_branch_leaves_the_longest_way_open() -> None:
    sketch = MapSketch()
    sketch.step("fork", wait=0, work=1, split="all", value_class="adding", handoffs=1)
    sketch.step("long", wait=5, work=5, value_class="adding")
    sketch.step("unknown", wait=1, value_class="adding")
    sketch.flow("fork", "long")
    sketch.flow("fork", "unknown")
    metrics = sketch.measure()
    assert metrics.lead_time_s is metrics.process_time_s is metrics.wait_time_s is metrics.value_added_time_s is None
    assert metrics.lower_bound_s == 11
    assert ("unknown", "process_time") in missing_fields(metrics)


def test_shares_that_do_not_add_up() -> None:
    sketch = MapSketch()
    for step in ("decide", "a", "b"):
        sketch.step(step, wait=0, work=1, complete_accurate=0.5)
    sketch.flow("decide", "a", 0.5)
    sketch.flow("decide", "b", 0.4)
    metrics = sketch.measure()
    assert problem_codes(metrics) == {("decide", "forward_shares")}
    assert "“Decide” add up to 90 %" in metrics.problems[0].sentence
    assert metrics.lead_time_s is metrics.expected_lead_time_s is metrics.rolled_complete_accurate is None
    assert metrics.lower_bound_s is None
    assert (metrics.steps["decide"].visits, metrics.steps["a"].visits) == (1, None)


@pytest.mark.parametrize(
    ("shares", "weights"),
    [
        ((0.333, 0.333, 0.333), (1 / 3, 1 / 3, 1 / 3)),
        ((0.3337, 0.3337, 0.3335), (0.3334, 0.3334, 0.3332)),
        ((0.6, None, None), (0.6, 0.2, 0.2)),
        ((None, None, None), (1 / 3, 1 / 3, 1 / 3)),
        ((0.5, 0.5, None), (0.5, 0.5, 0)),
    ],
)
def test_shares_within_tolerance_and_empty_ones(shares: tuple[float | None, ...], weights: tuple[float, ...]) -> None:
    sketch = MapSketch()
    sketch.step("decide", wait=0, work=0)
    for number, share in enumerate(shares):
        sketch.step(f"way{number}", wait=0, work=9)
        sketch.flow("decide", f"way{number}", share)
    metrics = sketch.measure()
    assert metrics.lead_time_s == pytest.approx(9)
    assert [metrics.steps[f"way{number}"].visits for number in range(3)] == pytest.approx(list(weights), abs=1e-4)


@pytest.mark.parametrize("shares", [(0.998, None), (1.0, None), (1.0005, None)])
def test_the_rest_is_never_negative(shares: tuple[float, None]) -> None:
    sketch = MapSketch()
    sketch.step("decide", wait=0, work=0)
    for number, share in enumerate(shares):
        sketch.flow("decide", sketch.step(f"way{number}", wait=0, work=9), share)
    assert sketch.measure().lead_time_s == pytest.approx(9)


def test_shares_are_not_used_where_all_ways_are_taken() -> None:
    sketch = MapSketch()
    sketch.step("fork", wait=0, work=0, split="all")
    for number in range(2):
        sketch.flow("fork", sketch.step(f"way{number}", wait=0, work=9), 0.1)
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.problems) == (9, ())


def test_rework_shares_must_leave_something() -> None:
    sketch = MapSketch()
    sketch.chain(*(sketch.step(step, wait=0, work=1, people=1) for step in ("a", "b", "c")))
    sketch.rework("b", "a", 0.6)
    sketch.flow("b", "c", kind="fifo", share=None)
    sketch.elements["more"] = {**sketch.elements["rework-b-a"], "target": "c", "share": {"value": 0.4}}
    metrics = sketch.measure()
    assert problem_codes(metrics) == {("b", "rework_shares")}
    assert metrics.lead_time_s == 3
    assert metrics.expected_lead_time_s is metrics.effort_s is metrics.throughput_per_day is None


def test_a_rework_share_is_needed() -> None:
    sketch = MapSketch()
    sketch.chain(*(sketch.step(step, wait=0, work=1) for step in ("a", "b", "c")))
    sketch.rework("b", "a")
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.expected_lead_time_s) == (3, None)
    sentences = {entry.sentence for entry in metrics.missing if entry.element == "rework-b-a"}
    assert sentences == {"needs the share that goes back from “B” to “A”"}


def test_rework_almost_without_end_is_named() -> None:
    sketch = MapSketch()
    names = [sketch.step(f"s{number}", wait=0, work=1) for number in range(12)]
    sketch.chain(*names)
    for source, target in zip(names[1:], names, strict=False):
        sketch.rework(source, target, 0.999)
    metrics = sketch.measure()
    assert {code for _, code in problem_codes(metrics)} == {"endless_rework"}
    assert (metrics.lead_time_s, metrics.expected_lead_time_s) == (12, None)


def test_figures_beyond_all_bounds_are_withheld_with_a_sentence() -> None:
    sketch = MapSketch(demand=demand(1e-300))
    sketch.chain(sketch.queue("pile", items=1e300), sketch.step("a", work=1e308), sketch.step("b", wait=0, work=1e308))
    metrics = sketch.measure()
    assert metrics.lead_time_s is metrics.process_time_s is None
    assert ("pile", "out_of_bounds") in problem_codes(metrics)
    assert any("process time" in problem.sentence for problem in metrics.problems)


def test_value_adding_time_needs_every_value_class_on_the_path() -> None:
    sketch = MapSketch()
    sketch.chain(
        sketch.step("a", wait=1, work=3, value_class="adding"),
        sketch.step("b", wait=0, work=4, value_class="necessary"),
        sketch.step("c", wait=0, work=2, value_class="waste"),
    )
    metrics = sketch.measure()
    assert metrics.value_added_time_s == 3
    assert metrics.process_cycle_efficiency == pytest.approx(0.3)
    del sketch.elements["c"]["value_class"]
    metrics = sketch.measure()
    assert metrics.value_added_time_s is metrics.process_cycle_efficiency is None
    assert metrics.flow_efficiency == pytest.approx(0.9)
    assert ("c", "value_class") in missing_fields(metrics)


def test_no_efficiency_of_no_time() -> None:
    sketch = MapSketch()
    sketch.step("a", wait=0, work=0, value_class="adding")
    metrics = sketch.measure()
    assert (metrics.lead_time_s, metrics.flow_efficiency, metrics.provenance) == (0, None, {})
    assert (None, "lead_time") in missing_fields(metrics)


def test_handoffs_sum_what_is_stated_along_the_path() -> None:
    sketch = MapSketch()
    sketch.step("decide", wait=0, work=1, handoffs=2)
    sketch.flow("decide", sketch.step("a", wait=0, work=1, handoffs=4), 0.25)
    sketch.flow("decide", sketch.step("b", wait=0, work=1), 0.75)
    assert sketch.measure().handoffs == pytest.approx(3)
    for step in ("decide", "a"):
        del sketch.elements[step]["handoffs"]
    metrics = sketch.measure()
    assert metrics.handoffs is None
    assert (None, "handoffs") in missing_fields(metrics)
