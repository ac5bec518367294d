"""Gives a test run real servers of its own, in a folder that is thrown away with it.

Loaded by pytest's `-p` (pyproject.toml), because Django's settings are read before any conftest. The process that
the run starts in starts the servers; xdist's workers inherit the environment and take databases of their own.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vsm_workshop.environment import valkey_address
from vsm_workshop.local.servers import environment_with_servers, servers_are_given

VALKEY_DATABASES_PER_WORKER = 3


@contextlib.contextmanager
def throwaway_servers() -> Iterator[None]:
    """Guarantees servers in the environment while the block runs: those it names already, or new ones."""
    os.environ.setdefault("SECRET_KEY", "a-key-for-tests-alone-which-signs-nothing-that-lasts")
    if servers_are_given():
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="vsm-tests-"))
    try:
        with environment_with_servers(folder, durable=False):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def separate_worker(name: str) -> None:
    """Guarantees that this xdist worker shares neither Valkey databases nor channels with another."""
    number = int(name.removeprefix("gw"))
    address = valkey_address("REDIS_URL")
    os.environ["REDIS_URL"] = address.for_redis(VALKEY_DATABASES_PER_WORKER * (number + 1))
    os.environ["CHANNEL_PREFIX"] = f"vsm-{name}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        separate_worker(worker)
    else:
        servers = contextlib.ExitStack()
        servers.enter_context(throwaway_servers())
        early_config.add_cleanup(servers.close)
    yield
