"""One site in the production shape for the tests of operations: JSON logs, a proxy before two web processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.faults.installation import crowd, installed, site, workshop
from tests.faults.site import Site
from tests.operations.proxy import Proxy, find_nginx
from tests.operations.reading import TOKEN

__all__ = ("crowd", "site", "workshop")


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def installation() -> Iterator[Site]:
    with installed("operations", {"LOG_FORMAT": "json", "METRICS_TOKEN": TOKEN}) as site:
        yield site


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
