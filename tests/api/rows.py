"""A row of the table of addresses: one method of one route, and what each person of the cast is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.cast import Cast

PEOPLE = ("nobody", "stan", "vic", "lea", "ben", "ana")

ANYBODY = (200, 200, 200, 200, 200, 200)
SIGNED_IN = (401, 200, 200, 200, 200, 200)
INSIDE = (401, 404, 200, 200, 200, 200)


def editors(status: int) -> tuple[int, ...]:
    return (401, 404, 403, 403, status, status)


def everyone_inside(status: int) -> tuple[int, ...]:
    return (401, 404, status, status, status, status)


def facilitators(status: int) -> tuple[int, ...]:
    return (401, 404, 403, 403, 403, status)


def deciders(status: int) -> tuple[int, ...]:
    """Facilitators and leaders."""
    return (401, 404, 403, status, 403, status)


def all_but_viewers(status: int) -> tuple[int, ...]:
    return (401, 404, 403, status, status, status)


@dataclass(frozen=True, slots=True)
class Row:
    """One method of one route: `address` and `body` are made for the cast; a status for each of PEOPLE."""

    route: str
    method: str
    address: str
    expected: tuple[int, ...]
    body: Callable[[Cast], object] = lambda cast: None
