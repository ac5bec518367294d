"""Where a key result stands: direction aware, and honest where nothing was read."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from experiments.domain.key_results import Aim, Standing, has_come, progress_of, standing_of
from experiments.domain.quarters import Quarter, quarter_of, read_quarter
from metrics.calendar import Calendar
from metrics.variation import Measure, Reading

STARTS = datetime(2026, 4, 1, tzinfo=UTC)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
QUARTERS = st.builds(Quarter, st.integers(1990, 2200), st.integers(1, 4))


def aim(baseline: float, target: float, measure: Measure = "number") -> Aim:
    return Aim(baseline, target, measure, Calendar())


def standing(baseline: float, target: float, value: float | None, at: datetime = STARTS) -> Standing:
    newest = None if value is None else Reading(at, value)
    return standing_of(aim(baseline, target), newest, quarter="Q2 2026", starts_at=STARTS)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "progress", "reach"),
    [
        (20, 10, 20, 0.0, "not_moved"),
        (20, 10, 15, 0.5, "on_the_way"),
        (20, 10, 10, 1.0, "reached"),
        (20, 10, 5, 1.5, "reached"),
        (20, 10, 25, -0.5, "away"),
        (0.2, 0.6, 0.3, 0.25, "on_the_way"),
        (0.2, 0.6, 0.1, -0.25, "away"),
    ],
)
def test_where_it_stands(baseline: float, target: float, value: float, progress: float, reach: str) -> None:
    found = standing(baseline, target, value)
    assert found.progress == pytest.approx(progress)
    assert found.reach == reach
    assert found.sentence.endswith(".")


def test_what_was_not_read_is_not_known() -> None:
    never = standing(20, 10, None)
    assert (never.now, never.progress, never.reach) == (None, None, "not_known")
    assert never.sentence == "Not known: nothing was read in Q2 2026."
    before = standing(20, 10, 15, STARTS - timedelta(seconds=1))
    assert (before.now, before.progress, before.reach) == (None, None, "not_known")
    assert before.sentence == "Not known: nothing was read in Q2 2026; the last reading is 15 on 31 Mar 2026."
    assert before.now_words == "not known"


def test_what_is_almost_reached_never_reads_as_reached() -> None:
    assert standing(20, 10, 10.001).sentence == "99 % of the way to the target."
    assert standing(20, 10, 19.999).sentence == "Less than 1 % of the way to the target."


@given(baseline=FINITE, target=FINITE, value=FINITE)
def test_progress_is_finite_and_agrees_with_the_words(baseline: float, target: float, value: float) -> None:
    assume(baseline != target)
    found = standing(baseline, target, value)
    assert found.progress is not None and math.isfinite(found.progress)
    better = found.aim.better
    assert (found.reach == "reached") == has_come(value, threshold=target, better=better)
    if found.reach == "away":
        assert found.progress <= 0 and value != baseline
    if found.reach == "on_the_way":
        assert 0 <= found.progress <= 1


@given(baseline=FINITE, target=FINITE)
def test_the_ends_of_the_way_are_none_and_all_of_it(baseline: float, target: float) -> None:
    # Halves of the smallest numbers are not exact.
    assume(abs(target - baseline) > 1e-300 and abs(target / 2 - baseline / 2) > 1e-300)
    assert progress_of(baseline, baseline=baseline, target=target) == 0
    assert progress_of(target, baseline=baseline, target=target) == 1


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_nearer_to_the_target_is_never_less(baseline: float, target: float, one: float, other: float) -> None:
    assume(abs(baseline - target) > 1e-6)
    low, high = sorted((one, other))
    parts = [progress_of(value, baseline=baseline, target=target) for value in (low, high)]
    assert parts[0] <= parts[1] if target > baseline else parts[0] >= parts[1]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_less_is_better_mirrors_more_is_better(baseline: float, target: float, value: float) -> None:
    assume(abs(baseline - target) > 1e-6)
    mirrored = standing(-baseline, -target, -value)
    found = standing(baseline, target, value)
    assert mirrored.progress == pytest.approx(found.progress)
    assert mirrored.reach == found.reach


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.starts_on <= day <= quarter.ends_on


@given(QUARTERS)
def test_quarters_follow_each_other_without_a_gap(quarter: Quarter) -> None:
    assert quarter.next.previous == quarter
    assert quarter.ends_on + timedelta(days=1) == quarter.next.starts_on
    assert quarter < quarter.next
    assert read_quarter(quarter.code) == quarter


@pytest.mark.parametrize("code", ["", "2026", "2026-0", "2026-5", "1989-4", "2201-1", "２０２６-2", "2026-2 "])
def test_what_names_no_quarter(code: str) -> None:
    assert read_quarter(code) is None
