"""What “done” looks like for each phase on this map, and how far it is: the same on every screen and page.

The board says it from what it has at hand, by the same rules (tests/vectors/progress.json).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import Element, Elements

Figures = Mapping[str, Any]
_CHARTER_PARTS = ("customer", "value", "trigger", "delivery", "unit")
_FORWARD = ("push", "pull", "fifo")
_SEEN = ("walked", "measured")


@dataclass(frozen=True, slots=True)
class Progress:
    """Whether a phase has what it is for, and how far it is in a few words; None where there is nothing to say."""

    is_done: bool
    sentence: str | None

    def as_json(self) -> dict[str, Any]:
        return {"done": self.is_done, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class _Ground:
    elements: Elements
    charter: Mapping[str, Any]
    figures: Figures
    validation: Mapping[str, Any] | None

    def of_kind(self, kind: str, **fields: str) -> list[Element]:
        return [
            element
            for element in self.elements.values()
            if element["kind"] == kind and all(element.get(name) == value for name, value in fields.items())
        ]


def progress_of(
    code: str,
    *,
    elements: Elements,
    charter: Mapping[str, Any],
    figures: Figures,
    validation: Mapping[str, Any] | None = None,
) -> Progress:
    """Return how far the map is in a phase; `figures` are those of the map, `validation` what everybody hears of the
    newest question whether it is right.
    """
    judge = _JUDGES.get(code)
    return judge(_Ground(elements, charter, figures, validation)) if judge else Progress(False, None)


def _scope(ground: _Ground) -> Progress:
    written = sum(bool(ground.charter.get(part)) for part in _CHARTER_PARTS)
    if written < len(_CHARTER_PARTS):
        return Progress(False, f"{written} of {len(_CHARTER_PARTS)} parts of the charter are written")
    is_demand_known = bool(ground.charter.get("demand"))
    return Progress(True, "the charter is complete" if is_demand_known else "written; the demand is not known yet")


def _current_state(ground: _Ground) -> Progress:
    steps = ground.of_kind("step")
    if not steps:
        return Progress(False, "no step yet")
    total, timed = ground.figures.get("steps_total", 0), ground.figures.get("steps_timed", 0)
    judged = sum("complete_accurate" in step for step in steps)
    loose = len(ground.figures.get("outside", ()))
    if loose:
        return Progress(False, f"{_many(len(steps), 'step')}, {loose} not connected")
    times = f"{timed} of {_many(total, 'step')} {'has' if total == 1 else 'have'} times"
    if timed < total or judged < len(steps):
        return Progress(False, f"{times}, {judged} of {len(steps)} a %C/A")
    seen = sum(_is_seen(step) for step in steps)
    return Progress(True, f"every step has times and %C/A, {seen} of {len(steps)} seen on a real item")


def _is_seen(step: Element) -> bool:
    return any(step.get(name, {}).get("source") in _SEEN for name in ("wait_time", "process_time"))


def _waste(ground: _Ground) -> Progress:
    if not ground.of_kind("step"):
        return Progress(False, None)
    wastes = sum(len(element.get("wastes") or ()) for element in ground.elements.values())
    constraint = ground.figures.get("constraint")
    step = ground.elements.get(constraint["step"]) if constraint else None
    is_judged = ground.figures.get("constraint_hidden")
    none = "people judge the constraint" if is_judged else "no constraint found yet"
    name = f"constraint: {step['name']}" if step else none
    return Progress(wastes > 0 and step is not None, f"{_many(wastes, 'waste')} marked, {name}")


def _future_state(ground: _Ground) -> Progress:
    bursts = ground.of_kind("note", note="burst")
    if not bursts:
        return Progress(False, "no improvement is marked yet")
    named = sum(bool(burst.get("waste")) for burst in bursts)
    if named == len(bursts):
        return Progress(True, f"{_many(named, 'improvement')}, each names its waste")
    return Progress(False, f"{_many(len(bursts), 'improvement')}, {named} of them with the waste removed")


def _experiment(ground: _Ground) -> Progress:
    count = len(ground.of_kind("note", note="hypothesis"))
    if not count:
        return Progress(False, "no hypothesis on the map yet")
    return Progress(True, "1 hypothesis on the map" if count == 1 else f"{count} hypotheses on the map")


def _measure(ground: _Ground) -> Progress:
    parked = len(ground.of_kind("note", note="parking_lot"))
    guessed = ground.figures.get("provenance", {}).get("guess")
    is_known = ground.figures.get("lead_time_s") is not None
    share = int((guessed or 0) * 100 + 0.5)
    words = [f"{share} % of the lead time is guesses" if is_known else "the lead time is not known yet"]
    if parked:
        words.append(f"{parked} in the parking lot")
    if ground.validation:
        words.append(_validation_words(ground.validation))
    return Progress(is_known and share == 0, "; ".join(words))


def _validation_words(asked: Mapping[str, Any]) -> str:
    verb = ("has said" if asked["of"] == 1 else "have said") if asked["is_open"] else "said"
    return f"{asked['answered']} of {asked['of']} {verb} whether the map is right"


_JUDGES: Mapping[str, Callable[[_Ground], Progress]] = {
    "scope": _scope,
    "current_state": _current_state,
    "waste": _waste,
    "future_state": _future_state,
    "experiment": _experiment,
    "measure": _measure,
}


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
