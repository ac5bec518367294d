"""What a lock on a map forbids: every change of what is locked, also one that follows from another.

A facilitator is never held up. An area holds what stands in it (the middle of a thing is its place) and the flows
between two such things.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.domain.changes import Changes, apply_change
from maps.domain.elements import Element, Elements, display_name
from maps.domain.errors import EditRejected


class Locked(EditRejected):
    """What the change touches is locked, or was added by somebody else while people may change only their own."""

    code = "locked"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the map in canvas units; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock: of an element, of an area, or (neither) of the whole map; `by` is the name of who locked it."""

    by: str
    element_id: str | None = None
    area: Area | None = None

    def holds(self, element_id: str, element: Element, elements: Elements) -> bool:
        """Whether the element, as it is in `elements`, is under this lock."""
        if self.element_id is not None:
            return element_id == self.element_id
        if self.area is None:
            return True
        ends = [elements.get(element[end]) for end in ("source", "target")] if element["kind"] == "flow" else [element]
        return all(end is not None and self.area.holds(end["x"], end["y"]) for end in ends)


def check_locks(locks: Sequence[Lock], before: Elements, changes: Changes) -> None:
    """Raise Locked where a change touches what is locked, or puts something where it would be."""
    if not locks:
        return
    after = _after(before, changes)
    for element_id in changes:
        for elements in (before, after):
            element = elements.get(element_id)
            held_by = next((lock for lock in locks if element and lock.holds(element_id, element, elements)), None)
            if held_by is not None:
                raise Locked(_sentence(held_by, element_id, before), details=_details(held_by, element_id))


def check_own(changes: Changes, own_ids: Collection[str], elements: Elements) -> None:
    """Raise Locked where a change touches what was there before and is not among `own_ids`."""
    for element_id in _there_before(changes):
        if element_id not in own_ids:
            name = display_name(element_id, elements)
            raise Locked(
                f"“{name}” was added by somebody else, and members may change only what they added themselves for now, "
                "so the change was not saved.",
                details={"scope": "own", "element": element_id},
            )


def added_by(operations: Sequence[Changes]) -> set[str]:
    """Return the ids of what the changes added."""
    return {element_id for changes in operations for element_id, change in changes.items() if change["before"] is None}


def _there_before(changes: Changes) -> Iterator[str]:
    return (element_id for element_id, change in changes.items() if change["before"] is not None)


def _after(before: Elements, changes: Changes) -> Mapping[str, Element]:
    """Return what changes, as it is afterwards, above all that stays."""
    changed = {element_id: apply_change(before.get(element_id), change) for element_id, change in changes.items()}
    stays = {element_id: element for element_id, element in before.items() if element_id not in changed}
    return stays | {element_id: element for element_id, element in changed.items() if element is not None}


def _sentence(lock: Lock, element_id: str, before: Elements) -> str:
    now = "a facilitator can unlock it"
    if lock.element_id is None and lock.area is None:
        return f"{lock.by} locked this map, so the change was not saved; {now}."
    if element_id not in before:
        return f"{lock.by} locked this part of the map, so nothing was added there; {now}."
    name = display_name(element_id, before)
    if lock.element_id is not None:
        return f"“{name}” is locked by {lock.by}, so the change was not saved; {now}."
    return f"“{name}” belongs to a part of the map that {lock.by} locked, so the change was not saved; {now}."


def _details(lock: Lock, element_id: str) -> dict[str, Any]:
    scope = "element" if lock.element_id is not None else "map" if lock.area is None else "area"
    return {"scope": scope, "element": element_id, "by": lock.by}
