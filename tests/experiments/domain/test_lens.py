"""Which lens: the recommendation for every combination of answers, its reasons, and when it is time to map."""

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.lens import QUESTIONS, CampaignOutcome, assess, time_to_map

LOCAL = {"reach": "local", "cause": "known", "teams": "one", "attempts": "none", "urgency": "soon"}
SYSTEMIC = {"reach": "systemic", "cause": "unknown", "teams": "several", "attempts": "failed", "urgency": "soon"}
NEEDED = [question for question in QUESTIONS if question.needed]
ANY = st.fixed_dictionaries(
    {},
    optional={
        question.code: st.sampled_from([*(answer.code for answer in question.answers), "perhaps"])
        for question in QUESTIONS
    },
)


def test_acute_local_and_understood_is_for_a_focused_campaign() -> None:
    told = assess(LOCAL)
    assert (told.recommendation, told.order) == ("campaign", ("campaign",))
    assert told.reasons == (
        "The pain is acute and local.",
        "The cause is known and the process understood.",
        "One team can change it.",
    )
    assert told.against == ()


def test_chronic_crossing_and_unclear_is_for_the_map() -> None:
    told = assess(SYSTEMIC)
    assert (told.recommendation, told.order) == ("map", ("map",))
    assert len(told.reasons) == 4 and told.reasons[3].startswith("Earlier metric pushes failed")


@pytest.mark.parametrize(
    "answers",
    [
        {**LOCAL, "attempts": "failed"},
        {**LOCAL, "cause": "guessed"},
        {**LOCAL, "rework": "much"},
        {**SYSTEMIC, "urgency": "now"},
    ],
)
def test_reasons_for_both_give_both_in_order(answers: dict[str, str]) -> None:
    told = assess(answers)
    assert (told.recommendation, told.order) == ("map_then_campaign", ("map", "campaign"))
    assert ("What cannot wait is relieved meanwhile" in told.sentence) == (answers["urgency"] == "now")


def test_what_speaks_against_the_map_is_told_too() -> None:
    told = assess({**SYSTEMIC, "side_effects": "yes"})
    assert told.recommendation == "map"
    assert told.against == ("Side effects can be watched by guard metrics.",)


def test_several_teams_are_not_led_into_a_campaign() -> None:
    assert assess({**LOCAL, "teams": "several"}).recommendation == "map"


@pytest.mark.parametrize("code", [question.code for question in NEEDED])
def test_without_a_needed_answer_there_is_no_recommendation(code: str) -> None:
    for answers in ({**LOCAL, code: "perhaps"}, {key: value for key, value in LOCAL.items() if key != code}):
        told = assess(answers)
        assert (told.recommendation, told.unanswered) == (None, (code,))
        assert told.sentence == "One question is still to be answered."


def test_nothing_answered() -> None:
    assert assess({}).sentence == "5 questions are still to be answered."


def test_questions_are_sound() -> None:
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert question.text.endswith("?")
        assert len({answer.code for answer in question.answers}) == len(question.answers) >= 2
        for answer in question.answers:
            assert bool(answer.reason) == (answer.speaks_for != "neither")
            assert not answer.rules_out or answer.speaks_for == "map"


def test_every_combination_of_the_needed_answers_is_recommended_with_reasons() -> None:
    codes = [[answer.code for answer in question.answers] for question in NEEDED]
    seen = set()
    for given_codes in product(*codes):
        answers = dict(zip([question.code for question in NEEDED], given_codes, strict=True))
        told = assess(answers)
        seen.add(told.recommendation)
        picked = [question.answer(code) for question, code in zip(NEEDED, given_codes, strict=True)]
        for_map = [answer for answer in picked if answer and answer.speaks_for == "map"]
        assert told.recommendation is not None
        if told.recommendation == "campaign":
            assert not for_map
        else:
            assert for_map and told.order[0] == "map"
    assert seen == {"map", "campaign", "map_then_campaign"}


@given(ANY)
def test_reasons_are_those_of_the_answers(answers: dict[str, str]) -> None:
    told = assess(answers)
    reasons = {
        answer.reason
        for question in QUESTIONS
        if (answer := question.answer(answers.get(question.code, ""))) is not None and answer.reason
    }
    if told.recommendation is None:
        assert told.unanswered and told.reasons == ()
    else:
        assert {*told.reasons, *told.against} == reasons
    assert json.loads(json.dumps(told.as_json()))["sentence"] == told.sentence


@given(ANY)
def test_one_more_answer_for_the_map_never_leads_away_from_it(answers: dict[str, str]) -> None:
    before, after = assess({**answers, "rework": "little"}), assess({**answers, "rework": "much"})
    if "map" in before.order:
        assert "map" in after.order
    assert after.recommendation != "campaign"


def outcome(name: str, improved: bool, *guards: str) -> CampaignOutcome:
    return CampaignOutcome(name, improved, guards)


@pytest.mark.parametrize(
    ("outcomes", "reasons"),
    [
        ([], 0),
        ([outcome("A", False)], 0),
        ([outcome("A", True), outcome("B", True), outcome("C", False)], 0),
        ([outcome("A", False), outcome("B", True), outcome("C", False)], 1),
        ([outcome("A", False), outcome("B", False)], 1),
        ([outcome("A", False), outcome("B", False), outcome("C", True), outcome("D", True)], 0),
        ([outcome("A", True, "Reopened tickets")], 1),
        ([outcome("A", True, "Reopened tickets"), *[outcome("B", True)] * 3], 0),
        ([outcome("A", False, "Reopened tickets"), outcome("B", False, "Hard cases")], 3),
    ],
)
def test_time_to_map(outcomes: list[CampaignOutcome], reasons: int) -> None:
    told = time_to_map(outcomes)
    assert len(told) == reasons
    assert all(reason.endswith("It is time to map.") for reason in told)


def test_why_it_is_time_to_map() -> None:
    told = time_to_map([outcome("Handle time", False), outcome("Call time", False, "Reopened tickets")])
    assert told == (
        "2 of the last 2 campaigns brought no evidence of improvement (“Handle time”, “Call time”): the cause lies "
        "elsewhere in the flow. It is time to map.",
        "“Call time” made “Reopened tickets” worse: the problem moved instead of going away. It is time to map.",
    )
