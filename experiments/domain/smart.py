"""Whether the metric of a focused campaign is fit to be pushed: SMART, and whether it could be met at others' cost.

SMART: specific, measurable, achievable, relevant, time-bound (G. T. Doran, There's a S.M.A.R.T. way to write
management's goals and objectives, 1981, in today's words). That a measure which becomes a target stops measuring well
is M. Strathern's wording (1997) of Goodhart's law; hence the last question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from metrics.variation import TargetVerdict

Letter = Literal["S", "M", "A", "R", "T", "harm"]

LEAST_READINGS = 2


@dataclass(frozen=True, slots=True)
class CampaignIdea:
    """What is known of a campaign before it starts; texts are empty and dates None where nobody said.

    `target` is the chart's verdict on the target, None without one; `serves` says which constraint, key result or
    value for the customer it serves. `harm_possible` answers “could it be met by making something else worse?”, with
    `harm` saying how, or why not; `guards` are the names of its guard metrics.
    """

    metric: str
    where: str
    unit: str
    how_measured: str
    baseline_readings: int
    target: TargetVerdict | None
    what_changes: str
    serves: str
    starts_on: date | None
    ends_on: date | None
    harm_possible: bool | None
    harm: str
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One letter: `holds` is None where nobody can say yet; the sentence says what is missing or what was found."""

    letter: Letter
    word: str
    holds: bool | None
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class GuardIdea:
    """Guards that are worth watching beside metrics whose name speaks of these words."""

    words: re.Pattern[str]
    guards: tuple[str, ...]


_GUARD_IDEAS: tuple[GuardIdea, ...] = tuple(
    GuardIdea(re.compile(words, re.IGNORECASE), guards)
    for words, guards in (
        (
            r"\bhandl(?:e|ing) time|\bcall time|\btime per (?:call|ticket)",
            ("reopened tickets", "unresolved hard cases"),
        ),
        (r"\breview", ("quality of feedback", "share needing a second round")),
        (r"\bdeploy|\brelease", ("share of failed deployments", "time to restore")),
        (r"\btest", ("defects found by customers",)),
        (r"\bthroughput|\bdelivered|\bclosed", ("share of rework", "flow load")),
        (r"\bcost|\bexpense", ("lead time", "defects found by customers")),
        (
            r"\bwait|\blead time|\bcycle time|\bresponse time|\bqueue",
            ("%C/A of the step", "waits of other kinds of work"),
        ),
        (r"\bprocess time|\btouch time|\beffort", ("%C/A of the step", "effort score of the people who do it")),
    )
)
_USUAL_GUARDS = ("%C/A of the step", "lead time of the whole stream")


def check_smart(idea: CampaignIdea) -> tuple[Check, ...]:
    """The five letters and the question of harm, in this order."""
    return (_specific(idea), _measurable(idea), _achievable(idea), _relevant(idea), _time_bound(idea), _harm(idea))


def suggest_guards(metric: str) -> tuple[str, ...]:
    """Guard metrics that usually suffer when a metric of this name is pushed; never empty."""
    found = [guard for idea in _GUARD_IDEAS if idea.words.search(metric) for guard in idea.guards]
    return tuple(dict.fromkeys(found)) or _USUAL_GUARDS


def _specific(idea: CampaignIdea) -> Check:
    if not idea.metric.strip():
        return Check("S", "specific", False, "Name one metric.")
    if not idea.where.strip():
        return Check("S", "specific", False, f"Say where “{idea.metric}” is measured: at which step, of which stream.")
    return Check("S", "specific", True, f"It is “{idea.metric}” of {idea.where}.")


def _measurable(idea: CampaignIdea) -> Check:
    lacking = [
        what for what, said in (("its unit", idea.unit), ("how it is measured", idea.how_measured)) if not said.strip()
    ]
    if lacking:
        return Check("M", "measurable", False, f"Say {' and '.join(lacking)}.")
    if idea.baseline_readings < LEAST_READINGS:
        sentence = "There are no two readings yet: measure first, so that there is a baseline."
        return Check("M", "measurable", False, sentence)
    return Check(
        "M", "measurable", True, f"It is measured in {idea.unit}, with {idea.baseline_readings} readings so far."
    )


def _achievable(idea: CampaignIdea) -> Check:
    target = idea.target
    if target is None:
        return Check("A", "achievable", False, "Set a target.")
    match target.verdict:
        case None:
            return Check("A", "achievable", None, target.sentence)
        case "change_of_process" if idea.what_changes.strip():
            return Check("A", "achievable", True, f"{target.sentence} What is to change: {_plain(idea.what_changes)}.")
        case "change_of_process":
            return Check("A", "achievable", False, f"{target.sentence} Say what is to change in the process.")
        case _:
            return Check(
                "A", "achievable", False, f"{target.sentence} It asks for nothing that a campaign could bring."
            )


def _relevant(idea: CampaignIdea) -> Check:
    if not idea.serves.strip():
        sentence = "Say what it serves: the constraint of a stream, a key result, or what the customer values."
        return Check("R", "relevant", False, sentence)
    return Check("R", "relevant", True, f"It serves {_plain(idea.serves)}.")


def _time_bound(idea: CampaignIdea) -> Check:
    starts, ends = idea.starts_on, idea.ends_on
    if starts is None or ends is None:
        missing = " and ".join(word for word, day in (("starts", starts), ("ends", ends)) if day is None)
        return Check("T", "time-bound", False, f"Say on which day it {missing}.")
    if ends <= starts:
        return Check("T", "time-bound", False, f"It ends on {ends}, which is not after its start on {starts}.")
    return Check("T", "time-bound", True, f"It runs from {starts} to {ends}.")


def _harm(idea: CampaignIdea) -> Check:
    word = "could it be met by making something else worse?"
    if idea.harm_possible is None:
        return Check("harm", word, None, "Could it be met by making something else worse? Ask those who do the work.")
    if not idea.harm.strip():
        what = "how, so that a guard metric can watch it" if idea.harm_possible else "why nothing else could suffer"
        return Check("harm", word, False, f"Say {what}.")
    if not idea.harm_possible:
        return Check("harm", word, True, f"Nothing else is thought to suffer: {_plain(idea.harm)}.")
    if not idea.guards:
        return Check(
            "harm", word, False, f"It could be met like this: {_plain(idea.harm)}. {_ask_for_guard(idea.metric)}"
        )
    watched = ", ".join(f"“{guard}”" for guard in idea.guards)
    return Check("harm", word, True, f"It could be met like this: {_plain(idea.harm)}. {watched} would show it.")


def _ask_for_guard(metric: str) -> str:
    return f"Name a guard metric that would show it, for example {_either(suggest_guards(metric))}."


def _either(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _plain(text: str) -> str:
    return " ".join(text.split()).removesuffix(".")
