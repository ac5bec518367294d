"""A draft while it is written: its sentence, what it lacks, what one may ask, its baseline, the engine's prediction."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.commands.experiment_fields import read_experiment
from experiments.commands.prediction import predict_edits
from experiments.domain.effect_words import signed_percent
from experiments.domain.hypothesis import Gap, within_words
from experiments.domain.metric_prediction import prediction_of_metric
from experiments.models import Experiment, Series
from experiments.selectors.baseline import Baseline, baseline_of
from experiments.selectors.judgement import composed, missing_to_start_of
from workshops.errors import InvalidInput, Problem, WorkshopError
from workshops.models import Participant

_OPEN_PART = re.compile(r"(\[[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What can be said about a draft; `sentence` in parts, each with whether it is still missing.

    `prediction` is what the engine says in the shape of `Experiment.predicted`; `expected` is what people expect.
    """

    sentence: tuple[tuple[str, bool], ...]
    missing: tuple[Gap, ...]
    questions: tuple[str, ...]
    problems: tuple[Problem, ...]
    baseline: Baseline | None
    expected: str
    prediction: Mapping[str, Any] | None
    predicted: str
    prediction_problem: str
    period: str


def sketch_of(
    *,
    actor: Participant,
    of: Experiment | None,
    given: Mapping[str, Any],
    new_series: str = "",
    new_guard: str = "",
) -> Sketch:
    """Return what a form says about an experiment, `of` the one it changes; nothing is saved."""
    draft = copy.copy(of) if of is not None else Experiment(workshop=actor.workshop, created_by=actor)
    kept, guards, problems = _read(given, actor, draft)
    for name, value in kept.items():
        setattr(draft, name, value)
    names = [series.name for series in guards] + ([new_guard] if new_guard else [])
    missing = missing_to_start_of(draft, guards=names)
    if new_series and draft.series is None:
        missing = tuple(gap for gap in missing if gap.field != "series")
    prediction, prediction_problem = _prediction(actor, draft)
    percent = (prediction or {}).get("percent")
    return Sketch(
        sentence=sentence_parts(draft),
        missing=told_to_people(draft, missing),
        questions=composed(draft).questions,
        problems=problems,
        baseline=baseline_of(actor=actor, of=draft.series, before=draft.starts_on) if draft.series else None,
        expected=expected_words(draft),
        prediction=prediction,
        predicted="" if percent is None else signed_percent(percent / 100),
        prediction_problem=prediction_problem,
        period=_period(draft),
    )


def told_to_people(experiment: Experiment, gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Return the gaps for a page, where metrics are chosen from a list and need not be named by their codes."""
    choose = Gap("metric", "Choose the flow metric that it should move.")
    return tuple(choose if gap.field == "metric" and not experiment.metric else gap for gap in gaps)


def sentence_parts(experiment: Experiment) -> tuple[tuple[str, bool], ...]:
    """Return the sentence cut where something is missing: the parts in brackets are."""
    parts = [part for part in _OPEN_PART.split(composed(experiment).sentence) if part]
    return tuple((part, bool(_OPEN_PART.fullmatch(part))) for part in parts)


def expected_words(experiment: Experiment) -> str:
    """Return the expected change with its sign: “−50 %”; empty while it is not said."""
    if experiment.percent is None or not experiment.direction:
        return ""
    sign = -1 if experiment.direction == Experiment.Direction.REDUCE else 1
    return signed_percent(sign * experiment.percent / 100)


def _read(
    given: Mapping[str, Any], actor: Participant, draft: Experiment
) -> tuple[dict[str, Any], list[Series], tuple[Problem, ...]]:
    """What can be kept of the fields; those with problems are left out, and so is what rests on them."""
    try:
        kept, guards = read_experiment(given, actor, draft)
        return kept, guards or [], ()
    except InvalidInput as error:
        problems = error.problems
    wrong = {problem.place for problem in problems}
    try:
        kept, guards = read_experiment({name: told for name, told in given.items() if name not in wrong}, actor, draft)
    except InvalidInput as error:
        return {}, [], error.problems
    return kept, guards or [], problems


def _prediction(actor: Participant, draft: Experiment) -> tuple[dict[str, Any] | None, str]:
    if draft.map is None or not draft.edits:
        return None, ""
    try:
        found = predict_edits(actor=actor, of=draft.map, edits=draft.edits)
    except WorkshopError as error:
        return None, error.message
    about = prediction_of_metric(draft.metric, draft.element_id, found.before, found.after, found.prediction)
    return about.as_json(), ""


def _period(draft: Experiment) -> str:
    if draft.starts_on is None or draft.ends_on is None or draft.ends_on <= draft.starts_on:
        return ""
    return within_words(draft.starts_on, draft.ends_on)
