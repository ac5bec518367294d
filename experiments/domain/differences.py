"""What distinguishes a future state from the current state it came from: each change with a stable key and a sentence.

A change is of one element. What only follows from another change (the arrows of a step that was added or removed, the
way past it that was opened or closed) belongs to that one and is not asked for a waste by itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from experiments.domain.difference_words import FieldDifference, field_differences, named
from maps.domain.changes import diff_elements
from maps.domain.elements import Element, Elements, display_name
from maps.render.words import clean
from metrics.calendar import Calendar

Kind = Literal["added", "removed", "rewired", "changed", "effect", "relabelled", "moved"]

PLACE = frozenset({"x", "y"})
ENDS = frozenset({"source", "target"})
SAME_TIME = 1e-9
"""Two waits that differ by less than this part of them differ by rounding alone."""

_REASONED: frozenset[Kind] = frozenset({"added", "removed", "rewired", "changed"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One element that differs; `key` is its id and stays the same while the change lasts.

    rewired: an arrow that leads elsewhere; changed: a value by which work flows; effect: nothing but a wait that is
    what the other changes are predicted to bring; relabelled: a name, a mark, or what a value rests on; moved: its
    place alone. `belongs_to` is the key of the change that this one follows from; `needs_reason` says whether it has
    to name the waste that it removes.
    """

    key: str
    kind: Kind
    element_kind: str
    name: str
    fields: tuple[FieldDifference, ...]
    belongs_to: str | None
    needs_reason: bool
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The difference as plain lists, maps and texts."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "fields": [field.as_json() for field in self.fields],
        }


def find_differences(
    current: Elements,
    future: Elements,
    *,
    calendar: Calendar | None = None,
    predicted_waits_s: Mapping[str, float] | None = None,
) -> tuple[Difference, ...]:
    """Every difference, those that need a reason first, each group in the order of the maps.

    Elements are the same where their ids are; see `align` for maps that were drawn apart. A guessed wait that alone
    differs and is what `predicted_waits_s` says (by id) is an effect, not a change that somebody made.
    """
    usual = calendar or Calendar()
    predicted = predicted_waits_s or {}
    keys = list(diff_elements(current, future))
    parents = _parents(keys, current, future)
    found = []
    for key in keys:
        before, after = current.get(key), future.get(key)
        fields = field_differences(before, after, current, future, usual) if before and after else ()
        kind = _kind(before, after, fields, predicted.get(key))
        elements = current if after is None else future
        found.append(
            Difference(
                key=key,
                kind=kind,
                element_kind=elements[key]["kind"],
                name=clean(display_name(key, elements)),
                fields=fields,
                belongs_to=parents.get(key),
                needs_reason=kind in _REASONED and elements[key]["kind"] != "note" and key not in parents,
                sentence=_sentence(key, kind, fields, current, future),
            )
        )
    return tuple(sorted(found, key=lambda difference: not difference.needs_reason))


def align(current: Elements, later: Elements) -> dict[str, Element]:
    """The later map with the ids of the current one where an element is plainly the same, for maps drawn apart.

    The same are steps and queues of one name that each map has once, and then arrows of one kind between the same ends.
    An id that both maps have stays what it is.
    """
    names = _ids_by_name(current)
    renamed = {
        element_id: names[name]
        for name, element_id in _ids_by_name(later).items()
        if name in names and element_id not in current and names[name] not in later
    }
    nodes = {renamed.get(key, key): _with_ids(element, renamed) for key, element in later.items()}
    arrows = {_arrow(element): key for key, element in current.items() if element["kind"] == "flow"}
    aligned: dict[str, Element] = {}
    for key, element in nodes.items():
        same = arrows.get(_arrow(element)) if element["kind"] == "flow" and key not in current else None
        aligned[key if same is None or same in nodes or same in aligned else same] = element
    return aligned


def _ids_by_name(elements: Elements) -> dict[tuple[str, str], str]:
    """Steps and queues by kind and name, those whose name occurs once."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, element in elements.items():
        if element["kind"] in ("step", "queue") and element.get("name"):
            found[element["kind"], " ".join(element["name"].split()).casefold()].append(key)
    return {name: keys[0] for name, keys in found.items() if len(keys) == 1}


def _with_ids(element: Element, renamed: Mapping[str, str]) -> Element:
    references = {
        name: renamed.get(element[name], element[name]) for name in ("source", "target", "about") if element.get(name)
    }
    return {**element, **references}


def _arrow(element: Element) -> tuple[Any, Any, Any]:
    return element.get("flow"), element.get("source"), element.get("target")


def _kind(
    before: Element | None, after: Element | None, fields: Sequence[FieldDifference], predicted_wait_s: float | None
) -> Kind:
    if before is None or after is None:
        return "added" if before is None else "removed"
    names = {field.field for field in fields}
    weighing = {field.field for field in fields if field.weighs}
    if names & ENDS:
        return "rewired"
    if not weighing:
        return "moved" if names <= PLACE else "relabelled"
    return "effect" if weighing == {"wait_time"} and _is_predicted(after, predicted_wait_s) else "changed"


def _is_predicted(after: Element, predicted_wait_s: float | None) -> bool:
    wait = after.get("wait_time")
    if wait is None or predicted_wait_s is None or wait["source"] != "guess":
        return False
    return bool(abs(wait["value"] - predicted_wait_s) <= SAME_TIME * max(1.0, abs(predicted_wait_s)))


def _parents(keys: Sequence[str], current: Elements, future: Elements) -> dict[str, str]:
    """By key of an arrow or of a count the added or removed node that it follows."""
    added = {key for key in keys if key not in current and future[key]["kind"] in ("step", "queue")}
    removed = {key for key in keys if key not in future and current[key]["kind"] in ("step", "queue")}
    parents = {}
    for key in keys:
        before, after = current.get(key), future.get(key)
        parent = _own_node(after, added) or _own_node(before, removed)
        if parent is None and (before is None) != (after is None):
            # A way that a new node took over, or that closes the gap of one that went.
            if before is not None:
                parent = _node_between(before, added, future)
            elif after is not None:
                parent = _node_between(after, removed, current)
        if parent is not None and parent != key:
            parents[key] = parent
    return parents


def _own_node(element: Element | None, nodes: set[str]) -> str | None:
    """The node of these at an end of an arrow, or before which a count was made."""
    if element is None or element["kind"] not in ("flow", "queue"):
        return None
    return next((element[name] for name in ("target", "source", "about") if element.get(name) in nodes), None)


def _node_between(arrow: Element, nodes: set[str], elements: Elements) -> str | None:
    """The first of these nodes on a way through them alone from the arrow's source to its target."""
    if arrow["kind"] != "flow":
        return None
    ways: dict[str, list[str]] = defaultdict(list)
    for element in elements.values():
        if element["kind"] == "flow":
            ways[element["source"]].append(element["target"])
    for first in ways[arrow["source"]]:
        reached, new = set[str](), {first} & nodes
        while new:
            reached |= new
            following = {target for node in new for target in ways[node]}
            if arrow["target"] in following:
                return first
            new = (following & nodes) - reached
    return None


def _sentence(key: str, kind: Kind, fields: Sequence[FieldDifference], current: Elements, future: Elements) -> str:
    is_arrow = (future.get(key) or current[key])["kind"] == "flow"
    what = named(key, current if kind in ("removed", "rewired") else future)
    subject = f"The {what}" if is_arrow else what[0].upper() + what[1:]
    match kind:
        case "added" | "removed":
            return f"{subject} is {kind}."
        case "rewired":
            arrow = future[key]
            ends = f"from {named(arrow['source'], future)} to {named(arrow['target'], future)}"
            others = _listed([field for field in fields if field.field not in ENDS])
            return f"{subject} now leads {ends}{f'; {others}' if others else ''}."
        case "moved":
            return f"{subject} is drawn elsewhere."
        case _:
            told = _listed([field for field in fields if field.field not in PLACE])
            return f"{subject}: {told}{', as predicted from the other changes' if kind == 'effect' else ''}."


def _listed(fields: Sequence[FieldDifference]) -> str:
    return "; ".join(f"{field.label} {field.before} → {field.after}" for field in fields)
