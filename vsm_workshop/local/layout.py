"""Where things lie in a data folder."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from vsm_workshop.local.postgres import PostgresFolder
from vsm_workshop.local.valkey import ValkeyFolder

# The kernel's limit for a socket's path is 104 bytes on macOS and 108 on Linux; the longest name in it is
# “/postgres/.s.PGSQL.5432.lock”.
LONGEST_SOCKET_FOLDER = 70


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One workshop server's data: `root` holds all of it, nothing lies outside but sockets of a very long path."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def secret_key(self) -> Path:
        return self.root / "secret_key"

    @property
    def users_lock(self) -> Path:
        """Shared by everyone who uses the servers; whoever gets it alone may stop them."""
        return self.root / "local" / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held while somebody looks whether the servers run and starts them."""
        return self.root / "local" / "start.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the process that owns the servers, as long as it lives."""
        return self.root / "local" / "keeper.lock"

    @property
    def run_lock(self) -> Path:
        """Held by the one `make run` of the folder."""
        return self.root / "local" / "run.lock"

    @property
    def addresses(self) -> Path:
        """The servers' addresses, present while they run."""
        return self.root / "local" / "servers.json"

    @property
    def sockets(self) -> Path:
        inside = self.root / "sockets"
        if len(str(inside).encode()) <= LONGEST_SOCKET_FOLDER:
            return inside
        name = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"vsm-{name}"

    def postgres(self, *, durable: bool) -> PostgresFolder:
        return PostgresFolder(
            data=self.root / "postgres",
            socket=self.sockets / "postgres",
            log=self.logs / "postgres.log",
            durable=durable,
        )

    def valkey(self) -> ValkeyFolder:
        return ValkeyFolder(data=self.root / "valkey", socket=self.sockets / "valkey", log=self.logs / "valkey.log")

    def make(self) -> None:
        """Guarantees the folders that the locks and logs lie in."""
        for folder in (self.root, self.logs, self.users_lock.parent):
            folder.mkdir(parents=True, exist_ok=True)
