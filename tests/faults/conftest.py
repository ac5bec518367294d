"""One site for all tests of faults; each test finds it whole and has a workshop of its own."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.board import Board
from tests.conftest import RESULTS, OpenPage, Server
from tests.faults.network import Network
from tests.faults.people import Crowd, Member
from tests.faults.site import Site, Workshop
from vsm_workshop.local.layout import DataFolder


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def installation() -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="vsm-faults-"))
    site = Site(DataFolder(folder))
    # A line a request would hide what matters in the report of a failure.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        site.start_valkey()
        site.start_postgres()
        site.manage("migrate", "--no-input")
        site.start()
        site.sign_up_ana()
        yield site
    finally:
        site.stop()
        shutil.copytree(site.folder.logs, RESULTS / "faults", dirs_exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(installation: Site) -> Iterator[Site]:
    """The site with both web processes, PostgreSQL and Valkey running, before and after."""
    installation.start()
    yield installation
    installation.start()


@pytest.fixture
def workshop(site: Site) -> Workshop:
    return site.make_workshop()


@pytest.fixture
def crowd(site: Site, workshop: Workshop) -> Iterator[Crowd]:
    """Members with clients of the protocol, in a thread of their own."""
    crowd = Crowd(site, workshop)
    yield crowd
    crowd.stop()


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
