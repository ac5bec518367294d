"""The sentence of an experiment: every part is in it or named as missing, and it is about exactly one change."""

from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.domain.hypothesis import (
    Composed,
    ExperimentPlan,
    Hypothesis,
    changes_named,
    compose,
    missing_to_start,
    within_words,
)
from metrics import StreamMetrics

WHOLE = Hypothesis("a booking rule for staging", "wait_time", "Staging test", "reduce", 50.0, "6 weeks")
PLAN = ExperimentPlan(
    hypothesis=WHOLE,
    how_measured="Ben reads the board every Friday.",
    owner="Ben",
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 4, 13),
    review_on=date(2026, 4, 14),
    guards=("reopened tickets",),
    guard_absence="",
    baseline_readings=8,
)


def gaps_of(composed: Composed) -> list[str]:
    return [gap.field for gap in composed.missing]


def test_the_sentence_of_a_step_and_of_the_stream() -> None:
    composed = compose(WHOLE)
    assert composed.sentence == (
        "We believe that by a booking rule for staging we will reduce the wait time of “Staging test” by 50 % within "
        "6 weeks."
    )
    assert composed.is_complete and composed.questions == ()
    stream = compose(Hypothesis("pull instead of push.", "flow_efficiency", None, "raise", 12.5, "within a quarter."))
    assert stream.sentence == (
        "We believe that by pull instead of push we will raise the flow efficiency of the stream by 12.5 % within "
        "a quarter."
    )
    assert stream.is_complete


def test_an_empty_form_names_every_part() -> None:
    composed = compose(Hypothesis(" ", "", None, "", None, ""))
    assert composed.sentence == (
        "We believe that by [the change] we will [reduce or raise] the [flow metric] of the stream by [n %] within "
        "[time]."
    )
    assert gaps_of(composed) == ["change", "metric", "direction", "percent", "within"]


@pytest.mark.parametrize(
    ("change", "several"),
    [
        ("a booking rule for staging", 1),
        ("booking rule for staging, e.g. by the hour", 1),
        ("batches of 2.5 items. ", 1),
        ("a second tester; a booking rule", 2),
        ("- a second tester\n- a booking rule\n\n- smaller batches", 3),
        ("1. a second tester\n2) a booking rule", 2),
        ("Hire a tester. Book the stage.", 2),
        ("a booking rule\nfor staging", 2),
        ("", 0),
        (" ; \n", 0),
    ],
)
def test_changes_that_a_text_plainly_names(change: str, several: int) -> None:
    assert len(changes_named(change)) == several
    assert ("change" in gaps_of(compose(replace(WHOLE, change=change)))) is (several != 1)


def test_several_changes_are_refused_by_name() -> None:
    composed = compose(replace(WHOLE, change="a second tester; a booking rule; smaller batches"))
    assert composed.missing[0].sentence == (
        "These are 3 changes: “a second tester”, “a booking rule” and “smaller batches”. Make an experiment of each."
    )


@pytest.mark.parametrize(
    "change", ["a second tester and a booking rule", "a second tester + booking", "a tester, as well as a rule"]
)
def test_words_that_may_join_two_changes_are_asked_about(change: str) -> None:
    composed = compose(replace(WHOLE, change=change))
    assert composed.is_complete
    assert "Is this one change?" in composed.questions[0]


def test_a_word_within_a_word_joins_nothing() -> None:
    assert compose(replace(WHOLE, change="a standard handover surplus rule")).questions == ()


def test_every_metric_in_the_direction_that_makes_flow_worse_is_asked_about() -> None:
    for metric, direction in product(FLOW_METRICS.values(), ("reduce", "raise")):
        step = "Review" if "step" in metric.of else None
        composed = compose(Hypothesis("a rule", metric.code, step, direction, 10, "6 weeks"))
        assert composed.is_complete, metric.code
        assert bool(composed.questions) is ((direction == "raise") == (metric.better == "lower"))


@pytest.mark.parametrize(
    ("part", "value", "field", "says"),
    [
        ("metric", "velocity", "metric", "“velocity” is no flow metric"),
        ("metric", "rolled_complete_accurate", "step", "figure of the whole stream"),
        ("step_name", " ", "step", "has no name"),
        ("direction", "improve", "direction", "reduce or to raise"),
        ("percent", 0, "percent", "above 0"),
        ("percent", -5, "percent", "above 0"),
        ("percent", 100.5, "percent", "100.5 %: 100 % leaves nothing"),
        ("percent", float("nan"), "percent", "how many percent"),
        ("percent", float("inf"), "percent", "how many percent"),
        ("within", "within ", "within", "within which time"),
    ],
)
def test_a_part_that_cannot_be_is_named(part: str, value: Any, field: str, says: str) -> None:
    composed = compose(replace(WHOLE, **{part: value}))
    assert gaps_of(composed) == [field]
    assert says in composed.missing[0].sentence


def test_what_only_a_step_has_needs_the_step() -> None:
    composed = compose(Hypothesis("a rule", "complete_accurate", None, "raise", 10, "6 weeks"))
    assert [gap.as_json() for gap in composed.missing] == [
        {"field": "step", "sentence": "The %C/A is measured at a step: name the step."}
    ]


def test_more_than_can_be_meant() -> None:
    assert gaps_of(compose(replace(WHOLE, direction="raise", percent=10_001))) == ["percent"]
    assert compose(replace(WHOLE, direction="raise", percent=10_000)).is_complete
    assert compose(replace(WHOLE, percent=100)).is_complete


def test_figures_of_the_table_are_those_of_the_engine() -> None:
    figures = {field.name for field in fields(StreamMetrics)}
    assert {metric.figure for metric in FLOW_METRICS.values() if metric.figure} <= figures


_TEXT = st.text(max_size=40)


@given(
    st.builds(
        Hypothesis,
        change=_TEXT,
        metric=st.sampled_from([*FLOW_METRICS, "", "velocity"]),
        step_name=st.none() | _TEXT,
        direction=st.sampled_from(["reduce", "raise", ""]),
        percent=st.none() | st.floats(),
        within=_TEXT,
    )
)
def test_any_form_is_complete_or_names_what_is_missing(hypothesis: Hypothesis) -> None:
    composed = compose(hypothesis)
    assert composed.sentence.startswith("We believe that by ") and composed.sentence.endswith(".")
    assert "\n" not in composed.sentence
    assert len(set(gaps_of(composed))) == len(composed.missing)
    named = {"[the change]": "change", "[reduce or raise]": "direction", "[flow metric]": "metric", "[n %]": "percent"}
    typed = hypothesis.change + (hypothesis.step_name or "") + hypothesis.within
    for placeholder, field in named.items():
        if placeholder in composed.sentence and "[" not in typed:
            assert field in gaps_of(composed)
    if composed.is_complete:
        assert hypothesis.percent is not None and f"by {hypothesis.percent:g} % within" in composed.sentence


def test_a_whole_plan_can_start() -> None:
    assert missing_to_start(PLAN) == ()
    assert missing_to_start(replace(PLAN, guards=(), guard_absence="Nothing else passes there.")) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hypothesis": replace(WHOLE, within="")}, "within"),
        ({"how_measured": " "}, "how_measured"),
        ({"owner": None}, "owner"),
        ({"owner": ""}, "owner"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2026, 3, 2)}, "ends_on"),
        ({"review_on": None}, "review_on"),
        ({"review_on": date(2026, 4, 12)}, "review_on"),
        ({"review_on": date(2026, 3, 2), "ends_on": None}, "review_on"),
        ({"guards": ()}, "guards"),
        ({"guards": (" ",), "guard_absence": " "}, "guards"),
        ({"baseline_readings": 0}, "baseline"),
        ({"baseline_readings": 1}, "baseline"),
    ],
)
def test_what_a_plan_lacks(changes: dict[str, Any], field: str) -> None:
    assert [gap.field for gap in missing_to_start(replace(PLAN, **changes))] == [field]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_period_in_words_means_the_same_days(starts_on: date, days: int) -> None:
    number, unit = within_words(starts_on, starts_on + timedelta(days=days)).split()
    assert int(number) * (7 if unit.startswith("week") else 1) == days
    assert unit.endswith("s") is (int(number) != 1)


def test_a_period_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        within_words(date(2026, 3, 2), date(2026, 3, 1))
