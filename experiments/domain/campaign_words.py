"""What moved in a campaign, in words: one row for its metric, each guard and the lead time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from experiments.domain.effect_words import signed_percent
from metrics.calendar import Calendar
from metrics.variation.readings import written

Role = Literal["metric", "guard", "lead time"]
Mood = Literal["good", "bad", "open"]

_VERDICTS: Mapping[str, str] = {
    "improved": "better",
    "worse": "worse",
    "mixed": "less steady",
    "unclear": "a signal, no clear change",
    "no_evidence": "no evidence of change",
    "not_known": "not known yet",
}


@dataclass(frozen=True, slots=True)
class MovedRow:
    """What became of one series; texts are empty where nothing is known. `sentence` is the whole verdict."""

    name: str
    role: Role
    verdict: str
    mood: Mood
    before: str
    since: str
    change: str
    sentence: str
    notes: tuple[str, ...]


def moved_rows(evidence: Mapping[str, Any], calendar: Calendar) -> tuple[MovedRow, ...]:
    """The guards that suffer, the metric, the other guards, the lead time; from what is kept with a report."""
    guards = [_row(guard, "guard", calendar) for guard in evidence.get("guards", [])]
    metric = [_row(evidence["metric"], "metric", calendar)] if evidence.get("metric") else []
    lead_time = [_row(evidence["lead_time"], "lead time", calendar)] if evidence.get("lead_time") else []
    suffering = [row for row in guards if row.mood == "bad"]
    return (*suffering, *metric, *(row for row in guards if row.mood != "bad"), *lead_time)


def _row(told: Mapping[str, Any], role: Role, calendar: Calendar) -> MovedRow:
    measure = told["measure"]

    def words(value: float | None) -> str:
        return "" if value is None else written(value, measure, calendar)

    return MovedRow(
        name=told["name"],
        role=role,
        verdict="worse" if told["suffers"] else _VERDICTS[told["verdict"]],
        mood=_mood(told),
        before=words(told["mean_before"]),
        since=words(told["mean_since"]),
        change=_change(told["effect"]),
        sentence=told["sentence"],
        notes=tuple(told["notes"]),
    )


def _mood(told: Mapping[str, Any]) -> Mood:
    if told["suffers"] or told["verdict"] == "worse":
        return "bad"
    return "good" if told["verdict"] == "improved" else "open"


def _change(effect: Mapping[str, Any] | None) -> str:
    """“−52 % (−60 % to −41 %)”; without an interval the change alone."""
    relative = effect and effect["relative"]
    if not relative:
        return ""
    told = signed_percent(relative["value"])
    if relative["low"] is None or relative["high"] is None:
        return f"{told}, too few readings for an interval"
    return f"{told} ({signed_percent(relative['low'])} to {signed_percent(relative['high'])})"
