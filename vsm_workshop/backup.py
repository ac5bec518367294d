"""The whole site in one file: everything that lasts is in PostgreSQL, so a backup is one moment of its database.

A backup is `FILE`, in pg_dump's custom format, and beside it `FILE.json`, which says what is in it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from vsm_workshop.postgres_tools import ToolError, connection_words, database_password, find_program, run_tool

FORMAT = 1
# Whoever has one of these rows would miss it.
CONTENT = ("workshops.User", "workshops.Workshop")


class BackupError(Exception):
    """A backup could not be made or put back, and the database is as it was; the sentence says why and what now."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: rows by table, counted in the very moment that was written."""

    format: int
    made_at: str
    server_version: str
    bytes: int
    sha256: str
    migrations: list[str]
    rows: dict[str, int]

    @property
    def summary(self) -> str:
        maps, operations = self.rows.get("maps_map", 0), self.rows.get("maps_operation", 0)
        workshops = self.rows.get("workshops_workshop", 0)
        return f"{workshops} workshops, {maps} maps, {operations} operations, {self.bytes} bytes"


def write_backup(file: Path) -> Manifest:
    """Write the database as it is at one moment, while people go on working; an existing file is never overwritten.

    Raises BackupError.
    """
    if file.exists() or _manifest_of(file).exists():
        raise BackupError(f"{file} exists already; a backup is not overwritten. Choose another name.")
    draft = file.with_name(f"{file.name}.part")
    try:
        draft.touch(mode=0o600)
        with _connect() as moment:
            moment.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            moment.read_only = True
            snapshot = _value(moment, "SELECT pg_export_snapshot()")
            _dump(draft, snapshot, moment.info.server_version // 10_000)
            manifest = Manifest(
                format=FORMAT,
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                server_version=_value(moment, "SHOW server_version"),
                bytes=draft.stat().st_size,
                sha256=_checksum(draft),
                migrations=_applied_migrations(moment),
                rows=_rows(moment),
            )
        # The manifest first: a dump without one is never taken for a whole backup.
        note = _manifest_of(file)
        note.touch(mode=0o600)
        note.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
        draft.rename(file)
    except (OSError, psycopg.Error, ToolError) as problem:
        _manifest_of(file).unlink(missing_ok=True)
        raise BackupError(f"The backup was not made: {problem}") from problem
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """Return what a backup holds; raises BackupError where it is not whole or not of this format."""
    try:
        told: Mapping[str, Any] = json.loads(_manifest_of(file).read_text(encoding="utf-8"))
        manifest = Manifest(**told)
        size, checksum = file.stat().st_size, _checksum(file)
    except (OSError, ValueError, TypeError) as problem:
        raise BackupError(f"{file} and {_manifest_of(file).name} cannot be read as a backup: {problem}") from problem
    if manifest.format != FORMAT:
        raise BackupError(f"{file} is of format {manifest.format}; this version reads format {FORMAT}.")
    if (size, checksum) != (manifest.bytes, manifest.sha256):
        raise BackupError(f"{file} is damaged: its checksum is not the one that was written with it.")
    return manifest


def restore_backup(file: Path, *, replace: bool) -> Manifest:
    """Make the database exactly what the backup holds, in one transaction: all of it, or nothing is changed.

    With `replace` what is there is dropped, else a database with people or workshops is refused. Raises BackupError.
    """
    manifest = read_manifest(file)
    unknown = sorted(set(manifest.migrations) - _known_migrations())
    if unknown:
        raise BackupError(f"This backup is of a newer version of the site, which knows {unknown[0]}; use that version.")
    try:
        with _connect() as here:
            _refuse_company(here)
            _refuse_content(here, replace=replace)
            server_major = here.info.server_version // 10_000
        _load(file, server_major)
        with _connect() as here:
            rows = _rows(here)
    except (OSError, psycopg.Error, ToolError) as problem:
        raise BackupError(f"Nothing was restored, and nothing changed: {problem}") from problem
    if rows != manifest.rows:
        differing = next(name for name in sorted({*rows, *manifest.rows}) if rows.get(name) != manifest.rows.get(name))
        raise BackupError(f"The table {differing} has other rows than the backup says; do not serve people with it.")
    return manifest


def pending_migrations(manifest: Manifest) -> list[str]:
    """Return the migrations that this version has and the backup has not."""
    return sorted(_known_migrations() - set(manifest.migrations))


def _manifest_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _connect() -> psycopg.Connection[Any]:
    # Not Django's connection: that one times out on locks and may be pooled.
    return psycopg.connect(connection_words(), password=database_password() or None)


def _value(here: psycopg.Connection[Any], statement: LiteralString) -> str:
    row = here.execute(statement).fetchone()
    assert row is not None
    return str(row[0])


def _dump(draft: Path, snapshot: str, server_major: int) -> None:
    program = find_program("pg_dump", server_major=server_major)
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={draft}"]
    run_tool([program, *words, f"--dbname={connection_words()}"])


def _load(file: Path, server_major: int) -> None:
    """Drop and load in one transaction of psql, so that a failure on the way leaves everything as it was."""
    restoring = find_program("pg_restore", server_major=server_major)
    psql = find_program("psql", server_major=server_major)
    script = file.with_name(f"{file.name}.sql.part")
    try:
        script.touch(mode=0o600)
        run_tool([restoring, "--no-owner", "--no-privileges", f"--file={script}", file])
        words = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        run_tool([psql, *words, f"--dbname={connection_words()}", f"--command={DROP_ALL}", f"--file={script}"])
    finally:
        script.unlink(missing_ok=True)


# Object by object, because the schema itself may belong to somebody else.
DROP_ALL = """
DO $$
DECLARE item record;
BEGIN
    FOR item IN SELECT c.oid::regclass AS name FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', item.name);
    END LOOP;
    FOR item IN SELECT p.oid::regprocedure AS name FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', item.name);
    END LOOP;
END $$
"""


def _refuse_company(here: psycopg.Connection[Any]) -> None:
    """Raise BackupError while others are connected: a process that serves maps remembers what was in them."""
    others = int(
        _value(
            here,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
        )
    )
    if others:
        raise BackupError(
            f"{others} other connections to the database are open, so nothing was changed. "
            "Stop web, worker and clock first."
        )


def _refuse_content(here: psycopg.Connection[Any], *, replace: bool) -> None:
    rows = _rows(here)
    if replace:
        return
    held = [name for name in (apps.get_model(label)._meta.db_table for label in CONTENT) if rows.get(name)]
    if held:
        raise BackupError(
            f"The database is not empty ({rows[held[0]]} rows in {held[0]}), so nothing was restored. "
            "With --replace everything in it is dropped first."
        )


def _rows(here: psycopg.Connection[Any]) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = here.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    counted = {}
    for (table,) in tables:
        row = here.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))).fetchone()
        assert row is not None
        counted[str(table)] = int(row[0])
    return counted


def _applied_migrations(here: psycopg.Connection[Any]) -> list[str]:
    applied = here.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [name for (name,) in applied]


def _known_migrations() -> set[str]:
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _checksum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
