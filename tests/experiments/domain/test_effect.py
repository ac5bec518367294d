"""The effect of a change and its interval: by hand, against scipy's exact test, and by how often it holds the truth."""

import json
from itertools import permutations, product
from math import comb, isfinite
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from experiments.domain.effect import (
    EXACT_UP_TO,
    MOST_READINGS,
    Effect,
    measure_effect,
    readings_needed,
    skipped_pairs,
    ways_to_reach,
)
from experiments.domain.effect_words import effect_sentence, signed_percent
from metrics import Calendar
from metrics.variation import Measure

DAY = 8 * 3600.0


def effect_of(before: list[float], since: list[float]) -> Effect:
    effect = measure_effect(before, since)
    assert effect is not None
    return effect


def test_an_effect_by_hand() -> None:
    """The nine differences are −7 −6 −5 −4 −3 −2 −1 0 1, but for the order."""
    effect = effect_of([10, 13, 16], [9, 10, 11])
    assert (effect.difference.value, effect.difference.low, effect.difference.high) == (-3, None, None)
    assert effect.above == pytest.approx(1.5 / 9)
    assert effect.ratio is not None and effect.ratio.value == pytest.approx(10 / 13)
    assert effect.relative is not None and effect.relative.value == pytest.approx(10 / 13 - 1)


def test_an_interval_by_hand() -> None:
    """Of the 70 orders of 4 and 4 readings one has U = 0: 1 ÷ 70 is under 2.5 %, 2 ÷ 70 is not; all pairs count."""
    effect = effect_of([20, 22, 24, 26], [10, 11, 12, 13])
    assert (effect.difference.low, effect.difference.high) == (10 - 26, 13 - 20)
    assert effect.relative is not None
    assert effect.relative.low == pytest.approx(10 / 26 - 1)
    assert effect.relative.high == pytest.approx(13 / 20 - 1)
    assert effect.above == 0


@pytest.mark.parametrize(
    ("before", "since", "skipped"),
    [(4, 4, 0), (3, 4, None), (3, 5, 0), (5, 5, 2), (8, 8, 13), (10, 10, 23), (2, 8, 0), (1, 39, 0), (1, 38, None)],
)
def test_how_many_pairs_are_skipped_is_that_of_the_tables(before: int, since: int, skipped: int | None) -> None:
    """Critical values of U, two-sided 5 %, as printed in every table of the test."""
    assert skipped_pairs(before, since) == skipped == skipped_pairs(since, before)


def test_ways_to_reach_a_rank_sum_are_counted_out() -> None:
    for before, since in product(range(1, 4), range(1, 4)):
        orders = set(permutations([0] * before + [1] * since))
        counted = [0] * (before * since + 1)
        for order in orders:
            ones = [place for place, kind in enumerate(order) if kind]
            zeros = [place for place, kind in enumerate(order) if not kind]
            counted[sum(one > zero for one in ones for zero in zeros)] += 1
        assert ways_to_reach(before, since) == counted


@given(st.integers(1, 30), st.integers(1, 30))
def test_ways_to_reach_are_whole_and_symmetric(before: int, since: int) -> None:
    ways = ways_to_reach(before, since)
    assert sum(ways) == comb(before + since, since)
    assert ways == ways[::-1] and min(ways) >= (0 if min(before, since) > 1 else 1)


@given(
    st.lists(st.integers(0, 10_000), min_size=4, max_size=12, unique=True),
    st.integers(4, 12),
    st.randoms(use_true_random=False),
)
def test_zero_is_outside_the_interval_exactly_where_the_exact_test_rejects(
    before: list[int], count: int, random: Random
) -> None:
    since = [random.randrange(10_000) + 0.5 for _ in range(count)]
    effect = effect_of([float(value) for value in before], since)
    low, high = effect.difference.low, effect.difference.high
    assert low is not None and high is not None
    rejected = mannwhitneyu(since, before, method="exact").pvalue <= 0.05
    assert (low > 0 or high < 0) == rejected


def test_from_many_pairs_on_the_normal_distribution_is_as_good() -> None:
    size = int(EXACT_UP_TO**0.5)
    exact, normal = skipped_pairs(size, size), skipped_pairs(size, size + 1)
    assert exact is not None and normal is not None
    assert exact / size**2 == pytest.approx(normal / (size * (size + 1)), abs=0.003)


@pytest.mark.parametrize("shape", ["exponential", "lognormal", "normal"])
def test_the_interval_of_the_ratio_holds_the_truth_as_often_as_it_says(shape: str) -> None:
    """Ten and ten skewed times that really halve: 95 % of intervals hold 0.5, with two thousand tries to ±1.5 %."""
    rng = np.random.default_rng(7)

    def draw(scale: float) -> list[float]:
        drawn = {
            "exponential": lambda: rng.exponential(scale, 10),
            "lognormal": lambda: scale * rng.lognormal(0, 1, 10),
            "normal": lambda: scale * rng.normal(10, 1, 10),
        }[shape]()
        return [float(value) for value in drawn]

    held = 0
    for _ in range(2_000):
        ratio = effect_of(draw(8.0), draw(4.0)).ratio
        assert ratio is not None and ratio.low is not None and ratio.high is not None
        held += ratio.low <= 0.5 <= ratio.high
    assert 0.935 <= held / 2_000 <= 0.975


def test_one_reading_far_out_moves_the_effect_hardly() -> None:
    steady = effect_of([10.0] * 3 + [11.0] * 3 + [12.0] * 3, [5.0] * 4 + [6.0] * 4)
    upset = effect_of([10.0] * 3 + [11.0] * 3 + [12.0] * 3, [5.0] * 4 + [6.0] * 3 + [600.0])
    assert upset.difference.value == pytest.approx(steady.difference.value, abs=1)


def test_no_ratio_with_zero_and_none_of_nothing() -> None:
    effect = effect_of([0.0, 2.0, 4.0, 6.0], [0.0, 1.0, 1.0, 2.0])
    assert effect.ratio is None
    assert effect.relative is not None and effect.relative.value == pytest.approx(effect.difference.value / 3)
    nothing = effect_of([0.0] * 5, [0.0] * 5)
    assert (nothing.difference.value, nothing.relative) == (0, None)


def test_a_rise_from_below_zero_is_a_rise() -> None:
    effect = effect_of([-10.0] * 5, [-5.0] * 5)
    assert effect.relative is not None and effect.relative.value == pytest.approx(0.5)


def test_without_readings_on_both_sides_there_is_no_effect() -> None:
    assert measure_effect([], [1.0]) is None
    assert measure_effect([1.0], []) is None
    assert measure_effect([1.0], [float("nan")]) is None
    assert measure_effect([1e301], [1.0]) is None


def test_of_long_series_the_newest_readings_count() -> None:
    effect = effect_of([1e6] * 50 + [2.0] * MOST_READINGS, [1.0] * 30)
    assert (effect.readings_before, effect.difference.value) == (MOST_READINGS, -1)


def test_how_many_readings_an_interval_needs() -> None:
    assert [readings_needed(before) for before in (0, 1, 2, 3, 4, 8, 20)] == [0, 39, 8, 5, 4, 2, 2]


_VALUES = st.lists(st.one_of(st.floats(-1e300, 1e300), st.integers(-3, 3).map(float)), min_size=1, max_size=12)


@given(_VALUES, _VALUES)
def test_any_readings_give_an_effect_without_nan(before: list[float], since: list[float]) -> None:
    effect = effect_of(before, since)
    text = json.dumps(effect.as_json(), allow_nan=False)
    assert json.loads(text) == effect.as_json()
    for estimate in (effect.difference, effect.ratio, effect.relative):
        if estimate is not None and estimate.low is not None and estimate.high is not None:
            assert estimate.low <= estimate.value <= estimate.high
            assert isfinite(estimate.low) and isfinite(estimate.high)
    measure: Measure
    for measure in ("time_s", "count", "share", "number"):
        assert "nan" not in effect_sentence(effect, measure, Calendar())


@given(_VALUES, _VALUES)
def test_before_and_since_changed_over_turn_the_effect_round(before: list[float], since: list[float]) -> None:
    forth, back = effect_of(before, since), effect_of(since, before)
    assert forth.difference.value == -back.difference.value
    assert forth.above == pytest.approx(1 - back.above)
    if forth.difference.low is not None and back.difference.high is not None:
        assert forth.difference.low == -back.difference.high


@pytest.mark.parametrize(
    ("part", "words"),
    [(-0.5, "−50 %"), (0.085, "+8.5 %"), (0.0001, "0 %"), (-0.0, "0 %"), (3.0, "+300 %"), (12.345, "+1,234 %")],
)
def test_parts_as_percent(part: float, words: str) -> None:
    assert signed_percent(part) == words


def test_an_effect_in_words() -> None:
    halved = effect_of([8 * DAY, 9 * DAY, 10 * DAY, 7 * DAY], [4 * DAY, 5 * DAY, 4.5 * DAY, 3 * DAY])
    assert effect_sentence(halved, "time_s", Calendar()) == (
        "Readings since are typically 4.3 d lower than before (95 % interval: 7 d to 2 d lower), "
        "−50 % (−70 % to −28.6 %)."
    )
    share = effect_of([0.9, 0.92, 0.88], [0.95, 0.96, 0.94])
    assert effect_sentence(share, "share", Calendar()) == (
        "Readings since are typically 5 percentage points higher than before, +5.6 %."
    )
    same = effect_of([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    assert effect_sentence(same, "number", Calendar()) == (
        "Readings since are typically the same as before (95 % interval: 3 lower to 3 higher), 0 % (−66.7 % to +200 %)."
    )
