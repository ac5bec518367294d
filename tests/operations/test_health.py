"""`/healthz` and `/readyz` answer in time, also where database and Valkey take calls and say nothing."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.site import Process, Web
from vsm_workshop.local.ports import free_port
from vsm_workshop.processes import web_command


@pytest.fixture
def mute_address() -> Iterator[str]:
    """A server that takes every connection and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def test_servers_that_hang_are_told_in_time(mute_address: str, tmp_path: Path) -> None:
    port = free_port()
    environment = {
        "PATH": "/usr/bin:/bin",
        "SECRET_KEY": "a-key-for-tests-of-operations-alone",
        "DATABASE_URL": f"postgresql://vsm:secret@{mute_address}/vsm",
        "REDIS_URL": f"redis://{mute_address}/0",
    }
    web = Web(
        f"http://127.0.0.1:{port}", Process(web_command(host="127.0.0.1", port=port), tmp_path / "log", environment)
    )
    web.start()
    try:
        for _ in range(3):
            answer = httpx.get(f"{web.base_url}/readyz", timeout=60)
            assert answer.status_code == 503
            silent = {"status": "not ready", "database": "no answer", "valkey": "no answer", "worker": "no answer"}
            assert answer.json() == silent
            assert httpx.head(f"{web.base_url}/healthz", timeout=60).status_code == 200
    finally:
        web.stop()
