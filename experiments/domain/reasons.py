"""Which changes of a future state name the waste that they remove and the reason, and which are redesign for its own
sake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from experiments.domain.differences import Difference
from maps.domain.elements import WASTES
from maps.render.words import WASTES as WASTE_WORDS

Standing = Literal["named", "reason_missing", "for_its_own_sake"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What somebody said of a change: the waste it removes (a slug) and why."""

    waste: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReasonedChange:
    """A change that has to name a waste, with what was said of it; `parts` are the keys of what follows from it."""

    difference: Difference
    waste: str | None
    reason: str
    standing: Standing
    parts: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class ReasonedChanges:
    """All changes that have to name a waste, the wastes they remove in the order of the eight, and the whole in words.

    `orphans` are keys of reasons whose change is not there (any more).
    """

    changes: tuple[ReasonedChange, ...]
    wastes: tuple[str, ...]
    orphans: tuple[str, ...]
    sentence: str

    @property
    def for_their_own_sake(self) -> tuple[str, ...]:
        """The keys of the changes that name no waste."""
        return tuple(change.difference.key for change in self.changes if change.standing == "for_its_own_sake")

    def along(self, key: str) -> int:
        """How many differences follow from the change of this key."""
        return next((len(change.parts) for change in self.changes if change.difference.key == key), 0)


def reason_changes(differences: Sequence[Difference], reasons: Mapping[str, Reason]) -> ReasonedChanges:
    """The changes with their reasons, by the key of the difference; an unknown waste is none."""
    asked = [difference for difference in differences if difference.needs_reason]
    changes = tuple(_reasoned(difference, reasons.get(difference.key), differences) for difference in asked)
    keys = {difference.key for difference in asked}
    return ReasonedChanges(
        changes=changes,
        wastes=tuple(waste for waste in WASTES if any(change.waste == waste for change in changes)),
        orphans=tuple(key for key in reasons if key not in keys),
        sentence=_summary(changes),
    )


def _reasoned(difference: Difference, said: Reason | None, differences: Sequence[Difference]) -> ReasonedChange:
    waste = said.waste if said is not None and said.waste in WASTES else None
    reason = " ".join(said.reason.split()) if said is not None else ""
    standing: Standing = "for_its_own_sake" if waste is None else "named" if reason else "reason_missing"
    told = difference.sentence.removesuffix(".")
    sentence = {
        "named": f"{told}: it removes {WASTE_WORDS.get(waste or '')}, because {reason.removesuffix('.')}.",
        "reason_missing": f"{told}: it is to remove {WASTE_WORDS.get(waste or '')}; say how.",
        "for_its_own_sake": f"{told}: it names no waste that it removes, so it is redesign for its own sake.",
    }[standing]
    parts = tuple(part.key for part in differences if part.belongs_to == difference.key)
    return ReasonedChange(difference, waste, reason, standing, parts, sentence)


def _summary(changes: Sequence[ReasonedChange]) -> str:
    if not changes:
        return "Nothing is changed yet: the future state is the current one."
    count, named = len(changes), sum(change.standing != "for_its_own_sake" for change in changes)
    whole = "One change" if count == 1 else f"{count} changes"
    if named == count:
        return f"{whole}, {'which names' if count == 1 else 'each of which names'} the waste it removes."
    own_sake = "redesign for its own sake"
    if count == 1:
        return f"{whole}, which names no waste that it removes: {own_sake}."
    if not named:
        return f"{whole}, none of which names the waste it removes: {own_sake}."
    loose = count - named
    return f"{whole}; {loose} of them {'names' if loose == 1 else 'name'} no waste: {own_sake}."
