"""What is known about a new experiment before anybody writes: the one it follows, the plan's entry, the step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from experiments.forms.change_on_map import BY_IMPROVEMENT
from experiments.forms.experiment import initial_of
from experiments.models import Experiment, Improvement
from workshops.models import Participant

Thing = TypeVar("Thing", Experiment, Improvement)
_NOT_COPIED = ("starts_on", "ends_on", "review_on", "edits_from")


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What a new form shows; `follows` is the decided experiment that it goes on from."""

    initial: dict[str, Any]
    follows: Experiment | None = None


def prefilled(actor: Participant, told: Mapping[str, str]) -> Prefilled:
    """Return what the address says; what it names and is not there is left out."""
    follows = _found(Experiment, actor, told.get("follows", ""))
    if follows is not None and not follows.is_open:
        shown = {name: value for name, value in initial_of(follows).items() if name not in _NOT_COPIED}
        return Prefilled(shown, follows)
    entry = _found(Improvement, actor, told.get("improvement", ""))
    if entry is not None:
        return Prefilled(_of_improvement(entry))
    map_id, element_id = told.get("map", ""), told.get("element", "")
    place = f"{map_id}:{element_id}" if map_id and element_id else map_id
    return Prefilled({"place": place} if place else {})


def _of_improvement(entry: Improvement) -> dict[str, Any]:
    return {
        "change": entry.title,
        "improvement": str(entry.pk),
        "place": str(entry.map_id or ""),
        "owner": str(entry.owner_id or ""),
        "owner_name": entry.owner_name,
        "edits_from": BY_IMPROVEMENT if entry.edits else "",
    }


def _found(kind: type[Thing], actor: Participant, key: str) -> Thing | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    return kind._default_manager.filter(pk=wanted, workshop_id=actor.workshop_id).first()
