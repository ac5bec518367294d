"""What a current state lacks before a future state is derived from it, in sentences.

A future state drawn before the current one is known redesigns what people imagine (METHOD 1). What blocks is what the
comparison of both rests on: whose stream it is, and one lead time that can be computed. The rest is said and blocks
nothing, because a room may know better than its map.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import Elements, display_name
from metrics import StreamMetrics, explain, measure, stream_from_elements
from metrics.wording import percent

_CHARTER = {
    "customer": "The charter names no customer: whom is the stream for?",
    "trigger": "The charter names no trigger: where does the stream begin?",
    "delivery": "The charter names no delivery: where does it end?",
}
MOSTLY_GUESSES = 0.5
"""The share of the lead time from which on guesses are said."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that the map or the charter lacks; `element` is the id it is about, None for the whole."""

    code: str
    element: str | None
    sentence: str
    blocks: bool

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is lacking, what blocks first, and whether a future state can be derived."""

    lacks: tuple[Lack, ...]
    sentence: str

    @property
    def is_complete_enough(self) -> bool:
        return not any(lack.blocks for lack in self.lacks)

    def as_json(self) -> dict[str, Any]:
        """The answer as plain lists and texts."""
        return {
            "is_complete_enough": self.is_complete_enough,
            "lacks": [lack.as_json() for lack in self.lacks],
            "sentence": self.sentence,
        }


def missing_before_future(charter: Mapping[str, Any], elements: Elements) -> Completeness:
    """What a current state lacks; the elements and the charter are in normal form."""
    stream = stream_from_elements(charter, elements)
    metrics = measure(stream)
    needs = next(figure.needs for figure in explain(stream) if figure.figure == "lead_time_s")
    found = [*_charter_lacks(charter), *_lacks_of_lead_time(metrics, needs), *_other_lacks(metrics, elements)]
    found.sort(key=lambda lack: not lack.blocks)
    return Completeness(tuple(found), _summary(found))


def _charter_lacks(charter: Mapping[str, Any]) -> Iterator[Lack]:
    for field, sentence in _CHARTER.items():
        if not str(charter.get(field) or "").strip():
            yield Lack(f"no_{field}", None, sentence, blocks=True)


def _lacks_of_lead_time(metrics: StreamMetrics, needs: tuple[str, ...]) -> Iterator[Lack]:
    """What keeps the lead time from being computed blocks; rules broken elsewhere are only said."""
    if not metrics.steps_total:
        yield Lack("no_steps", None, "There is no step yet: put the phases of the work on the map first.", blocks=True)
        return
    for problem in metrics.problems:
        yield Lack(problem.code, problem.element, problem.sentence, blocks=problem.sentence in needs)
    for entry in metrics.missing:
        if entry.sentence in needs:
            yield Lack(f"no_{entry.field}", entry.element, f"The lead time {entry.sentence}.", blocks=True)


def _other_lacks(metrics: StreamMetrics, elements: Elements) -> Iterator[Lack]:
    for element in metrics.outside:
        sentence = f"“{display_name(element, elements)}” is not connected to the stream: it is counted nowhere."
        yield Lack("outside", element, sentence, blocks=False)
    if not metrics.steps_total:
        return
    if metrics.rolled_complete_accurate is None:
        sentence = "%C/A is not known for every step: rework that nobody sees cannot be taken out."
        yield Lack("no_complete_accurate", None, sentence, blocks=False)
    if metrics.throughput_per_day is None:
        sentence = "Demand or people are not known: whether a change meets demand cannot be said."
        yield Lack("no_load", None, sentence, blocks=False)
    if metrics.constraint is None:
        sentence = "The constraint is not known: improving another step only builds inventory before it."
        yield Lack("no_constraint", None, sentence, blocks=False)
    if not any(_marks_waste(element) for element in elements.values()):
        yield Lack(
            "no_waste", None, "No waste is marked: each change of the future state has to name one.", blocks=False
        )
    guesses = metrics.provenance.get("guess", 0.0)
    if guesses >= MOSTLY_GUESSES:
        sentence = f"{percent(guesses)} of the lead time are guesses: walk one real item through the map."
        yield Lack("mostly_guesses", None, sentence, blocks=False)


def _marks_waste(element: Mapping[str, Any]) -> bool:
    return bool(element.get("wastes") or element.get("waste") or element.get("value_class") == "waste")


def _summary(lacks: list[Lack]) -> str:
    blocking = sum(lack.blocks for lack in lacks)
    if blocking:
        what = "One thing is" if blocking == 1 else f"{blocking} things are"
        return f"{what} missing before a future state can be derived from this map."
    if lacks:
        return "The current state is complete enough for a future state; what is listed would make it better founded."
    return "The current state is complete."
