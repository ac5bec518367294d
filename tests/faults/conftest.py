"""One site for all tests of faults; each test finds it whole and has a workshop of its own."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RESULTS, Server
from tests.faults.people import Crowd
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
def server(site: Site) -> Server:
    """The first web process, for the browsers."""
    return Server(base_url=site.webs[0].base_url, log=site.webs[0].process.log)
