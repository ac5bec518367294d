"""Shares and quality in a what-if: what comes back changes the load."""

import pytest

from metrics import Stream
from metrics.prediction import predict
from tests.metrics.build import DAY, HOUR, MapSketch, demand, stated
from tests.metrics.what_if import change, checked, wait_of, what_if


def test_shares_change_visits_and_so_the_load() -> None:
    prediction = what_if(checked(), "rework-check-build", share=stated(0))
    wait = wait_of(prediction, "build")
    assert (wait.utilisation_today, wait.utilisation_then) == pytest.approx((0.625, 0.5))
    assert wait.predicted_s == pytest.approx(DAY * 1 / (0.625 / 0.375))
    assert prediction.notes == ()


def test_better_quality_brings_less_back() -> None:
    prediction = what_if(checked(), "build", complete_accurate=stated(0.9))
    assert wait_of(prediction, "build").utilisation_then == pytest.approx(0.5 / 0.9)
    assert prediction.predicted.steps["build"].visits == pytest.approx(1 / 0.9)
    assert "“Check” is taken to send back 10 % to “Build” instead of 20 %" in prediction.notes[0]


def test_a_share_that_was_set_by_hand_does_not_follow_quality() -> None:
    sketch = checked()
    changed = change(sketch, "build", complete_accurate=stated(0.9))
    by_hand = tuple(flow for flow in change(sketch, "rework-check-build", share=stated(0.15)).flows)
    mixed = Stream(changed.calendar, changed.demand, changed.queue_rule, changed.steps, changed.queues, by_hand)
    prediction = predict(sketch.stream(), mixed)
    assert prediction.predicted.steps["build"].visits == pytest.approx(1 / 0.85)
    assert prediction.notes == ()


def test_quality_that_nothing_gets_through_leaves_the_share() -> None:
    sketch = checked()
    sketch.elements["build"]["complete_accurate"] = stated(0.99)
    prediction = what_if(sketch, "build", complete_accurate=stated(0.5))
    assert prediction.predicted.steps["build"].visits == pytest.approx(1.25)
    assert "would send everything back" in prediction.notes[0]


def test_quality_of_all_today_cannot_be_scaled() -> None:
    sketch = checked()
    sketch.elements["build"]["complete_accurate"] = stated(1)
    prediction = what_if(sketch, "build", complete_accurate=stated(0.9))
    assert prediction.predicted.steps["build"].visits == pytest.approx(1.25)
    assert "has 100 % C/A today" in prediction.notes[0]


def test_rework_into_the_queue_before_a_step_follows_its_quality() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.queue("tray", wait_time=HOUR)
    sketch.step("build", work=HOUR, people=1, complete_accurate=0.8)
    sketch.step("check", wait=0, work=0)
    sketch.chain("tray", "build", "check")
    sketch.rework("check", "tray", 0.2)
    prediction = what_if(sketch, "build", complete_accurate=stated(0.9))
    assert prediction.predicted.steps["build"].visits == pytest.approx(1 / 0.9)
