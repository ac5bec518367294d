"""The map file goes in and out without loss, and says what is wrong with it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from maps.domain.map_file import file_schema, parse_map_file, read_map_file, write_map_file
from workshops.errors import InvalidInput

FORMATS = sorted((Path(__file__).parents[2] / "fixtures" / "formats").glob("*.vsm.json"))


def minimal(**parts: Any) -> dict[str, Any]:
    return {"format": "vsm-workshop/map", "version": 1, "charter": {"name": "Stream"}, "elements": {}, **parts}


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.stem)
def test_an_export_of_an_import_is_byte_identical(path: Path) -> None:
    exported = write_map_file(parse_map_file(path.read_bytes()))
    assert write_map_file(parse_map_file(exported)) == exported


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.stem)
def test_files_fit_the_published_schema(path: Path) -> None:
    schema = file_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(path.read_text()), schema)
    jsonschema.validate(json.loads(write_map_file(parse_map_file(path.read_bytes()))), schema)


def test_times_are_working_time_of_the_charter_and_plain_values_guesses() -> None:
    charter = {"name": "Round the clock", "calendar": {"hours_per_day": 24, "days_per_week": 7}}
    elements = {
        "a": {"kind": "step", "name": "A", "wait_time": "1d", "process_time": {"value": "2w", "source": "walked"}}
    }
    file = read_map_file(minimal(charter=charter, elements=elements))
    assert file.elements["a"]["wait_time"] == {"value": 86400, "source": "guess"}
    assert file.elements["a"]["process_time"] == {"value": 14 * 86400, "source": "walked"}


def test_every_problem_is_told_with_its_place() -> None:
    data = minimal(
        charter={"name": "", "calendar": {"hours_per_day": 25}, "mood": "good"},
        elements={"a": {"kind": "step", "wait_time": "soon", "size": 3}},
        extra=1,
    )
    with pytest.raises(InvalidInput) as caught:
        read_map_file(data)
    assert {problem.place for problem in caught.value.problems} == {
        "extra",
        "charter.mood",
        "charter.name",
        "charter.calendar.hours_per_day",
        "elements.a.name",
        "elements.a.wait_time",
        "elements.a.size",
    }


@pytest.mark.parametrize(
    ("elements", "place"),
    [
        ({"f": {"kind": "flow", "flow": "push", "source": "a", "target": "b"}}, "elements.f"),
        ({"n": {"kind": "note", "note": "idea", "about": "nothing"}}, "elements.n"),
        ({"bad id": {"kind": "note", "note": "idea"}}, "elements.bad id"),
        ({"a": {"kind": "wall"}}, "elements.a.kind"),
        ({"a": 3}, "elements.a.kind"),
        ([], "elements"),
    ],
)
def test_broken_references_and_ids(elements: Any, place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_map_file(minimal(elements=elements))
    assert [problem.place for problem in caught.value.problems] == [place]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"{}", b'{"format": "other"}', b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 2}'],
)
def test_what_is_no_map_file_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_map_file(content)
    assert caught.value.message


def test_another_version_is_named() -> None:
    with pytest.raises(InvalidInput, match="version 2"):
        read_map_file(minimal(version=2))
