"""The lens: answers are kept, and what they recommend is started."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from experiments.commands.campaigns import plan_campaign
from experiments.commands.records import record
from experiments.domain.lens import QUESTIONS, assess
from experiments.models import Campaign, LensAssessment
from experiments.permissions import ExperimentAct, require
from experiments.selectors.campaigns import MapConstraint
from experiments.selectors.lens import recommended_by
from maps.commands.workshop import create_workshop_from_file
from maps.library.catalogue import template_file
from maps.models import Map
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant, User

CONCERN_LIMIT = 200
ASSESSMENTS_LIMIT = 200


class NotAssessed(Conflict):
    """The answers do not suffice for a recommendation, so there is nothing to start."""

    code = "not_assessed"


class TooManyAssessments(Conflict):
    """The workshop holds as many assessments as it may."""

    code = "too_many_assessments"


@dataclass(frozen=True, slots=True)
class Started:
    """What was started: the map to work on and the campaign that was planned, None where it is not recommended."""

    assessment: LensAssessment
    map: Map | None
    campaign: Campaign | None


@transaction.atomic
def answer_lens(*, actor: Participant, concern: str, answers: Mapping[str, str]) -> LensAssessment:
    """Keep the answers of the workshop's people, as far as there are any; raises InvalidInput with every problem."""
    require(actor, ExperimentAct.ANSWER_LENS)
    kept, words = read_answers(answers), read_concern(concern)
    lock_workshop(actor.workshop_id)
    if LensAssessment.objects.filter(workshop_id=actor.workshop_id).count() >= ASSESSMENTS_LIMIT:
        raise TooManyAssessments(f"This workshop holds {ASSESSMENTS_LIMIT} assessments, as many as it may.")
    made = LensAssessment.objects.create(workshop=actor.workshop, concern=words, answers=kept, created_by=actor)
    record(actor, "answer_lens", assessment=str(made.id), recommendation=assess(kept).recommendation or "")
    return made


@transaction.atomic
def start_recommended(*, actor: Participant, assessment: LensAssessment) -> Started:
    """Start what the assessment recommends: the workshop's map, a planned campaign, or both in order.

    A campaign that was started by it before is not planned again. After a map the campaign is tied to the constraint
    where the map's figures name it.
    """
    lock_workshop(actor.workshop_id)
    found = recommended_by(assessment, actor=actor)
    if found.told.recommendation is None:
        raise NotAssessed(f"{found.told.sentence} Nothing was started.")
    of = found.map if "map" in found.told.order else None
    campaign = found.campaign
    if "campaign" in found.told.order and campaign is None:
        tie = found.constraint if of is not None else None
        campaign = plan_campaign(actor=actor, given=_prefilled(assessment, tie), assessment=assessment)
    return Started(assessment, of, campaign)


@transaction.atomic
def start_workshop_with_lens(
    *, actor: User, name: str, concern: str, answers: Mapping[str, str], template: str = "blank"
) -> tuple[Participant, Started]:
    """Create a workshop with a map of the template, keep the answers in it and start what they recommend.

    Raises InvalidInput for what cannot be kept, NotAssessed without a recommendation, NotAllowed for guests.
    """
    recommendation = assess(read_answers(answers))
    if recommendation.recommendation is None:
        raise NotAssessed(f"{recommendation.sentence} Nothing was started.")
    file = template_file(template)
    place, _ = create_workshop_from_file(actor=actor, charter={**file.charter, "name": name}, file=file)
    assessment = answer_lens(actor=place, concern=concern, answers=answers)
    return place, start_recommended(actor=place, assessment=assessment)


def read_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that were given; raises InvalidInput for a question or an answer that there is not."""
    questions = {question.code: question for question in QUESTIONS}
    problems = []
    for code, given in answers.items():
        if code not in questions:
            problems.append(Problem(f"answers.{code[:40]}", f"There is no question “{code[:40]}”."))
        elif given and questions[code].answer(given) is None:
            known = ", ".join(answer.code for answer in questions[code].answers)
            problems.append(Problem(f"answers.{code}", f"“{questions[code].text}” is answered by one of {known}."))
    kept = {code: given for code, given in answers.items() if given}
    if not kept and not problems:
        problems.append(Problem("answers", "No question is answered yet."))
    if problems:
        raise InvalidInput(problems)
    return kept


def read_concern(concern: str) -> str:
    """Return what hurts as it is kept; raises InvalidInput where it is too long."""
    words = " ".join(concern.replace("\x00", "").split())
    if len(words) > CONCERN_LIMIT:
        sentence = f"What hurts has {len(words)} characters; at most {CONCERN_LIMIT} can be kept."
        raise InvalidInput([Problem("concern", sentence)])
    return words


def _prefilled(assessment: LensAssessment, constraint: MapConstraint | None) -> dict[str, Any]:
    given: dict[str, Any] = {"name": assessment.concern or "A focused campaign"}
    if constraint is not None:
        given |= tied_to(constraint)
    return given


def tied_to(constraint: MapConstraint) -> dict[str, Any]:
    """Return the fields of a campaign that works at the constraint of a map."""
    return {
        "map": constraint.map.pk,
        "element_id": constraint.step,
        "serves": f"the constraint of “{constraint.map.title}”"[:500],
    }
