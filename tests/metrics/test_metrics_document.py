"""docs/METRICS.md cannot drift: every field that the engine answers is listed, and every worked example is computed.

In the document a fenced block `json map NAME` (or `edits`, `readings`, `rankings`) defines an example, a line
“Examples: `call(names)`” says what answers the tables below it, and a cell of the last column holds assertions such as
`lead_time_s = 40 h`; a value is right when it rounds to what is written, or lies within a stated “± tolerance”.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from maps.domain.map_file import read_map_file
from metrics import (
    Agreement,
    Calendar,
    Explanation,
    Quantity,
    Reading,
    SegmentStart,
    Stream,
    StreamMetrics,
    Target,
    XmrChart,
    explain,
    measure,
    measure_agreement,
    stream_from_elements,
    xmr_chart,
)
from metrics.prediction import Prediction, predict
from metrics.sensitivity import Sensitivity, tornado
from metrics.simulation import SimulationPlan, SimulationResult, simulate

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "metrics"
TEXT = (ROOT / "docs" / "METRICS.md").read_text()
RESULTS = (StreamMetrics, Explanation, Sensitivity, Prediction, SimulationResult, XmrChart, Agreement)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = ("–", "text", "id")
"""Units of fields that hold no number: an example of them is welcome, but not asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, under the heading that names a class."""

    of: str
    field: str
    unit: str
    formula: str
    source: str
    call: str
    examples: tuple[str, ...]


def _blocks() -> dict[tuple[str, str], Any]:
    """The fenced examples by kind and name."""
    found = re.findall(r"^```json (\w+) (\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    return {(kind, name): json.loads(content) for kind, name, content in found}


def _rows() -> Iterator[Row]:
    of = call = ""
    for line in TEXT.splitlines():
        if heading := re.match(r"#+ .*?(?:`(\w+)`)?$", line):
            of = heading[1] or ""
        elif said := re.match(r"Examples: `(.+)`", line):
            call = said[1]
        elif of and line.startswith("| `") and len(cells := line.strip("|").split(" | ")) == 5:
            field, unit, formula, source, example = (cell.strip() for cell in cells)
            yield Row(of, field.strip("`"), unit, formula, source, call, tuple(re.findall(r"`([^`]+)`", example)))


def _codes(of: str) -> set[str]:
    """The codes in the first column of the smaller table under the heading that names a class."""
    section = re.search(rf"^#+ .*`{of}`$(.*?)^#", TEXT, re.MULTILINE | re.DOTALL)
    assert section is not None
    table = section[1].split("| code | ")[1]
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def _said_in_code(call: str) -> set[str]:
    """The codes that the engine hands to `Finding` or `problem`, always as their second argument."""
    said = set()
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == call and len(node.args) > 2:
                code = node.args[1]
                assert isinstance(code, ast.Constant), f"{path.name} says a code that cannot be read"
                said.add(str(code.value))
    return said


BLOCKS = _blocks()
ROWS = tuple(_rows())
ASSERTIONS = [pytest.param(row, example, id=f"{row.of} {example}") for row in ROWS for example in row.examples]


def _is_record(hint: type[Any]) -> bool:
    """Whether this is a dataclass or a named tuple, whose fields are listed."""
    return is_dataclass(hint) or (issubclass(hint, tuple) and hasattr(hint, "_fields"))


def _classes(root: type[Any]) -> set[type[Any]]:
    """The class of an answer and all that its fields are made of."""
    found: set[type[Any]] = set()

    def walk(hint: Any) -> None:
        if isinstance(hint, type) and _is_record(hint) and hint not in found:
            found.add(hint)
            for inner in get_type_hints(hint).values():
                walk(inner)
        for inner in get_args(hint):
            walk(inner)

    walk(root)
    return found


DOCUMENTED = {one.__name__: one for root in RESULTS for one in _classes(root)}


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_every_field_is_listed_and_nothing_else(name: str) -> None:
    listed = [row.field for row in ROWS if row.of == name]
    assert sorted(listed) == sorted(get_type_hints(DOCUMENTED[name]))


def test_no_table_is_about_something_that_is_gone() -> None:
    assert {row.of for row in ROWS} == set(DOCUMENTED)


@pytest.mark.parametrize(("of", "call"), [("Remark", "problem"), ("Finding", "Finding")])
def test_every_code_is_listed(of: str, call: str) -> None:
    assert _codes(of) == _said_in_code(call)


def test_sources_are_those_that_the_board_shows() -> None:
    listed = {row.field: row.source for row in ROWS if row.of == "StreamMetrics"}
    for entry in explain(_stream("review")):
        if entry.figure != "constraint":
            assert listed[entry.figure] == entry.source.removesuffix(".")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.of}.{row.field}")
def test_every_row_has_formula_source_and_example(row: Row) -> None:
    assert row.unit and row.formula and row.source
    if row.unit not in WORDS:
        assert any(row.field in re.split(r"\W+", example.split(" = ")[0]) for example in row.examples)


@pytest.mark.parametrize(("row", "example"), ASSERTIONS)
def test_worked_example(row: Row, example: str) -> None:
    call, path, expected = _read(row.call, example)
    answer, calendar = _answer(call)
    if path.startswith(("sum(", "count(")):
        parts = _at(answer, path[path.index("(") + 1 : -1])
        value: Any = sum(parts) if path.startswith("sum") else len(parts)
    else:
        value = _at(answer, path)
    wanted, tolerance = _value(expected, calendar)
    if tolerance is None:
        assert value == wanted
    else:
        assert value == pytest.approx(wanted, abs=tolerance, rel=1e-9)


def test_answers_have_the_listed_keys() -> None:
    """The JSON of every result speaks of its fields by the same names; figures of a prediction travel beside it."""
    for call in {row.call for row in ROWS}:
        answer, _ = _answer(call)
        root = next(cls for cls in RESULTS if cls.__name__ == CALLS[call.split("(")[0]][1])
        names = set(get_type_hints(root))
        assert set(answer) == names - ({"today", "predicted"} if root is Prediction else set())


def _read(call: str, example: str) -> tuple[str, str, str]:
    """“other(map): path = value” asks another call than the one of the table."""
    other = re.match(r"(\w+\([\w, ]*\)): (.*)", example)
    call, example = (other[1], other[2]) if other else (call, example)
    path, expected = example.split(" = ", 1)
    return call, path, expected


def _at(answer: Any, path: str) -> Any:
    """What lies at “a.b.0.c”; “a[b=c]” is the first entry of the list a whose b is c."""
    for part in path.split("."):
        if chosen := re.fullmatch(r"(\w+)\[(\w+)=([^\]]+)\]", part):
            answer = next(entry for entry in answer[chosen[1]] if str(entry[chosen[2]]) == chosen[3])
        else:
            answer = answer[int(part)] if isinstance(answer, list) else answer[part]
    return answer


def _value(text: str, calendar: Calendar) -> tuple[Any, float | None]:
    """The value and how far from it a number may be; None for what is not a number."""
    written, _, margin = text.partition(" ± ")
    number = re.fullmatch(r"(-?[\d,]+(?:\.(\d+))?)(?: (s|min|h|d|%|items|a day|times|ranks))?", written)
    if number is None:
        return json.loads(written), None
    unit = {"s": 1, "min": 60, "h": 3600, "d": calendar.day_s, "%": 0.01}.get(number[3] or "", 1)
    decimals = len(number[2] or "")
    tolerance = float(margin) if margin else 0.5000001 * 10**-decimals
    return float(number[1].replace(",", "")) * unit, tolerance * unit


@cache
def _answer(call: str) -> tuple[Any, Calendar]:
    """The JSON that a call answers, once for all rows that ask for it."""
    name, arguments = call.rstrip(")").split("(")
    answer, calendar = CALLS[name][0](*arguments.split(", "))
    return json.loads(json.dumps(answer.as_json(), allow_nan=False)), calendar


def _stream(name: str, edits: str | None = None) -> Stream:
    block = BLOCKS["map", name]
    elements = {key: {"name": key, "x": 0, "y": 0, **element} for key, element in block["elements"].items()}
    for key, element in elements.items():
        if element["kind"] == "flow":
            elements[key] = {field: element[field] for field in element.keys() - {"x", "y", "name"}}
    file = read_map_file(
        {
            "format": "vsm-workshop/map",
            "version": 1,
            "charter": {"name": name, **block.get("charter", {})},
            "map": {"kind": "current", "title": name},
            "elements": elements,
        }
    )
    stream = stream_from_elements(file.charter, file.elements)
    for step, changed in BLOCKS["edits", edits].items() if edits else ():
        quantities: dict[str, Any] = {field: Quantity(value, "estimate") for field, value in changed.items()}
        stream = replace(stream, steps={**stream.steps, step: replace(stream.steps[step], **quantities)})
    return stream


def _measured(name: str) -> tuple[StreamMetrics, Calendar]:
    stream = _stream(name)
    return measure(stream), stream.calendar


def _explained(name: str, figure: str) -> tuple[Explanation, Calendar]:
    stream = _stream(name)
    return next(entry for entry in explain(stream) if entry.figure == figure), stream.calendar


def _tornado(name: str) -> tuple[Sensitivity, Calendar]:
    stream = _stream(name)
    return tornado(stream), stream.calendar


def _predicted(name: str, edits: str) -> tuple[Prediction, Calendar]:
    stream = _stream(name)
    return predict(stream, _stream(name, edits)), stream.calendar


def _simulated(name: str, items: str, seed: str) -> tuple[SimulationResult, Calendar]:
    stream = _stream(name)
    return simulate(stream, SimulationPlan(items=int(items), seed=int(seed))), stream.calendar


def _charted(name: str) -> tuple[XmrChart, Calendar]:
    block = BLOCKS["readings", name]
    readings = [Reading(START + timedelta(days=place), value) for place, value in enumerate(block["values"])]
    starts = [SegmentStart(START + timedelta(days=mark["reading"]), mark["name"]) for mark in block.get("starts", [])]
    target = Target(**block["target"]) if "target" in block else None
    return xmr_chart(readings, measure=block["measure"], starts=starts, target=target), Calendar()


def _agreed(name: str) -> tuple[Agreement, Calendar]:
    block = BLOCKS["rankings", name]
    return measure_agreement(block["items"], block["rankings"]), Calendar()


CALLS: dict[str, tuple[Callable[..., tuple[Any, Calendar]], str]] = {
    "measure": (_measured, "StreamMetrics"),
    "explain": (_explained, "Explanation"),
    "tornado": (_tornado, "Sensitivity"),
    "predict": (_predicted, "Prediction"),
    "simulate": (_simulated, "SimulationResult"),
    "xmr_chart": (_charted, "XmrChart"),
    "measure_agreement": (_agreed, "Agreement"),
}
