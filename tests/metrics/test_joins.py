"""Parallel work: networks, nests, what closes inside its branch and what does not."""

import pytest

from tests.metrics.build import MapSketch, problem_codes


def _steps(sketch: MapSketch, **work: float) -> None:
    for name, work_s in work.items():
        sketch.step(name, wait=0, work=work_s, complete_accurate=0.5)


def _split(sketch: MapSketch, *steps: str) -> None:
    for step in steps:
        sketch.elements[step]["split"] = "all"


def test_a_network_of_parallel_work_is_a_longest_path() -> None:
    sketch = MapSketch()
    _steps(sketch, fork=1, a=5, b=2, c=9, x=10, y=1, join=1)
    _split(sketch, "fork", "b")
    for way in (["fork", "a", "x", "join"], ["fork", "b", "y", "join"], ["b", "x"], ["fork", "c", "y"]):
        sketch.chain(*way)
    metrics = sketch.measure()
    assert metrics.problems == ()
    assert metrics.lead_time_s == 1 + 5 + 10 + 1
    assert [node.id for node in metrics.counted_path] == ["fork", "a", "x", "join"]
    assert {step.visits for step in metrics.steps.values()} == {1.0}
    assert metrics.effort_s == 29
    assert metrics.rolled_complete_accurate == pytest.approx(0.5**7)


def test_networks_may_overlap() -> None:
    sketch = MapSketch()
    _steps(sketch, one=1, other=2, a=3, b=4, join=5)
    _split(sketch, "one", "other")
    for source in ("one", "other"):
        for target in ("a", "b"):
            sketch.flow(source, target)
    sketch.flow("a", "join")
    sketch.flow("b", "join")
    metrics = sketch.measure()
    assert {step.visits for step in metrics.steps.values()} == {1.0}
    assert metrics.lead_time_s == 2 + 4 + 5


def test_alternatives_may_close_at_the_join_itself() -> None:
    sketch = MapSketch()
    _steps(sketch, fork=0, decide=1, quick=1, slow=11, other=3, join=1)
    _split(sketch, "fork")
    sketch.chain("fork", "decide")
    sketch.flow("decide", "quick", 0.5)
    sketch.flow("decide", "slow", 0.5)
    sketch.chain("quick", "join")
    sketch.chain("slow", "join")
    sketch.chain("fork", "other", "join")
    metrics = sketch.measure()
    assert metrics.problems == ()
    assert metrics.lead_time_s == 1 + 6 + 1
    assert metrics.steps["join"].visits == 1
    assert metrics.rolled_complete_accurate == pytest.approx(0.5**5)


def test_alternatives_that_meet_another_branch_are_named() -> None:
    sketch = MapSketch()
    _steps(sketch, fork=1, decide=1, other=1, meet=1, leave=1, after=1)
    _split(sketch, "fork")
    sketch.chain("fork", "decide", "meet", "after")
    sketch.chain("fork", "other", "meet")
    sketch.chain("decide", "leave", "after")
    metrics = sketch.measure()
    assert problem_codes(metrics) == {("decide", "split_not_closed")}
    assert metrics.lead_time_s is metrics.expected_lead_time_s is metrics.rolled_complete_accurate is None
    assert (metrics.steps["fork"].visits, metrics.steps["other"].visits) == (1, 1)
    assert (metrics.steps["meet"].visits, metrics.steps["after"].visits) == (None, None)


def test_rework_within_a_branch_and_around_the_whole() -> None:
    sketch = MapSketch()
    _steps(sketch, fork=2, a=4, b=6, join=2)
    _split(sketch, "fork")
    sketch.chain("fork", "a", "join")
    sketch.chain("fork", "b", "join")
    sketch.step("check", wait=0, work=1)
    sketch.flow("join", "check")
    sketch.rework("check", "fork", 0.5)
    metrics = sketch.measure()
    assert metrics.expected_lead_time_s == pytest.approx(2 * (2 + 6 + 2 + 1))
    assert metrics.effort_s == pytest.approx(2 * (2 + 4 + 6 + 2 + 1))
    assert {step.visits for step in metrics.steps.values()} == {2.0}


def test_the_longest_branch_is_chosen_with_its_rework() -> None:
    sketch = MapSketch()
    _steps(sketch, fork=0, a=10, check=0, b=12, join=0)
    _split(sketch, "fork")
    sketch.chain("fork", "a", "check", "join")
    sketch.chain("fork", "b", "join")
    sketch.rework("check", "a", 0.5)
    metrics = sketch.measure()
    assert metrics.lead_time_s == 12
    assert metrics.expected_lead_time_s == pytest.approx(20)
    assert (metrics.steps["a"].visits, metrics.steps["b"].visits, metrics.steps["join"].visits) == (2, 1, 1)


def test_rework_from_after_the_join_redoes_one_branch() -> None:
    sketch = MapSketch()
    _steps(sketch, fork=0, a=10, b=4, join=2)
    _split(sketch, "fork")
    sketch.chain("fork", "a", "join")
    sketch.chain("fork", "b", "join")
    sketch.rework("join", "b", 0.5)
    metrics = sketch.measure()
    assert metrics.problems == ()
    assert metrics.expected_lead_time_s == pytest.approx(10 + 2 + (4 + 2))
    assert {node: step.visits for node, step in metrics.steps.items()} == pytest.approx(
        {"fork": 1, "a": 1, "b": 2, "join": 2}
    )


@pytest.mark.parametrize("target", ["before", "fork", "b", "after"])
def test_rework_out_of_its_branch_is_named(target: str) -> None:
    sketch = MapSketch()
    _steps(sketch, before=1, fork=1, a=1, b=1, join=1, after=1)
    _split(sketch, "fork")
    sketch.chain("before", "fork", "a", "join", "after")
    sketch.chain("fork", "b", "join")
    sketch.rework("a", target, 0.1)
    metrics = sketch.measure()
    assert problem_codes(metrics) == {("a", "rework_not_closed")}
    assert metrics.lead_time_s == 5
    assert metrics.rolled_complete_accurate is not None
    assert metrics.expected_lead_time_s is metrics.effort_s is None
    assert metrics.steps["join"].one_pass_visits == 1


def test_a_repair_step_inside_its_branch_is_fine() -> None:
    sketch = MapSketch()
    _steps(sketch, fork=1, a=4, check=1, repair=6, b=1, join=1)
    _split(sketch, "fork")
    sketch.chain("fork", "a", "check", "join")
    sketch.chain("fork", "b", "join")
    sketch.rework("check", "repair", 0.5)
    sketch.flow("repair", "join")
    metrics = sketch.measure()
    assert metrics.problems == ()
    assert metrics.expected_lead_time_s == pytest.approx(1 + 4 + 1 + 3 + 1)
    assert metrics.steps["join"].visits == pytest.approx(1)
