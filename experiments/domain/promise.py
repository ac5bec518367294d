"""What became of a future state: what it promised, held against a later current state, figure by figure and change by
change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from experiments.domain.comparison import Promise, StateFigures, compare_with_promise
from experiments.domain.difference_words import FieldDifference, field_differences
from experiments.domain.differences import ENDS, Difference, align, find_differences
from experiments.domain.reasons import ReasonedChange, ReasonedChanges
from maps.domain.elements import Elements
from metrics.calendar import Calendar

Fate = Literal["came_true", "partly", "not_done"]

SAME = 1e-9
"""Two values that differ by less than this part of the promised change differ by rounding alone."""
_FATES: Mapping[Fate, str] = {
    "came_true": "on the map as promised",
    "partly": "on the map in part",
    "not_done": "not on the map",
}


@dataclass(frozen=True, slots=True)
class State:
    """A map at one moment with its figures."""

    elements: Elements
    figures: StateFigures


@dataclass(frozen=True, slots=True)
class ChangeFate:
    """One change of the future state, and whether it is on the later map."""

    change: ReasonedChange
    fate: Fate
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The change as plain lists, maps and texts."""
        difference = self.change.difference
        return {
            "key": difference.key,
            "kind": difference.element_kind,
            "name": difference.name,
            "what": difference.kind,
            "waste": self.change.waste,
            "reason": self.change.reason,
            "fate": self.fate,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What was promised and what is; `besides` differs although no change of the future state said so.

    `share` is the part of the promised change of the lead time that came true; None where that cannot be said.
    """

    figures: tuple[Promise, ...]
    changes: tuple[ChangeFate, ...]
    besides: tuple[Difference, ...]
    share: float | None
    sentence: str


def answer_promise(
    before: State,
    promised: State,
    later: State,
    *,
    differences: Sequence[Difference],
    reasoned: ReasonedChanges,
    calendar: Calendar,
) -> Answer:
    """Hold a later map against the promise; `differences` and `reasoned` are those of the future state to `before`.

    The later map may be drawn anew: its boxes are then those of the others that each map has once by that name.
    """
    drawn = align(promised.elements, align(before.elements, later.elements))
    figures = compare_with_promise(before.figures, promised.figures, later.figures)
    changes = tuple(_fate(change, before.elements, promised.elements, drawn, calendar) for change in reasoned.changes)
    promised_keys = {difference.key for difference in differences}
    besides = tuple(
        found
        for found in find_differences(before.elements, drawn, calendar=calendar)
        if found.needs_reason and found.key not in promised_keys
    )
    lead = next(promise for promise in figures if promise.figure == "lead_time_s")
    return Answer(figures, changes, besides, lead.share, _summary(lead, later.figures, changes, besides))


def _fate(
    change: ReasonedChange, before: Elements, promised: Elements, drawn: Elements, calendar: Calendar
) -> ChangeFate:
    key, told = change.difference.key, change.difference.sentence.removesuffix(".")
    match change.difference.kind:
        case "added":
            fate: Fate = "came_true" if key in drawn else "not_done"
            return ChangeFate(change, fate, f"{told}: it is {'there' if key in drawn else 'not there'}.")
        case "removed":
            fate = "not_done" if key in drawn else "came_true"
            return ChangeFate(change, fate, f"{told}: it is {'still there' if key in drawn else 'gone'}.")
    if key not in drawn:
        return ChangeFate(change, "not_done", f"{told}: it is not on the map any more.")
    names = [field.field for field in change.difference.fields if field.weighs or field.field in ENDS]
    parts = [_part(before[key].get(name), promised[key].get(name), drawn[key].get(name)) for name in names]
    since = field_differences(promised[key], drawn[key], promised, drawn, calendar)
    return ChangeFate(change, _fate_of(parts), f"{told}{_now(names, since)}")


def _part(before: Any, promised: Any, now: Any) -> float:
    """The part of the promised change of one field that is done; all or nothing where it is no quantity."""
    was, wanted, is_now = _number(before), _number(promised), _number(now)
    if wanted is None or is_now is None:
        return float(promised == now)
    if was is None or was == wanted:
        return float(is_now == wanted)
    return (is_now - was) / (wanted - was)


def _number(content: Any) -> float | None:
    return float(content["value"]) if isinstance(content, Mapping) else None


def _fate_of(parts: Sequence[float]) -> Fate:
    if all(part >= 1 - SAME for part in parts):
        return "came_true"
    return "partly" if any(part > SAME for part in parts) else "not_done"


def _now(names: Sequence[str], since: Sequence[FieldDifference]) -> str:
    """What the fields are now where they are not as promised."""
    others = [field for field in since if field.field in names]
    if len(names) == 1:
        return f"; now {others[0].after}." if others else ": so it is now."
    return f"; now {', '.join(f'{field.label} {field.after}' for field in others)}." if others else ": so it is now."


def _summary(lead: Promise, later: StateFigures, changes: Sequence[ChangeFate], besides: Sequence[Difference]) -> str:
    sentences = [_lead_sentence(lead, later)]
    if len(changes) == 1:
        sentences.append(f"The one change is {_FATES[changes[0].fate]}.")
    elif changes:
        done = sum(change.fate == "came_true" for change in changes)
        partly = sum(change.fate == "partly" for change in changes)
        in_part = f", {partly} in part" if partly else ""
        sentences.append(f"Of {len(changes)} changes {done} {'is' if done == 1 else 'are'} on the map{in_part}.")
    if besides:
        count = len(besides)
        sentences.append(f"{count} {'thing differs' if count == 1 else 'things differ'} that no change promised.")
    return " ".join(sentences)


def _lead_sentence(lead: Promise, later: StateFigures) -> str:
    if lead.later is not None:
        return lead.sentence
    needed = next(iter(later.figures["lead_time_s"].needs), "")
    told = f"it {needed}" if needed.startswith("needs") else needed
    return f"The lead time is not known yet{f': {told}' if told else ''}.".replace("..", ".")
