"""Bringing a removed element back: an ordinary edit that adds it again as it was."""

from collections.abc import Mapping
from typing import Any

from maps.domain.changes import Change, Changes
from maps.domain.elements import Elements
from maps.domain.undo import plan_reversal
from maps.domain.what_if import net_edits

_REFERENCES = ("source", "target", "about")


def edits_to_bring_back(elements: Elements, element_id: str, removal: Changes) -> list[dict[str, Any]]:
    """Return the edits that add what `removal` removed again, with the arrows and references that went with it.

    Nobody's later work is touched; empty where it has no place, as an arrow between things that are gone.
    """
    went = {
        other_id: change
        for other_id, change in removal.items()
        if other_id == element_id or element_id in _named_before(change)
    }
    changes = plan_reversal(elements, went).changes
    return net_edits(changes) if element_id in changes else []


def _named_before(change: Change) -> set[Any]:
    before: Mapping[str, Any] = change["before"] or {}
    return {before[end] for end in _REFERENCES if end in before}
