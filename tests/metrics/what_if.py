"""What-ifs for tests: small streams, one element of them changed, and the wait that comes of it."""

from typing import Any

from metrics import Stream, stream_from_elements
from metrics.prediction import PredictedWait, Prediction, predict
from tests.metrics.build import DAY, HOUR, MapSketch, demand


def line(**test: Any) -> MapSketch:
    """Design, then Test, at 4 items a day: Test has a load of 0.75 and a stated wait of 3 days."""
    sketch = MapSketch(demand=demand(4))
    fields = {"wait": 3 * DAY, "work": 1.5 * HOUR, "people": 1, **test}
    sketch.chain(sketch.step("design", wait=DAY, work=HOUR, people=1), sketch.step("test", **fields))
    return sketch


def queued(**queue: Any) -> MapSketch:
    """Design, a queue of which Test lives, Test; as `line` otherwise."""
    sketch = MapSketch(demand=demand(4))
    first = sketch.step("design", wait=DAY, work=HOUR, people=1)
    sketch.chain(first, sketch.queue("pile", **queue), sketch.step("test", work=1.5 * HOUR, people=1))
    return sketch


def checked() -> MapSketch:
    """Build, then Check, which sends 20 % back; 2 items a day, so Build has a load of 2 · 1.25 · 2 h ÷ 8 h."""
    sketch = MapSketch(demand=demand(2))
    sketch.chain(
        sketch.step("build", wait=DAY, work=2 * HOUR, people=1, complete_accurate=0.8),
        sketch.step("check", wait=HOUR, work=0, complete_accurate=1),
    )
    sketch.rework("check", "build", 0.2)
    return sketch


def change(sketch: MapSketch, element: str = "test", **fields: Any) -> Stream:
    """The stream of the sketch with other values of one element."""
    elements = {**sketch.elements, element: {**sketch.elements[element], **fields}}
    present = {name: value for name, value in elements[element].items() if value is not None}
    return stream_from_elements(sketch.charter, {**elements, element: present})


def what_if(sketch: MapSketch, element: str = "test", **fields: Any) -> Prediction:
    return predict(sketch.stream(), change(sketch, element, **fields))


def wait_of(prediction: Prediction, element: str = "test") -> PredictedWait:
    (found,) = [wait for wait in prediction.waits if wait.element == element]
    return found
