"""One site in the production shape for the tests of operations: JSON logs, a proxy before two web processes."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RESULTS, Server
from tests.faults.people import Crowd
from tests.faults.site import Site, Workshop
from tests.operations.proxy import Proxy, find_nginx
from vsm_workshop.local.layout import DataFolder
from vsm_workshop.local.ports import free_port


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def installation() -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="vsm-operations-"))
    site = Site(DataFolder(folder))
    for process in (site.worker, *(web.process for web in site.webs)):
        process.environment = {**process.environment, "LOG_FORMAT": "json", "METRICS_TOKEN": "a-token-of-the-tests"}
    site.worker.environment["METRICS_PORT"] = str(free_port())
    try:
        site.start_valkey()
        site.start_postgres()
        site.manage("migrate", "--no-input")
        site.start()
        site.sign_up_ana()
        yield site
    finally:
        site.stop()
        shutil.copytree(site.folder.logs, RESULTS / "operations", dirs_exist_ok=True)
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
def proxy(site: Site, tmp_path: Path) -> Iterator[Proxy]:
    """nginx with the configuration of production before both web processes."""
    program = find_nginx()
    if program is None:
        pytest.skip("There is no nginx here (apt-get install nginx-light); the restart with two addresses runs.")
    proxy = Proxy(program, tmp_path, [web.base_url for web in site.webs])
    proxy.start()
    yield proxy
    proxy.stop()


@pytest.fixture
def server(proxy: Proxy) -> Server:
    """The proxy, for the browsers."""
    return Server(base_url=proxy.base_url, log=proxy.folder / "nginx.log")
