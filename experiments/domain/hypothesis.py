"""The sentence of an experiment, composed from its parts, and what an experiment lacks before it can start.

The sentence: “We believe that by [change] we will [reduce|raise] [flow metric] of [step or stream] by [n %] within
[time].” A part that is not there is named in its place; nothing is made up for it.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from experiments.domain.flow_metrics import FLOW_METRICS, FlowMetric
from metrics.variation.segments import SETTLED_FROM

Direction = Literal["reduce", "raise"]

DIRECTIONS: tuple[Direction, ...] = ("reduce", "raise")
PERCENT_LIMIT = 10_000.0
LEAST_BASELINE = 2
"""Readings without which there is no moving range, so no limits, so nothing to judge against."""

_LISTED = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_SENTENCES = re.compile(r"(?<=[a-z)”\"][.!?])\s+(?=[A-Z])")
_JOINED = re.compile(
    r"\s*(?:,\s*)?\b(?:and(?: also| then)?|as well as|plus|together with)\b\s*|\s*[+&]\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A part that is missing or cannot be; `field` is its name in the API."""

    field: str
    sentence: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The parts of the sentence as they were typed; `step_name` is None where the metric is the whole stream's.

    `metric` is a code of FLOW_METRICS; `percent` is how much it is to change relative to the baseline, above 0.
    """

    change: str
    metric: str
    step_name: str | None
    direction: str
    percent: float | None
    within: str


@dataclass(frozen=True, slots=True)
class Composed:
    """The sentence, the parts that keep it from being complete, and questions that do not."""

    sentence: str
    missing: tuple[Gap, ...]
    questions: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class ExperimentPlan:
    """What surrounds the hypothesis; `guards` are the names of the guard metrics, `baseline_readings` how many known
    readings of the metric lie before the start.
    """

    hypothesis: Hypothesis
    how_measured: str
    owner: str | None
    starts_on: date | None
    ends_on: date | None
    review_on: date | None
    guards: tuple[str, ...]
    guard_absence: str
    baseline_readings: int


def compose(hypothesis: Hypothesis) -> Composed:
    """The sentence with every part in its place or named there, never raising for what people typed."""
    metric = FLOW_METRICS.get(hypothesis.metric)
    change = _one_line(hypothesis.change).removesuffix(".")
    within = _one_line(hypothesis.within).removesuffix(".").removeprefix("within").lstrip()
    aimed = hypothesis.direction if hypothesis.direction in DIRECTIONS else "[reduce or raise]"
    step = _one_line(hypothesis.step_name or "")
    whose = f"“{step}”" if step else "the stream"
    percent = _percent(hypothesis)
    sentence = (
        f"We believe that by {change or '[the change]'} we will {aimed} the "
        f"{metric.name if metric else '[flow metric]'} of {whose} by {percent or '[n %]'} within {within or '[time]'}."
    )
    return Composed(sentence, _gaps(hypothesis, metric, within), _questions(hypothesis, metric))


def changes_named(change: str) -> tuple[str, ...]:
    """The changes that a text plainly names: items of a list, parts between semicolons, sentences."""
    lines = [line for line in change.splitlines() if line.strip()]
    parts = [part for line in lines for part in _LISTED.sub("", line).split(";")]
    named = [sentence for part in parts for sentence in _SENTENCES.split(part)]
    return tuple(words for part in named if (words := _one_line(part).removesuffix(".")))


def changes_perhaps_named(change: str) -> tuple[str, ...]:
    """The parts of one change that words such as “and” join; whether they are several, people know."""
    return tuple(words for part in _JOINED.split(_one_line(change)) if (words := part.strip(" ,.")))


def within_words(starts_on: date, ends_on: date) -> str:
    """The period as people say it, in whole weeks where it is: “6 weeks”, “10 days”; raises ValueError if reversed."""
    days = (ends_on - starts_on).days
    if days < 0:
        raise ValueError(f"The period ends on {ends_on}, before it starts on {starts_on}.")
    weeks, rest = divmod(days, 7)
    if weeks and not rest:
        return "1 week" if weeks == 1 else f"{weeks} weeks"
    return "1 day" if days == 1 else f"{days} days"


def missing_to_start(plan: ExperimentPlan) -> tuple[Gap, ...]:
    """Everything without which the experiment could not be judged, or somebody would not know about it."""
    gaps = [*compose(plan.hypothesis).missing]
    if not plan.how_measured.strip():
        gaps.append(Gap("how_measured", "Say how it is measured: by whom, from which records, how often."))
    if not (plan.owner or "").strip():
        gaps.append(Gap("owner", "Name an owner, who sees to it that it is run and read."))
    gaps += _date_gaps(plan)
    if not [guard for guard in plan.guards if guard.strip()] and not plan.guard_absence.strip():
        gaps.append(
            Gap(
                "guards",
                "Name a guard metric, which must not get worse meanwhile, or say why nothing else could suffer.",
            )
        )
    if plan.baseline_readings < LEAST_BASELINE:
        told = {0: "no reading", 1: "one reading"}[max(0, plan.baseline_readings)]
        sentence = (
            f"There is {told} from before the start: a baseline needs at least {LEAST_BASELINE}, better "
            f"{SETTLED_FROM}, or the result cannot be told from chance."
        )
        gaps.append(Gap("baseline", sentence))
    return tuple(gaps)


def _gaps(hypothesis: Hypothesis, metric: FlowMetric | None, within: str) -> tuple[Gap, ...]:
    gaps = []
    named = changes_named(hypothesis.change)
    if not named:
        gaps.append(Gap("change", "Say what is changed: one thing that can be done by itself."))
    elif len(named) > 1:
        gaps.append(Gap("change", f"These are {len(named)} changes: {_quoted(named)}. Make an experiment of each."))
    if metric is None:
        known = f"“{hypothesis.metric}” is no flow metric: choose" if hypothesis.metric.strip() else "Choose"
        gaps.append(Gap("metric", f"{known} one of {', '.join(FLOW_METRICS)}."))
    else:
        gaps += _metric_gaps(metric, hypothesis.step_name)
    if hypothesis.direction not in DIRECTIONS:
        gaps.append(Gap("direction", "Say whether it is to reduce or to raise the metric."))
    gaps += _percent_gaps(hypothesis)
    if not within:
        gaps.append(Gap("within", "Say within which time the effect should be seen."))
    return tuple(gaps)


def _metric_gaps(metric: FlowMetric, step_name: str | None) -> list[Gap]:
    if step_name is None and "stream" not in metric.of:
        return [Gap("step", f"The {metric.name} is measured at a step: name the step.")]
    if step_name is not None and not step_name.strip():
        return [
            Gap("step", "The step has no name: give it one on the map, so that everybody knows which one is meant.")
        ]
    if step_name is not None and "step" not in metric.of:
        return [Gap("step", f"The {metric.name} is a figure of the whole stream, not of a step: leave the step out.")]
    return []


def _percent_gaps(hypothesis: Hypothesis) -> list[Gap]:
    percent = hypothesis.percent
    if percent is None or not math.isfinite(percent):
        return [Gap("percent", "Say by how many percent.")]
    if percent <= 0:
        return [Gap("percent", "The change in percent is a number above 0; reduce and raise say in which direction.")]
    if hypothesis.direction == "reduce" and percent > 100:
        return [Gap("percent", f"Nothing can be reduced by {percent:g} %: 100 % leaves nothing.")]
    if percent > PERCENT_LIMIT:
        return [Gap("percent", f"{percent:,.0f} % is more than can be meant: at most {PERCENT_LIMIT:,.0f} %.")]
    return []


def _date_gaps(plan: ExperimentPlan) -> list[Gap]:
    gaps = []
    if plan.starts_on is None:
        gaps.append(Gap("starts_on", "Say on which day it starts."))
    elif plan.ends_on is not None and plan.ends_on <= plan.starts_on:
        gaps.append(Gap("ends_on", f"It ends on {plan.ends_on}, which is not after its start on {plan.starts_on}."))
    if plan.review_on is None:
        gaps.append(Gap("review_on", "Say on which day the result is reviewed, or nobody will."))
    elif plan.ends_on is not None and plan.review_on < plan.ends_on:
        gaps.append(Gap("review_on", f"The review on {plan.review_on} is before the end on {plan.ends_on}."))
    elif plan.starts_on is not None and plan.review_on <= plan.starts_on:
        gaps.append(Gap("review_on", f"The review on {plan.review_on} is not after the start on {plan.starts_on}."))
    return gaps


_WORSENS: Mapping[str, Direction] = {"lower": "raise", "higher": "reduce"}


def _questions(hypothesis: Hypothesis, metric: FlowMetric | None) -> tuple[str, ...]:
    questions = []
    joined = changes_perhaps_named(hypothesis.change)
    if len(changes_named(hypothesis.change)) == 1 and len(joined) > 1:
        questions.append(
            f"Is this one change? It reads as {_quoted(joined)}. If one can be done without the other, make two "
            "experiments: of two at once nobody can tell which one worked."
        )
    if metric is not None and _WORSENS[metric.better] == hypothesis.direction:
        questions.append(
            f"Is it meant to {hypothesis.direction} the {metric.name}? That makes flow worse; if it is the price of "
            "something better, measure that and make this the guard metric."
        )
    return tuple(questions)


def _percent(hypothesis: Hypothesis) -> str:
    percent = hypothesis.percent
    return f"{percent:g} %" if percent is not None and math.isfinite(percent) and percent > 0 else ""


def _quoted(parts: tuple[str, ...]) -> str:
    *others, last = [f"“{part}”" for part in parts]
    return f"{', '.join(others)} and {last}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
