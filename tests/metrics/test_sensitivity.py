"""The tornado: each bar against the figures of a stream in which that one value really is another one."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import Quantity, Stream, measure, stream_from_elements
from metrics.sensitivity import Bar, Sensitivity, tornado
from tests.metrics.build import HOUR, MapSketch, demand, stated
from tests.metrics.nested import Drawn, Shape, shapes
from tests.metrics.test_any_graph import any_charters, any_elements, forward_graphs, numbers_in

SOURCES = ("guess", "estimate", "walked", "measured")


def with_value(stream: Stream, bar: Bar, value: float) -> Stream:
    """The stream with that one value; other forward shares of the split are scaled to what is left."""
    if bar.field != "share":
        changed_field: dict[str, Any] = {bar.field: Quantity(value, bar.source)}
        if step := stream.steps.get(bar.element):
            return replace(stream, steps={**stream.steps, bar.element: replace(step, **changed_field)})
        queue = replace(stream.queues[bar.element], **changed_field)
        return replace(stream, queues={**stream.queues, bar.element: queue})
    flow = next(flow for flow in stream.flows if flow.id == bar.element)
    others = [other for other in stream.flows if other.source == flow.source and not other.rework and other != flow]
    rest = sum(other.share.value if other.share else 0.0 for other in others)
    empty = sum(other.share is None for other in others)
    scale = (1 - value) / (1 - bar.value)

    def changed(share: Quantity | None) -> Quantity:
        return Quantity((share.value if share else (1 - bar.value - rest) / empty) * scale)

    new_flows = {flow.id: replace(flow, share=Quantity(value))}
    if not flow.rework:
        new_flows |= {other.id: replace(other, share=changed(other.share)) for other in others}
    return replace(stream, flows=tuple(new_flows.get(other.id, other) for other in stream.flows))


def check_bars(stream: Stream, found: Sensitivity) -> None:
    assert [bar.swing_s for bar in found.bars] == sorted((bar.swing_s for bar in found.bars), reverse=True)
    for bar in found.bars:
        assert bar.low <= bar.value <= bar.high
        for value, told_s in ((bar.low, bar.lead_time_low_s), (bar.high, bar.lead_time_high_s)):
            really_s = measure(with_value(stream, bar, value)).expected_lead_time_s
            assert told_s == pytest.approx(really_s, rel=1e-6, abs=1e-6)


def _stated_apart(sketch: MapSketch, draws: Iterator[str]) -> MapSketch:
    """Gives every quantity a source of its own."""
    for element in sketch.elements.values():
        for quantity in element.values():
            if isinstance(quantity, dict):
                quantity["source"] = next(draws)
    return sketch


@given(shapes, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_bars_are_the_lead_times_of_changed_streams(shape: Shape, chance: Any) -> None:
    drawn = Drawn()
    drawn.draw(shape)
    sketch = _stated_apart(drawn.sketch, iter(lambda: chance.choice(SOURCES), None))
    stream = sketch.stream()
    found = tornado(stream)
    assert found.lead_time_s == measure(stream).expected_lead_time_s
    assert found.needs == found.notes == ()
    assert not any(bar.source == "measured" for bar in found.bars)
    check_bars(stream, found)


@given(forward_graphs())
@settings(max_examples=150)
def test_networks_of_parallel_work_and_repair_steps(sketch: MapSketch) -> None:
    stream = sketch.stream()
    found = tornado(stream)
    if found.lead_time_s is None:
        assert found.needs
        assert found.bars == ()
    else:
        check_bars(stream, found)


@given(any_charters, any_elements())
@settings(max_examples=150)
def test_any_graph_has_a_tornado_or_says_what_it_needs(
    charter: dict[str, Any], elements: dict[str, dict[str, Any]]
) -> None:
    answer = tornado(stream_from_elements(charter, elements)).as_json()
    json.dumps(answer, allow_nan=False)
    assert all(math.isfinite(number) and number >= 0 for number in numbers_in(answer))
    assert (answer["lead_time_s"] is None) is bool(answer["needs"])
    assert answer["sentence"].endswith(".")


@pytest.mark.parametrize("rule", ["demand", "capacity"])
def test_queues_follow_what_their_items_are_turned_into_time_with(rule: str) -> None:
    sketch = MapSketch(demand=demand(2), queue_rule=rule)
    sketch.step("decide", wait=HOUR, work=HOUR, people=1)
    sketch.queue("pile", items=6)
    sketch.step("work", work=2 * HOUR, people=2)
    sketch.step("other", wait=0, work=HOUR, people=1)
    sketch.flow("decide", "pile", 0.5)
    sketch.flow("decide", "other", 0.5)
    sketch.chain("pile", "work")
    sketch.rework("work", "pile", 0.2)
    stream = sketch.stream()
    found = tornado(stream)
    fields = {(bar.element, bar.field) for bar in found.bars}
    assert fields >= {("pile", "items"), ("work", "process_time"), ("rework-work-pile", "share")}
    assert sum(bar.field == "share" for bar in found.bars) == 2
    check_bars(stream, found)


def test_a_stated_range_wins_over_the_assumed_one() -> None:
    sketch = MapSketch()
    sketch.step("a", wait=4 * HOUR, work=HOUR)
    sketch.elements["a"]["wait_time"] = {**stated(4 * HOUR, "estimate"), "low": HOUR, "high": 24 * HOUR}
    first, second = tornado(sketch.stream()).bars
    assert (first.field, first.range, first.low, first.high) == ("wait_time", "stated", HOUR, 24 * HOUR)
    assert (first.lead_time_low_s, first.lead_time_high_s, first.swing_s) == (2 * HOUR, 25 * HOUR, 23 * HOUR)
    assert (second.field, second.range, second.low, second.high) == ("process_time", "assumed", HOUR / 2, 2 * HOUR)


def test_the_sentence_names_what_to_check_first() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=8 * HOUR, work=HOUR), sketch.step("b", wait=2 * HOUR, work=HOUR))
    assert tornado(sketch.stream()).sentence == (
        "Check the wait at “A” first: from 4 h to 2 d (assumed for a value that is a guess) it moves the expected lead "
        "time from 1 d to 2.5 d, more than any other value that nobody measured."
    )


def test_nothing_is_uncertain_where_all_is_measured() -> None:
    sketch = MapSketch()
    sketch.step("a")
    for field in ("wait_time", "process_time"):
        sketch.elements["a"][field] = stated(HOUR, "measured")
    found = tornado(sketch.stream())
    assert (found.bars, found.sentence) == ((), "No uncertain value moves the lead time.")


def test_a_shorter_parallel_way_counts_once_it_is_the_longest() -> None:
    sketch = MapSketch()
    sketch.step("fork", wait=0, work=0, split="all")
    sketch.flow("fork", sketch.step("long", wait=0, work=10))
    sketch.flow("fork", sketch.step("short", wait=0, work=8))
    bars = {bar.element: bar for bar in tornado(sketch.stream()).bars}
    assert (bars["short"].lead_time_low_s, bars["short"].lead_time_high_s) == (10, 16)
    assert (bars["long"].lead_time_low_s, bars["long"].lead_time_high_s) == (8, 20)


def test_a_share_at_which_nothing_gets_through_is_named() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=0, work=1), sketch.step("b", wait=0, work=1))
    sketch.rework("b", "a", 0.5)
    sketch.elements["rework-b-a"]["share"] |= {"low": 0.25, "high": 1.0}
    found = tornado(sketch.stream())
    assert found.notes == ("the share that goes from B to A cannot be 100 %: no item would ever get through.",)
    assert "share" not in {bar.field for bar in found.bars}


def test_what_the_lead_time_needs() -> None:
    sketch = MapSketch()
    sketch.step("a", wait=1)
    found = tornado(sketch.stream())
    assert (found.lead_time_s, found.bars, found.needs) == (None, (), ("needs the process time of “A”",))
