"""What people fill in about series, improvements and experiments, read into what is kept, with every problem."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from experiments.models import Series
from experiments.permissions import OWNERS
from maps.domain.elements import ID_PATTERN
from maps.models import Map
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant, Role, Workshop

GUARDS_LIMIT = 10


class FieldReader:
    """Reads the fields that were given, keeps what is right in `kept` and collects what is wrong."""

    def __init__(self, workshop: Workshop, given: Mapping[str, Any]) -> None:
        self.workshop = workshop
        self.given = given
        self.kept: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def text(self, name: str, label: str, limit: int, *, required: bool = False) -> None:
        """Read one line of text."""
        if name not in self.given:
            return
        text = " ".join(str(self.given[name] or "").replace("\x00", "").split())
        if required and not text:
            self.refuse(name, f"{label} is empty.")
        elif len(text) > limit:
            self.refuse(name, f"{label} has {len(text)} characters; at most {limit} can be kept.")
        else:
            self.kept[name] = text

    def lines(self, name: str, label: str, limit: int) -> None:
        """Read a text that may have several lines."""
        if name not in self.given:
            return
        written = str(self.given[name] or "").replace("\x00", "").replace("\r\n", "\n")
        text = "\n".join(" ".join(line.split()) for line in written.split("\n")).strip()
        if len(text) > limit:
            self.refuse(name, f"{label} has {len(text)} characters; at most {limit} can be kept.")
        else:
            self.kept[name] = text

    def choice(self, name: str, label: str, choices: tuple[str, ...] | list[str]) -> None:
        """Read one of the choices; null is the empty one."""
        if name not in self.given:
            return
        value = self.given[name] or ""
        if value in choices:
            self.kept[name] = value
        else:
            known = ", ".join(choice for choice in choices if choice)
            self.refuse(name, f"{label} must be one of {known}.")

    def day(self, name: str, label: str) -> None:
        """Read a day or null."""
        if name not in self.given:
            return
        value = self.given[name]
        if value is None or (isinstance(value, date) and 1990 <= value.year <= 2200):
            self.kept[name] = value
        else:
            self.refuse(name, f"{label} must be a day such as 2026-03-31.")

    def owner(self) -> None:
        """Read who owns it: a participant (`owner`) or an invited person by name (`owner_name`); naming one unnames
        the other.
        """
        self.text("owner_name", "The owner's name", 80)
        owner_id = self.given.get("owner")
        if owner_id is not None:
            person = Participant.objects.filter(pk=owner_id, workshop_id=self.workshop.pk).first()
            if person is None or person.removed_at is not None:
                self.refuse("owner", "The owner is not in this workshop; name somebody who is, or write a name.")
            elif Role(person.role) not in OWNERS:
                self.refuse("owner", f"{person.name} only reads here and cannot own it; change their role first.")
            elif self.kept.get("owner_name"):
                self.refuse("owner", "Name one owner: a participant or an invited person.")
            else:
                self.kept |= {"owner": person, "owner_name": ""}
        elif "owner" in self.given or self.kept.get("owner_name"):
            self.kept["owner"] = None

    def guards(self, metric: Series | None) -> list[Series] | None:
        """Return the series that guard a metric, which is one of the fields or else `metric`; None where none is
        given.
        """
        if "guards" not in self.given:
            return None
        wanted = list(dict.fromkeys(self.given["guards"] or []))
        found = {series.pk: series for series in Series.objects.filter(pk__in=wanted, workshop=self.workshop)}
        metric = self.kept.get("series", metric)
        if len(wanted) > GUARDS_LIMIT:
            self.refuse("guards", f"{len(wanted)} guards are named; {GUARDS_LIMIT} can be watched at once.")
        elif len(found) < len(wanted):
            self.refuse("guards", "A guard is a series of this workshop; one of these is not.")
        elif metric is not None and metric.pk in found:
            self.refuse("guards", f"“{metric.name}” is the metric itself, so it cannot guard it.")
        return [found[key] for key in wanted if key in found]

    def place_on_map(self, kept_map: Map | None) -> None:
        """Read the map and the element on it that this is about."""
        if "map" in self.given:
            self.kept["map"] = self._map(self.given["map"])
        if "element_id" in self.given:
            element_id = self.given["element_id"] or ""
            if element_id and not ID_PATTERN.fullmatch(element_id):
                self.refuse("element_id", "The element's id has 1 to 64 letters, digits, “-” or “_”.")
            elif element_id and self.kept.get("map", kept_map) is None:
                self.refuse("element_id", "Name the map on which the element is.")
            else:
                self.kept["element_id"] = element_id

    def refuse(self, place: str, sentence: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, sentence))

    def done(self) -> dict[str, Any]:
        """Return what is kept; raises InvalidInput with every problem."""
        if self.problems:
            raise InvalidInput(self.problems)
        return self.kept

    def _map(self, map_id: UUID | None) -> Map | None:
        if map_id is None:
            return None
        found = Map.objects.filter(pk=map_id, workshop_id=self.workshop.pk).first()
        if found is None:
            self.refuse("map", "There is no such map in this workshop.")
        return found


def refuse_stale(thing: Any, saw_revision: int | None) -> None:
    """Raise Conflict where the thing was changed after the person read it."""
    if saw_revision is not None and saw_revision != thing.revision:
        raise Conflict(
            f"“{thing}” was changed by somebody else while you wrote; read it again, then save. Nothing was changed.",
            details={"revision": thing.revision},
        )
