"""What tests of a whole installation share: the site, made once and found whole by each, and a workshop with people."""

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import RESULTS
from tests.faults.people import Crowd
from tests.faults.site import Site, Workshop
from vsm_workshop.local.layout import DataFolder


@contextlib.contextmanager
def installed(name: str, settings: Mapping[str, str] | None = None) -> Iterator[Site]:
    """A site with these settings on a folder that is thrown away; its logs stay in test-results under the name."""
    folder = Path(tempfile.mkdtemp(prefix=f"vsm-{name}-"))
    site = Site(DataFolder(folder), settings=settings or {})
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
        shutil.copytree(site.folder.logs, RESULTS / name, dirs_exist_ok=True)
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
