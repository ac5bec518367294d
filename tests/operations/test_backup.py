"""A backup made while people work puts the whole site back, or nothing is touched."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.faults.people import Crowd
from tests.faults.site import CHECKOUT, REQUEST_S, Process, Site, Web
from vsm_workshop.local.ports import free_port
from vsm_workshop.processes import web_command


class Copy:
    """An empty database beside the site's, and a site on it."""

    def __init__(self, site: Site) -> None:
        self.url = site.folder.postgres(durable=True).url("restored")
        port = free_port()
        environment = {**site.worker.environment, "DATABASE_URL": self.url}
        process = Process(web_command(host="127.0.0.1", port=port), site.folder.logs / "restored.log", environment)
        self.web = Web(f"http://127.0.0.1:{port}", process)

    def manage(self, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.web.process.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return done.returncode, done.stdout + done.stderr

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as database:
            cursor = database.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def copy(site: Site) -> Iterator[Copy]:
    with site.database() as database:
        database.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        database.execute("CREATE DATABASE restored")
    copy = Copy(site)
    yield copy
    copy.web.stop()


def test_a_backup_while_people_work_restores_the_site(site: Site, crowd: Crowd, copy: Copy, tmp_path: Path) -> None:
    file = tmp_path / "site.backup"
    crowd.join_spread("Ben", "Mia")
    with crowd.working(per_second=8):
        crowd.wait_for_work(40)
        assert "operations" in site.manage("backup", str(file))
        crowd.wait_for_work(20)
    crowd.check()
    assert file.stat().st_mode & 0o077 == 0
    code, said = copy.manage("restore", str(file))
    assert code == 0, said
    assert "Every map agrees with its log." in said

    whole = site.log_of(crowd.workshop.map_id)
    restored = copy.ask(f"SELECT seq, op_id FROM maps_operation WHERE map_id = '{crowd.workshop.map_id}' ORDER BY seq")
    assert 40 <= len(restored) < len(whole)
    assert restored == whole[: len(restored)]
    copy.web.start()
    browser = httpx.Client(base_url=copy.web.base_url, cookies=dict(crowd.workshop.ana.cookies), timeout=REQUEST_S)
    assert browser.get("/api/me/").status_code == 200
    assert browser.get(f"/api/maps/{crowd.workshop.map_id}/").json()["seq"] == len(restored)
    newcomer = httpx.post(
        f"{copy.web.base_url}/api/join/", json={"code": crowd.workshop.code, "name": "Noa"}, timeout=REQUEST_S
    )
    assert newcomer.status_code == 200

    code, said = copy.manage("restore", str(file), "--replace")
    assert (code, "Stop web, worker and clock first" in said) == (1, True)
    copy.web.stop()
    code, said = copy.manage("restore", str(file))
    assert (code, "not empty" in said) == (1, True)
    assert copy.ask("SELECT count(*) FROM workshops_participant WHERE name = 'Noa'") == [(1,)]
    code, said = copy.manage("restore", str(file), "--replace")
    assert code == 0, said
    assert copy.ask("SELECT count(*) FROM workshops_participant WHERE name = 'Noa'") == [(0,)]


def test_what_is_no_whole_backup_changes_nothing(site: Site, copy: Copy, tmp_path: Path) -> None:
    file = tmp_path / "site.backup"
    site.manage("backup", str(file))
    copy.ask("CREATE TABLE kept AS SELECT 1 AS one")
    # Something that is in the way of the restore, after everything else was dropped.
    copy.ask("CREATE VIEW workshops_workshop AS SELECT 1 AS one")
    code, said = copy.manage("restore", str(file), "--replace")
    assert (code, "nothing changed" in said) == (1, True), said
    assert copy.ask("SELECT one FROM kept") == [(1,)]

    manifest = file.with_name("site.backup.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    newer = {**told, "migrations": [*told["migrations"], "maps.9999_from_the_future"]}
    manifest.write_text(json.dumps(newer), encoding="utf-8")
    code, said = copy.manage("restore", str(file))
    assert (code, "maps.9999_from_the_future" in said) == (1, True)
    with file.open("r+b") as content:
        content.seek(-100, os.SEEK_END)
        content.write(b"damaged")
    code, said = copy.manage("restore", str(file))
    assert (code, "is damaged" in said) == (1, True)
    manifest.unlink()
    assert copy.manage("restore", str(file))[0] == 1


def test_a_backup_is_never_overwritten(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "site.backup"
    file.write_text("precious", encoding="utf-8")
    with pytest.raises(AssertionError, match="exists already"):
        site.manage("backup", str(file))
    assert file.read_text(encoding="utf-8") == "precious"
    assert list(tmp_path.iterdir()) == [file]
