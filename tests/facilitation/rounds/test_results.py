"""Spreads, counts and averages: known cases, and what holds for everything that people can say, in any order."""

import random
from statistics import fmean
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from facilitation.domain.results import Contribution, accepted_quantity, result_of, spread_of
from facilitation.domain.rounds import RoundKind

TARGETS = [{"id": "build", "name": "Build"}, {"id": "test", "name": "Staging test"}, {"id": "ship", "name": "Ship"}]
IDS = ["build", "test", "ship"]
seconds = st.integers(0, 10**7)
quantities = st.tuples(seconds, seconds, seconds).map(sorted).map(
    lambda ends: {"low": ends[0], "value": ends[1], "high": ends[2]}
) | seconds.map(lambda value: {"value": value})


def result(kind: str, options: dict[str, Any], *people: list[dict[str, Any]], named: bool = False) -> dict[str, Any]:
    said = [Contribution(f"person-{number}" if named else None, one) for number, one in enumerate(people)]
    return result_of(RoundKind(kind), options, said)


def test_a_spread_of_three() -> None:
    spread = spread_of([{"value": 60}, {"value": 120, "low": 30, "high": 500}, {"value": 90}])
    assert spread is not None
    assert spread.as_json() == {"n": 3, "median": 90, "low": 30, "high": 500}


def test_the_median_of_two_lies_between_them() -> None:
    spread = spread_of([{"value": 0.7}, {"value": 0.9}])
    assert spread is not None
    assert spread.median == 0.8


@given(st.lists(quantities, min_size=1, max_size=40))
def test_a_median_lies_within_its_spread_whatever_people_say(values: list[dict[str, float]]) -> None:
    spread = spread_of(values)
    assert spread is not None
    assert spread.n == len(values)
    assert spread.low <= spread.median <= spread.high
    below = sum(1 for value in values if value["value"] < spread.median)
    above = sum(1 for value in values if value["value"] > spread.median)
    assert max(below, above) <= len(values) / 2
    quantity = accepted_quantity(spread.as_json())
    assert quantity.get("low", quantity["value"]) <= quantity["value"] <= quantity.get("high", quantity["value"])


@given(st.lists(quantities, min_size=1, max_size=9), seconds)
def test_another_value_widens_the_range_that_is_accepted(values: list[dict[str, float]], value: int) -> None:
    spread = spread_of(values)
    assert spread is not None
    quantity = accepted_quantity(spread.as_json(), value)
    assert quantity["value"] == value
    assert quantity["source"] == "estimate"
    assert quantity.get("low", value) == min(spread.low, value)
    assert quantity.get("high", value) == max(spread.high, value)


def test_estimates_are_shown_per_step_and_field_and_only_where_there_are_any() -> None:
    options = {"targets": TARGETS, "fields": ["wait_time", "complete_accurate"]}
    ben = [
        {"element": "test", "field": "wait_time", "value": {"value": 60}},
        {"element": "test", "field": "complete_accurate", "value": {"value": 0.5}},
    ]
    mia = [{"element": "test", "field": "wait_time", "value": {"value": 20}}]
    assert result("estimates", options, ben, mia, []) == {
        "people": 2,
        "steps": [
            {
                "element": "test",
                "fields": {
                    "wait_time": {
                        "n": 2,
                        "median": 40,
                        "low": 20,
                        "high": 60,
                        "values": [{"value": 20}, {"value": 60}],
                    },
                    "complete_accurate": {"n": 1, "median": 0.5, "low": 0.5, "high": 0.5, "values": [{"value": 0.5}]},
                },
            }
        ],
    }
    named = result("estimates", options, ben, mia, named=True)
    assert named["steps"][0]["fields"]["wait_time"]["values"][0] == {"value": 20, "participant": "person-1"}


def test_votes_are_ranked_and_ties_share_a_rank() -> None:
    ben = [{"target": "test", "dots": 2}, {"target": "ship", "dots": 1}]
    mia = [{"target": "build", "dots": 1}, {"target": "test", "dots": 1}]
    found = result("votes", {"targets": TARGETS}, ben, mia)
    assert (found["people"], found["dots"]) == (2, 5)
    assert [(one["target"], one["count"], one["rank"]) for one in found["targets"]] == [
        ("test", 3, 1),
        ("build", 1, 2),
        ("ship", 1, 2),
    ]
    named = result("votes", {"targets": TARGETS}, ben, mia, named=True)
    assert named["targets"][0]["by"] == [
        {"participant": "person-0", "dots": 2},
        {"participant": "person-1", "dots": 1},
    ]


@given(st.lists(st.dictionaries(st.sampled_from(IDS), st.integers(1, 20)), max_size=20))
def test_no_dot_is_lost_and_no_rank_contradicts_a_count(people: list[dict[str, int]]) -> None:
    said = [[{"target": target, "dots": dots} for target, dots in votes.items()] for votes in people]
    found = result("votes", {"targets": TARGETS}, *said)
    assert found["dots"] == sum(one["count"] for one in found["targets"]) == sum(sum(v.values()) for v in people)
    counts = [one["count"] for one in found["targets"]]
    assert counts == sorted(counts, reverse=True)
    for one in found["targets"]:
        assert one["rank"] == 1 + sum(1 for count in counts if count > one["count"])


def test_effort_is_averaged_for_the_customer_and_for_the_people_apart() -> None:
    ben, mia = [{"element": "test", "customer": 5, "worker": 2}], [{"element": "test", "customer": 4}]
    assert result("effort", {"targets": TARGETS}, ben, mia) == {
        "people": 2,
        "steps": [
            {
                "element": "test",
                "customer": {"n": 2, "mean": 4.5, "counts": [0, 0, 0, 1, 1]},
                "worker": {"n": 1, "mean": 2, "counts": [0, 1, 0, 0, 0]},
            }
        ],
    }


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_an_average_is_that_of_its_counts(scores: list[int]) -> None:
    said = [[{"element": "build", "customer": score}] for score in scores]
    (step,) = result("effort", {"targets": TARGETS}, *said)["steps"]
    counts = step["customer"]["counts"]
    assert sum(counts) == step["customer"]["n"] == len(scores)
    assert abs(step["customer"]["mean"] - fmean(scores)) <= 0.005


def test_the_constraint_that_most_people_name_comes_first_with_their_reasons() -> None:
    said = [[{"element": "build"}], [{"element": "test", "why": "One server"}], [{"element": "test", "why": "always"}]]
    assert result("constraint", {"targets": TARGETS}, *said)["steps"] == [
        {"element": "test", "count": 2, "judged": [{"text": "always"}, {"text": "One server"}]},
        {"element": "build", "count": 1, "judged": [{}]},
    ]


statements: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "notes": st.fixed_dictionaries({"text": st.text(min_size=1)}),
    "estimates": st.fixed_dictionaries(
        {"element": st.sampled_from(IDS), "field": st.just("wait_time"), "value": quantities}
    ),
    "votes": st.fixed_dictionaries({"target": st.sampled_from(IDS), "dots": st.integers(1, 3)}),
    "effort": st.fixed_dictionaries({"element": st.sampled_from(IDS), "customer": st.integers(1, 5)}),
    "constraint": st.fixed_dictionaries({"element": st.sampled_from(IDS), "why": st.text(min_size=1)}),
}


@given(st.data(), st.sampled_from(sorted(statements)), st.randoms(use_true_random=False))
def test_the_order_in_which_people_wrote_cannot_be_read_from_an_anonymous_result(
    data: st.DataObject, kind: str, chance: random.Random
) -> None:
    options = {"targets": TARGETS, "fields": ["wait_time"]}
    people = data.draw(st.lists(st.lists(statements[kind], max_size=3), max_size=6))
    before = result(kind, options, *people)
    chance.shuffle(people)
    assert result(kind, options, *people) == before


def test_two_estimates_that_differ_in_their_range_alone_keep_no_order_either() -> None:
    options = {"targets": TARGETS, "fields": ["wait_time"]}
    said: list[list[dict[str, Any]]] = [
        [{"element": "build", "field": "wait_time", "value": {"value": 60, "low": 30}}],
        [{"element": "build", "field": "wait_time", "value": {"value": 60, "high": 90}}],
    ]
    assert result("estimates", options, *said) == result("estimates", options, *reversed(said))


def test_notes_keep_what_they_are_about_and_who_wrote_them_where_that_was_announced() -> None:
    ben, mia = [{"text": "We wait", "about": "test"}], [{"text": "Bring slots"}]
    assert result("notes", {}, ben, mia)["notes"] == [{"text": "Bring slots"}, {"text": "We wait", "about": "test"}]
    assert result("notes", {}, ben, mia, named=True)["notes"][1]["participant"] == "person-0"
