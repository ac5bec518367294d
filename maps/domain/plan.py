"""What an edit means and what it forbids: edits in, changes out, nothing written.

Business rules about the map exist here and nowhere else (docs/PROTOCOL.md, E1 to E6). The server plans every edit,
wherever it comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.domain.changes import Change, diff_elements
from maps.domain.elements import (
    ELEMENT_LIMIT,
    FIELDS,
    ID_PATTERN,
    KINDS,
    PLACED_KINDS,
    Element,
    Elements,
    FieldError,
    Reading,
    display_name,
    read_field,
)
from maps.domain.errors import ElementGone, FlowTwice, IdTaken, LooseEnd, TooManyElements
from maps.domain.text import merge_words
from workshops.errors import InvalidInput, Problem, WorkshopError

EDITS_LIMIT = 2_000
# What refers to a refused edit is refused in the next round; nobody writes longer chains than this by hand.
_REFUSAL_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What an edit will do: `changes`, and in `replaced` the fields of each element whose newer value it overwrites
    unseen.
    """

    changes: Mapping[str, Change]
    replaced: Mapping[str, Sequence[str]]


def plan_edits(elements: Elements, edits: object, *, reading: Reading) -> Plan:
    """Return what `edits` (as they came from outside) do to `elements`; all or nothing.

    Raises InvalidInput for values that do not fit, and an EditRejected for what the state of the map forbids.
    """
    if not isinstance(edits, list) or not edits or len(edits) > EDITS_LIMIT:
        raise InvalidInput([Problem("edits", f"“edits” must be a list of 1 to {EDITS_LIMIT} edits.")])
    draft = _Draft(elements, reading)
    for index, edit in enumerate(edits):
        draft.do(edit, place=f"edits.{index}")
    return draft.plan()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit of a list that cannot be done, by its place in the list, and why."""

    index: int
    element: str | None
    error: WorkshopError


def find_refusals(elements: Elements, edits: Sequence[object], *, reading: Reading) -> list[Refusal]:
    """Return every edit that cannot be done, in their order, while all the others are.

    Empty where nothing speaks against any one of them.
    """
    refused: dict[int, WorkshopError] = {}
    for _ in range(_REFUSAL_ROUNDS):
        draft, made_by = _Draft(elements, reading), dict[str, int]()
        for index, edit in enumerate(edits):
            if index in refused:
                continue
            try:
                draft.do(edit, place=f"edits.{index}")
            except WorkshopError as error:
                refused[index] = error
            else:
                made_by[_id_of(edit) or ""] = index
        touched = [element_id for element_id in draft.touched if element_id in draft.elements]
        faults = [(made_by.get(fault.details["element"]), fault) for fault in find_loose_ends(draft.elements, touched)]
        loose = {index: fault for index, fault in faults if index is not None}
        if not loose:
            break
        refused |= loose
    return [Refusal(index, _id_of(edits[index]), refused[index]) for index in sorted(refused)]


def _id_of(edit: object) -> str | None:
    named = edit.get("id") if isinstance(edit, Mapping) else None
    return named if isinstance(named, str) else None


def _no_id(text: str, place: str) -> Problem:
    return Problem(place, f"“{text[:80]}” is not an id: 1 to 64 letters, digits, “-” or “_”.")


def read_element(
    element_id: str, data: object, *, reading: Reading, place: str
) -> tuple[dict[str, Any], list[Problem]]:
    """Return a whole element in normal form, and every problem with its place; for added elements and files."""
    if not ID_PATTERN.fullmatch(element_id):
        return {}, [_no_id(element_id, place)]
    if not isinstance(data, Mapping) or data.get("kind") not in KINDS:
        return {}, [Problem(f"{place}.kind", f"An element is an object with a kind: {', '.join(KINDS)}.")]
    kind = data["kind"]
    element: dict[str, Any] = {"kind": kind}
    problems = []
    for name in {**FIELDS[kind], **data}:
        if name == "kind":
            continue
        try:
            value = read_field(kind, str(name), data.get(name), reading)
        except FieldError as error:
            problems.append(Problem(f"{place}.{name}", str(error)))
            continue
        if value is not None:
            element[str(name)] = value
    if kind in PLACED_KINDS:
        element = {"kind": kind, "x": 0, "y": 0} | element
    return element, problems


def find_loose_ends(elements: Elements, ids: Sequence[str]) -> list[ElementGone | LooseEnd | FlowTwice]:
    """Return what is wrong with the references of the named elements: flows join steps and queues once, `about` names
    what exists.
    """
    faults: list[ElementGone | LooseEnd | FlowTwice] = []
    flows = [element_id for element_id in ids if elements[element_id]["kind"] == "flow"]
    pairs: dict[tuple[str, str, str], str] = {}
    if flows:
        for other_id, other in elements.items():
            if other["kind"] == "flow" and other_id not in flows:
                pairs[other["flow"], other["source"], other["target"]] = other_id
    for element_id in ids:
        element = elements[element_id]
        if element["kind"] == "flow":
            fault = _flow_fault(element_id, element, elements, pairs)
            pairs[element["flow"], element["source"], element["target"]] = element_id
        else:
            fault = _about_fault(element_id, element, elements)
        if fault is not None:
            faults.append(fault)
    return faults


def _flow_fault(
    element_id: str, flow: Element, elements: Elements, pairs: Mapping[tuple[str, str, str], str]
) -> LooseEnd | FlowTwice | None:
    for end in ("source", "target"):
        node = elements.get(flow[end])
        if node is None or node["kind"] not in ("step", "queue"):
            return LooseEnd(element_id, f"The {end} of the flow, “{flow[end]}”, is not a step or queue on this map.")
    if flow["source"] == flow["target"]:
        name = display_name(flow["source"], elements)
        return LooseEnd(element_id, f"“{name}” cannot be connected with itself.")
    if (flow["flow"], flow["source"], flow["target"]) in pairs:
        source, target = display_name(flow["source"], elements), display_name(flow["target"], elements)
        return FlowTwice(element_id, source, target)
    return None


def _about_fault(element_id: str, element: Element, elements: Elements) -> LooseEnd | None:
    about = element.get("about")
    if about is None:
        return None
    named = elements.get(about)
    if named is None:
        return LooseEnd(element_id, f"“{about}”, which this {element['kind']} is about, is not on this map.")
    if element["kind"] == "queue" and named["kind"] != "step":
        return LooseEnd(element_id, f"A queue piles up before a step, and “{display_name(about, elements)}” is none.")
    if about == element_id:
        return LooseEnd(element_id, "A note cannot be about itself.")
    return None


class _Draft:
    """The state while one request is planned."""

    def __init__(self, elements: Elements, reading: Reading) -> None:
        self.base = elements
        self.elements = dict(elements)
        self.reading = reading
        self.touched: dict[str, None] = {}
        self.replaced: dict[str, list[str]] = {}

    def do(self, edit: object, *, place: str) -> None:
        if not isinstance(edit, Mapping) or not isinstance(edit.get("id"), str):
            raise InvalidInput([Problem(place, "An edit is an object with “do” (add, set, remove) and “id”.")])
        element_id = edit["id"]
        if not ID_PATTERN.fullmatch(element_id):
            raise InvalidInput([_no_id(element_id, f"{place}.id")])
        match edit.get("do"):
            case "add":
                self.add(element_id, edit.get("element"), place=f"{place}.element")
            case "set":
                self.set(element_id, edit.get("fields"), edit.get("saw"), place=f"{place}.fields")
            case "remove":
                self.remove(element_id)
            case _:
                raise InvalidInput([Problem(f"{place}.do", "“do” must be add, set or remove.")])

    def add(self, element_id: str, data: object, *, place: str) -> None:
        if element_id in self.elements:
            raise IdTaken(element_id)
        element, problems = read_element(element_id, data, reading=self.reading, place=place)
        if problems:
            raise InvalidInput(problems)
        self.put(element_id, element)

    def set(self, element_id: str, fields: object, saw: object, *, place: str) -> None:
        element = self.elements.get(element_id)
        if element is None:
            raise ElementGone(element_id)
        if not isinstance(fields, Mapping) or not (saw is None or isinstance(saw, Mapping)):
            raise InvalidInput([Problem(place, "“fields” and “saw” must be objects of fields and values.")])
        changed, problems = dict(element), []
        for name, value in fields.items():
            try:
                changed[name] = self.read_set(element_id, element, str(name), value, saw or {})
            except FieldError as error:
                problems.append(Problem(f"{place}.{name}", str(error)))
        if problems:
            raise InvalidInput(problems)
        self.put(element_id, {name: value for name, value in changed.items() if value is not None})

    def read_set(self, element_id: str, element: Element, name: str, value: Any, saw: Mapping[str, Any]) -> Any:
        """Return the value that the field shall have: merged for a text that somebody else changed, else the later
        one.
        """
        kind, current = element["kind"], element.get(name)
        new = read_field(kind, name, value, self.reading)
        if name not in saw or saw[name] == current or new == current:
            return new
        if FIELDS[kind][name].is_text:
            seen = saw[name] if isinstance(saw[name], str) and saw[name].strip() else ""
            if seen:
                # No longer than the field may be: what nobody can have seen must not be merged at length.
                seen = read_field(kind, name, seen, self.reading)
            return read_field(kind, name, merge_words(seen, current or "", new or ""), self.reading)
        self.replaced.setdefault(element_id, []).append(name)
        return new

    def remove(self, element_id: str) -> None:
        if element_id not in self.elements:
            raise ElementGone(element_id)
        gone = {element_id}
        if self.elements[element_id]["kind"] != "flow":
            gone |= {
                other_id
                for other_id, other in self.elements.items()
                if other["kind"] == "flow" and element_id in (other["source"], other["target"])
            }
        for other_id, other in list(self.elements.items()):
            if other_id in gone:
                self.put(other_id, None)
            elif other.get("about") in gone:
                self.put(other_id, {name: value for name, value in other.items() if name != "about"})

    def put(self, element_id: str, element: Element | None) -> None:
        self.touched[element_id] = None
        if element is None:
            self.elements.pop(element_id, None)
        else:
            self.elements[element_id] = element

    def plan(self) -> Plan:
        if len(self.elements) > max(ELEMENT_LIMIT, len(self.base)):
            raise TooManyElements(f"A map holds at most {ELEMENT_LIMIT:,} elements; nothing was added.")
        faults = find_loose_ends(
            self.elements, [element_id for element_id in self.touched if element_id in self.elements]
        )
        if faults:
            raise faults[0]
        changes = diff_elements(self.base, self.elements, self.touched)
        replaced = {element_id: names for element_id, names in self.replaced.items() if element_id in changes}
        return Plan(changes, replaced)
