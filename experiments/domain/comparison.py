"""Figures of several states beside each other: now, each future, the difference, and what it rests on; and what became
of a promise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from experiments.domain.effect_words import signed_percent
from maps.domain.elements import Elements, display_name
from maps.render.words import format_rate, format_share
from metrics import Calendar, Explanation, explain, format_duration, measure, stream_from_elements
from metrics.explanation.records import Unit
from metrics.variation import Better

Kept = Literal["kept", "partly", "not_kept", "worse", "not_known"]
Turn = Literal["better", "worse", "same"]

BETTER: Mapping[str, Better] = {
    "lead_time_s": "lower",
    "expected_lead_time_s": "lower",
    "process_time_s": "lower",
    "wait_time_s": "lower",
    "effort_s": "lower",
    "flow_efficiency": "higher",
    "process_cycle_efficiency": "higher",
    "rolled_complete_accurate": "higher",
    "throughput_per_day": "higher",
    "wip": "lower",
    "handoffs": "lower",
}
"""On which side a figure is better; value-adding time and takt time are better on neither."""
SAME = 1e-9
"""Two figures that differ by less than this part of them differ by rounding alone."""


@dataclass(frozen=True, slots=True)
class StateFigures:
    """A state with its figures opened, and the name of the step that is its constraint."""

    title: str
    calendar: Calendar
    figures: Mapping[str, Explanation]
    constraint: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one state; without a value `needs` says why. Differences are to the first state of the table.

    `relative` is the difference as a part of the first value, None where that is 0. `rests_on` are shares by
    provenance.
    """

    value: float | None
    words: str
    difference: float | None
    difference_words: str
    relative: float | None
    turn: Turn | None
    rests_on: Mapping[str, float]
    rests_on_words: str
    needs: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The cell as plain lists, maps, numbers and texts."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "rests_on": dict(self.rests_on),
            "needs": list(self.needs),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every state, in the order of the states."""

    figure: str
    name: str
    definition: str
    unit: Unit
    better: Better | None
    cells: tuple[Cell, ...]

    def as_json(self) -> dict[str, Any]:
        """The row as plain lists, maps, numbers and texts."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {**fields, "cells": [cell.as_json() for cell in self.cells]}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table: the first title is now, the others are what it is compared with; `constraints` by state."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    constraints: tuple[str | None, ...]

    def as_json(self) -> dict[str, Any]:
        """The table as plain lists, maps, numbers and texts."""
        return {
            "titles": list(self.titles),
            "rows": [row.as_json() for row in self.rows],
            "constraints": list(self.constraints),
        }


@dataclass(frozen=True, slots=True)
class Promise:
    """What a future state promised of one figure and what a later current state has of it.

    `share` is the part of a promised improvement that came true: 1 all of it, below 0 where it went the other way.
    """

    figure: str
    name: str
    unit: Unit
    before: float | None
    promised: float | None
    later: float | None
    share: float | None
    kept: Kept
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def figures_of(title: str, charter: Mapping[str, Any], elements: Elements) -> StateFigures:
    """The figures of a map in normal form."""
    stream = stream_from_elements(charter, elements)
    constraint = measure(stream).constraint
    return StateFigures(
        title=title,
        calendar=stream.calendar,
        figures={explanation.figure: explanation for explanation in explain(stream)},
        constraint=display_name(constraint.step, elements) if constraint else None,
    )


def compare(now: StateFigures, others: Sequence[StateFigures]) -> Comparison:
    """The table of every figure but the constraint, which has no difference: it is named by state."""
    states = (now, *others)
    return Comparison(
        titles=tuple(state.title for state in states),
        rows=tuple(_row(figure, states) for figure in now.figures if figure != "constraint"),
        constraints=tuple(state.constraint for state in states),
    )


def compare_with_promise(before: StateFigures, promised: StateFigures, later: StateFigures) -> tuple[Promise, ...]:
    """For each figure that is better on one side: what was promised, and what a later current state shows."""
    return tuple(_promise(figure, better, before, promised, later) for figure, better in BETTER.items())


def figure_words(value: float, unit: Unit, calendar: Calendar) -> str:
    """A figure as the board shows it."""
    match unit:
        case "s":
            return format_duration(value, calendar)
        case "share":
            return format_share(value)
        case "items_per_day":
            return f"{format_rate(value)} a day"
        case _:
            return format_rate(value)


def _row(figure: str, states: Sequence[StateFigures]) -> Row:
    first = states[0].figures[figure]
    better = BETTER.get(figure)
    return Row(
        figure=figure,
        name=first.name,
        definition=first.definition,
        unit=first.unit,
        better=better,
        cells=tuple(
            _cell(state.figures[figure], None if place == 0 else first, better, state.calendar)
            for place, state in enumerate(states)
        ),
    )


def _cell(figure: Explanation, first: Explanation | None, better: Better | None, calendar: Calendar) -> Cell:
    value = figure.value
    difference = None if first is None or first.value is None or value is None else value - first.value
    base = first.value if first is not None else None
    relative = difference / base if difference is not None and base else None
    return Cell(
        value=value,
        words=_value_words(figure, calendar),
        difference=difference,
        difference_words="" if difference is None else _difference_words(difference, relative, figure.unit, calendar),
        relative=relative,
        turn=None if difference is None or base is None else _turn(difference, base, better),
        rests_on=figure.rests_on,
        rests_on_words=", ".join(f"{format_share(share)} {source}" for source, share in figure.rests_on.items()),
        needs=figure.needs,
    )


def _value_words(figure: Explanation, calendar: Calendar) -> str:
    if figure.value is not None:
        return figure_words(figure.value, figure.unit, calendar)
    if figure.lower_bound:
        return f"at least {figure_words(figure.lower_bound, figure.unit, calendar)}"
    return "not known"


def _difference_words(difference: float, relative: float | None, unit: Unit, calendar: Calendar) -> str:
    if difference == 0:
        return "no difference"
    size = abs(difference)
    amount = f"{100 * size:.3g} points" if unit == "share" else figure_words(size, unit, calendar)
    part = "" if relative is None or unit == "share" else f" ({signed_percent(relative)})"
    return f"{'−' if difference < 0 else '+'}{amount}{part}"


def _turn(difference: float, base: float, better: Better | None) -> Turn | None:
    if better is None:
        return None
    if abs(difference) <= SAME * max(abs(base), abs(base + difference)):
        return "same"
    return "better" if (difference < 0) == (better == "lower") else "worse"


def _promise(figure: str, better: Better, before: StateFigures, promised: StateFigures, later: StateFigures) -> Promise:
    opened = before.figures[figure]
    values = tuple(state.figures[figure].value for state in (before, promised, later))
    was, wanted, now = values
    kept, share = _kept(was, wanted, now, better)
    return Promise(
        figure,
        opened.name,
        opened.unit,
        was,
        wanted,
        now,
        share,
        kept,
        _promise_sentence(opened, values, kept, share, later.calendar),
    )


def _kept(was: float | None, wanted: float | None, now: float | None, better: Better) -> tuple[Kept, float | None]:
    if was is None or wanted is None or now is None:
        return "not_known", None
    turned, promise = _turn(now - was, was, better), _turn(wanted - was, was, better)
    share = (now - was) / (wanted - was) if promise == "better" else None
    if _turn(now - wanted, wanted, better) in ("same", "better"):
        return "kept", share
    if turned == "worse":
        return "worse", share
    return ("partly" if turned == "better" else "not_kept"), share


def _promise_sentence(
    opened: Explanation, values: Sequence[float | None], kept: Kept, share: float | None, calendar: Calendar
) -> str:
    was, wanted, now = ("?" if value is None else figure_words(value, opened.unit, calendar) for value in values)
    if kept == "not_known":
        return f"{opened.name}: whether the promise was kept is not known, because a figure is missing."
    told = f"{opened.name}: {was} before, {wanted} promised, {now} now"
    part = "" if share is None else f" ({100 * share:.0f} % of the promised change)"
    return {
        "kept": f"{told}: the promise was kept{part}.",
        "partly": f"{told}: a part of it came true{part}.",
        "not_kept": f"{told}: nothing of it came true.",
        "worse": f"{told}: it got worse.",
    }[kept]
