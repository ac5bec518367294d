"""The three signals that a map works: lead time falls without more people, the value-added ratio rises, and status
meetings become fewer or shorter (METHOD 1.7). Each against natural variation; what is not read is not known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from experiments.domain.judgement import Observed, SeriesJudgement, judge_series
from metrics.calendar import Calendar
from metrics.variation import Better, Measure, Reading

Code = Literal["lead_time", "value_added_ratio", "meetings"]


@dataclass(frozen=True, slots=True)
class SignalSeries:
    """One of the series that a signal is read from; `figure` is the flow metric by which a map feeds it, if one does.

    `name` is that of a series begun for it.
    """

    code: str
    signal: Code
    name: str
    unit: str
    measure: Measure
    better: Better
    figure: str | None = None


SIGNAL_SERIES: Mapping[str, SignalSeries] = {
    kind.code: kind
    for kind in (
        SignalSeries("lead_time", "lead_time", "Lead time of the stream", "d", "time_s", "lower", "lead_time"),
        SignalSeries("people", "lead_time", "People in the stream", "", "count", "lower"),
        SignalSeries(
            "value_added_ratio",
            "value_added_ratio",
            "Value-added ratio of the stream",
            "",
            "share",
            "higher",
            "process_cycle_efficiency",
        ),
        SignalSeries("meetings", "meetings", "Status meetings a week", "", "count", "lower"),
        SignalSeries("meeting_time", "meetings", "Time in status meetings a week", "m", "time_s", "lower"),
    )
}
"""By code, in the order of the signals."""

_NAMES: dict[Code, str] = {
    "lead_time": "Lead time falls without more people",
    "value_added_ratio": "The value-added ratio rises",
    "meetings": "Status meetings become fewer",
}
_NEEDS: dict[Code, str] = {
    "lead_time": "Nobody reads the lead time yet: take it from a map, or choose the series that holds it.",
    "value_added_ratio": "Nobody reads it yet: take it from a map whose steps have a value class.",
    "meetings": "Nobody counts them yet: write down each week how many there were and how long they took.",
}
NO_CHANGE = "Nothing has changed yet, so there is no before and no since: start an experiment, or choose a day."


@dataclass(frozen=True, slots=True)
class StreamReadings:
    """What is read of a stream over time; None where nobody reads it. `people` are counts of people in the stream,
    `meetings` status meetings in a period and `meeting_time` the time spent in them.
    """

    lead_time: Observed | None
    people: tuple[Reading, ...]
    value_added_ratio: Observed | None
    meetings: Observed | None
    meeting_time: Observed | None


@dataclass(frozen=True, slots=True)
class WorkingSignal:
    """One signal: `works` is True with evidence, False without, None where it cannot be known."""

    code: Code
    name: str
    works: bool | None
    judgements: tuple[SeriesJudgement, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The signal as plain lists, maps, numbers and texts."""
        return {
            "code": self.code,
            "name": self.name,
            "works": self.works,
            "judgements": [judgement.as_json() for judgement in self.judgements],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class WorkingSignals:
    """The three signals in METHOD's order, and the whole in a sentence."""

    signals: tuple[WorkingSignal, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {"signals": [signal.as_json() for signal in self.signals], "sentence": self.sentence}


def judge_signals(
    readings: StreamReadings, *, changed_at: datetime | None, change_name: str, calendar: Calendar | None = None
) -> WorkingSignals:
    """The signals since `changed_at`, against the readings before it; without such a moment none is known."""
    if changed_at is None:
        return _unchanged(readings)
    at = changed_at

    def judged(*series: Observed | None) -> tuple[SeriesJudgement, ...]:
        return tuple(
            judge_series(one, changed_at=at, change_name=change_name, calendar=calendar)
            for one in series
            if one is not None
        )

    signals = (
        _lead_time(judged(readings.lead_time), people_added(readings.people, at)),
        _plain("value_added_ratio", judged(readings.value_added_ratio)),
        _plain("meetings", judged(readings.meetings, readings.meeting_time)),
    )
    return WorkingSignals(signals, _summary(signals))


def _unchanged(readings: StreamReadings) -> WorkingSignals:
    read: dict[Code, bool] = {
        "lead_time": readings.lead_time is not None,
        "value_added_ratio": readings.value_added_ratio is not None,
        "meetings": readings.meetings is not None or readings.meeting_time is not None,
    }
    signals = tuple(
        WorkingSignal(code, name, None, (), NO_CHANGE if read[code] else _NEEDS[code]) for code, name in _NAMES.items()
    )
    return WorkingSignals(signals, _summary(signals))


def people_added(people: Sequence[Reading], changed_at: datetime) -> float | None:
    """How many people the stream has more at most than at the last count before; None without a count on both sides.

    People are counted, not sampled, so no limits are asked for.
    """
    counted = [reading for reading in sorted(people, key=lambda reading: reading.at) if reading.value is not None]
    before = [reading.value for reading in counted if reading.at < changed_at and reading.value is not None]
    since = [reading.value for reading in counted if reading.at >= changed_at and reading.value is not None]
    return max(since) - before[-1] if before and since else None


def _lead_time(judgements: tuple[SeriesJudgement, ...], added: float | None) -> WorkingSignal:
    signal = _plain("lead_time", judgements)
    if not signal.works:
        return signal
    if added is None:
        sentence = f"{signal.sentence} Whether people were added is not known: count them before and since."
        return WorkingSignal("lead_time", signal.name, None, judgements, sentence)
    if added > 0:
        sentence = f"{signal.sentence} But {_people(added)}, so it may be they and not the map."
        return WorkingSignal("lead_time", signal.name, False, judgements, sentence)
    return WorkingSignal("lead_time", signal.name, True, judgements, f"{signal.sentence} No people were added.")


def _plain(code: Code, judgements: tuple[SeriesJudgement, ...]) -> WorkingSignal:
    """Works where one of the series got better and none suffers."""
    name = _NAMES[code]
    if not judgements:
        return WorkingSignal(code, name, None, (), _NEEDS[code])
    sentence = " ".join(judgement.sentence for judgement in judgements)
    if any(judgement.suffers for judgement in judgements):
        return WorkingSignal(code, name, False, judgements, sentence)
    if any(judgement.verdict == "improved" for judgement in judgements):
        return WorkingSignal(code, name, True, judgements, sentence)
    known = any(judgement.verdict != "not_known" for judgement in judgements)
    return WorkingSignal(code, name, False if known else None, judgements, sentence)


def _people(added: float) -> str:
    return "one person was added" if added == 1 else f"{added:g} people were added"


def _summary(signals: Sequence[WorkingSignal]) -> str:
    working = sum(signal.works is True for signal in signals)
    unknown = sum(signal.works is None for signal in signals)
    if unknown == len(signals):
        return "Whether it works is not known yet."
    told = {0: "None of the three signals shows", 1: "One of the three signals shows"}.get(
        working, f"{working} of the three signals show"
    )
    rest = f"; {unknown} {'is' if unknown == 1 else 'are'} not known" if unknown else ""
    return f"{told} that it works{rest}."
