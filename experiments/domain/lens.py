"""Which lens: map the stream, push one focused metric, or both in order; and when it is time to map.

The questions and what each answer speaks for are those of METHOD 5, “The lens”. No points are added up: an answer
either rules a focused metric out, or speaks for the map, or for the metric, and the reasons are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Recommendation = Literal["map", "campaign", "map_then_campaign"]
Speaks = Literal["map", "campaign", "neither"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be given, what it speaks for, and the reason in a sentence (empty where it is none).

    `rules_out` means that with it one metric alone would do harm.
    """

    code: str
    label: str
    speaks_for: Speaks
    reason: str
    rules_out: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the assessment; those that are `needed` have to be answered for a recommendation."""

    code: str
    text: str
    answers: tuple[Answer, ...]
    needed: bool = True

    def answer(self, code: str) -> Answer | None:
        """The answer with this code; None if there is no such answer."""
        return next((answer for answer in self.answers if answer.code == code), None)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "reach",
        "Where does it hurt?",
        (
            Answer("local", "At one place, and newly so", "campaign", "The pain is acute and local."),
            Answer(
                "systemic",
                "In many places, and it has for long",
                "map",
                "The problem is chronic and crosses teams: no single number shows the whole flow.",
                rules_out=True,
            ),
            Answer("unsure", "Nobody can say", "map", "Where it hurts is unclear: the map shows where work waits."),
        ),
    ),
    Question(
        "cause",
        "Is the cause known?",
        (
            Answer("known", "Yes, and it has been shown", "campaign", "The cause is known and the process understood."),
            Answer("guessed", "There are opinions", "map", "The cause is an opinion so far: look before pushing."),
            Answer(
                "unknown",
                "No",
                "map",
                "The cause is unclear: a metric would be pushed without knowing what moves it.",
                rules_out=True,
            ),
        ),
    ),
    Question(
        "teams",
        "Who can change it?",
        (
            Answer("one", "One team by itself", "campaign", "One team can change it."),
            Answer(
                "several",
                "Only several teams together",
                "map",
                "It takes several teams: what one of them gains another may pay for.",
                rules_out=True,
            ),
        ),
    ),
    Question(
        "attempts",
        "Have metrics been pushed here before?",
        (
            Answer("none", "No", "neither", ""),
            Answer("worked", "Yes, and it lasted", "campaign", "Pushing a metric has worked here before."),
            Answer(
                "failed",
                "Yes, without lasting effect",
                "map",
                "Earlier metric pushes failed: the cause lies elsewhere in the flow.",
                rules_out=True,
            ),
            Answer(
                "hurt",
                "Yes, and something else got worse",
                "map",
                "Earlier metric pushes hurt something else: the parts depend on each other.",
                rules_out=True,
            ),
        ),
    ),
    Question(
        "urgency",
        "How soon must something happen?",
        (
            Answer("now", "Within days", "campaign", "Something has to happen within days."),
            Answer("soon", "Within a quarter", "neither", ""),
        ),
    ),
    Question(
        "rework",
        "Does work bounce between people or come back for rework?",
        (
            Answer("much", "Much of it", "map", "Work bounces and rework is high: that is a matter of the whole flow."),
            Answer("little", "Hardly", "neither", ""),
        ),
        needed=False,
    ),
    Question(
        "busy",
        "Is everyone busy while little is delivered?",
        (
            Answer(
                "yes", "Yes", "map", "Everyone is busy and little is delivered: the time is lost between the steps."
            ),
            Answer("no", "No", "neither", ""),
        ),
        needed=False,
    ),
    Question(
        "side_effects",
        "Can you watch what else might get worse?",
        (
            Answer("yes", "Yes, it is measured", "campaign", "Side effects can be watched by guard metrics."),
            Answer(
                "no",
                "No",
                "map",
                "Side effects could not be watched: a push would look like success wherever it hurts.",
                rules_out=True,
            ),
        ),
        needed=False,
    ),
    Question(
        "new",
        "Is something being designed that does not exist yet?",
        (
            Answer("yes", "Yes", "map", "Something new is designed: there is no metric of it to push."),
            Answer("no", "No", "neither", ""),
        ),
        needed=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is recommended, None while needed answers are missing; `order` are the lenses one after the other.

    `reasons` speak for it, `against` for the other lens; `unanswered` are codes of needed questions.
    """

    recommendation: Recommendation | None
    order: tuple[Literal["map", "campaign"], ...]
    sentence: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    unanswered: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The assessment as plain lists and texts."""
        return {
            name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in self.__slots__
        }


@dataclass(frozen=True, slots=True)
class CampaignOutcome:
    """How a reported campaign ended: whether its metric got better with evidence, and which guards got worse."""

    name: str
    improved: bool
    guards_worse: tuple[str, ...]


LOOKED_AT = 3
"""The newest campaigns that count: what failed long ago may have been another process."""
FAILED_REPEATEDLY = 2


def assess(answers: Mapping[str, str]) -> Assessment:
    """The recommendation for the answers, by code of the question; what is not a question or an answer is left out.

    Map where an answer rules a focused metric out or none speaks for one; a focused campaign where nothing speaks for
    the map; both where each has its reasons: the map finds the constraint, the campaign works there.
    """
    given = {question.code: question.answer(answers.get(question.code, "")) for question in QUESTIONS}
    unanswered = tuple(question.code for question in QUESTIONS if question.needed and given[question.code] is None)
    known = [answer for answer in given.values() if answer is not None]
    for_map = tuple(answer.reason for answer in known if answer.speaks_for == "map")
    for_campaign = tuple(answer.reason for answer in known if answer.speaks_for == "campaign")
    if unanswered:
        count = len(unanswered)
        sentence = f"{'One question is' if count == 1 else f'{count} questions are'} still to be answered."
        return Assessment(None, (), sentence, (), (), unanswered)
    if not for_map:
        sentence = "A focused campaign: choose one metric, watch its guards, and judge it against natural variation."
        return Assessment("campaign", ("campaign",), sentence, for_campaign, (), ())
    urgent = answers.get("urgency") == "now"
    ruled_out = any(answer.rules_out for answer in known)
    if not for_campaign or (ruled_out and not urgent and not _is_local(answers)):
        sentence = "Map the stream: see the whole flow, find the constraint, and change what governs it."
        return Assessment("map", ("map",), sentence, for_map, for_campaign, ())
    sentence = "Map first, to find the constraint; then a focused campaign there with a balanced set of metrics."
    if urgent:
        sentence += " What cannot wait is relieved meanwhile, and is not called the solution."
    return Assessment("map_then_campaign", ("map", "campaign"), sentence, (*for_map, *for_campaign), (), ())


def _is_local(answers: Mapping[str, str]) -> bool:
    """Whether one team has one place to change, so that a campaign can follow the map at once."""
    return answers.get("reach") == "local" and answers.get("teams") == "one"


def time_to_map(outcomes: Sequence[CampaignOutcome]) -> tuple[str, ...]:
    """Why it is time to map, in sentences; empty where the campaigns, oldest first, give no reason to.

    Two of the newest three without evidence of improvement, or a guard that got worse in one of them.
    """
    newest = outcomes[-LOOKED_AT:]
    reasons = []
    failed = [outcome for outcome in newest if not outcome.improved]
    if len(failed) >= FAILED_REPEATEDLY:
        names = ", ".join(f"“{outcome.name}”" for outcome in failed)
        reasons.append(
            f"{len(failed)} of the last {len(newest)} campaigns brought no evidence of improvement ({names}): the "
            "cause lies elsewhere in "
            "the flow. It is time to map."
        )
    for outcome in newest:
        if outcome.guards_worse:
            names = ", ".join(f"“{guard}”" for guard in outcome.guards_worse)
            reasons.append(
                f"“{outcome.name}” made {names} worse: the problem moved instead of going away. It is time to map."
            )
    return tuple(reasons)
