"""What “done” looks like, by the vectors that the board is tested with too; and on the example maps."""

import json
from pathlib import Path
from typing import Any

import pytest

from facilitation.domain.agenda import TITLES
from facilitation.domain.progress import progress_of
from maps.domain.map_file import read_map_file
from metrics import measure, stream_from_elements

TESTS = Path(__file__).resolve().parents[2]
VECTORS: list[dict[str, Any]] = json.loads((TESTS / "vectors" / "progress.json").read_text())
EXAMPLES = sorted((TESTS / "fixtures" / "formats").glob("*.vsm.json"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vectors(vector: dict[str, Any]) -> None:
    parts = {name: vector.get(name, {}) for name in ("elements", "charter", "figures")}
    expected = {"done": vector["done"], "sentence": vector["sentence"]}
    assert progress_of(vector["code"], **parts, validation=vector.get("validation")).as_json() == expected


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_that_is_complete_is_done_with_its_current_state(example: Path) -> None:
    file = read_map_file(json.loads(example.read_text()))
    figures = measure(stream_from_elements(file.charter, file.elements)).as_json()
    judged = {code: progress_of(code, elements=file.elements, charter=file.charter, figures=figures) for code in TITLES}
    assert judged["scope"].is_done
    assert judged["current_state"].sentence
    assert figures["constraint"] is not None
    step = file.elements[figures["constraint"]["step"]]["name"]
    assert f"constraint: {step}" in str(judged["waste"].sentence)
