"""What a campaign is warned of: each warning where it belongs and nowhere else, grave ones first."""

from dataclasses import replace
from typing import Any

import pytest

from experiments.domain.campaign_warnings import CampaignState, counts_output, warn_of
from experiments.domain.judgement import SeriesJudgement, judge_series
from metrics import Target
from metrics.variation import Measure, TargetVerdict
from tests.experiments.domain.observed import CHANGED_AT, HALVED, SHIFTED, STEADY, WORSE, chart_of, observed


def judged(name: str, since: list[float]) -> SeriesJudgement:
    return judge_series(observed(STEADY, since, name), changed_at=CHANGED_AT, change_name="templates")


def target(value: float) -> TargetVerdict | None:
    return chart_of(STEADY, target=Target(value, "lower")).target


FINE = CampaignState(
    metric="Wait before code review",
    measure="time_s",
    target=target(3),
    guards=(judged("Second rounds", SHIFTED),),
    guard_absence="",
    element="Code review",
    constraints=("Code review",),
    lead_time=judged("Lead time", HALVED),
)


def test_a_campaign_without_anything_to_warn_of() -> None:
    assert warn_of(FINE) == ()
    assert warn_of(replace(FINE, guards=(), guard_absence="Nobody else works there.")) == ()
    assert warn_of(replace(FINE, target=None, lead_time=None)) == ()


@pytest.mark.parametrize(
    ("changes", "code", "is_grave", "says"),
    [
        ({"guards": (judged("Second rounds", WORSE),)}, "guard_deteriorating", True, "Whack-a-mole: “Second rounds”"),
        ({"guards": (judged("Second rounds", []),)}, "guard_unread", False, "guards nothing as long as"),
        ({"guards": ()}, "no_guard", True, "stays unseen"),
        ({"guards": (), "guard_absence": " "}, "no_guard", True, "stays unseen"),
        ({"metric": "Story points", "measure": "count"}, "output_counted", True, "no proxy for flow"),
        ({"target": target(10)}, "target_by_luck", False, "it will be hit by luck"),
        ({"target": target(30)}, "target_met", False, "the process meets it"),
        ({"element": "Build"}, "not_on_constraint", True, "“Build” is not the constraint, which is “Code review”"),
        ({"element": None}, "not_on_constraint", False, "tied to no step"),
        ({"constraints": ()}, "constraint_unknown", False, "whether “Code review” is the constraint"),
        ({"lead_time": judged("Lead time", SHIFTED)}, "lead_time_unmoved", False, "notices nothing of it so far"),
        ({"lead_time": judged("Lead time", WORSE)}, "lead_time_worse", True, "waits longer"),
    ],
)
def test_each_warning(changes: dict[str, Any], code: str, is_grave: bool, says: str) -> None:
    (warning,) = warn_of(replace(FINE, **changes))
    assert (warning.code, warning.is_grave) == (code, is_grave)
    assert says in warning.sentence
    assert warning.as_json() == {"code": code, "is_grave": is_grave, "sentence": warning.sentence}


def test_a_campaign_tied_to_no_step_of_a_stream_nobody_mapped() -> None:
    assert warn_of(replace(FINE, element=None, constraints=())) == ()


def test_the_figures_and_the_room_may_name_two_constraints() -> None:
    assert warn_of(replace(FINE, constraints=("Staging test", "Code review"))) == ()
    (warning,) = warn_of(replace(FINE, element="Build", constraints=("Staging test", "Code review")))
    assert "which is “Staging test” or “Code review”" in warning.sentence


def test_lead_time_is_given_time_to_move() -> None:
    assert warn_of(replace(FINE, lead_time=judged("Lead time", SHIFTED[:7]))) == ()
    assert warn_of(replace(FINE, lead_time=judged("Lead time", []))) == ()


def test_grave_warnings_come_first() -> None:
    found = warn_of(
        replace(FINE, target=target(10), guards=(judged("Unread", []), judged("Second rounds", WORSE)), element="Build")
    )
    assert [warning.code for warning in found] == [
        "guard_deteriorating",
        "not_on_constraint",
        "guard_unread",
        "target_by_luck",
    ]


@pytest.mark.parametrize(
    ("metric", "measure", "is_output"),
    [
        ("Story points per sprint", "count", True),
        ("Velocity", "number", True),
        ("lines of code", "count", True),
        ("Commits a day", "number", True),
        ("Pull requests merged", "count", True),
        ("Tickets closed", "count", True),
        ("Closed cases a day", "number", True),
        ("features shipped", "count", True),
        ("Hours billed", "number", True),
        ("Utilisation", "number", True),
        ("Share of tickets closed at first contact", "share", False),
        ("Lead time of pull requests", "time_s", False),
        ("Wait of pull requests in days", "number", False),
        ("Items delivered to customers a week", "number", False),
        ("Reopened tickets", "count", False),
        ("Local defects", "count", False),
    ],
)
def test_output_is_told_from_flow(metric: str, measure: Measure, is_output: bool) -> None:
    assert counts_output(metric, measure) is is_output
