"""Text into cells: what is pasted from a spreadsheet (tabs), CSV with commas or semicolons, or a Markdown table."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

TIME_UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "s": "s|sec|secs|second|seconds",
        "m": "m|min|mins|minute|minutes",
        "h": "h|hr|hrs|hour|hours",
        "d": "d|day|days|working days|workdays",
        "w": "w|wk|wks|week|weeks",
    }.items()
    for word in words.split("|")
}
"""What people call the units of working time in headers and cells, in small letters."""
_MARKDOWN_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_BETWEEN_MARKDOWN_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; `number` is the line of the text on which it starts, from 1."""

    number: int
    cells: Sequence[str]


def read_lines(text: str) -> list[Line]:
    """Return the rows that are not empty, their cells without surrounding blanks."""
    clean = text.removeprefix("\ufeff").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    lines = _markdown_lines(clean) if _is_markdown(clean) else _separated_lines(clean, _delimiter(clean))
    trimmed = [Line(line.number, [" ".join(cell.split()) for cell in line.cells]) for line in lines]
    return [line for line in trimmed if any(line.cells)]


def _is_markdown(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return any("|" in line and _MARKDOWN_RULE.fullmatch(line) for line in lines) or (
        bool(lines) and all(line.startswith("|") and line.endswith("|") for line in lines)
    )


def _markdown_lines(text: str) -> list[Line]:
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):
        row = line.strip()
        if row and not _MARKDOWN_RULE.fullmatch(row):
            inner = row.removeprefix("|")
            if inner.endswith("|") and not inner.endswith("\\|"):
                inner = inner[:-1]
            lines.append(Line(number, [cell.replace("\\|", "|") for cell in _BETWEEN_MARKDOWN_CELLS.split(inner)]))
    return lines


def _delimiter(text: str) -> str | None:
    """Return what separates the cells, None where each line is one cell."""
    if "\t" in text:
        return "\t"
    for delimiter in (";", ","):
        widths = {len(line.cells) for line in _separated_lines(text, delimiter) if any(map(str.strip, line.cells))}
        # A comma inside a name is no table: a table has as many cells in each row.
        if widths and min(widths) > 1 and (delimiter == ";" or len(widths) == 1):
            return delimiter
    return None


def _separated_lines(text: str, delimiter: str | None) -> list[Line]:
    if delimiter is None:
        return [Line(number, [line]) for number, line in enumerate(text.split("\n"), start=1)]
    try:
        return _csv_lines(text, delimiter, quoting=csv.QUOTE_MINIMAL)
    except csv.Error:
        # A quotation mark that is not closed is part of a text (12" pipe) and no frame around one.
        return _csv_lines(text, delimiter, quoting=csv.QUOTE_NONE)


def _csv_lines(text: str, delimiter: str, *, quoting: Literal[0, 3]) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    lines, start = [], 1
    for cells in reader:
        lines.append(Line(start, cells))
        start = reader.line_num + 1
    return lines
