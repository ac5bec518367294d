"""The volume of the database is full for a while."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RESULTS
from tests.faults.people import Crowd
from tests.faults.site import Site, wait_until
from vsm_workshop.local.layout import DataFolder

VOLUME_MIB = 192


@pytest.fixture
def volume() -> Iterator[Path]:
    """A small volume of its own."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("Only root on Linux can mount a volume that is small enough to fill.")
    folder = Path(tempfile.mkdtemp(prefix="vsm-full-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={VOLUME_MIB}m,mode=755", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        folder.rmdir()
        pytest.skip(f"No small volume can be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture
def small_site(volume: Path) -> Iterator[Site]:
    site = Site(DataFolder(volume / "data"))
    try:
        site.start_valkey()
        site.start_postgres()
        site.manage("migrate", "--no-input")
        site.webs[0].start()
        site.sign_up_ana()
        yield site
    finally:
        site.stop()
        shutil.copytree(site.folder.logs, RESULTS / "faults-disk", dirs_exist_ok=True)


def fill(ballast: Path) -> None:
    """Leave no room at all beside this file."""
    chunk = b"\0" * 65536
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(chunk)
            except OSError:
                if len(chunk) == 1:
                    return
                chunk = chunk[: len(chunk) // 2]


def test_a_full_disk_refuses_with_a_sentence_and_loses_nothing(small_site: Site, volume: Path) -> None:
    crowd = Crowd(small_site, small_site.make_workshop())
    try:
        ben, mia = (crowd.join(name, small_site.addresses[0]) for name in ("Ben", "Mia"))
        crowd.begin()
        fill(volume / "ballast")
        number = 0
        while not ben.errors:
            note = {"kind": "note", "note": "note", "text": f"{number} {os.urandom(1500).hex()}"}
            crowd.edit(ben, {"do": "add", "id": f"note-{number}", "element": note})
            wait_until(lambda: bool(ben.errors) or not ben.model.pending, "an answer")
            number += 1
        assert {code for code, _ in ben.errors} == {"unavailable"}
        assert "not saved yet" in ben.errors[0][1]
        # Reading needs no room.
        assert mia.is_live
        assert crowd.workshop.snapshot()["seq"] == mia.model.seq
        (volume / "ballast").unlink()
        crowd.wait_until_alike()
        assert len(crowd.check()) == number + 1
        assert f"note-{number - 1}" in mia.model.confirmed
    finally:
        crowd.stop()
