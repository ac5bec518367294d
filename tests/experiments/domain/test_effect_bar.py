"""The bar of an effect lies where its numbers are."""

import pytest

from experiments.domain.effect import measure_effect
from experiments.domain.effect_bar import WIDTH, effect_bar

BEFORE = [20.0, 22, 24, 26, 21, 23]
SINCE = [10.0, 11, 12, 13, 10, 12]


def test_the_places_are_in_the_order_of_the_numbers() -> None:
    bar = effect_bar(measure_effect(BEFORE, SINCE), better="lower", expected_percent=-20)
    assert bar is not None and bar.expected is not None
    assert 0 < bar.low <= bar.value <= bar.high < bar.expected < bar.zero < WIDTH
    assert bar.is_better_left and bar.length == bar.high - bar.low
    assert bar.words.endswith("; expected −20 %")


def test_a_rise_lies_right_of_no_change() -> None:
    bar = effect_bar(measure_effect(SINCE, BEFORE), better="lower")
    assert bar is not None and bar.zero < bar.low and bar.expected is None


@pytest.mark.parametrize("since", [[], [10.0]])
def test_without_an_interval_there_is_no_bar(since: list[float]) -> None:
    assert effect_bar(measure_effect(BEFORE, since), better="lower") is None
