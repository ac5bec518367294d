"""The tornado: each uncertain input moved through its range alone, the one that moves the lead time most first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.calendar import Calendar
from metrics.durations import format_duration
from metrics.explanation.needs import needs_of
from metrics.measure import metrics_of
from metrics.sensitivity.effect import Effect
from metrics.sensitivity.inputs import ASSUMED, Field, Range, UncertainInput, uncertain_inputs
from metrics.stream import Source, Stream
from metrics.survey import survey
from metrics.wording import percent

MOST_BARS = 100
MOST_WORK = 150_000
"""Nodes walked for one tornado: one or two seconds. Only maps of many hundred steps need more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One input: its range in the unit of its field, and the expected lead times at both ends in seconds."""

    element: str
    name: str
    field: Field
    source: Source
    range: Range
    low: float
    value: float
    high: float
    lead_time_low_s: float
    lead_time_high_s: float
    swing_s: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The bars, the largest swing first; `lead_time_s` is the expected lead time with every input at its value.

    `assumed` are the factors by provenance for values without a range; they multiply a share's odds. `notes` name what
    has no bar: a range with an end at which no item would ever get through, or what was left out for its number.
    """

    lead_time_s: float | None
    bars: tuple[Bar, ...]
    assumed: Mapping[Source, tuple[float, float]]
    sentence: str
    needs: tuple[str, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The sensitivity as plain lists, maps, numbers and texts."""
        return {
            "lead_time_s": self.lead_time_s,
            "bars": [{name: getattr(bar, name) for name in bar.__slots__} for bar in self.bars],
            "assumed": {source: list(factors) for source, factors in self.assumed.items()},
            "sentence": self.sentence,
            "needs": list(self.needs),
            "notes": list(self.notes),
        }


def tornado(stream: Stream) -> Sensitivity:
    """Moves every uncertain time, count and share through its range, one at a time, and compares lead times."""
    found = survey(stream)
    lead_time_s = found.expected_lead_time_s
    if lead_time_s is None:
        needs = needs_of("expected_lead_time_s", found, metrics_of(found))
        sentence = "What to check first can be told when the expected lead time is known."
        return Sensitivity(None, (), ASSUMED, sentence, needs, ())
    effect = Effect(stream, found.basis, lead_time_s)
    entries = sorted(uncertain_inputs(found.basis), key=effect.rough_s, reverse=True)
    bars: list[Bar] = []
    notes: list[str] = []
    for examined, entry in enumerate(entries):
        if effect.work > MOST_WORK:
            left = len(entries) - examined
            notes.append(f"The map is so large that {left} values that seem to move little were not examined.")
            break
        low_s, high_s = (effect.lead_time_s(entry, value) for value in (entry.low, entry.high))
        if low_s is None or high_s is None:
            notes.append(_endless(entry, entry.low if low_s is None else entry.high))
        elif max(low_s, high_s, lead_time_s) > min(low_s, high_s, lead_time_s):
            bars.append(_bar(entry, low_s, high_s, lead_time_s))
    bars.sort(key=lambda bar: -bar.swing_s)
    if len(bars) > MOST_BARS:
        notes.append(f"{len(bars) - MOST_BARS} values that move it less are not listed.")
    sentence = _first(bars, stream.calendar)
    return Sensitivity(lead_time_s, tuple(bars[:MOST_BARS]), ASSUMED, sentence, (), tuple(notes))


def _bar(entry: UncertainInput, low_s: float, high_s: float, lead_time_s: float) -> Bar:
    return Bar(
        element=entry.element,
        name=entry.name,
        field=entry.field,
        source=entry.source,
        range=entry.range,
        low=entry.low,
        value=entry.value,
        high=entry.high,
        lead_time_low_s=low_s,
        lead_time_high_s=high_s,
        swing_s=max(low_s, high_s, lead_time_s) - min(low_s, high_s, lead_time_s),
    )


def _first(bars: Sequence[Bar], calendar: Calendar) -> str:
    """Which value to check first: the one that moves the lead time most and nobody measured."""
    unsure = [bar for bar in bars if bar.source != "measured"]
    if not unsure:
        return "Nothing unmeasured moves the expected lead time." if bars else "No uncertain value moves the lead time."
    bar = unsure[0]
    between = " to ".join(_shown(bar.field, value, calendar) for value in (bar.low, bar.high))
    lead_times = sorted((bar.lead_time_low_s, bar.lead_time_high_s))
    shortest, longest = (format_duration(seconds, calendar) for seconds in lead_times)
    is_range = "stated" if bar.range == "stated" else f"assumed for a value that is {_WORDS[bar.source]}"
    return (
        f"Check {_what(bar.field, bar.name)} first: from {between} ({is_range}) it moves the expected lead time "
        f"from {shortest} to {longest}, more than any other value that nobody measured."
    )


_WORDS: Mapping[Source, str] = {
    "guess": "a guess",
    "estimate": "an estimate",
    "walked": "walked",
    "measured": "measured",
}


def _endless(entry: UncertainInput, value: float) -> str:
    if entry.field == "share":
        return f"{_what(entry.field, entry.name)} cannot be {percent(value)}: no item would ever get through."
    return f"{_what(entry.field, entry.name)} has an end of its range at which the lead time is not known."


def _what(field: Field, name: str) -> str:
    if field == "share":
        return f"the share that goes from {name}"
    return {"wait_time": "the wait", "process_time": "the process time", "items": "the items"}[field] + f" at “{name}”"


def _shown(field: Field, value: float, calendar: Calendar) -> str:
    if field == "share":
        return percent(value)
    return f"{value:g} items" if field == "items" else format_duration(value, calendar)
