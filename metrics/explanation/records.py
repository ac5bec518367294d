"""What an opened figure consists of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from metrics.stream import Source

Unit = Literal["s", "share", "items_per_day", "items", "count"]


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """One value that a figure counted: as `part` of it, so many `times`, which adds `counted`.

    `element` is None for what the charter states; `counted` is None where the value is not known or does not add up
    with the others.
    """

    element: str | None
    name: str
    part: str
    times: float
    each: float | None
    counted: float | None
    each_unit: Unit
    counted_unit: Unit
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something on the map that the figure does not count, and why."""

    element: str | None
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure opened; `value` is None where it is not known, which `needs` then says in sentences.

    `rests_on` are the shares of the figure by provenance, together 1, or empty where nothing stated lies behind it.
    """

    figure: str
    name: str
    definition: str
    formula: str
    source: str
    unit: Unit
    value: float | None
    lower_bound: float | None
    rows: tuple[ExplanationRow, ...]
    left_out: tuple[LeftOut, ...]
    rests_on: Mapping[str, float]
    needs: tuple[str, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The explanation as plain lists, maps, numbers and texts."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "rows": [{name: getattr(row, name) for name in row.__slots__} for row in self.rows],
            "left_out": [{name: getattr(entry, name) for name in entry.__slots__} for entry in self.left_out],
            "rests_on": dict(self.rests_on),
            "needs": list(self.needs),
            "notes": list(self.notes),
        }
