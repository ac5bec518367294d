"""Taking an operation back: only what is still as its author left it (docs/PROTOCOL.md, U3 and U4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.changes import Change, Changes, diff_elements
from maps.domain.elements import Element, Elements, display_name, label_of
from maps.domain.plan import find_loose_ends

_REFERENCES = ("source", "target", "about")


@dataclass(frozen=True, slots=True)
class Reversal:
    """What an undo does: `changes`, and in `stayed` one sentence for everything that it leaves in place."""

    changes: Mapping[str, Change]
    stayed: tuple[str, ...]


def plan_reversal(elements: Elements, done: Changes) -> Reversal:
    """Return what takes `done` back in the present state, without touching anybody's later work."""
    result = dict(elements)
    stayed: list[str] = []
    for element_id, change in done.items():
        before, after = change["before"], change["after"]
        if before is None:
            _take_away(element_id, after or {}, done, result, elements, stayed)
        elif after is None:
            _bring_back(element_id, before, result, stayed)
        else:
            _set_back(element_id, before, after, result, elements, stayed)
    _drop_what_has_no_place(result, done, elements, stayed)
    return Reversal(diff_elements(elements, result, list({**done, **result})), tuple(stayed))


def _take_away(
    element_id: str, written: Element, done: Changes, result: dict[str, Element], elements: Elements, stayed: list[str]
) -> None:
    current = elements.get(element_id)
    if current is None:
        return
    name = display_name(element_id, elements)
    if dict(current) != dict(written):
        stayed.append(f"“{name}” stays, because somebody has changed it since.")
        return
    for other_id, other in elements.items():
        if element_id in _names_of_others(other, done.get(other_id)):
            stayed.append(f"“{name}” stays, because “{display_name(other_id, elements)}” is attached to it.")
            return
    result.pop(element_id, None)


def _names_of_others(element: Element, change: Change | None) -> set[Any]:
    """Return which elements this one names, except by what the change itself has written."""
    written = (change and change["after"]) or {}
    return {element[end] for end in _REFERENCES if end in element and written.get(end) != element[end]}


def _bring_back(element_id: str, before: Element, result: dict[str, Element], stayed: list[str]) -> None:
    if element_id in result:
        stayed.append(f"“{before.get('name') or before['kind']}” was brought back by somebody already.")
        return
    result[element_id] = {name: value for name, value in before.items() if value is not None}


def _set_back(
    element_id: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    result: dict[str, Element],
    elements: Elements,
    stayed: list[str],
) -> None:
    element = result.get(element_id)
    if element is None:
        stayed.append(
            f"“{before.get('name') or element_id}” is not on the map any more, so its fields could not go back."
        )
        return
    changed = dict(element)
    for name, value in before.items():
        if element.get(name) == after.get(name):
            changed[name] = value
        elif element.get(name) != value:
            label = label_of(element["kind"], name)
            stayed.append(
                f"The {label} of “{display_name(element_id, elements)}” stays, because somebody has changed it since."
            )
    result[element_id] = {name: value for name, value in changed.items() if value is not None}


def _drop_what_has_no_place(result: dict[str, Element], done: Changes, elements: Elements, stayed: list[str]) -> None:
    """Leave out what cannot stand: a flow whose end is gone, a connection that exists already, an `about` that names
    nothing.
    """
    while True:
        # An element that stays may be named by one that goes back, and the other way round: repeat until all
        # references hold.
        ids = [element_id for element_id in done if element_id in result]
        faults = find_loose_ends(result, ids)
        if not faults:
            break
        for fault in faults:
            element_id = fault.details["element"]
            element = result[element_id]
            if element["kind"] != "flow":
                result[element_id] = {name: value for name, value in element.items() if name != "about"}
            elif element_id in elements and elements[element_id] != element:
                result[element_id] = elements[element_id]
            else:
                result.pop(element_id)
            stayed.append(fault.message)
    _keep_ends(result, elements, stayed)


def _keep_ends(result: dict[str, Element], elements: Elements, stayed: list[str]) -> None:
    """Keep a step that the undo would take away while a flow of the present map still ends there."""
    for element_id, element in list(result.items()):
        for end in _REFERENCES:
            named = element.get(end)
            if named is not None and named not in result and named in elements:
                result[named] = elements[named]
                attached = display_name(element_id, elements)
                stayed.append(f"“{display_name(named, elements)}” stays, because “{attached}” is attached to it.")
