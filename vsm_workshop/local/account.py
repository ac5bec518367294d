"""The account that a server runs as when we are root: PostgreSQL refuses to be root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

CANDIDATES = ("postgres", "nobody")


class NoAccountError(Exception):
    """This machine has no unprivileged account that the database server could run as."""


class PopenAccount(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that change the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """Whose rights a server process has; `None` stands for our own."""

    user_id: int | None
    group_id: int | None

    def popen(self) -> PopenAccount:
        """Guarantees a child that has this account's rights alone."""
        if self.user_id is None or self.group_id is None:
            return {}
        return {"user": self.user_id, "group": self.group_id, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Guarantees that the account owns `path`."""
        if self.user_id is not None and self.group_id is not None:
            os.chown(path, self.user_id, self.group_id)

    def may_reach(self, path: Path) -> None:
        """Guarantees that the account can enter every folder above `path`.

        Only the right to pass through is added, and only where it is missing: names inside stay private.
        """
        if self.user_id is None:
            return
        for folder in path.resolve().parents:
            mode = stat.S_IMODE(folder.stat().st_mode)
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)

    def may_read(self, tree: Path) -> None:
        """Guarantees that the account can read and execute what its owner can in `tree`."""
        if self.user_id is None:
            return
        self.may_reach(tree)
        for path in (tree, *tree.rglob("*")):
            if path.is_symlink():
                continue
            mode = stat.S_IMODE(path.stat().st_mode)
            wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
            if wanted != mode:
                path.chmod(wanted)


def server_account(data_folder: Path) -> Account:
    """Our own account, or as root the one that owns `data_folder`, else an unprivileged one of the machine."""
    if os.geteuid() != 0:
        return Account(user_id=None, group_id=None)
    if data_folder.exists():
        owner = data_folder.stat()
        if owner.st_uid != 0:
            return Account(user_id=owner.st_uid, group_id=owner.st_gid)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in CANDIDATES:
        if name in known:
            return Account(user_id=known[name].pw_uid, group_id=known[name].pw_gid)
    raise NoAccountError(
        "PostgreSQL refuses to run as root and this machine has neither an account “postgres” nor “nobody”. "
        "Start as another user, or set DATABASE_URL and REDIS_URL to servers that run already."
    )
