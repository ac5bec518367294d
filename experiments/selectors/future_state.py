"""Reads of future states: what they rest on, how they differ from their current state, and what was said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.domain.comparison import StateFigures, compare, figures_of
from experiments.domain.completeness import Completeness, missing_before_future
from experiments.domain.differences import Difference, find_differences
from experiments.domain.effects import find_predicted_waits
from experiments.domain.reasons import Reason, ReasonedChanges, reason_changes
from experiments.models import ChangeReason, FutureStateDesign
from experiments.permissions import ExperimentAct, require
from maps.domain.elements import Elements
from maps.domain.map_file import calendar_of
from maps.models import Map
from maps.selectors import Snapshot, elements_at, snapshot_of
from workshops.models import Participant

DERIVED_MOST = 50


@dataclass(frozen=True, slots=True)
class Base:
    """The current state of a future state: as it was when that was made of it, and as it is now."""

    map: Map
    then_seq: int
    then: Elements
    now: Snapshot


@dataclass(frozen=True, slots=True)
class Column:
    """The figures of one map at one moment: then, now or future."""

    moment: str
    map: Map
    figures: StateFigures

    @property
    def rests_on(self) -> Mapping[str, float]:
        """The share of its lead time by source."""
        return self.figures.figures["lead_time_s"].rests_on


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of every column, None where it is not known; `differences` are to the column of now."""

    figure: str
    name: str
    unit: str
    better: str
    values: tuple[float | None, ...]
    differences: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A map beside what it came from or what was made of it."""

    seq: int
    elements: Elements
    base: Base | None
    design: FutureStateDesign | None
    changes: tuple[Difference, ...]
    said: Mapping[str, ChangeReason]
    reasoned: ReasonedChanges
    columns: Sequence[Column]
    figures: Sequence[FigureRow]


def current_state_of(of: Map) -> Map | None:
    """Return the current state that a future state was made of, also over other future states; None without one."""
    found: Map | None = of
    for _ in range(DERIVED_MOST):
        if found is None or found.kind == Map.Kind.CURRENT:
            break
        found = Map.objects.filter(pk=found.derived_from_id).first() if found.derived_from_id else None
    return found if found is not None and found.pk != of.pk and found.kind == Map.Kind.CURRENT else None


def base_of(of: Map) -> Base | None:
    """Return the current state of a future state at both moments; None where there is none (any more)."""
    current = current_state_of(of)
    if current is None:
        return None
    now = snapshot_of(current.pk)
    # Made of another future state, it is held against what that one was made of.
    first = of
    while first.derived_from_id is not None and first.derived_from_id != current.pk:
        first = Map.objects.get(pk=first.derived_from_id)
    # Older copies of workshops have no moment.
    then_seq = now.seq if first.derived_seq is None else min(first.derived_seq, now.seq)
    then = now.elements if then_seq == now.seq else elements_at(current.pk, then_seq)
    return Base(current, then_seq, then, now)


def changes_of(of: Map) -> tuple[Difference, ...]:
    """Return how a future state differs from its current state as it was then; nothing for any other map."""
    base = base_of(of)
    return () if base is None else differences_of(of.workshop.charter, base.then, snapshot_of(of.pk).elements)


def differences_of(charter: Mapping[str, Any], then: Elements, future: Elements) -> tuple[Difference, ...]:
    """Return how two states of one stream differ; waits that follow from the other changes are told apart."""
    waits = find_predicted_waits(charter, then, future)
    return find_differences(then, future, calendar=calendar_of(charter["calendar"]), predicted_waits_s=waits)


def completeness_of(current: Map) -> Completeness:
    """Return what a current state lacks for a future state to rest on it."""
    return missing_before_future(current.workshop.charter, snapshot_of(current.pk).elements)


def readiness_of(*, actor: Participant, of: Map) -> Completeness:
    """Return what the map's current state lacks, or the map itself where it is one."""
    require(actor, ExperimentAct.READ)
    return completeness_of(current_state_of(of) or of)


def future_states_of(*, actor: Participant, of: Map) -> list[Map]:
    """Return the future states with the same current state as this map, or made of it, the oldest first."""
    require(actor, ExperimentAct.READ)
    return _futures_of(current_state_of(of) or of)


def _futures_of(current: Map) -> list[Map]:
    futures = Map.objects.filter(workshop_id=current.workshop_id, kind=Map.Kind.FUTURE).select_related("design")
    found: list[Map] = []
    known = {current.pk}
    # A map is made after the one that it is made of.
    for future in futures.order_by("created_at", "id"):
        if future.derived_from_id in known:
            known.add(future.pk)
            found.append(future)
    return found


def comparison_of(*, actor: Participant, of: Map) -> Comparison:
    """Return the map's changes with their reasons and its figures beside those of its family.

    The columns are the current state then (where it has changed since), now, and every future state.
    """
    require(actor, ExperimentAct.READ)
    base = base_of(of)
    own = snapshot_of(of.pk)
    columns = _columns(of, own, base)
    changes = () if base is None else differences_of(of.workshop.charter, base.then, own.elements)
    said = {entry.key: entry for entry in ChangeReason.objects.filter(map=of).select_related("author")}
    return Comparison(
        seq=own.seq,
        elements=own.elements,
        base=base,
        design=FutureStateDesign.objects.filter(map=of).first(),
        changes=changes,
        said=said,
        reasoned=reason_changes(changes, {key: said_of(entry) for key, entry in said.items()}),
        columns=columns,
        figures=_rows(columns),
    )


def said_of(entry: ChangeReason) -> Reason:
    """Return what was said of a change as the arithmetic takes it."""
    return Reason(entry.waste or None, entry.reason)


def _columns(of: Map, own: Snapshot, base: Base | None) -> list[Column]:
    current = base.map if base else of
    # Its family is in the same workshop.
    charter = of.workshop.charter
    now = base.now.elements if base else own.elements
    columns = [Column("now", current, figures_of(current.title, charter, now))]
    if base and base.then != now:
        columns.insert(0, Column("then", current, figures_of(current.title, charter, base.then)))
    for future in _futures_of(current):
        elements = own.elements if future.pk == of.pk else snapshot_of(future.pk).elements
        columns.append(Column("future", future, figures_of(future.title, charter, elements)))
    return columns


def _rows(columns: Sequence[Column]) -> list[FigureRow]:
    place = next(place for place, column in enumerate(columns) if column.moment == "now")
    others = [column.figures for column in (*columns[:place], *columns[place + 1 :])]
    rows = []
    for row in compare(columns[place].figures, others).rows:
        cells = [*row.cells[1 : place + 1], row.cells[0], *row.cells[place + 1 :]]
        if row.better is None or all(cell.value is None for cell in cells):
            continue
        rows.append(
            FigureRow(
                figure=row.figure,
                name=row.name,
                unit=row.unit,
                better="less" if row.better == "lower" else "more",
                values=tuple(cell.value for cell in cells),
                differences=tuple(
                    0.0 if cell.turn == "same" or (at == place and cell.value is not None) else cell.difference
                    for at, cell in enumerate(cells)
                ),
            )
        )
    return rows
