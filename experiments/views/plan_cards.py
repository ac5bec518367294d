"""How the page of the plan shows one improvement: a card of the board, a row of the timeline."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from experiments.addresses import board_path, path_of
from experiments.domain.days import zone_of
from experiments.domain.plan_words import due_words, effect_words
from experiments.domain.states import EXPERIMENT, IMPROVEMENT, Move
from experiments.domain.timeline import Bar, Scale, Span, lay_out
from experiments.models import Experiment, Improvement
from experiments.permissions import hands_of
from experiments.selectors.plan import Plan
from experiments.views.plan_filter import PlanFilter, is_overdue
from maps.domain.elements import Elements, display_name
from maps.domain.map_file import calendar_of
from maps.render.words import WASTES as WASTE_WORDS
from maps.render.words import clean
from maps.selectors import snapshot_of
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class Link:
    """A way to something that the improvement has to do with; without a path it is not there any more."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """One improvement as people read it."""

    entry: Improvement
    path: str
    waste: str
    due: str
    is_overdue: bool
    effect: str
    is_effect_known: bool
    place: Link | None
    experiments: Sequence[Link]
    moves: Sequence[Move]

    @property
    def main_move(self) -> Move | None:
        """The way forward: the first move that needs no reason; None where there is none."""
        return next((move for move in self.moves if not move.needs_reason), None)

    @property
    def other_moves(self) -> Sequence[Move]:
        return [move for move in self.moves if move is not self.main_move]

    @property
    def reasoned_moves(self) -> str:
        """The other moves that need a reason, as a hint names them; empty where none does."""
        return " or ".join(move.label.lower() for move in self.other_moves if move.needs_reason)


@dataclass(frozen=True, slots=True)
class Column:
    """The improvements in one state."""

    state: str
    label: str
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Row:
    """One improvement on the timeline."""

    card: Card
    bar: Bar


class CardMaker:
    """Makes cards for one reader; each map is read once."""

    def __init__(self, actor: Participant, on: date, experiments: Iterable[Experiment]) -> None:
        self.actor = actor
        self._on = on
        self._calendar = calendar_of(actor.workshop.calendar)
        self._elements: dict[UUID, Elements] = {}
        self._tests: Mapping[UUID | None, list[Experiment]] = defaultdict(list)
        for experiment in experiments:
            self._tests[experiment.improvement_id].append(experiment)

    def card(self, entry: Improvement) -> Card:
        """Return the card of an improvement."""
        effect_s = entry.expected_effect_s
        return Card(
            entry=entry,
            path=path_of(entry),
            waste=WASTE_WORDS.get(entry.waste, ""),
            due=due_words(entry.due_on, self._on) if entry.due_on and entry.is_open else "",
            is_overdue=is_overdue(entry, self._on),
            effect=entry.expected_effect_sentence if effect_s is None else effect_words(effect_s, self._calendar),
            is_effect_known=effect_s is not None,
            place=self._place(entry),
            experiments=[
                Link(f"{test}: {EXPERIMENT.label(test.state)}", path_of(test)) for test in self._tests.get(entry.pk, [])
            ],
            moves=IMPROVEMENT.open_moves(entry.state, hands_of(self.actor, entry)),
        )

    def elements_of(self, map_id: UUID) -> Elements:
        """Return the elements of a map as they are now."""
        if map_id not in self._elements:
            self._elements[map_id] = snapshot_of(map_id).elements
        return self._elements[map_id]

    def _place(self, entry: Improvement) -> Link | None:
        if entry.map is None or entry.map_id is None:
            return None
        if not entry.element_id:
            return Link(entry.map.title, board_path(entry.map_id))
        name = _name_on_map(entry.element_id, self.elements_of(entry.map_id))
        if name:
            return Link(f"{name} on {entry.map.title}", board_path(entry.map_id, entry.element_id))
        # What a future state takes away still stands on the current state.
        base_id = entry.map.derived_from_id
        name = _name_on_map(entry.element_id, self.elements_of(base_id)) if base_id else ""
        if base_id and name:
            return Link(f"{name}, which is not on {entry.map.title}", board_path(base_id, entry.element_id))
        return Link(f"{entry.map.title} (what it came from is no longer on it)", board_path(entry.map_id))


def _name_on_map(element_id: str, elements: Elements) -> str:
    """The element as people call it; a note by what it is about."""
    element = elements.get(element_id)
    if element is None:
        return ""
    if element["kind"] != "note":
        return f"“{clean(display_name(element_id, elements))}”"
    about = element.get("about")
    kind = "Burst" if element.get("note") == "burst" else "Note"
    return f"{kind} at “{clean(display_name(about, elements))}”" if about and about in elements else kind


def board_context(plan: Plan, asked: PlanFilter, maker: CardMaker) -> dict[str, Any]:
    """Return the columns of the board, and what was dropped."""
    shown = [entry for entry in plan.improvements if asked.lets_through(entry, plan.on)]
    columns = [
        Column(state.code, state.label, [maker.card(entry) for entry in shown if entry.state == state.code])
        for state in IMPROVEMENT.states
    ]
    return {"columns": columns[:-1], "dropped": columns[-1], "shown": len(shown)}


def timeline_context(plan: Plan, asked: PlanFilter, maker: CardMaker) -> dict[str, Any]:
    """Return the timeline with a row for each dated improvement, and apart what has no date or lies too far away."""
    shown = [entry for entry in plan.improvements if asked.lets_through(entry, plan.on)]
    if not asked.state:
        shown = [entry for entry in shown if entry.state != Improvement.State.DROPPED]
    zone = zone_of(maker.actor.workshop.calendar)
    spans = {entry.pk: span for entry in shown if (span := _span(entry, zone)) is not None}
    scale: Scale | None = None if asked.scale == "" else "weeks" if asked.scale == "weeks" else "months"
    line = lay_out(list(spans.values()), on=plan.on, scale=scale)
    drawn = [entry for entry in shown if entry.pk in spans and line.shows(spans[entry.pk])]
    return {
        "line": line,
        "rows": [Row(maker.card(entry), line.bar(spans[entry.pk])) for entry in drawn],
        "outside": [maker.card(entry) for entry in shown if entry.pk in spans and entry not in drawn],
        "undated": [maker.card(entry) for entry in shown if entry.pk not in spans],
        "shown": len(shown),
    }


def _span(entry: Improvement, zone: ZoneInfo) -> Span | None:
    """From the day on which it was proposed to the day on which it is due."""
    if entry.due_on is None:
        return None
    proposed = entry.created_at.astimezone(zone).date()
    return Span(min(proposed, entry.due_on), entry.due_on)
