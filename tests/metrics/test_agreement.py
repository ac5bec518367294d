"""Kendall's W against textbook numbers, against scipy, and where it cannot be told."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, rankdata

from metrics import Agreement, measure_agreement


def _agreement(*rankings: list[float]) -> Agreement:
    items = [chr(ord("a") + place) for place in range(len(rankings[0]))]
    return measure_agreement(items, [dict(zip(items, ranking, strict=True)) for ranking in rankings])


def test_executives_of_siegel() -> None:
    """Siegel's example of three executives who rank six applicants: S = 25.5, W = 0.16."""
    agreement = _agreement([1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1])
    assert agreement.w == pytest.approx(12 * 25.5 / (9 * 210), abs=1e-12)
    assert round(agreement.w or 0, 2) == 0.16
    assert agreement.by_chance == pytest.approx(1 / 3)
    assert "no better than chance" in agreement.sentence


def test_ties_are_corrected_for() -> None:
    """Kendall's example of three rankings of ten with ties: S = 591, W = 0.828."""
    rankings = [
        [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ]
    ties = 2 * 6 + 3 * 6 + 60 + 24
    assert _agreement(*rankings).w == pytest.approx(12 * 591 / (9 * 990 - 3 * ties), abs=1e-12)
    assert round(_agreement(*rankings).w or 0, 3) == 0.828


def test_all_alike_and_all_opposed() -> None:
    assert _agreement([1, 2, 3], [1, 2, 3], [1, 2, 3]).w == 1
    assert _agreement([1, 2, 3], [3, 2, 1]).w == 0
    assert "unusually strong" in _agreement([1, 2, 3], [1, 2, 3], [1, 2, 3]).sentence


@given(
    st.integers(2, 7).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 5), min_size=n, max_size=n), min_size=3, max_size=8)
    )
)
def test_against_friedman(rankings: list[list[int]]) -> None:
    """W = Friedman's chi-squared ÷ (m·(n − 1)), which scipy computes with the same correction, for items from three."""
    m, n = len(rankings), len(rankings[0])
    agreement = _agreement(*[[float(value) for value in ranking] for ranking in rankings])
    if all(len(set(ranking)) == 1 for ranking in rankings):
        assert agreement.w is None
    elif n >= 3:
        chi_squared = friedmanchisquare(*[[ranking[place] for ranking in rankings] for place in range(n)]).statistic
        assert agreement.w == pytest.approx(chi_squared / (m * (n - 1)), abs=1e-9)
    mean_ranks = [sum(column) / m for column in zip(*(rankdata(ranking) for ranking in rankings), strict=True)]
    assert {item.item: item.mean_rank for item in agreement.items} == pytest.approx(
        {chr(ord("a") + place): mean for place, mean in enumerate(mean_ranks)}
    )


def test_items_with_the_widest_spread_come_first() -> None:
    agreement = measure_agreement(
        ["speed", "quality", "cost"],
        [
            {"speed": 1, "quality": 2, "cost": 3},
            {"speed": 3, "quality": 2, "cost": 1},
            {"speed": 1, "quality": 2, "cost": 3},
        ],
    )
    assert [(item.item, item.spread) for item in agreement.items] == [("speed", 2), ("cost", 2), ("quality", 0)]
    assert (agreement.items[0].top_rank, agreement.items[0].bottom_rank) == (1, 3)
    assert agreement.items[0].deviation == pytest.approx(math.sqrt(8 / 9))
    assert "2 ranks, is in “speed”, “cost”" in agreement.sentence


@pytest.mark.parametrize(
    ("items", "rankings", "says"),
    [
        pytest.param([], [], "at least two things", id="nothing to rank"),
        pytest.param(["a"], [{"a": 1.0}, {"a": 1.0}], "at least two things", id="one item"),
        pytest.param(["a", "b"], [], "at least two people: there are 0", id="nobody"),
        pytest.param(["a", "b"], [{"a": 1.0, "b": 2.0}], "there are 1", id="one person"),
        pytest.param(["a", "b"], [{"a": 1.0, "b": 2.0}, {"a": 1.0}], "1 not counted", id="one left it half done"),
        pytest.param(["a", "b"], [{"a": 1.0, "b": 1.0}] * 3, "puts all items level", id="all level"),
    ],
)
def test_what_cannot_be_told_gets_a_sentence(items: list[str], rankings: list[dict[str, float]], says: str) -> None:
    agreement = measure_agreement(items, rankings)
    assert agreement.w is None
    assert says in agreement.sentence


def test_incomplete_rankings_do_not_count() -> None:
    whole = [{"a": 1.0, "b": 2.0, "c": 3.0}, {"a": 2.0, "b": 1.0, "c": 3.0}]
    agreement = measure_agreement(["a", "b", "c"], [*whole, {"a": 1.0}, {"a": 1.0, "b": math.nan, "c": 2.0}])
    assert agreement.w == measure_agreement(["a", "b", "c"], whole).w
    assert (agreement.rankings, agreement.incomplete) == (2, 2)
    assert "2 rankings are not counted" in agreement.sentence


def test_json_has_every_field() -> None:
    answer = _agreement([1, 2], [1, 2]).as_json()
    assert answer == {
        "w": 1.0,
        "by_chance": 0.5,
        "rankings": 2,
        "incomplete": 0,
        "items": [
            {"item": "a", "mean_rank": 1.0, "top_rank": 1.0, "bottom_rank": 1.0, "spread": 0.0, "deviation": 0.0},
            {"item": "b", "mean_rank": 2.0, "top_rank": 2.0, "bottom_rank": 2.0, "spread": 0.0, "deviation": 0.0},
        ],
        "sentence": "Agreement is unusually strong: W = 1.00 over 2 rankings of 2 items, where chance alone gives "
        "0.50 on average.",
    }
