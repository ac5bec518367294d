"""Commands on files: `manage.py metrics` and the published schema, without a database and without servers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from maps.domain.map_file import file_schema

CHECKOUT = Path(__file__).resolve().parent.parent.parent
FORMATS = CHECKOUT / "tests" / "fixtures" / "formats"
SECONDS = 20.0


def manage(*arguments: object) -> subprocess.CompletedProcess[str]:
    without_servers = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    command = [sys.executable, str(CHECKOUT / "manage.py"), *map(str, arguments)]
    return subprocess.run(
        command, cwd=CHECKOUT, env=without_servers, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def test_one_line_a_file_in_their_order() -> None:
    files = [FORMATS / f"{name}.vsm.json" for name in ("onboarding", "brackets", "feature-delivery")]
    done = manage("metrics", *files)
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["file"] for answer in answers] == [str(path) for path in files]
    day = 8 * 3600
    assert answers[0]["lead_time_s"] == pytest.approx(25.625 * day)
    assert answers[1]["constraint"]["agrees"] is False
    assert answers[2]["lead_time_s"] == pytest.approx(27.75 * day)
    assert answers[2]["expected_lead_time_s"] == pytest.approx(36.536 * day, rel=1e-4)
    assert answers[2]["throughput_per_day"] == pytest.approx(0.7)


def test_what_does_not_load_is_told_on_its_line_and_the_rest_is_measured(tmp_path: Path) -> None:
    broken = tmp_path / "broken.vsm.json"
    file = json.loads((FORMATS / "onboarding.vsm.json").read_text())
    file["elements"]["offer"]["wait_time"] = "soon"
    broken.write_text(json.dumps(file))
    missing = tmp_path / "missing.vsm.json"
    done = manage("metrics", broken, FORMATS / "onboarding.vsm.json", missing, tmp_path)
    assert done.returncode == 1
    assert "3 of 4 files could not be loaded" in done.stderr
    first, second, third, fourth = (json.loads(line) for line in done.stdout.splitlines())
    assert set(first) == {"file", "problems"}
    assert [problem["place"] for problem in first["problems"]] == ["elements.offer.wait_time"]
    assert second["lead_time_s"] > 0
    assert third["problems"][0]["sentence"] == "The file cannot be read: No such file or directory."
    assert fourth["problems"][0]["sentence"] == "The file cannot be read: Is a directory."


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = (CHECKOUT / "docs" / "map-file.schema.json").read_text()
    done = manage("map_file_schema")
    assert done.stdout == published, "Run: .venv/bin/python manage.py map_file_schema > docs/map-file.schema.json"
    assert json.loads(published) == file_schema()
