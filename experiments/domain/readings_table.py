"""A table of readings, pasted or from a CSV file: a day, a value and perhaps a note a line, with or without header."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from experiments.domain.reading_values import (
    DayOrder,
    ReadingError,
    ReadingRules,
    day_order_of,
    looks_like_moment,
    read_moment,
    read_value,
)
from maps.domain.table_cells import TIME_UNITS, Line, read_lines
from workshops.errors import InvalidInput, Problem

TEXT_LIMIT = 1_000_000
ROW_LIMIT = 5_000
NOTE_LIMIT = 300
PROBLEMS_LIMIT = 200

_HEADERS: Mapping[str, str] = {
    word: name
    for name, words in {
        "at": "at|date|day|when|time stamp|timestamp|moment|done|done on|finished|finished on|closed|closed on|week",
        "value": "value|reading|measure|measurement|result|duration|count|number|share|metric",
        "note": "note|notes|comment|comments|remark|remarks|what|item|ticket|key|description",
    }.items()
    for word in words.split("|")
}
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class NewReading:
    """One reading in normal form."""

    at: datetime
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadingsTable:
    """What was read, what is wrong with its line, and the headers that mean nothing here."""

    readings: Sequence[NewReading]
    problems: Sequence[Problem]
    ignored: Sequence[str]


def read_readings_table(text: str, *, rules: ReadingRules) -> ReadingsTable:
    """Return the readings of a table with every problem and its line; raises InvalidInput for a text too long.

    Without a header the columns are day, value, note.
    """
    if len(text) > TEXT_LIMIT:
        raise InvalidInput([Problem("text", f"The table is longer than {TEXT_LIMIT:,} characters; nothing was added.")])
    lines = read_lines(text)
    if not lines:
        return ReadingsTable((), [Problem("text", "There is no reading in this text: write one a line.")], ())
    columns, ignored, unit = {"at": 0, "value": 1, "note": 2}, list[str](), ""
    if not any(looks_like_moment(cell) for cell in lines[0].cells):
        header, *lines = lines
        if not lines:
            sentence = "Under the header there is no reading, or the day is not written as 2026-03-31."
            return ReadingsTable((), [Problem(f"line {header.number}", sentence)], ())
        columns, ignored, unit = _columns_of(header, lines)
    if len(lines) > ROW_LIMIT:
        sentence = f"The table has {len(lines):,} readings; {ROW_LIMIT:,} can be added at once. Nothing was added."
        raise InvalidInput([Problem("text", sentence)])
    known = replace(rules, unit=unit or rules.unit)
    order = day_order_of([_cell(line, columns, "at") for line in lines])
    readings, problems = [], []
    for line in lines:
        try:
            readings.append(_read_line(line, columns, known, order))
        except _CellError as error:
            problems.append(error.problem)
    return ReadingsTable(readings, problems[:PROBLEMS_LIMIT], ignored)


def read_new_readings(given: Sequence[Mapping[str, Any]], *, rules: ReadingRules) -> list[NewReading]:
    """Return readings that a program sent as objects `{at, value, note?}`; raises InvalidInput with every problem."""
    readings, problems = [], []
    for index, entry in enumerate(given):
        parts: dict[str, Any] = {}
        for name, read in (("at", read_moment), ("value", read_value)):
            try:
                parts[name] = read(entry.get(name), rules)
            except ReadingError as error:
                problems.append(Problem(f"readings.{index}.{name}", str(error)))
        note = _clean_note(str(entry.get("note") or ""))
        if len(note) > NOTE_LIMIT:
            problems.append(Problem(f"readings.{index}.note", _note_sentence(note)))
        if len(parts) == 2:
            readings.append(NewReading(parts["at"], parts["value"], note))
    if problems:
        raise InvalidInput(problems[:PROBLEMS_LIMIT])
    return readings


class _CellError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def _columns_of(line: Line, below: Sequence[Line]) -> tuple[dict[str, int], list[str], str]:
    """Return where day, value and note stand, the headers that are not known, and the unit of the value."""
    columns: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    for index, cell in enumerate(line.cells):
        words = " ".join(re.sub(r"[^a-z]+", " ", _IN_BRACKETS.sub(" ", cell.lower())).split())
        name = _HEADERS.get(words)
        if name is None or name in columns:
            unknown.append((index, cell))
        else:
            columns[name] = index
    # What is not known by its name is known by its unit, or by what stands under it.
    for name, fits in (("at", looks_like_moment), ("value", _has_a_digit)):
        found = [
            (index, heading)
            for index, heading in unknown
            if any(index < len(row.cells) and fits(row.cells[index]) for row in below)
            or (name == "value" and _unit_of(heading))
        ]
        if name not in columns and found:
            found.sort(key=lambda entry: not _unit_of(entry[1]))
            columns[name] = found[0][0]
            unknown.remove(found[0])
    unit = _unit_of(line.cells[columns["value"]]) if "value" in columns else ""
    return columns, [cell for _, cell in unknown if cell], unit


def _unit_of(heading: str) -> str:
    return next(
        (TIME_UNITS[word.strip()] for word in _IN_BRACKETS.findall(heading.lower()) if word.strip() in TIME_UNITS), ""
    )


def _has_a_digit(cell: str) -> bool:
    return any(character.isdigit() for character in cell)


def _cell(line: Line, columns: Mapping[str, int], name: str) -> str:
    place = columns.get(name)
    return line.cells[place] if place is not None and place < len(line.cells) else ""


def _read_line(line: Line, columns: Mapping[str, int], rules: ReadingRules, order: DayOrder | None) -> NewReading:
    for name, what in (("at", "day"), ("value", "value")):
        if not _cell(line, columns, name):
            raise _CellError(Problem(f"line {line.number}", f"There is no {what} in this line."))
    try:
        at = read_moment(_cell(line, columns, "at"), rules, order)
    except ReadingError as error:
        raise _CellError(Problem(f"line {line.number}, day", str(error))) from None
    try:
        value = read_value(_cell(line, columns, "value"), rules, bare_percent=True)
    except ReadingError as error:
        raise _CellError(Problem(f"line {line.number}, value", str(error))) from None
    note = _clean_note(_cell(line, columns, "note"))
    if len(note) > NOTE_LIMIT:
        raise _CellError(Problem(f"line {line.number}, note", _note_sentence(note)))
    return NewReading(at, value, note)


def _clean_note(note: str) -> str:
    return " ".join(note.replace("\x00", "").split())


def _note_sentence(note: str) -> str:
    return f"The note has {len(note)} characters; at most {NOTE_LIMIT} can be kept."
