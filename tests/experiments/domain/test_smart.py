"""The SMART check of a campaign's metric, and whether it could be met by making something else worse."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from experiments.domain.smart import CampaignIdea, check_smart, suggest_guards
from metrics import Target
from metrics.variation import TargetVerdict
from tests.experiments.domain.observed import STEADY, chart_of


def target(value: float) -> TargetVerdict:
    verdict = chart_of(STEADY, target=Target(value, "lower")).target
    assert verdict is not None
    return verdict


IDEA = CampaignIdea(
    metric="Handle time",
    where="“First answer” of the support stream",
    unit="minutes",
    how_measured="From the ticket system, every Friday.",
    baseline_readings=10,
    target=target(3),
    what_changes="Answers are kept as templates.",
    serves="the key result “resolved for good within a day”.",
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 5, 29),
    harm_possible=True,
    harm="Tickets are closed before they are solved.",
    guards=("reopened tickets",),
)


def test_an_idea_that_is_ready() -> None:
    checks = check_smart(IDEA)
    assert [(check.letter, check.holds) for check in checks] == [
        (letter, True) for letter in ("S", "M", "A", "R", "T", "harm")
    ]
    assert checks[0].sentence == "It is “Handle time” of “First answer” of the support stream."
    assert "needs a change of the process, downwards" in checks[2].sentence
    assert checks[2].sentence.endswith("What is to change: Answers are kept as templates.")
    assert checks[5].sentence == (
        "It could be met like this: Tickets are closed before they are solved. “reopened tickets” would show it."
    )
    assert checks[0].as_json()["letter"] == "S"


@pytest.mark.parametrize(
    ("changes", "letter", "holds", "says"),
    [
        ({"metric": " "}, "S", False, "Name one metric."),
        ({"where": ""}, "S", False, "at which step"),
        ({"unit": ""}, "M", False, "Say its unit."),
        ({"unit": "", "how_measured": " "}, "M", False, "Say its unit and how it is measured."),
        ({"baseline_readings": 1}, "M", False, "measure first"),
        ({"target": None}, "A", False, "Set a target."),
        ({"target": target(10)}, "A", False, "hit by luck, and missed by luck. It asks for nothing"),
        ({"target": target(30)}, "A", False, "the process meets it. It asks for nothing"),
        ({"what_changes": " "}, "A", False, "Say what is to change in the process."),
        ({"serves": ""}, "R", False, "Say what it serves"),
        ({"starts_on": None}, "T", False, "Say on which day it starts."),
        ({"starts_on": None, "ends_on": None}, "T", False, "Say on which day it starts and ends."),
        ({"ends_on": date(2026, 3, 2)}, "T", False, "not after its start"),
        ({"harm_possible": None}, "harm", None, "Ask those who do the work."),
        ({"harm": " "}, "harm", False, "Say how, so that a guard metric can watch it."),
        ({"harm_possible": False, "harm": ""}, "harm", False, "Say why nothing else could suffer."),
        ({"guards": ()}, "harm", False, "for example reopened tickets or unresolved hard cases."),
    ],
)
def test_what_keeps_an_idea_from_being_smart(
    changes: dict[str, Any], letter: str, holds: bool | None, says: str
) -> None:
    (lacking,) = (check for check in check_smart(replace(IDEA, **changes)) if check.holds is not True)
    assert (lacking.letter, lacking.holds) == (letter, holds)
    assert says in lacking.sentence


def test_a_target_that_cannot_be_judged_yet_is_open() -> None:
    unknown = chart_of([10.0], target=Target(5, "lower")).target
    achievable = check_smart(replace(IDEA, target=unknown))[2]
    assert achievable.holds is None and "is not known without limits" in achievable.sentence


def test_nothing_else_can_suffer_if_somebody_says_why() -> None:
    harm = check_smart(replace(IDEA, harm_possible=False, harm="Nobody else passes there.", guards=()))[5]
    assert (harm.holds, harm.sentence) == (True, "Nothing else is thought to suffer: Nobody else passes there.")


@pytest.mark.parametrize(
    ("metric", "guard"),
    [
        ("Average handle time", "reopened tickets"),
        ("Wait before code review", "share needing a second round"),
        ("Deployments a week", "share of failed deployments"),
        ("Lead time", "%C/A of the step"),
        ("Cost per hire", "lead time"),
        ("Smiles", "lead time of the whole stream"),
    ],
)
def test_guards_that_usually_suffer(metric: str, guard: str) -> None:
    guards = suggest_guards(metric)
    assert guard in guards and len(set(guards)) == len(guards)
