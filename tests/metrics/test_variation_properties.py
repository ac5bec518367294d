"""What holds for XmR charts of any readings."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics import Reading, SegmentStart, Target, XmrChart, xmr_chart
from metrics.variation import Limits, Measure

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
VALUES = st.lists(st.one_of(st.none(), st.integers(0, 60).map(float)), max_size=40)
MEASURES = st.sampled_from(["time_s", "count", "share", "number"])


def _chart(values: list[float | None], measure: Measure = "number", starts: tuple[int, ...] = ()) -> XmrChart:
    readings = [Reading(START + timedelta(days=place), value) for place, value in enumerate(values)]
    marks = [SegmentStart(START + timedelta(days=place), f"mark {place}") for place in starts]
    return xmr_chart(readings, measure=measure, starts=marks, target=Target(10, "lower"))


def _told(chart: XmrChart) -> list[tuple[str, str, str, tuple[int, ...]]]:
    return [(signal.rule, signal.chart, signal.side, signal.readings) for signal in chart.signals]


def _is_on_an_edge(values: list[float | None], limits: Limits) -> bool:
    """Whether rounding alone could decide about a reading."""
    middle_up, middle_down = ((limits.mean + end) / 2 for end in (limits.upper_natural, limits.lower_natural))
    lines = (limits.mean, limits.lower, limits.upper, middle_up, middle_down)
    scale = max([1.0, *(abs(value) for value in values if value is not None)])
    return any(abs(value - line) < 1e-9 * scale for value in values if value is not None for line in lines) or (
        limits.mean_moving_range > 0
        and any(
            abs(abs(one - other) - limits.upper_range) < 1e-9 * scale
            for one, other in pairwise(values)
            if one is not None and other is not None
        )
    )


@given(
    st.lists(
        st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers(-3, 3).map(float)), max_size=30
    ),
    MEASURES,
    st.lists(st.integers(-2, 32), max_size=4),
)
def test_any_readings_get_a_chart_without_nan(values: list[float | None], measure: Measure, starts: list[int]) -> None:
    chart = _chart(values, measure, tuple(starts))
    text = json.dumps(chart.as_json(), allow_nan=False)
    assert json.loads(text) == chart.as_json()
    assert len(chart.readings) == len(values)
    assert chart.sentence
    covered = [place for segment in chart.segments for place in range(segment.first, segment.end)]
    assert covered == list(range(len(values)))
    for segment in chart.segments:
        assert segment.sentence
        if segment.limits is not None:
            assert segment.limits.lower <= segment.limits.mean <= segment.limits.upper
    for signal in chart.signals:
        segment = chart.segments[signal.segment]
        assert all(segment.first <= place < segment.end for place in signal.readings)


@given(VALUES, st.integers(-500, 500))
def test_shifting_readings_shifts_the_limits(values: list[float | None], by: int) -> None:
    one = _chart(values)
    other = _chart([None if value is None else value + by for value in values])
    limits, shifted = one.segments[0].limits, other.segments[0].limits
    assert (limits is None) == (shifted is None)
    if limits is None or shifted is None:
        return
    assert shifted.mean == pytest.approx(limits.mean + by, abs=1e-9)
    assert shifted.upper == pytest.approx(limits.upper + by, abs=1e-9)
    assert shifted.upper_range == pytest.approx(limits.upper_range)
    assume(not _is_on_an_edge(values, limits))
    assert _told(other) == _told(one)


@given(VALUES, st.floats(0.001, 1000), MEASURES.filter(lambda measure: measure != "share"))
def test_scaling_readings_scales_the_limits(values: list[float | None], by: float, measure: Measure) -> None:
    one = _chart(values, measure)
    other = _chart([None if value is None else value * by for value in values], measure)
    limits, scaled = one.segments[0].limits, other.segments[0].limits
    assert (limits is None) == (scaled is None)
    if limits is None or scaled is None:
        return
    for name in ("mean", "lower", "upper", "lower_natural", "mean_moving_range", "upper_range"):
        assert getattr(scaled, name) == pytest.approx(getattr(limits, name) * by, abs=1e-9)
    assume(not _is_on_an_edge(values, limits))
    assert _told(other) == _told(one)


@given(VALUES)
def test_mirroring_readings_mirrors_the_signals(values: list[float | None]) -> None:
    one = _chart(values)
    assume(one.segments[0].limits is not None and not _is_on_an_edge(values, one.segments[0].limits))
    other = _chart([None if value is None else -value for value in values])
    opposite = {"above": "below", "below": "above"}
    assert sorted(_told(other)) == sorted(
        (rule, chart, side if chart == "moving_ranges" else opposite[side], places)
        for rule, chart, side, places in _told(one)
    )


@given(VALUES, VALUES)
def test_segments_are_judged_as_if_each_were_alone(first: list[float | None], second: list[float | None]) -> None:
    both = _chart([*first, *second], starts=(len(first),))
    if not first:
        assert both.segments[0].limits == _chart(second).segments[0].limits
        return
    assert [segment.limits for segment in both.segments] == [
        _chart(values).segments[0].limits for values in (first, second)
    ]
    alone = _told(_chart(first)) + [
        (rule, chart, side, tuple(len(first) + place for place in places))
        for rule, chart, side, places in _told(_chart(second))
    ]
    assert _told(both) == alone
