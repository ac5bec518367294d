"""What holds for every prediction: no change changes nothing, more load shortens no wait, nothing leaves its bounds."""

import json
import math
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import Stream, explain, measure, stream_from_elements
from metrics.prediction import chance_to_wait, predict, predicted_stream
from tests.metrics.build import DAY, HOUR, MapSketch, demand, stated
from tests.metrics.test_any_graph import any_charters, any_elements

CHANGEABLE: dict[str, dict[str, list[Any]]] = {
    "step": {
        "wait_time": [0.0, 3600.0, 1e300],
        "process_time": [0.0, 1e-300, 60.0, 3600.0, 1e12, 1e300],
        "complete_accurate": [0.0, 0.5, 0.9, 1.0],
        "people": [1, 2, 50, 10**400],
        "uptime": [1e-300, 0.5, 1.0],
        "batch_size": [1, 2, 1e12],
    },
    "queue": {"wait_time": [0.0, 3600.0], "items": [0.0, 5.0, 1e300]},
    "flow": {"share": [0.0, 0.2, 0.5, 1.0]},
}


@st.composite
def what_ifs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A charter, any elements, and the same elements after a few changes and removals."""
    charter, elements = draw(any_charters), draw(any_elements())
    for element in elements.values():
        if element["kind"] == "step":
            element["batch_size"] = draw(st.one_of(st.none(), st.builds(stated, st.sampled_from([1, 5, 1e12]))))
            element["wip_limit"] = draw(st.sampled_from([None, None, 1, 3]))
    changed = {key: dict(element) for key, element in elements.items()}
    for key in draw(st.lists(st.sampled_from(sorted(elements)), max_size=4)):
        fields = CHANGEABLE.get(elements[key]["kind"], {})
        for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=3)) if fields else ():
            changed[key][name] = draw(st.builds(stated, st.sampled_from(fields[name])))
        if elements[key]["kind"] == "step" and draw(st.booleans()):
            changed[key]["wip_limit"] = draw(st.sampled_from([None, 1, 2]))
    for key in draw(st.lists(st.sampled_from(sorted(elements)), max_size=2)):
        changed.pop(key, None)
    return charter, elements, changed


def numbers_in(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(what_ifs())
def test_every_answer_is_in_bounds(case: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
    charter, elements, changed = case
    prediction = predict(stream_from_elements(charter, elements), stream_from_elements(charter, changed))
    for answer in (prediction.as_json(), prediction.predicted.as_json()):
        assert all(math.isfinite(number) and number >= 0 for number in numbers_in(answer))
        json.dumps(answer, allow_nan=False)
    sentences = [*prediction.notes, *prediction.problems, *(wait.sentence for wait in prediction.waits)]
    assert all(sentence.endswith(".") for sentence in [*sentences, prediction.method_sentence])
    for wait in prediction.waits:
        assert (wait.predicted_s is None) == (wait.sentence in prediction.problems)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(any_charters, any_elements())
def test_no_change_is_no_change(charter: dict[str, Any], elements: dict[str, dict[str, Any]]) -> None:
    stream = stream_from_elements(charter, elements)
    prediction = predict(stream, stream_from_elements(charter, elements))
    assert prediction.predicted == prediction.today == measure(stream)
    assert prediction.waits == ()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(any_charters, any_elements())
def test_only_names_and_places_changed_is_no_change(charter: dict[str, Any], elements: dict[str, Any]) -> None:
    renamed = {key: {**element, "y": 7.0, "name": "Other"} for key, element in elements.items()}
    prediction = predict(stream_from_elements(charter, elements), stream_from_elements(charter, renamed))
    assert (prediction.waits, prediction.problems) == ((), ())
    assert prediction.method is None


def one_step(a_day: float, hours: float, people: int, batch: int = 1) -> Stream:
    sketch = MapSketch(demand=demand(a_day))
    sketch.step("test", wait=3 * DAY, work=hours * HOUR, people=people, batch_size=batch)
    return sketch.stream()


def wait_s(today: Stream, changed: Stream) -> float:
    """The wait to expect; one that does not last is longer than any."""
    expected = predict(today, changed).predicted.steps["test"].wait_time_s
    return math.inf if expected is None else expected


_a_day = st.floats(0.05, 12)
_hours = st.floats(0.05, 8)
_people = st.integers(1, 12)
_batch = st.integers(1, 20)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_a_day, _hours, _people, st.tuples(_a_day, _a_day))
def test_more_demand_never_shortens_a_wait(a_day: float, hours: float, people: int, then: tuple[float, float]) -> None:
    today = one_step(a_day, hours, people)
    less, more = (wait_s(today, one_step(per_day, hours, people)) for per_day in sorted(then))
    # What is overloaded already keeps its stated wait while nothing changes, and has none after a change.
    if a_day not in then:
        assert less <= more * (1 + 1e-9)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_a_day, _hours, _people, _batch, st.tuples(_hours, _hours))
def test_more_work_never_shortens_a_wait(
    a_day: float, hours: float, people: int, batch: int, then: tuple[float, float]
) -> None:
    today = one_step(a_day, hours, people, batch)
    less, more = (wait_s(today, one_step(a_day, work, people, batch)) for work in sorted(then))
    if hours not in then:
        assert less <= more * (1 + 1e-9)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_a_day, _hours, _people, _batch, st.tuples(_people, _people))
def test_more_people_never_lengthen_a_wait(
    a_day: float, hours: float, people: int, batch: int, then: tuple[int, int]
) -> None:
    today = one_step(a_day, hours, people, batch)
    few, many = (wait_s(today, one_step(a_day, hours, count, batch)) for count in sorted(then))
    if people not in then:
        assert many <= few * (1 + 1e-9)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_a_day, _hours, _people, _batch, st.tuples(_batch, _batch))
def test_larger_batches_never_shorten_a_wait(
    a_day: float, hours: float, people: int, batch: int, then: tuple[int, int]
) -> None:
    today = one_step(a_day, hours, people, batch)
    small, large = (wait_s(today, one_step(a_day, hours, people, size)) for size in sorted(then))
    assert small <= large * (1 + 1e-9)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(1, 300), st.floats(0, 0.999), st.floats(0, 0.999))
def test_the_chance_to_wait_grows_with_load_and_falls_with_people(people: int, one: float, another: float) -> None:
    low, high = sorted((one, another))
    assert 0 <= chance_to_wait(people, low) <= chance_to_wait(people, high) * (1 + 1e-9) <= 1 + 1e-9
    assert chance_to_wait(people + 1, high) <= chance_to_wait(people, high) * (1 + 1e-9)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(any_charters, any_elements(), any_elements())
def test_a_map_drawn_anew_is_answered(
    charter: dict[str, Any], elements: dict[str, Any], others: dict[str, Any]
) -> None:
    """Nothing needs to stay as it was: under the same id there may be a queue where a step was."""
    today, changed = stream_from_elements(charter, elements), stream_from_elements(charter, others)
    prediction = predict(today, changed)
    assert all(math.isfinite(number) and number >= 0 for number in numbers_in(prediction.predicted.as_json()))
    for opened in explain(predicted_stream(today, changed), prediction.predicted):
        json.dumps(opened.as_json(), allow_nan=False)
        assert opened.value is not None or opened.needs
