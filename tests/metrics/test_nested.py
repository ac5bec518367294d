"""Generated nests of rows, alternatives, parallel work, rework and queues: figures against composed values."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import QueueFigures, StepFigures, StreamMetrics, stream_order
from tests.metrics.build import DAY, demand
from tests.metrics.nested import (
    PEOPLE,
    Drawn,
    Shape,
    effort_of,
    large_shape,
    one_pass_of,
    quality_of,
    shapes,
    time_of,
)

NEARLY = 1e-9


def _drawn(shape: Shape) -> Drawn:
    drawn = Drawn()
    drawn.sketch.charter = {"demand": demand(3)}
    drawn.draw(shape)
    return drawn


def _node_figures(metrics: StreamMetrics) -> dict[str, StepFigures | QueueFigures]:
    return {**metrics.steps, **metrics.queues}


def _check(shape: Shape) -> StreamMetrics:
    """Every figure against the value composed from the parts of the shape, apart from any graph."""
    drawn = _drawn(shape)
    metrics = drawn.sketch.measure()
    assert metrics.problems == ()
    last_s = 2.0
    assert metrics.lead_time_s == pytest.approx(time_of(shape, expected=False) + last_s, rel=NEARLY)
    assert metrics.expected_lead_time_s == pytest.approx(time_of(shape, expected=True) + last_s, rel=1e-6)
    assert metrics.effort_s == pytest.approx(effort_of(shape) + last_s / 2, rel=1e-6)
    assert metrics.rolled_complete_accurate == pytest.approx(quality_of(shape), rel=NEARLY)
    counted = one_pass_of(shape)
    if counted.is_clear:
        assert metrics.process_time_s == pytest.approx(counted.process + last_s / 2, rel=NEARLY)
        assert metrics.wait_time_s == pytest.approx(counted.wait + last_s / 2, rel=NEARLY)
        assert metrics.value_added_time_s == metrics.process_time_s

    figures = _node_figures(metrics)
    assert {node: figure.visits for node, figure in figures.items()} == pytest.approx(drawn.visits, rel=1e-6)
    assert {node: figure.one_pass_visits for node, figure in figures.items()} == pytest.approx(
        drawn.one_pass, rel=NEARLY
    )
    for node, step in metrics.steps.items():
        work_s = step.process_time_s or 0.0
        assert step.utilisation == pytest.approx(3 * drawn.visits[node] * work_s / (PEOPLE * DAY), rel=1e-6)
    return metrics


@given(shapes)
@settings(max_examples=300)
def test_figures_compose(shape: Shape) -> None:
    _check(shape)


@given(st.integers(0, 2**32))
@settings(max_examples=40)
def test_figures_of_large_nests_compose(seed: int) -> None:
    metrics = _check(large_shape(random.Random(seed)))
    assert metrics.steps_timed == metrics.steps_total


def test_large_nests_are_large() -> None:
    sizes = [len(_drawn(large_shape(random.Random(seed))).visits) for seed in range(20)]
    assert 250 < sum(sizes) / len(sizes) <= max(sizes) <= 300


@given(shapes)
@settings(max_examples=150)
def test_the_ladder_adds_up(shape: Shape) -> None:
    drawn = _drawn(shape)
    metrics = drawn.sketch.measure()
    figures = _node_figures(metrics)
    waits = sum(node.weight * (figures[node.id].wait_time_s or 0.0) for node in metrics.counted_path)
    works = sum(
        node.weight * (metrics.steps[node.id].process_time_s or 0.0)
        for node in metrics.counted_path
        if node.id in metrics.steps
    )
    assert metrics.wait_time_s == pytest.approx(waits, rel=NEARLY)
    assert metrics.process_time_s == metrics.value_added_time_s == pytest.approx(works, rel=NEARLY)
    assert metrics.lead_time_s == pytest.approx(waits + works, rel=NEARLY)
    assert sum(metrics.provenance.values()) == pytest.approx(1.0)

    order = stream_order(drawn.sketch.stream())
    places = {node: place for place, node in enumerate(order)}
    assert [node.id for node in metrics.counted_path] == [
        node for node in order if node in {path.id for path in metrics.counted_path}
    ]
    for flow in drawn.sketch.stream().flows:
        assert flow.rework or places[flow.source] < places[flow.target]


@given(shapes)
@settings(max_examples=100)
def test_a_missing_time_withholds_the_lead_time_and_leaves_a_lower_bound(shape: Shape) -> None:
    drawn = _drawn(shape)
    whole = drawn.sketch.measure()
    assert whole.lead_time_s is not None
    first = next(node for node, element in drawn.sketch.elements.items() if element["kind"] == "step")
    del drawn.sketch.elements[first]["process_time"]
    metrics = drawn.sketch.measure()
    assert metrics.lead_time_s is None
    assert metrics.expected_lead_time_s is None
    assert metrics.lower_bound_s is not None
    assert metrics.lower_bound_s <= whole.lead_time_s * (1 + NEARLY)
    assert (first, "process_time") in {(entry.element, entry.field) for entry in metrics.missing}
    assert metrics.steps_timed == metrics.steps_total - 1
