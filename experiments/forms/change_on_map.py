"""How the change of an experiment would stand on the map: one value of a step, or edits that exist already."""

import re
from dataclasses import dataclass
from typing import Any

from experiments.models import Improvement
from maps.domain.elements import label_of
from maps.models import WhatIf
from workshops.errors import Problem
from workshops.models import Participant

AS_KEPT = "kept"
BY_VALUE = "value"
BY_IMPROVEMENT = "improvement"
WHAT_IF = "what_if:"

_FIELDS = ("people", "wait_time", "process_time", "complete_accurate", "batch_size", "handoffs", "uptime", "items")
_TIMES = {"wait_time", "process_time"}
_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(%?)")


@dataclass(frozen=True, slots=True)
class ChangeOnMap:
    """The edits and the id of the map that they are of; `problem` says what is missing for them."""

    edits: list[dict[str, Any]] | None = None
    map: str = ""
    problem: Problem | None = None

    @classmethod
    def of_value(cls, *, place: str, field: str, value: str) -> "ChangeOnMap":
        """Return one field of one step or queue set to a value as people type it."""
        map_id, _, element_id = place.partition(":")
        if not element_id:
            return cls(problem=Problem("effect_place", "Choose the step whose value changes."))
        if not value.strip():
            return cls(problem=Problem("effect_value", "Write the value that it will have."))
        edit = {"do": "set", "id": element_id, "fields": {field: _typed(field, value)}}
        return cls([edit], map_id)

    def on(self, map_of_metric: str) -> "ChangeOnMap":
        """Return it unless the metric is one of another map: an experiment is about one map."""
        if self.edits is None or not map_of_metric or self.map == map_of_metric:
            return self
        sentence = "The change and the metric are on two maps; choose both on the same one."
        return ChangeOnMap(problem=Problem("effect_place", sentence))


def fields_of_step() -> list[tuple[str, str]]:
    """Return what of a step or queue an experiment may change, as choices."""
    return [(name, label_of("queue" if name == "items" else "step", name)) for name in _FIELDS]


def read_change(
    *, actor: Participant, source: str, improvement: str, kept: list[dict[str, Any]] | None, map_of_metric: str
) -> ChangeOnMap:
    """Return the edits that exist already: of the experiment, of the plan's entry, or of a shared what-if."""
    if source == AS_KEPT:
        return ChangeOnMap(kept, map_of_metric)
    if source == BY_IMPROVEMENT:
        entries = Improvement.objects.filter(workshop_id=actor.workshop_id)
        entry = entries.filter(pk=improvement).first() if improvement else None
        if entry is None or not entry.edits:
            sentence = "The entry of the plan does not say what it changes on the map; say it here."
            return ChangeOnMap(problem=Problem("edits_from", sentence))
        return ChangeOnMap(entry.edits, str(entry.map_id or "")).on(map_of_metric)
    if source.startswith(WHAT_IF):
        shared = WhatIf.objects.filter(pk=source.removeprefix(WHAT_IF), map__workshop_id=actor.workshop_id).first()
        if shared is None:
            return ChangeOnMap(problem=Problem("edits_from", "This what-if was withdrawn meanwhile; choose another."))
        return ChangeOnMap(shared.edits, str(shared.map_id)).on(map_of_metric)
    return ChangeOnMap()


def _typed(field: str, value: str) -> str | float:
    """A time stays a text; a share may be in percent. What is no number stays as it is, and the map says so."""
    found = _NUMBER.fullmatch(value.strip())
    if field in _TIMES or found is None:
        return value.strip()
    number = float(found[1].replace(",", "."))
    return number / 100 if found[2] else number
