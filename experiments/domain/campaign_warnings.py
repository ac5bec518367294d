"""What a focused campaign has to be warned of, as far as it can be seen (METHOD 5, “The lens”).

The whack-a-mole comes first: a guard that gets worse while the metric gets better is the harm that campaigns do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from experiments.domain.judgement import SeriesJudgement
from metrics.variation import Measure, TargetVerdict
from metrics.variation.segments import SETTLED_FROM

Code = Literal[
    "guard_deteriorating",
    "output_counted",
    "no_guard",
    "guard_unread",
    "target_by_luck",
    "target_met",
    "not_on_constraint",
    "constraint_unknown",
    "lead_time_unmoved",
    "lead_time_worse",
]
ABOUT_CONSTRAINT: frozenset[Code] = frozenset({"not_on_constraint", "constraint_unknown"})
"""Warnings that tell what the figures say of the constraint, or that they say nothing."""

_THINGS = r"(?:tickets|tasks|issues|calls|cases|cards)"
_DONE = r"(?:closed|done|handled|completed|resolved)"
_OUTPUT = re.compile(
    r"\bstory[ -]?points?\b|\bvelocity\b|\blines? of code\b|\bs?loc\b|\bcommits?\b|\b(?:pull|merge) requests?\b"
    r"|\bhours (?:logged|billed|worked)\b|\butili[sz]ation\b|\bfeatures (?:shipped|built|delivered)\b"
    r"|\b(?:documents|pages|tests|test cases) written\b"
    rf"|\b{_THINGS} {_DONE}\b|\b{_DONE} {_THINGS}\b",
    re.IGNORECASE,
)
_OF_TIME = re.compile(r"\b(?:wait|time|age|delay)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CampaignState:
    """What is known of a campaign that is planned or running.

    `element` is the name of the step it works at, None where it is tied to none; `constraints` are the names of the
    steps that govern the stream by the figures or as the room circled, empty where nobody knows. `lead_time` is the
    judgement of the stream's lead time since the first intervention, None where it is not read.
    """

    metric: str
    measure: Measure
    target: TargetVerdict | None
    guards: tuple[SeriesJudgement, ...]
    guard_absence: str
    element: str | None
    constraints: tuple[str, ...]
    lead_time: SeriesJudgement | None


@dataclass(frozen=True, slots=True)
class CampaignWarning:
    """One thing to look at; `is_grave` where going on as before does harm or cannot help."""

    code: Code
    sentence: str
    is_grave: bool

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def warn_of(campaign: CampaignState) -> tuple[CampaignWarning, ...]:
    """All warnings, grave ones first."""
    found = [
        *_of_guards(campaign.guards, campaign.guard_absence),
        *_of_metric(campaign.metric, campaign.measure),
        *_of_target(campaign.target),
        *_of_place(campaign),
        *_of_lead_time(campaign.lead_time),
    ]
    return tuple(sorted(found, key=lambda warning: not warning.is_grave))


def counts_output(metric: str, measure: Measure) -> bool:
    """Whether a metric of this name counts what was put out rather than how work flows; a time or share does not."""
    return measure in ("count", "number") and bool(_OUTPUT.search(metric)) and not _OF_TIME.search(metric)


def _of_guards(guards: Sequence[SeriesJudgement], absence: str) -> Iterator[CampaignWarning]:
    if not guards and not absence.strip():
        yield CampaignWarning("no_guard", "No guard metric is watched: what gets worse meanwhile stays unseen.", True)
    for guard in guards:
        if guard.suffers:
            sentence = f"Whack-a-mole: {guard.sentence} The problem may only have moved."
            yield CampaignWarning("guard_deteriorating", sentence, True)
        elif guard.suffers is None:
            sentence = f"“{guard.name}” guards nothing as long as it is not read: {guard.sentence}"
            yield CampaignWarning("guard_unread", sentence, False)


def _of_metric(metric: str, measure: Measure) -> Iterator[CampaignWarning]:
    if counts_output(metric, measure):
        sentence = (
            f"“{metric}” counts output, which is no proxy for flow: more of it can mean smaller pieces, or rework. "
            "Measure a time, a share or items that reach the customer."
        )
        yield CampaignWarning("output_counted", sentence, True)


def _of_target(target: TargetVerdict | None) -> Iterator[CampaignWarning]:
    if target is not None and target.verdict == "luck":
        yield CampaignWarning("target_by_luck", f"The target asks for no change: {target.sentence}", False)
    elif target is not None and target.verdict == "met":
        yield CampaignWarning("target_met", f"The target is no target any more: {target.sentence}", False)


def _of_place(campaign: CampaignState) -> Iterator[CampaignWarning]:
    if not campaign.constraints:
        if campaign.element is not None:
            sentence = f"Nobody knows yet whether “{campaign.element}” is the constraint: the map does not tell."
            yield CampaignWarning("constraint_unknown", sentence, False)
        return
    names = " or ".join(f"“{name}”" for name in campaign.constraints)
    if campaign.element is None:
        sentence = f"The campaign is tied to no step, and the constraint is {names}: does the metric move there?"
        yield CampaignWarning("not_on_constraint", sentence, False)
    elif campaign.element not in campaign.constraints:
        sentence = (
            f"“{campaign.element}” is not the constraint, which is {names}: improving another step only builds "
            "inventory before it."
        )
        yield CampaignWarning("not_on_constraint", sentence, True)


def _of_lead_time(lead_time: SeriesJudgement | None) -> Iterator[CampaignWarning]:
    if lead_time is None or lead_time.effect is None:
        return
    if lead_time.verdict == "worse":
        sentence = f"The customer waits longer since the campaign began: {lead_time.sentence}"
        yield CampaignWarning("lead_time_worse", sentence, True)
    elif lead_time.verdict == "no_evidence" and lead_time.effect.readings_since >= SETTLED_FROM:
        sentence = f"The customer notices nothing of it so far: {lead_time.sentence}"
        yield CampaignWarning("lead_time_unmoved", sentence, False)
