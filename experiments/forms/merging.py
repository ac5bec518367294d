"""Two people who wrote the same form: what each of them changed stands, and where both did, both are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Shown = Mapping[str, Any]
"""The values of a form by their fields, as they travel in the page: texts and lists of texts."""

_ONE_ANSWER = {"owner": ("owner", "owner_name"), "owner_name": ("owner", "owner_name")}
"""Fields that answer one question together: a participant or an invited person owns a thing, never both."""


@dataclass(frozen=True, slots=True)
class Merged:
    """`values` are what the form shows next; `clashes` the fields that both changed, in which mine stand; `theirs`
    those that only somebody else changed.
    """

    values: dict[str, Any]
    clashes: tuple[str, ...]
    theirs: tuple[str, ...]


def merge(*, base: Shown, mine: Shown, now: Shown) -> Merged:
    """Return what a form holds after somebody else saved: `base` is what I began with, `now` what stands there."""
    changed_by_them = {name for name in now if now[name] != base.get(name)}
    values: dict[str, Any] = {}
    clashes, theirs = [], []
    for name in now:
        began, wrote, stands = (told.get(name) for told in (base, mine, now))
        if wrote == began and stands != began:
            theirs.append(name)
            values[name] = stands
        else:
            values[name] = wrote
            if wrote not in (began, stands) and changed_by_them.intersection(_ONE_ANSWER.get(name, (name,))):
                clashes.append(name)
    return Merged(values, tuple(clashes), tuple(theirs))
