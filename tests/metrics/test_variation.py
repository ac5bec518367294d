"""XmR charts: limits by hand, the three signals, segments, and what is said of a target and of a change."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from metrics import Calendar, Reading, SegmentStart, Target, XmrChart, xmr_chart
from metrics.variation import Better, Measure, moving_ranges

DAY = 8 * 3600.0
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEADY = [10.0, 12, 9, 11, 10, 13, 9, 10, 12, 11]
"""Mean 10.7, moving ranges 2 3 2 1 3 4 1 2 1: mean 19 ÷ 9."""


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def chart_of(
    values: Sequence[float | None],
    measure: Measure = "number",
    starts: Sequence[int] = (),
    target: Target | None = None,
    baseline_readings: int | None = None,
) -> XmrChart:
    readings = [Reading(at(place), value) for place, value in enumerate(values)]
    marks = [SegmentStart(at(place), f"change {number}") for number, place in enumerate(starts, start=1)]
    return xmr_chart(readings, measure=measure, starts=marks, target=target, baseline_readings=baseline_readings)


def signals_of(chart: XmrChart) -> list[tuple[str, str, str, tuple[int, ...]]]:
    return [(signal.rule, signal.chart, signal.side, signal.readings) for signal in chart.signals]


def test_limits_by_hand() -> None:
    limits = chart_of(STEADY).segments[0].limits
    assert limits is not None
    assert limits.mean == pytest.approx(10.7)
    assert limits.mean_moving_range == pytest.approx(19 / 9)
    assert limits.upper == pytest.approx(10.7 + 2.66 * 19 / 9)
    assert limits.lower == pytest.approx(10.7 - 2.66 * 19 / 9)
    assert limits.upper_range == pytest.approx(3.268 * 19 / 9)
    assert chart_of(STEADY).signals == ()
    assert chart_of(STEADY).sentence == ("There is no signal: readings go up and down like this without any change.")


@pytest.mark.parametrize(
    ("measure", "values", "lower", "upper"),
    [
        pytest.param("number", [1.0, 5, 1, 5], 3 - 2.66 * 4, 3 + 2.66 * 4, id="a number goes below zero"),
        pytest.param("time_s", [1.0, 5, 1, 5], 0.0, 3 + 2.66 * 4, id="a time does not"),
        pytest.param("count", [1.0, 5, 1, 5], 0.0, 3 + 2.66 * 4, id="a count does not"),
        pytest.param("share", [0.2, 0.8, 0.2, 0.8], 0.0, 1.0, id="a share stays between 0 and 1"),
    ],
)
def test_limits_stay_where_readings_can_be(measure: Measure, values: list[float], lower: float, upper: float) -> None:
    limits = chart_of(values, measure).segments[0].limits
    assert limits is not None
    assert (limits.lower, limits.upper) == pytest.approx((lower, upper))
    assert limits.upper_natural - limits.mean == pytest.approx(limits.mean - limits.lower_natural)


def test_a_point_outside_and_the_jump_to_it() -> None:
    chart = chart_of([*STEADY, 30, *STEADY])
    assert signals_of(chart) == [
        ("outside", "readings", "above", (10,)),
        ("outside", "moving_ranges", "above", (10,)),
        ("outside", "moving_ranges", "above", (11,)),
    ]
    assert chart.signals[0].sentence.startswith("30 on 12 Mar 2026 is above the upper limit of ")
    assert "3 signals" in chart.sentence


def test_a_point_below() -> None:
    chart = chart_of([*STEADY, -9, *STEADY])
    assert signals_of(chart)[0] == ("outside", "readings", "below", (10,))


def test_eight_in_a_row_on_one_side() -> None:
    run_of_seven = [10.0, 14, 9, 12, 12, 12, 12, 12, 12, 12, 9, 10, 14]
    run_of_eight = [10.0, 14, 9, 12, 12, 12, 12, 12, 12, 12, 12, 9, 10, 14]
    assert signals_of(chart_of(run_of_seven)) == []
    chart = chart_of(run_of_eight)
    assert signals_of(chart) == [("run", "readings", "above", tuple(range(3, 11)))]
    assert chart.signals[0].sentence == (
        "8 readings in a row are above the mean of 11.57, from 5 Mar 2026 to 12 Mar 2026."
    )
    mirrored = chart_of([-value for value in run_of_eight])
    assert signals_of(mirrored) == [("run", "readings", "below", tuple(range(3, 11)))]


def test_a_longer_run_is_told_once() -> None:
    chart = chart_of([9.0, 1, 9, 1, *[6.0] * 11, 1, 9, 1])
    assert ("run", "readings", "above", tuple(range(4, 15))) in signals_of(chart)
    assert len([signal for signal in chart.signals if signal.rule == "run"]) == 1


def test_a_reading_on_the_mean_ends_a_run() -> None:
    values = [5.0, *[6.0] * 7, 5.0, *[4.0] * 7, 5.0]
    assert chart_of(values).segments[0].limits is not None
    assert not [signal for signal in chart_of(values).signals if signal.rule == "run"]


def test_three_of_four_near_the_limit() -> None:
    """The mean is 10.7 and the limits 16.3 and 5.1: half way to them are 13.5 and 7.9."""
    above = chart_of([*STEADY, 14, 14, 11, 14, 11], baseline_readings=10)
    assert signals_of(above) == [("near_limit", "readings", "above", (10, 11, 13))]
    assert above.signals[0].sentence == (
        "3 of 4 readings in a row are nearer to the upper limit than to the mean of 10.7, "
        "from 12 Mar 2026 to 15 Mar 2026."
    )
    below = chart_of([*STEADY, 7, 11, 7, 7, 11, 7], baseline_readings=10)
    assert signals_of(below) == [("near_limit", "readings", "below", (10, 12, 13, 15))]
    assert below.signals[0].sentence.startswith("4 of 6 readings")
    assert signals_of(chart_of([*STEADY, 14, 11, 10, 14, 14, 10], baseline_readings=10)) == []
    both_sides = chart_of([*STEADY, 14, 7, 14, 7, 14, 7], baseline_readings=10)
    assert {signal.rule for signal in both_sides.signals} == {"outside"}


def test_near_means_near_the_limit_of_the_formula() -> None:
    """Short times crowd near zero without a cause; the limit that zero replaced is no neighbour."""
    values = [1.0, 1, 1, 9, 1, 1, 2, 8, 1, 1, 1, 7]
    chart = chart_of(values, "time_s")
    assert chart.segments[0].limits is not None
    assert chart.segments[0].limits.lower == 0
    assert not [signal for signal in chart.signals if signal.side == "below"]


def test_skewed_times_without_a_change_seldom_signal_near_the_lower_limit() -> None:
    """Measured to the zero that replaced the limit, 86 of 100 such series would."""
    rng = Random(1)
    series = [[rng.expovariate(1) for _ in range(24)] for _ in range(400)]
    told = [
        [signal for signal in chart_of(values, "time_s").signals if signal.rule == "near_limit"] for values in series
    ]
    assert sum(any(signal.side == "below" for signal in signals) for signals in told) <= 8

    def crowds_near_zero(values: list[float]) -> bool:
        near = [value < sum(values) / len(values) / 2 for value in values]
        return any(sum(near[first : first + 4]) >= 3 for first in range(len(values) - 3))

    assert sum(map(crowds_near_zero, series)) > 320


def test_no_range_bridges_a_gap_and_no_run_does() -> None:
    assert moving_ranges([1, 3, None, 10, 4]) == [None, 2, None, None, 6]
    values = [10.0, 14, 9, *[12.0] * 4, None, *[12.0] * 4, 9, 10, 14]
    chart = chart_of(values)
    assert [point.moving_range for point in chart.readings[6:9]] == [0, None, None]
    assert signals_of(chart) == []
    assert signals_of(chart_of([value for value in values if value is not None])) != []


def test_a_gap_breaks_the_window_of_four() -> None:
    assert signals_of(chart_of([*STEADY, 14, 14, None, 14, 11], baseline_readings=10)) == []


def test_readings_come_in_any_order() -> None:
    readings = [Reading(at(place), value) for place, value in enumerate(STEADY)]
    assert xmr_chart(reversed(readings), measure="count") == xmr_chart(readings, measure="count")


def test_segments_have_limits_of_their_own() -> None:
    chart = chart_of([*STEADY, *(value / 2 for value in STEADY)], starts=[10])
    before, since = chart.segments
    assert before.limits is not None and since.limits is not None
    assert (before.first, before.end, since.first, since.end) == (0, 10, 10, 20)
    assert (before.name, since.name) == (None, "change 1")
    assert before.limits == chart_of(STEADY).segments[0].limits
    assert since.limits.mean == pytest.approx(5.35)
    assert chart.readings[10].moving_range is None
    assert [point.segment for point in chart.readings] == [0] * 10 + [1] * 10


def test_marks_between_the_same_readings_begin_one_segment() -> None:
    readings = [Reading(at(place), value) for place, value in enumerate(STEADY)]
    marks = [SegmentStart(at(4.5), "pairing"), SegmentStart(at(4.2), "WIP limit")]
    chart = xmr_chart(readings, measure="count", starts=marks)
    assert [(segment.name, segment.first) for segment in chart.segments] == [(None, 0), ("WIP limit, pairing", 5)]
    assert chart.segments[1].starts_at == at(4.5)


def test_a_mark_before_the_first_and_after_the_last_reading() -> None:
    chart = chart_of(STEADY, starts=[-3, 40])
    assert [(segment.name, segment.known) for segment in chart.segments] == [("change 1", 10), ("change 2", 0)]
    assert chart.segments[1].sentence == "There is no reading since “change 2” yet."
    assert chart.changes[0].evidence is None
    assert chart.sentence == chart.segments[1].sentence


def test_a_baseline_stands_still_while_readings_come_in() -> None:
    first = chart_of(STEADY).segments[0].limits
    chart = chart_of([*STEADY, 20, 21, 22], baseline_readings=10)
    assert chart.segments[0].limits == first
    assert ("outside", "readings", "above", (12,)) in signals_of(chart)
    with pytest.raises(ValueError, match="at least 2"):
        chart_of(STEADY, baseline_readings=1)


def test_a_change_without_a_signal_is_no_evidence() -> None:
    chart = chart_of([*STEADY, *(value - 0.5 for value in STEADY)], starts=[10])
    assert (chart.changes[0].evidence, chart.changes[0].direction) == (False, None)
    assert chart.changes[0].sentence == (
        "There is no evidence of change since “change 1”: its 10 readings could have come from the process before it."
    )


def test_a_change_with_a_signal() -> None:
    chart = chart_of([*STEADY, *(value / 2 for value in STEADY)], "time_s", starts=[10])
    assert (chart.changes[0].evidence, chart.changes[0].direction) == (True, "down")
    assert chart.changes[0].sentence == (
        "There is evidence of change since “change 1”: readings went down (mean 10.7 s before, 5.4 s since)."
    )


def test_a_change_is_not_known_without_limits_before_it() -> None:
    chart = chart_of([10, *STEADY], starts=[1])
    assert chart.changes[0].evidence is None
    assert "limits need at least two" in chart.changes[0].sentence


@pytest.mark.parametrize(
    ("value", "better", "verdict", "direction", "says"),
    [
        pytest.param(9.0, "lower", "luck", None, "it will be hit by luck", id="inside"),
        pytest.param(3.0, "lower", "change_of_process", "down", "needs a change of the process, downwards", id="below"),
        pytest.param(20.0, "higher", "change_of_process", "up", "needs a change of the process, upwards", id="above"),
        pytest.param(20.0, "lower", "met", None, "the process meets it", id="above, lower is better"),
        pytest.param(3.0, "higher", "met", None, "the process meets it", id="below, higher is better"),
        pytest.param(3.0, None, "change_of_process", "down", "downwards", id="below, nobody said what is better"),
    ],
)
def test_target(value: float, better: Better | None, verdict: str, direction: str | None, says: str) -> None:
    target = chart_of(STEADY, target=Target(value, better)).target
    assert target is not None
    assert (target.verdict, target.direction) == (verdict, direction)
    assert says in target.sentence


def test_a_target_at_the_limit_is_inside() -> None:
    limits = chart_of(STEADY).segments[0].limits
    assert limits is not None
    for value in (limits.lower, limits.upper):
        target = chart_of(STEADY, target=Target(value, "lower")).target
        assert target is not None and target.verdict == "luck"


def test_a_target_is_judged_by_the_newest_segment_and_with_its_doubts() -> None:
    chart = chart_of([*STEADY, *(value / 2 for value in STEADY)], starts=[10], target=Target(9.0, "lower"))
    assert chart.target is not None and chart.target.verdict == "met"
    few = chart_of(STEADY[:5], target=Target(9.0, "lower")).target
    assert few is not None and "provisional" in few.sentence
    unsteady = chart_of([*STEADY, 40, *STEADY], target=Target(9.0, "lower")).target
    assert unsteady is not None and "not predictable" in unsteady.sentence


@pytest.mark.parametrize(
    ("values", "has_limits", "says"),
    [
        pytest.param([], False, "There is no reading yet", id="none"),
        pytest.param([None, None], False, "There is no reading yet", id="nothing but gaps"),
        pytest.param([5.0], False, "There is one reading", id="one"),
        pytest.param([5.0, None, 6.0], False, "without a gap between them", id="never two in a row"),
        pytest.param([5.0, 6.0], True, "rest on 2 readings only", id="two"),
        pytest.param([5.0, 6, 7, 5, 6, 7, 5], True, "rest on 7 readings only", id="seven"),
        pytest.param([5.0] * 12, True, "are all the same", id="constant"),
        pytest.param([0.1] * 3, True, "are all the same", id="constant, with a fraction that floats round"),
        pytest.param([0.0] * 9, True, "are all the same", id="nothing but zeros"),
        pytest.param([1e308, -1e308, 1e308], False, "There are no limits", id="larger than can be computed with"),
    ],
)
def test_degenerate_series_get_a_sentence(values: list[float | None], has_limits: bool, says: str) -> None:
    chart = chart_of(values, target=Target(5.0, "lower"))
    segment = chart.segments[0]
    assert (segment.limits is not None) == has_limits
    assert says in segment.sentence
    assert says in chart.sentence
    assert chart.signals == ()
    assert chart.target is not None
    assert (chart.target.verdict is not None) == has_limits


def test_readings_that_cannot_be_are_gaps_and_noted() -> None:
    chart = chart_of([3.0, -1, 4, float("nan"), 5, 4], "time_s")
    assert [point.value for point in chart.readings] == [3, None, 4, None, 5, 4]
    assert chart.notes == ("2 readings are left out as a gap: a time is not below 0.",)
    assert chart_of([0.5, 1.5, 0.5], "share").notes == (
        "1 reading is left out as a gap: a share lies between 0 % and 100 %.",
    )


def test_words_of_times_follow_the_calendar() -> None:
    readings = [Reading(at(place), value * DAY) for place, value in enumerate([*STEADY, 30])]
    eight_hours = xmr_chart(readings, measure="time_s")
    round_the_clock = xmr_chart(readings, measure="time_s", calendar=Calendar(hours_per_day=24))
    assert eight_hours.signals[0].sentence.startswith("30 d on ")
    assert round_the_clock.signals[0].sentence.startswith("10 d on ")


def test_json() -> None:
    answer = chart_of([1.0, None, 3.0, 5.0], "count", starts=[2], target=Target(2, "lower")).as_json()
    assert answer["readings"][2] == {
        "at": "2026-03-04T09:00:00+00:00",
        "value": 3.0,
        "moving_range": None,
        "segment": 1,
    }
    assert answer["segments"][0] == {
        "name": None,
        "starts_at": None,
        "first": 0,
        "end": 2,
        "known": 1,
        "limits": None,
        "provisional": False,
        "sentence": "There is one reading: limits need at least two that follow each other.",
    }
    assert answer["segments"][1]["limits"] == {
        "mean": 4.0,
        "lower": 0.0,
        "upper": 4 + 2.66 * 2,
        "lower_natural": 4 - 2.66 * 2,
        "upper_natural": 4 + 2.66 * 2,
        "mean_moving_range": 2.0,
        "upper_range": 3.268 * 2,
    }
    assert answer["target"]["verdict"] == "luck"
    assert answer["changes"][0]["evidence"] is None
