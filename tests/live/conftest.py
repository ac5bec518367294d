"""The cast with open sockets."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from live.rooms import rooms_of_this_process
from tests.cast import Cast, Person, cookie_of, make_cast
from tests.live.wire import PATIENCE_S, Wire


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def cookies(cast: Cast) -> dict[str, str]:
    """The cookies of everybody's browser, by name; Stan is a stranger, nobody is not signed in."""
    people: dict[str, Person | None] = {"nobody": None, "stan": cast.stan}
    people |= {person.name.lower(): person for person in cast.participants}
    return {name: cookie_of(person) for name, person in people.items()}


class Sockets:
    """Opens sockets on the cast's map."""

    def __init__(self, cast: Cast, cookies: dict[str, str]) -> None:
        self.cast = cast
        self.cookies = cookies
        self.wires: list[Wire] = []

    def wire(self, name: str) -> Wire:
        self.wires.append(Wire(self.cast.map.id, self.cookies[name]))
        return self.wires[-1]

    async def join(self, name: str, last_seq: int | None = None) -> Wire:
        """Return the socket of a person who has had their `welcome`."""
        wire = self.wire(name)
        await wire.join(last_seq)
        return wire


@pytest_asyncio.fixture
async def sockets(cast: Cast, cookies: dict[str, str]) -> AsyncIterator[Sockets]:
    sockets = Sockets(cast, cookies)
    yield sockets
    for wire in sockets.wires:
        await wire.leave()
    await asyncio.wait_for(rooms_of_this_process().stop(), PATIENCE_S)
