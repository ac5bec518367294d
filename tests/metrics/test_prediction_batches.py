"""What batches add to a predicted wait, and what a stated wait held of them already."""

import pytest

from metrics.prediction import Variability, mean_wait_s
from tests.metrics.build import DAY, HOUR, stated
from tests.metrics.what_if import line, wait_of, what_if


def test_a_batch_adds_collecting_and_work_on_the_others() -> None:
    """(5 − 1) ÷ 2 ÷ 4 a day, and (5 − 1) ÷ 2 · 1.5 h."""
    prediction = what_if(line(), batch_size=stated(5))
    assert wait_of(prediction).predicted_s == pytest.approx(3 * DAY + DAY / 2 + 3 * HOUR)
    assert "a batch of 5 adds 7 h" in wait_of(prediction).sentence
    assert prediction.method is None


def test_a_smaller_batch_takes_off_what_the_stated_wait_held_of_it() -> None:
    wait = wait_of(what_if(line(batch_size=5), batch_size=stated(3)))
    assert wait.predicted_s == pytest.approx(3 * DAY - (DAY / 2 + 3 * HOUR) / 2)
    assert "7 h of the stated wait come from the batch of 5, a batch of 3 makes 3.5 h" in wait.sentence


def test_a_batch_that_explains_more_than_the_wait_leaves_nothing_of_it() -> None:
    wait = wait_of(what_if(line(batch_size=50), batch_size=stated(1)))
    assert wait.predicted_s == 0
    assert "which is more than the stated wait" in wait.sentence


def test_people_shorten_the_queueing_and_not_the_batch() -> None:
    """Of the stated 3 days 7 hours are the batch of 5; only the rest goes with the load."""
    wait = wait_of(what_if(line(batch_size=5), people=stated(2)))
    ratio = mean_wait_s(2, 0.375, 1.0, Variability()) / mean_wait_s(1, 0.75, 1.0, Variability())
    assert wait.predicted_s == pytest.approx((3 * DAY - 7 * HOUR) * ratio + 7 * HOUR)
    assert "7 h come from the batch of 5 and stay" in wait.sentence


def test_a_batch_of_a_way_that_few_items_take_collects_longer() -> None:
    sketch = line()
    sketch.step("special", wait=DAY, work=0, people=1)
    sketch.elements["push-design-test"]["share"] = stated(0.75)
    sketch.flow("design", "special", 0.25)
    prediction = what_if(sketch, "special", batch_size=stated(3))
    assert wait_of(prediction, "special").predicted_s == pytest.approx(2 * DAY)


def test_what_a_batch_does_needs_the_demand() -> None:
    sketch = line()
    sketch.charter.clear()
    wait = wait_of(what_if(sketch, batch_size=stated(5)))
    assert wait.predicted_s == 3 * DAY
    assert wait.sentence == "3 d stand as stated: what the batch of “Test” does to it needs the demand."
