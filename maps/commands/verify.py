"""The proof that the log and the rows tell the same story (docs/PROTOCOL.md, S1 and S7)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from maps.domain.changes import Change, apply_change
from maps.domain.elements import Element
from maps.models import Operation
from maps.projection import MODELS, load_elements

_CHUNK = 500


def verify_log(map_id: UUID) -> list[str]:
    """Return a sentence for every difference between the map's rows and the replay of its whole log; empty if none.

    Reads only, and may run while people edit. Raises Map.DoesNotExist.
    """
    # The rows first: operations that commit in the meantime have a higher number and are left out.
    head, rows = load_elements(map_id)
    faults: list[str] = []
    replayed = _replay(map_id, head, faults)
    faults.extend(_differences(replayed, rows))
    faults.extend(f"Element {element_id} has rows of two kinds." for element_id in _in_two_tables(map_id))
    return faults


def _replay(map_id: UUID, head: int, faults: list[str]) -> dict[str, Element]:
    elements: dict[str, Element] = {}
    last = 0
    log = Operation.objects.filter(map_id=map_id, seq__lte=head).order_by("seq").values_list("seq", "changes")
    for seq, changes in log.iterator(chunk_size=_CHUNK):
        if seq != last + 1:
            faults.append(f"Operation {last} is followed by operation {seq}; {_span(last + 1, seq - 1)} missing.")
        for element_id, change in changes.items():
            mismatches = _mismatches(elements.get(element_id), change)
            faults.extend(f"Operation {seq}, element {element_id}: {fault}" for fault in mismatches)
            element = apply_change(elements.get(element_id), change)
            if element is None:
                elements.pop(element_id, None)
            else:
                elements[element_id] = element
        last = seq
    if last != head:
        faults.append(f"The map says that it is at operation {head}, but its log ends with operation {last}.")
    return elements


def _mismatches(element: Element | None, change: Change) -> Iterator[str]:
    """Yield how the `before` of a change differs from what the operations before it left."""
    before, after = change["before"], change["after"]
    if before is None:
        if element is not None:
            yield "it is added although it is on the map already."
        return
    if element is None:
        yield "it is changed or removed although it is not on the map."
        return
    if after is None:
        names = [*{**element, **before}]
    else:
        names = list(before)
        if set(before) != set(after):
            yield "“before” and “after” name different fields."
    for name in names:
        if element.get(name) != before.get(name):
            yield f"“{name}” was {element.get(name)!r}, but the operation takes it to have been {before.get(name)!r}."


def _differences(replayed: dict[str, Element], rows: dict[str, Element]) -> Iterator[str]:
    for element_id in sorted({**replayed, **rows}):
        expected, row = replayed.get(element_id), rows.get(element_id)
        if row is None:
            yield f"{_name(element_id, expected)} is in the log but has no row."
        elif expected is None:
            yield f"{_name(element_id, row)} has a row but is not in the log."
        else:
            for name in sorted({**expected, **row}):
                if expected.get(name) != row.get(name):
                    yield (
                        f"{_name(element_id, row)}: by the log “{name}” is "
                        f"{expected.get(name)!r}, in its row {row.get(name)!r}."
                    )


def _in_two_tables(map_id: UUID) -> list[str]:
    # One statement, so that an element that is replaced meanwhile is not seen twice.
    first, *others = (
        model._default_manager.filter(map_id=map_id).values_list("element_id") for model in MODELS.values()
    )
    counts = Counter(element_id for (element_id,) in first.union(*others, all=True))
    return sorted(element_id for element_id, count in counts.items() if count > 1)


def _name(element_id: str, element: Element | None) -> str:
    name: Any = (element or {}).get("name")
    return f"“{name}” ({element_id})" if name else f"Element {element_id}"


def _span(first: int, last: int) -> str:
    return f"operation {first} is" if first == last else f"operations {first} to {last} are"
