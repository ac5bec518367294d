"""Which part of the plan a page shows: by owner, waste, state, map, and whether it is overdue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from experiments.domain.states import IMPROVEMENT
from experiments.models import Improvement
from maps.domain.elements import WASTES
from maps.render.words import WASTES as WASTE_WORDS

NOBODY = "nobody"
VIEWS = ("board", "timeline")
SCALES = ("weeks", "months")

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the address asks for; what it asks for and does not exist counts as not asked."""

    view: str
    scale: str
    owner: str
    waste: str
    state: str
    map: str
    is_overdue: bool

    @property
    def is_narrowed(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.owner or self.waste or self.state or self.map or self.is_overdue)

    def lets_through(self, entry: Improvement, on: date) -> bool:
        """Whether the improvement is shown."""
        return (
            self.owner in ("", owner_key(entry))
            and self.waste in ("", entry.waste)
            and self.state in ("", entry.state)
            and self.map in ("", str(entry.map_id))
            and (not self.is_overdue or is_overdue(entry, on))
        )

    def query(self, **changes: str) -> str:
        """Return the part of the address that asks for this, with some of it changed."""
        asked = {
            "view": "" if self.view == VIEWS[0] else self.view,
            "scale": self.scale,
            "owner": self.owner,
            "waste": self.waste,
            "state": self.state,
            "map": self.map,
            "overdue": "1" if self.is_overdue else "",
        } | changes
        return urlencode({name: value for name, value in asked.items() if value})


def read_filter(query: Mapping[str, str], entries: Iterable[Improvement]) -> PlanFilter:
    """Return what the query asks of these improvements."""
    shown = list(entries)

    def asked(name: str, known: Iterable[str]) -> str:
        value = query.get(name, "")
        return value if value in known else ""

    return PlanFilter(
        view=asked("view", VIEWS) or VIEWS[0],
        scale=asked("scale", SCALES),
        owner=asked("owner", {owner_key(entry) for entry in shown}),
        waste=asked("waste", WASTES),
        state=asked("state", IMPROVEMENT.codes),
        map=asked("map", {str(entry.map_id) for entry in shown if entry.map_id}),
        is_overdue=query.get("overdue") == "1",
    )


def owner_choices(entries: Iterable[Improvement]) -> Choices:
    """Return everybody who owns one of them, by name, and that nobody does."""
    owners = {owner_key(entry): entry.who for entry in entries}
    nobody = [(NOBODY, "Nobody yet")] if owners.pop(NOBODY, None) is not None else []
    return [*sorted(owners.items(), key=lambda choice: choice[1].casefold()), *nobody]


def map_choices(entries: Iterable[Improvement]) -> Choices:
    """Return the maps that they come from, by title."""
    maps = {str(entry.map_id): entry.map.title for entry in entries if entry.map is not None}
    return sorted(maps.items(), key=lambda choice: choice[1].casefold())


def waste_choices(entries: Iterable[Improvement]) -> Choices:
    """Return the wastes that they remove, in the order of the eight."""
    named = {entry.waste for entry in entries}
    return [(waste, WASTE_WORDS[waste].capitalize()) for waste in WASTES if waste in named]


def owner_key(entry: Improvement) -> str:
    """Return what stands for the owner in an address: a participant's id, an invited person's name."""
    return str(entry.owner_id) if entry.owner_id else entry.owner_name or NOBODY


def is_overdue(entry: Improvement, on: date) -> bool:
    """Whether its day has passed and it is not done."""
    return entry.is_open and entry.due_on is not None and entry.due_on < on
