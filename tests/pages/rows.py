"""A row of the table of pages: one method of one page, and what each person of the cast is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.cast import Cast

PEOPLE = ("nobody", "stan", "removed", "vic", "lea", "ben", "ana")

Arguments = Callable[[Cast], list[object]]


def nothing(cast: Cast) -> list[object]:
    return []


def workshop(cast: Cast) -> list[object]:
    return [cast.workshop.id]


def the_map(cast: Cast) -> list[object]:
    return [cast.map.id]


ANYBODY = (200,) * 7
SIGNED_IN = (302, *(200,) * 6)
INSIDE = (302, 404, 403, 200, 200, 200, 200)
INSIDE_REDIRECTED = (302, 404, 403, 302, 302, 302, 302)
FACILITATORS = (302, 404, 403, 403, 403, 403, 200)
FACILITATORS_ACT = (302, 404, 403, 403, 403, 403, 302)
INSIDE_ACT = INSIDE_REDIRECTED
ACCOUNTS = (302, 200, 403, 403, 200, 403, 200)


@dataclass(frozen=True, slots=True)
class Row:
    """One method of one page with a status for each of PEOPLE."""

    name: str
    method: str
    arguments: Arguments
    expected: tuple[int, ...]
    data: dict[str, str] = field(default_factory=dict)
