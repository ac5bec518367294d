"""Counting the wastes that people marked on a map: which come most often, and which few make up most of it."""

from dataclasses import dataclass

from maps.domain.elements import WASTES, Elements


@dataclass(frozen=True, slots=True)
class WasteCount:
    """How often a waste is marked, its share of all marks, the share of it and those before it, and where it is."""

    waste: str
    marks: int
    share: float
    cumulative_share: float
    elements: tuple[str, ...]


def pareto_of(elements: Elements) -> tuple[WasteCount, ...]:
    """Return the wastes that are marked on a map, the most frequent first, ties in their usual order.

    A mark is one waste on one step, queue or flow.
    """
    where = {
        waste: tuple(key for key, element in elements.items() if waste in element.get("wastes", ())) for waste in WASTES
    }
    ranked = sorted((waste for waste in WASTES if where[waste]), key=lambda waste: -len(where[waste]))
    total = sum(len(where[waste]) for waste in ranked)
    found: list[WasteCount] = []
    so_far = 0
    for waste in ranked:
        marks = len(where[waste])
        so_far += marks
        found.append(WasteCount(waste, marks, marks / total, so_far / total, where[waste]))
    return tuple(found)
