"""A table of steps, as people have it in a spreadsheet, read into steps: with a header in common words or without."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import FieldError, Reading, read_field
from maps.domain.table_cells import TIME_UNITS, Line, read_lines
from workshops.errors import InvalidInput, Problem

TEXT_LIMIT = 100_000
ROW_LIMIT = 500
# Without a header this is what the columns hold, as far as there are any.
PLAIN_COLUMNS = ("name", "wait_time", "process_time", "complete_accurate", "people")

_HEADERS: Mapping[str, str] = {
    word: name
    for name, words in {
        "name": "name|step|step name|process|process step|activity|task|phase|stage|what|title",
        "role": "role|who|done by|by|owner|team|department|function|performed by|responsible",
        "wait_time": "wait|wait time|waiting|waiting time|wait before|queue time|queueing time|delay|idle time|wt",
        "process_time": "process time|processing time|work|work time|working time|touch time|cycle time|hands on time"
        "|time|duration|effort|pt|ct|c t",
        "complete_accurate": "c a|ca|complete accurate|complete and accurate|percent complete and accurate|quality"
        "|first pass yield|fpy|right first time|first time right",
        "people": "people|persons|staff|headcount|workers|operators|resources|number of people|fte",
        "batch_size": "batch|batch size|lot|lot size",
        "handoffs": "handoffs|hand offs|handovers|hand overs|number of hand offs",
        "uptime": "uptime|availability",
        "value_class": "value|value class|value type|value added|value adding|va|va nva|class",
    }.items()
    for word in words.split("|")
}
_VALUE_CLASSES: Mapping[str, str] = {
    word: value
    for value, words in {
        "adding": "adding|value adding|value added|va|yes",
        "necessary": "necessary|required|business value|business value added|bva|nnva|bnva|necessary non value adding",
        "waste": "waste|non value adding|non value added|not value adding|nva|no",
    }.items()
    for word in words.split("|")
}
_UNKNOWN = frozenset({"", "-", "–", "—", "?", "n/a", "na", "unknown", "tbd"})
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+"
_UNIT_WORD = re.compile(rf"({_NUMBER})\s*({'|'.join(TIME_UNITS)})(?![a-z])")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of the table holds; `unit` is that of its bare numbers, if its header names one."""

    label: str
    field: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class StepsTable:
    """What was read: the fields of each step in normal form, what is wrong, and the headers that mean nothing here."""

    rows: Sequence[Mapping[str, Any]]
    problems: Sequence[Problem]
    ignored: Sequence[str]


def read_steps_table(text: str, *, reading: Reading) -> StepsTable:
    """Return the steps of a pasted table with every problem and its place; raises InvalidInput for a text too long."""
    if len(text) > TEXT_LIMIT:
        raise InvalidInput([Problem("text", f"The table is longer than {TEXT_LIMIT:,} characters.")])
    lines = read_lines(text)
    if not lines:
        return StepsTable((), [Problem("text", "There is no step in this text: write one a line.")], ())
    columns = _columns_of_header(lines[0])
    body = lines
    if columns is not None:
        body = lines[1:]
        if not body:
            return StepsTable((), [Problem(f"line {lines[0].number}", "Under the header there is no step.")], ())
    else:
        columns = [Column(name.replace("_", " "), name) for name in PLAIN_COLUMNS]
    if len(body) > ROW_LIMIT:
        raise InvalidInput([Problem("text", f"The table has {len(body):,} steps; {ROW_LIMIT} can be added at once.")])
    rows, problems = [], []
    for line in body:
        row, found = _read_row(line, columns, reading)
        rows.append(row)
        problems.extend(found)
    ignored = [column.label for column in columns if not column.field and column.label]
    return StepsTable(rows, problems, ignored)


def _columns_of_header(line: Line) -> list[Column] | None:
    """Return the columns that the first line names, None where it is a step already."""
    columns: list[Column] = []
    for cell in line.cells:
        field, unit = _field_of_header(cell)
        if any(field == other.field for other in columns):
            field = ""
        columns.append(Column(cell, field, unit))
    known = [column.field for column in columns if column.field]
    has_figures = any(cell[:1].isdigit() for cell in line.cells)
    if "name" in known and not has_figures:
        return columns
    if len(known) >= 2 and not has_figures:
        # Nothing is called a name: it is the first column that is not known as something else.
        first = next((index for index, column in enumerate(columns) if not column.field), None)
        if first is not None:
            columns[first] = Column(columns[first].label, "name")
            return columns
    return None


def _field_of_header(cell: str) -> tuple[str, str]:
    lowered = cell.lower()
    unit = next((TIME_UNITS[word.strip()] for word in _IN_BRACKETS.findall(lowered) if word.strip() in TIME_UNITS), "")
    words = _words(_IN_BRACKETS.sub(" ", lowered))
    if not unit:
        head, _, last = words.rpartition(" in ")
        if head and last in TIME_UNITS:
            words, unit = head, TIME_UNITS[last]
    return _HEADERS.get(words, ""), unit


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^a-z]+", " ", text.lower()).split())


def _read_row(line: Line, columns: Sequence[Column], reading: Reading) -> tuple[dict[str, Any], list[Problem]]:
    row: dict[str, Any] = {}
    problems: list[Problem] = []
    if len(line.cells) > len(columns) and any(line.cells[len(columns) :]):
        sentence = f"There are {len(line.cells)} cells, but only {len(columns)} columns are known: give them a header."
        problems.append(Problem(f"line {line.number}", sentence))
    for column, cell in zip(columns, line.cells, strict=False):
        if not column.field or (column.field != "name" and cell.lower() in _UNKNOWN):
            continue
        try:
            value = read_field("step", column.field, _value_of_cell(column, cell), reading)
        except FieldError as error:
            problems.append(Problem(f"line {line.number}, {column.label}", str(error)))
            continue
        if value is not None:
            row[column.field] = value
    if "name" not in row and not any(problem.place.startswith(f"line {line.number},") for problem in problems):
        problems.append(Problem(f"line {line.number}", "The step has no name."))
    return row, problems


def _value_of_cell(column: Column, cell: str) -> Any:
    """Return a cell as `read_field` takes it; a text that cannot be a value is left to it to refuse."""
    read = _READERS.get(column.field)
    return read(cell, column.unit) if read else cell


def _time_of_cell(cell: str, unit: str) -> str:
    text = _UNIT_WORD.sub(lambda found: found[1] + TIME_UNITS[found[2]], cell.lower())
    text = re.sub(r"(?<=[0-9a-z])\s+to\s+(?=[0-9])", "-", text)
    text = re.sub(r"(?<=[a-z])\s*(?:,|\band\b|\+)\s*(?=[0-9])", " ", text)
    bare = re.fullmatch(rf"({_NUMBER})(\s*[-–]\s*(?:{_NUMBER}))?", text)
    return f"{text}{unit}" if bare and unit else text


def _share_of_cell(cell: str, _: str) -> Any:
    found = re.fullmatch(rf"({_NUMBER})\s*(%?)", cell)
    if not found:
        return cell
    number = float(found[1].replace(",", "."))
    # Nobody writes 80 and means eighty times everything; 1 is all of it.
    return round(number / 100, 6) if found[2] or number > 1 else number


def _count_of_cell(cell: str, _: str) -> Any:
    found = re.fullmatch(rf"({_NUMBER})(?:\s*[a-z-]+)?", cell.lower())
    return float(found[1].replace(",", ".")) if found else cell


def _value_class_of_cell(cell: str, _: str) -> str:
    return _VALUE_CLASSES.get(_words(cell), cell)


_READERS: Mapping[str, Callable[[str, str], Any]] = {
    "wait_time": _time_of_cell,
    "process_time": _time_of_cell,
    "complete_accurate": _share_of_cell,
    "uptime": _share_of_cell,
    "people": _count_of_cell,
    "batch_size": _count_of_cell,
    "handoffs": _count_of_cell,
    "value_class": _value_class_of_cell,
}
