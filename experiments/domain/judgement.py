"""What came of an experiment: guard metrics first, then its own, each against natural variation.

Evidence is a signal of the XmR chart against the limits of the baseline, never a difference of means alone; the effect
with its interval says how large the change is. “No evidence of change” is an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from experiments.domain.effect import Effect, measure_effect, readings_needed
from experiments.domain.effect_words import effect_sentence, signed_percent
from metrics.calendar import Calendar
from metrics.variation import Better, Measure, Reading, SegmentStart, XmrChart, xmr_chart
from metrics.variation import Direction as ChangeDirection
from metrics.variation.segments import SETTLED_FROM

Verdict = Literal["improved", "worse", "mixed", "unclear", "no_evidence", "not_known"]
Suggestion = Literal["adopt", "adapt", "abandon", "wait"]
Fulfilment = Literal["exceeded", "compatible", "short"]

LOOK_AT: frozenset[Verdict] = frozenset({"mixed", "unclear"})
"""Verdicts after which somebody should look for what happened, before anything is concluded."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A series of readings and on which side of them it is better."""

    name: str
    measure: Measure
    better: Better
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class SeriesJudgement:
    """What readings since the change say of one series; `sentence` is the verdict, `notes` what it rests on.

    unclear: a signal, but readings as a whole cannot be told from those before; mixed: signals to both sides.
    `suffers` tells for a guard whether it got worse: with a signal, or without one where the whole interval of the
    effect lies on the worse side; None where nobody can know. A signal alone does not tell, because of skewed times
    every third series has one without any change.
    """

    name: str
    verdict: Verdict
    suffers: bool | None
    effect: Effect | None
    chart: XmrChart
    sentence: str
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The judgement as plain lists, maps, numbers and texts."""
        return {
            "name": self.name,
            "verdict": self.verdict,
            "suffers": self.suffers,
            "effect": self.effect and self.effect.as_json(),
            "chart": self.chart.as_json(),
            "sentence": self.sentence,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was expected, as a signed part of the baseline in percent, and whether the effect bears it out.

    exceeded and short: the whole interval lies on that side of what was expected; compatible: it holds it.
    """

    percent: float
    fulfilment: Fulfilment
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {"percent": self.percent, "fulfilment": self.fulfilment, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Guards (those that suffer first), the metric, and what the figures suggest; people decide.

    `sentences` begin with the guards that suffer. `expectation` is None where there is no effect to hold it against.
    """

    guards: tuple[SeriesJudgement, ...]
    metric: SeriesJudgement
    expectation: Expectation | None
    suggestion: Suggestion
    suggestion_sentence: str
    headline: str
    sentences: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The judgement as plain lists, maps, numbers and texts."""
        return {
            "guards": [guard.as_json() for guard in self.guards],
            "metric": self.metric.as_json(),
            "expectation": self.expectation and self.expectation.as_json(),
            "suggestion": self.suggestion,
            "suggestion_sentence": self.suggestion_sentence,
            "headline": self.headline,
            "sentences": list(self.sentences),
        }


def judge(
    metric: Observed,
    guards: Sequence[Observed],
    *,
    changed_at: datetime,
    change_name: str,
    expected_percent: float | None = None,
    calendar: Calendar | None = None,
) -> Judgement:
    """The judgement of a change made at `changed_at`: readings before it are the baseline, those from it on the result.

    `expected_percent` is signed: −50 for “reduce by 50 %”. Gaps and readings that cannot be count on neither side.
    """
    judged = judge_series(metric, changed_at=changed_at, change_name=change_name, calendar=calendar)
    watched = [
        judge_series(guard, changed_at=changed_at, change_name=change_name, calendar=calendar) for guard in guards
    ]
    # A stable sort keeps the order in which they were named.
    watched.sort(key=_rank)
    expectation = _expectation(metric, judged, expected_percent)
    suggestion, suggestion_sentence = _suggest(judged, watched, expectation)
    suffering = [guard for guard in watched if guard.suffers]
    return Judgement(
        guards=tuple(watched),
        metric=judged,
        expectation=expectation,
        suggestion=suggestion,
        suggestion_sentence=suggestion_sentence,
        headline=_headline(judged, suffering),
        sentences=(
            *(guard.sentence for guard in suffering),
            judged.sentence,
            *((expectation.sentence,) if expectation else ()),
            *(guard.sentence for guard in watched if not guard.suffers),
        ),
    )


def _rank(guard: SeriesJudgement) -> int:
    """What suffers comes first, then what nobody knows, then what wants a look."""
    if guard.suffers:
        return 0
    if guard.suffers is None:
        return 1
    return 2 if guard.verdict in LOOK_AT else 3


def judge_series(
    observed: Observed, *, changed_at: datetime, change_name: str, calendar: Calendar | None = None
) -> SeriesJudgement:
    """What the readings from `changed_at` on say against those before it."""
    usual = calendar or Calendar()
    start = SegmentStart(changed_at, change_name)
    chart = xmr_chart(observed.readings, measure=observed.measure, starts=[start], calendar=usual)
    before = [point.value for point in chart.readings if point.at < changed_at and point.value is not None]
    since = [point.value for point in chart.readings if point.at >= changed_at and point.value is not None]
    effect = measure_effect(before, since)
    verdict, suffers = _verdict(observed.better, chart, effect)
    told = _verdict_sentence(observed, chart, verdict, suffers, len(before))
    size = f" {effect_sentence(effect, observed.measure, usual)}" if effect and verdict != "not_known" else ""
    return SeriesJudgement(
        name=observed.name,
        verdict=verdict,
        suffers=suffers,
        effect=effect,
        chart=chart,
        sentence=told + size,
        notes=_notes(chart, effect, len(before), len(since)),
    )


def _verdict(better: Better, chart: XmrChart, effect: Effect | None) -> tuple[Verdict, bool | None]:
    change = chart.changes[-1] if chart.changes else None
    if change is None or change.evidence is None:
        return "not_known", None
    moved = _told_direction(effect)
    if not change.evidence:
        return "no_evidence", moved is not None and moved != better
    if change.direction == "mixed":
        return "mixed", moved is not None and moved != better
    if moved != _side_of(change.direction):
        return "unclear", moved is not None and moved != better
    return ("improved", False) if moved == better else ("worse", True)


def _side_of(direction: ChangeDirection | None) -> Better:
    return "lower" if direction == "down" else "higher"


def _told_direction(effect: Effect | None) -> Better | None:
    """Where the whole interval of the difference lies; None where it holds no difference, or there is none."""
    if effect is None or effect.difference.low is None or effect.difference.high is None:
        return None
    if effect.difference.low > 0:
        return "higher"
    return "lower" if effect.difference.high < 0 else None


def _verdict_sentence(observed: Observed, chart: XmrChart, verdict: Verdict, suffers: bool | None, before: int) -> str:
    name = f"“{observed.name}”"
    match verdict:
        case "improved":
            return f"{name} got better, and not by chance alone."
        case "worse":
            return f"{name} got worse, and not by chance alone."
        case "mixed":
            return f"{name} became less steady: there are signals to both sides."
        case "unclear":
            side = "better" if _side_of(chart.changes[-1].direction) == observed.better else "worse"
            return (
                f"{name} shows a signal towards the {side} side, but its readings as a whole cannot be told from those "
                "before: look for what happened then."
            )
        case "no_evidence":
            if suffers:
                return f"{name} got worse as a whole, though no single reading shows a signal."
            return f"{name} shows no evidence of change."
        case "not_known":
            if not before:
                return f"Whether {name} changed is not known: there is no reading from before."
            return f"Whether {name} changed is not known. {_why_not_known(chart)}"


def _why_not_known(chart: XmrChart) -> str:
    lacking = next((segment for segment in chart.segments if segment.limits is None and segment.known < 2), None)
    newest = chart.segments[-1]
    if not newest.known:
        return newest.sentence
    return lacking.sentence if lacking is not None else chart.segments[0].sentence


def _notes(chart: XmrChart, effect: Effect | None, before: int, since: int) -> tuple[str, ...]:
    notes = [*chart.notes]
    baseline = chart.segments[0]
    if before and baseline.limits is not None and (baseline.provisional or baseline.limits.mean_moving_range == 0):
        notes.append(baseline.sentence)
    if any(signal.segment == 0 and signal.chart == "readings" for signal in chart.signals) and len(chart.segments) > 1:
        notes.append(
            "There are signals before the change already: the process was not steady, so look at their causes."
        )
    if effect is not None and effect.difference.low is None:
        needed = readings_needed(before)
        if needed > since:
            notes.append(f"An interval for the effect needs {needed} readings since the change; there are {since}.")
    return tuple(notes)


def _expectation(metric: Observed, judged: SeriesJudgement, expected_percent: float | None) -> Expectation | None:
    effect = judged.effect
    if expected_percent is None or judged.verdict == "not_known" or effect is None or effect.relative is None:
        return None
    low, high = effect.relative.low, effect.relative.high
    if low is None or high is None:
        return None
    expected = expected_percent / 100
    words = signed_percent(expected)
    span = f"{signed_percent(low)} to {signed_percent(high)}"
    if low <= expected <= high:
        says = "the readings bear it out" if judged.verdict == "improved" else "it is neither shown nor ruled out"
        sentence = f"The expected change of {words} lies inside the interval ({span}): {says}."
        return Expectation(expected_percent, "compatible", sentence)
    if (low > expected) == (metric.better == "higher"):
        return Expectation(
            expected_percent, "exceeded", f"It went further than the expected {words}: the interval is {span}."
        )
    return Expectation(expected_percent, "short", f"It falls short of the expected {words}: the interval is {span}.")


def _suggest(
    metric: SeriesJudgement, guards: Sequence[SeriesJudgement], expectation: Expectation | None
) -> tuple[Suggestion, str]:
    suffering = [guard.name for guard in guards if guard.suffers]
    unread = [guard.name for guard in guards if guard.suffers is None]
    if suffering:
        names = ", ".join(f"“{name}”" for name in suffering)
        if metric.verdict == "improved":
            return "adapt", f"Do not adopt it as it is: {names} pays for it. Adapt it so that nothing else gets worse."
        return "abandon", f"Abandon it: {names} suffers and “{metric.name}” has not got better."
    match metric.verdict:
        case "improved" if unread:
            names = ", ".join(f"“{name}”" for name in unread)
            return "wait", f"Read {names} before deciding: nobody knows yet whether it pays for the gain."
        case "improved":
            look_at = [guard.name for guard in guards if guard.verdict in LOOK_AT]
            names = ", ".join(f"“{name}”" for name in look_at)
            first = f" Look first at the signals of {names}." if look_at else ""
            return "adopt", f"Adopt it, and put the measured values on the map.{first}"
        case "worse":
            return "abandon", "Abandon it: the metric itself got worse."
        case "not_known":
            return "wait", "Wait for readings: nothing can be said yet."
        case _:
            return _suggest_without_proof(metric, expectation)


def _suggest_without_proof(metric: SeriesJudgement, expectation: Expectation | None) -> tuple[Suggestion, str]:
    since = metric.effect.readings_since if metric.effect else 0
    if since < SETTLED_FROM:
        more = SETTLED_FROM - since
        return (
            "wait",
            f"Wait for {more} more reading{'' if more == 1 else 's'}: with {since} a change can hide in chance.",
        )
    if expectation is not None and expectation.fulfilment == "short":
        return "abandon", "Abandon it: an effect as large as the expected one can be ruled out."
    return "adapt", "Adapt it or read longer: what was expected is neither shown nor ruled out."


def _headline(metric: SeriesJudgement, suffering: Sequence[SeriesJudgement]) -> str:
    own = {
        "improved": f"“{metric.name}” got better",
        "worse": f"“{metric.name}” got worse",
        "mixed": f"“{metric.name}” became less steady",
        "unclear": f"“{metric.name}” shows a signal, but no clear change",
        "no_evidence": f"no evidence of change in “{metric.name}”",
        "not_known": f"nothing is known of “{metric.name}” yet",
    }[metric.verdict]
    if not suffering:
        return f"{own[0].upper()}{own[1:]}."
    names = ", ".join(f"“{guard.name}”" for guard in suffering)
    return f"Guard first: {names} got worse, while {own}."
