"""PostgreSQL's own programs, `pg_dump` and its like: which ones, and how they reach our database."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from psycopg.conninfo import make_conninfo

from vsm_workshop import environment
from vsm_workshop.local.postgres import programs_folder
from vsm_workshop.local.problems import LocalServerError


class ToolError(Exception):
    """A program of PostgreSQL is missing, too old, or failed; the sentence says which and what it said."""


def find_program(name: str, *, server_major: int) -> Path:
    """Return the program, as new as the server or newer, because older ones cannot read it.

    Looked for in the folder that PG_BIN names, in the checkout's own servers, on the PATH, and where Debian puts them.
    """
    found = []
    for candidate in _candidates(name):
        major = _major_version(candidate)
        if major >= server_major:
            return candidate
        found.append(f"{candidate} ({major})")
    seen = f"found were {', '.join(found)}" if found else "none was found"
    raise ToolError(
        f"There is no {name} of PostgreSQL {server_major} or newer here ({seen}). "
        f"Install postgresql-client-{server_major}, or name its folder in PG_BIN."
    )


# What Django and psycopg alone understand, and what is for our sessions alone.
_NOT_LIBPQS = ("pool", "options", "server_side_binding", "prepare_threshold")


def connection_words(**more: str) -> str:
    """Return libpq's words for our database, without the password."""
    database: Any = settings.DATABASES["default"]
    options = {name: value for name, value in database["OPTIONS"].items() if name not in _NOT_LIBPQS}
    words = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "host": database["HOST"],
        "port": database["PORT"],
        **options,
        **more,
    }
    return make_conninfo(**{name: value for name, value in words.items() if value})


def tool_environment() -> dict[str, str]:
    """Return the environment for a program: ours without libpq's variables, with the password, which no list of
    processes shows there.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "PGPASSWORD": database_password()}


def database_password() -> str:
    return str(settings.DATABASES["default"]["PASSWORD"])


def run_tool(command: Sequence[str | Path]) -> bytes:
    """Return what the program wrote to its output; raises ToolError with its complaint where it failed."""
    done = subprocess.run(list(command), env=tool_environment(), capture_output=True, check=False)
    if done.returncode != 0:
        complaint = done.stderr.decode(errors="replace").strip()
        raise ToolError(f"{Path(command[0]).name} failed: {complaint or f'it ended with {done.returncode}'}")
    return done.stdout


def _candidates(name: str) -> Iterator[Path]:
    folders = [Path(folder) for folder in [environment.text("PG_BIN", "")] if folder]
    # The packages of production hold no servers.
    with contextlib.suppress(LocalServerError):
        folders.append(programs_folder())
    on_path = shutil.which(name)
    folders += [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / name).is_file():
            yield folder / name


def _major_version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)(?:\.\d+|beta\d+|rc\d+|devel)", said)
    return int(found.group(1)) if found else 0
