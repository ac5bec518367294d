"""Maps as large as a file may be: nothing recurses, and the figures are still exact."""

import pytest

from tests.metrics.build import MapSketch

LIMIT = 5_000


def test_a_chain_as_long_as_a_file() -> None:
    sketch = MapSketch()
    sketch.chain(*(sketch.step(f"s{number}", wait=1, work=1, complete_accurate=0.5) for number in range(LIMIT // 2)))
    sketch.rework(f"s{LIMIT // 2 - 1}", "s0", 0.5)
    metrics = sketch.measure()
    assert metrics.lead_time_s == LIMIT
    assert metrics.expected_lead_time_s == pytest.approx(2 * LIMIT)
    assert metrics.rolled_complete_accurate == pytest.approx(0.0)


def test_choices_within_choices() -> None:
    """Every step goes on to the next or skips it; n steps have a mean of about two thirds of them worked."""
    sketch = MapSketch()
    steps = [sketch.step(f"s{number}", wait=0, work=1, complete_accurate=1.0) for number in range(1_000)]
    sketch.chain(*steps)
    sketch.elements["s0"]["complete_accurate"]["value"] = 0.5
    for source, target in zip(steps, steps[2:], strict=False):
        sketch.flow(source, target)
    metrics = sketch.measure()
    assert metrics.lead_time_s == pytest.approx(2 / 3 * 1_000, abs=1)
    assert metrics.rolled_complete_accurate == pytest.approx(0.5)


def test_parallel_work_within_parallel_work() -> None:
    sketch = MapSketch()
    depth = 150
    inner = sketch.step("core", wait=0, work=1)
    entry = leave = inner
    for level in range(depth):
        fork = sketch.step(f"fork{level}", wait=0, work=1, split="all")
        beside = sketch.step(f"beside{level}", wait=0, work=0.5)
        join = sketch.step(f"join{level}", wait=0, work=1)
        sketch.chain(fork, entry)
        sketch.chain(leave, join)
        sketch.chain(fork, beside, join)
        entry, leave = fork, join
    metrics = sketch.measure()
    assert metrics.lead_time_s == 1 + 2 * depth
    assert {step.visits for step in metrics.steps.values()} == {1.0}
