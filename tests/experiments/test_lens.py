"""The lens in a workshop: answers are kept, and what they recommend is started once."""

import pytest

from experiments.commands.campaigns import decide_campaign
from experiments.commands.lens import NotAssessed, answer_lens, start_recommended, start_workshop_with_lens
from experiments.models import Campaign, LensAssessment
from experiments.selectors.lens import recommended_of
from maps.commands.edit import submit
from tests.cast import Cast
from workshops.errors import InvalidInput, NotAllowed
from workshops.models import Workshop

LOCAL = {"reach": "local", "cause": "known", "teams": "one", "attempts": "none", "urgency": "soon"}
SYSTEMIC = {"reach": "systemic", "cause": "unknown", "teams": "several", "attempts": "failed", "urgency": "soon"}
BOTH = {**LOCAL, "attempts": "failed"}


def places(error: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [problem.place for problem in error.value.problems]


def test_answers_are_kept_and_the_newest_count(cast: Cast) -> None:
    assert recommended_of(actor=cast.vic) is None
    answer_lens(actor=cast.lea, concern="Reviews take days", answers=SYSTEMIC)
    answer_lens(actor=cast.ben, concern=" Reviews  take days ", answers={**LOCAL, "new": ""})
    found = recommended_of(actor=cast.vic)
    assert found is not None
    assert (found.told.recommendation, found.assessment.concern) == ("campaign", "Reviews take days")
    assert (found.assessment.answers, LensAssessment.objects.count()) == (LOCAL, 2)


@pytest.mark.parametrize(
    ("answers", "place"),
    [({}, "answers"), ({"mood": "good"}, "answers.mood"), ({"reach": "perhaps"}, "answers.reach")],
)
def test_only_questions_and_answers_that_there_are(cast: Cast, answers: dict[str, str], place: str) -> None:
    with pytest.raises(InvalidInput) as error:
        answer_lens(actor=cast.ben, concern="", answers=answers)
    assert places(error) == [place]


def test_a_viewer_answers_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        answer_lens(actor=cast.vic, concern="", answers=LOCAL)


def test_half_an_assessment_is_kept_and_starts_nothing(cast: Cast) -> None:
    half = answer_lens(actor=cast.ben, concern="", answers={"reach": "local"})
    with pytest.raises(NotAssessed) as error:
        start_recommended(actor=cast.ben, assessment=half)
    assert error.value.message == "4 questions are still to be answered. Nothing was started."


def test_a_campaign_is_planned_once(cast: Cast) -> None:
    assessment = answer_lens(actor=cast.lea, concern="Reviews take days", answers=LOCAL)
    with pytest.raises(NotAllowed):
        start_recommended(actor=cast.lea, assessment=assessment)
    started = start_recommended(actor=cast.ben, assessment=assessment)
    assert started.campaign is not None
    assert (started.map, started.campaign.name, started.campaign.map) == (None, "Reviews take days", None)
    again = start_recommended(actor=cast.ana, assessment=assessment)
    assert (again.campaign, Campaign.objects.count()) == (started.campaign, 1)


def test_the_map_of_the_workshop_is_what_mapping_starts_with(cast: Cast) -> None:
    started = start_recommended(actor=cast.lea, assessment=answer_lens(actor=cast.lea, concern="", answers=SYSTEMIC))
    assert (started.map, started.campaign) == (cast.map, None)


def test_both_in_order_tie_the_campaign_to_the_constraint_and_mark_the_next_step(cast: Cast) -> None:
    people = {"do": "set", "id": "test", "fields": {"people": None, "wait_time": None, "process_time": None}}
    others = [
        {"do": "set", "id": key, "fields": {"wait_time": None, "process_time": None}} for key in ("build", "ship")
    ]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="empty", edits=[people, *others])
    assessment = answer_lens(actor=cast.ben, concern="Nothing gets out", answers=BOTH)
    found = recommended_of(actor=cast.vic)
    assert found is not None
    assert [(step.lens, step.is_done, step.is_next) for step in found.steps] == [
        ("map", False, True),
        ("campaign", False, False),
    ]
    full = [
        {"do": "set", "id": key, "fields": {"wait_time": "1d", "process_time": "2d", "people": 1}}
        for key in ("build", "test", "ship")
    ]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="full", edits=full)
    started = start_recommended(actor=cast.ben, assessment=assessment)
    assert started.campaign is not None
    assert (started.map, started.campaign.map) == (cast.map, cast.map)
    assert started.campaign.element_name
    assert started.campaign.serves == f"the constraint of “{cast.map.title}”"
    found = recommended_of(actor=cast.vic)
    assert found is not None
    assert [(step.is_done, step.is_next) for step in found.steps] == [(True, False), (False, True)]
    decide_campaign(actor=cast.ana, campaign=started.campaign, to="reported", reason="Another way was found.")
    done = recommended_of(actor=cast.vic)
    assert done is not None
    assert not any(step.is_next for step in done.steps)


@pytest.mark.parametrize(("answers", "campaigns"), [(SYSTEMIC, 0), (BOTH, 1), (LOCAL, 1)])
def test_from_the_dashboard_a_workshop_begins_with_it(cast: Cast, answers: dict[str, str], campaigns: int) -> None:
    place, started = start_workshop_with_lens(
        actor=cast.stan, name="Reviews", concern="Reviews take days", answers=answers, template="feature-delivery"
    )
    assert (place.workshop.name, place.role) == ("Reviews", "facilitator")
    assert (started.map is not None) == (answers is not LOCAL)
    assert Campaign.objects.filter(workshop=place.workshop).count() == campaigns
    assert LensAssessment.objects.get(workshop=place.workshop).answers == answers


def test_nothing_is_created_without_a_recommendation_or_by_guests(cast: Cast) -> None:
    before = Workshop.objects.count()
    with pytest.raises(NotAssessed):
        start_workshop_with_lens(actor=cast.stan, name="Reviews", concern="", answers={"reach": "local"})
    with pytest.raises(NotAllowed):
        start_workshop_with_lens(actor=cast.ben.user, name="Reviews", concern="", answers=LOCAL)
    with pytest.raises(InvalidInput):
        start_workshop_with_lens(actor=cast.stan, name=" ", concern="", answers=LOCAL)
    assert Workshop.objects.count() == before
