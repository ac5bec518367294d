"""What is remembered beside a circled step: what the figures said, and the sentence that holds both together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import Elements, display_name

Said = dict[str, Any]

_BY_RULE: Mapping[str, str] = {"utilisation": "by load", "pile_up": "by pile-up"}


@dataclass(frozen=True, slots=True)
class Circled:
    """A step that the room circled, and the sentence about it."""

    element: str
    sentence: str


def figures_said(constraint: Mapping[str, Any] | None, elements: Elements) -> Said | None:
    """Return what the figures say of the constraint, with the name of its step at this moment; None of nothing."""
    if constraint is None:
        return None
    kept = {name: constraint[name] for name in ("step", "rule", "agrees", "evidence")}
    return kept | {"name": display_name(constraint["step"], elements)}


def circle_sentence(element: str, name: str, said: Mapping[str, Any] | None, *, is_hidden: bool = False) -> str:
    """Return what the room circled against what the figures said at that moment."""
    if is_hidden:
        return f"The room circled “{name}”. What the figures say is hidden while people judge."
    if said is None:
        return f"The room circled “{name}”; the figures could not name a constraint yet."
    rule = _BY_RULE[said["rule"]]
    if said["step"] == element:
        return f"The room circled “{name}”, and the figures say the same {rule}{_other_rule(said)}."
    return f"The room circled “{name}”; the figures say “{said['name']}” {rule}{_other_rule(said)}."


def _other_rule(said: Mapping[str, Any]) -> str:
    if said["agrees"] is not False:
        return ""
    return ", while work piles up elsewhere" if said["rule"] == "utilisation" else ", while another step is busier"
