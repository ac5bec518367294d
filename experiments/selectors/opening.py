"""What opens the next session: the actions that are overdue or unfinished, each with its page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from experiments.addresses import path_of
from experiments.domain.plan_words import due_words, opening_sentence
from experiments.domain.states import EXPERIMENT, IMPROVEMENT
from experiments.models import Experiment, Improvement
from experiments.selectors.plan import OPEN_IMPROVEMENTS, UNFINISHED_IMPROVEMENTS, Plan, plan_of, today_of
from workshops.models import Participant, Workshop

OPEN_EXPERIMENTS = (Experiment.State.DRAFT, Experiment.State.RUNNING, Experiment.State.TO_BE_JUDGED)


@dataclass(frozen=True, slots=True)
class Action:
    """One improvement or experiment as a list shows it; `due_on` is the review of an experiment."""

    kind: Literal["improvement", "experiment"]
    id: str
    title: str
    who: str
    state: str
    due_on: date | None
    due: str
    path: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What to begin a session with on the day `on`; the sentence is empty where there is nothing."""

    on: date
    sentence: str
    overdue: Sequence[Action]
    unfinished: Sequence[Action]


def opening_of(*, actor: Participant) -> Opening:
    """Return what opens the next session of the actor's workshop today."""
    return opening_in(plan_of(actor=actor))


def opening_in(plan: Plan) -> Opening:
    """Return what of this plan opens the next session."""
    overdue = _actions(plan.overdue_improvements, plan.overdue_experiments, plan.on)
    unfinished = _actions(plan.unfinished_improvements, plan.unfinished_experiments, plan.on)
    return Opening(plan.on, opening_sentence(len(overdue), len(unfinished)), overdue, unfinished)


def opening_sentences(workshops: Sequence[Workshop]) -> dict[UUID, str]:
    """Return the sentence of each workshop that has one, read at once; the caller may read these workshops."""
    overdue: Counter[UUID] = Counter()
    unfinished: Counter[UUID] = Counter()
    days = {workshop.pk: today_of(workshop) for workshop in workshops}
    # What its owner has begun or what waits for a verdict is unfinished; the rest counts once its day has passed.
    improvements = Improvement.objects.filter(workshop__in=workshops, state__in=OPEN_IMPROVEMENTS)
    experiments = Experiment.objects.filter(workshop__in=workshops, state__in=OPEN_EXPERIMENTS)
    for rows, counted in (
        (improvements.values_list("workshop_id", "state", "due_on"), UNFINISHED_IMPROVEMENTS),
        (experiments.values_list("workshop_id", "state", "review_on"), (Experiment.State.TO_BE_JUDGED,)),
    ):
        for workshop_id, state, day in rows:
            if day is not None and day < days[workshop_id]:
                overdue[workshop_id] += 1
            elif state in counted:
                unfinished[workshop_id] += 1
    sentences = {key: opening_sentence(overdue[key], unfinished[key]) for key in days}
    return {key: sentence for key, sentence in sentences.items() if sentence}


def _actions(improvements: Sequence[Improvement], experiments: Sequence[Experiment], on: date) -> list[Action]:
    return [*(_action(entry, on) for entry in improvements), *(_action(entry, on) for entry in experiments)]


def _action(entry: Improvement | Experiment, on: date) -> Action:
    is_experiment = isinstance(entry, Experiment)
    due_on = entry.review_on if isinstance(entry, Experiment) else entry.due_on
    return Action(
        kind="experiment" if is_experiment else "improvement",
        id=str(entry.pk),
        title=str(entry),
        who=entry.who,
        state=(EXPERIMENT if is_experiment else IMPROVEMENT).label(entry.state),
        due_on=due_on,
        due=due_words(due_on, on) if due_on else "",
        path=path_of(entry),
    )
