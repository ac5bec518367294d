"""Queues before a step respond to a what-if as its own wait does; counted items say nothing about then."""

from typing import Any

import pytest

from metrics import stream_from_elements
from metrics.prediction import Prediction, predict
from tests.metrics.build import DAY, HOUR, MapSketch, demand, stated
from tests.metrics.what_if import line, queued, wait_of, what_if


@pytest.mark.parametrize("queue", [{"wait_time": 3 * DAY}, {"items": 12}])
def test_a_queue_before_the_step_responds_as_its_wait_does(queue: dict[str, float]) -> None:
    prediction = what_if(queued(**queue), process_time=stated(HOUR))
    wait = wait_of(prediction, "pile")
    assert wait.stated_s == pytest.approx(3 * DAY)
    assert wait.predicted_s == pytest.approx(3 * DAY / 4.5)
    assert prediction.predicted.queues["pile"].wait_time_s == wait.predicted_s
    assert wait.name == "the queue before “Test”"


def test_queues_in_a_row_respond_all() -> None:
    sketch = MapSketch(demand=demand(4))
    ids = [sketch.queue("outer", wait_time=9 * DAY), sketch.queue("inner", wait_time=4.5 * DAY)]
    sketch.chain(*ids, sketch.step("test", work=1.5 * HOUR, people=1))
    prediction = what_if(sketch, process_time=stated(HOUR))
    assert [wait.predicted_s for wait in prediction.waits] == pytest.approx([2 * DAY, DAY])


def test_the_batch_of_a_step_without_own_wait_is_in_the_queue_before_it() -> None:
    wait = wait_of(what_if(queued(wait_time=3 * DAY), batch_size=stated(5)), "pile")
    assert wait.predicted_s == pytest.approx(3 * DAY + 7 * HOUR)


@pytest.mark.parametrize("queue", [{"wait_time": 3 * DAY}, {"items": 12}])
def test_a_queue_before_too_much_load_has_no_time(queue: dict[str, float]) -> None:
    prediction = what_if(queued(**queue), process_time=stated(3 * HOUR))
    assert wait_of(prediction, "pile").predicted_s is prediction.predicted.lead_time_s is None
    assert "needs a load of “Test” below 100 %: at 150 % its queue grows without end" in {
        entry.sentence for entry in prediction.predicted.missing
    }


def test_a_queue_whose_wait_was_changed_by_hand_stands_but_never_hides_an_endless_wait() -> None:
    sketch = queued(wait_time=3 * DAY)
    by_hand = {**sketch.elements, "pile": {**sketch.elements["pile"], "wait_time": stated(DAY)}}

    def predicted(**test: Any) -> Prediction:
        elements = {**by_hand, "test": {**by_hand["test"], **test}}
        return predict(sketch.stream(), stream_from_elements(sketch.charter, elements))

    assert wait_of(predicted(process_time=stated(HOUR)), "pile").predicted_s == DAY
    sketch.elements["test"]["wait_time"] = by_hand["test"]["wait_time"] = stated(HOUR)
    assert predicted(process_time=stated(3 * HOUR)).predicted.lead_time_s is None


def test_counted_items_say_nothing_about_another_flow() -> None:
    """Half the items take another way then: the items counted today would pretend twice the time."""
    sketch = queued(items=12)
    del sketch.elements["test"]["people"]
    elements = {
        **sketch.elements,
        "other": {"kind": "step", "x": 99, "name": "Other", "wait_time": stated(0), "process_time": stated(0)},
        "way": {"kind": "flow", "flow": "push", "source": "design", "target": "other"},
    }
    prediction = predict(sketch.stream(), stream_from_elements(sketch.charter, elements))
    wait = wait_of(prediction, "pile")
    assert wait.predicted_s == pytest.approx(3 * DAY)
    assert prediction.predicted.queues["pile"].wait_time_s == pytest.approx(3 * DAY)


def test_counts_beside_predicted_waits_are_left_out_and_said() -> None:
    sketch = line()
    sketch.queue("tray", items=9, counts_only=True, about="test")
    prediction = what_if(sketch, people=stated(2))
    assert (prediction.today.wip_counted, prediction.predicted.wip_counted) == (9, None)
    assert any("Items were counted today" in note for note in prediction.notes)
