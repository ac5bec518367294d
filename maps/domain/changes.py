"""Changes: `{id: {"before": fields | None, "after": fields | None}}`, only the fields that changed (docs/PROTOCOL.md,
section 1).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from maps.domain.elements import Element, Elements

Change = Mapping[str, Mapping[str, Any] | None]
Changes = Mapping[str, Change]


def diff_element(before: Element | None, after: Element | None) -> Change | None:
    """Return what turns `before` into `after`, None where they are the same; an absent field is null."""
    if before is None and after is None:
        return None
    if before is None or after is None:
        return {"before": None if before is None else dict(before), "after": None if after is None else dict(after)}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return None
    return {"before": {name: before.get(name) for name in names}, "after": {name: after.get(name) for name in names}}


def diff_elements(before: Elements, after: Elements, ids: Iterable[str] | None = None) -> dict[str, Change]:
    """Return the changes from one state to another, of all elements or of those in `ids`."""
    changes = {}
    for element_id in {**before, **after} if ids is None else ids:
        change = diff_element(before.get(element_id), after.get(element_id))
        if change is not None:
            changes[element_id] = change
    return changes


def apply_change(element: Element | None, change: Change) -> Element | None:
    """Return the element after the change."""
    before, after = change["before"], change["after"]
    if after is None:
        return None
    if before is None or element is None:
        return dict(after)
    changed = {**element, **after}
    return {name: value for name, value in changed.items() if value is not None}


def apply_changes(elements: Elements, changes: Changes) -> dict[str, Element]:
    """Return the state after the changes; the given state is not touched."""
    return apply_in_turn(elements, [changes])


def apply_in_turn(elements: Elements, several: Iterable[Changes]) -> dict[str, Element]:
    """Return the state after all of the changes, one after the other; the given state is not touched."""
    result = dict(elements)
    for changes in several:
        for element_id, change in changes.items():
            element = apply_change(result.get(element_id), change)
            if element is None:
                result.pop(element_id, None)
            else:
                result[element_id] = element
    return result


def reverse_changes(changes: Changes) -> dict[str, Change]:
    """Return the changes that take these back."""
    return {
        element_id: {"before": change["after"], "after": change["before"]} for element_id, change in changes.items()
    }
