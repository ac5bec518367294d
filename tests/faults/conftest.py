"""One site for all tests of faults; each test finds it whole and has a workshop of its own."""

from collections.abc import Iterator

import pytest

from tests.browser.board import Board
from tests.conftest import OpenPage, Server
from tests.faults.installation import crowd, installed, site, workshop
from tests.faults.network import Network
from tests.faults.people import Crowd, Member
from tests.faults.site import Site, Workshop

__all__ = ("crowd", "site", "workshop")


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def installation() -> Iterator[Site]:
    with installed("faults") as site:
        yield site


@pytest.fixture
def network(site: Site) -> Iterator[Network]:
    """The network between the browsers and the first web process."""
    network = Network(site.webs[0].base_url)
    yield network
    network.stop()


@pytest.fixture
def server(site: Site, network: Network) -> Server:
    """The first web process, as the browsers reach it."""
    return Server(base_url=network.base_url, log=site.webs[0].process.log)


@pytest.fixture
def mia(site: Site, crowd: Crowd) -> Member:
    """Mia at the other process, with what everybody changes on the map."""
    mia = crowd.join("Mia", site.addresses[1])
    crowd.begin()
    return mia


@pytest.fixture
def ben(workshop: Workshop, mia: Member, open_page: OpenPage, network: Network) -> Board:
    """Ben's board, in a real browser behind the network."""
    page = open_page("Ben")
    browser = workshop.join("Ben", network.base_url)
    cookies = [{"name": name, "value": value, "url": network.base_url} for name, value in browser.cookies.items()]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"/maps/{workshop.map_id}/")
    board = Board(page)
    board.wait_until_live()
    return board
