"""`manage.py simulate` prints a simulation of a map file, without a database and without servers."""

import json
from pathlib import Path

import pytest

from tests.maps.test_metrics_command import FORMATS, manage

SAMPLE = FORMATS / "feature-delivery.vsm.json"


def test_the_same_seed_prints_the_same_line() -> None:
    first, second = (manage("simulate", SAMPLE, "--items", 200, "--seed", 5) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    answer = json.loads(first.stdout)
    assert (answer["file"], answer["items"], answer["seed"]) == (str(SAMPLE), 200, 5)
    assert answer["steady"] is False
    assert answer["sentence"].startswith(
        "No steady state: the people of “Integration test on staging” would need 114.3 %"
    )
    assert answer["static_lead_time_s"] == pytest.approx(27.75 * 8 * 3600)


def test_a_map_that_cannot_be_simulated_says_what_it_needs(tmp_path: Path) -> None:
    file = json.loads(SAMPLE.read_text(encoding="utf-8"))
    del file["elements"]["review"]["process_time"]
    incomplete = tmp_path / "incomplete.vsm.json"
    incomplete.write_text(json.dumps(file), encoding="utf-8")
    done = manage("simulate", incomplete)
    assert done.returncode == 1
    assert "cannot be simulated" in done.stderr
    answer = json.loads(done.stdout)
    assert answer["problems"] == [{"place": "", "sentence": "The simulation needs the process time of “Code review”."}]


def test_what_does_not_load_or_is_asked_too_much_is_told(tmp_path: Path) -> None:
    missing = manage("simulate", tmp_path / "missing.vsm.json")
    assert missing.returncode == 1
    problem = json.loads(missing.stdout)["problems"][0]
    assert problem["sentence"] == "The file cannot be read: No such file or directory."
    too_many = manage("simulate", SAMPLE, "--items", 300_000)
    assert too_many.returncode == 1
    assert "300000 items cannot be simulated: choose 1 to 200,000." in too_many.stderr
