"""A table of what happened to one item, as people have it in a spreadsheet, read into what they say of each visit."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from maps.domain.table_cells import Line, read_lines
from workshops.errors import InvalidInput, Problem

TEXT_LIMIT = 50_000
# Without a header this is what the columns hold, as far as there are any.
PLAIN_COLUMNS = ("name", "arrived_at", "started_at", "finished_at", "wait_time", "process_time", "reason")
_MOMENTS = ("arrived_at", "started_at", "finished_at")
_HEADERS: Mapping[str, str] = {
    word: name
    for name, words in {
        "name": "name|step|stage|phase|activity|status|where|what",
        "arrived_at": "arrived|arrived at|arrival|entered|received|in|from|ready",
        "started_at": "started|started at|start|begun|began|begin|in progress",
        "finished_at": "finished|finished at|finish|done|end|ended|completed|out|to|until",
        "wait_time": "wait|waited|wait time|waiting|waiting time|waited for",
        "process_time": "worked|worked on it for|work|work time|process time|touch time|effort|pt",
        "reason": "reason|why|came back|comment|note|notes",
    }.items()
    for word in words.split("|")
}
_UNKNOWN = frozenset({"", "-", "–", "—", "?", "n/a", "na", "unknown"})
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}),? +(\d{1,2}):(\d\d)(?::\d\d)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T,]+(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?")


def read_visit_table(text: str, step_ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what each line says, for `read_visits` to judge; `step_ids` are the steps of the map by small name.

    Moments are written 2026-05-04 09:30 or 4.5.2026 9:30. Raises InvalidInput where there is no table.
    """
    if len(text) > TEXT_LIMIT:
        raise InvalidInput([Problem("table", f"The table is longer than {TEXT_LIMIT:,} characters.")])
    lines = read_lines(text)
    columns = _columns_of_header(lines[0]) if lines else None
    body = lines[1:] if columns else lines
    if not body:
        raise InvalidInput([Problem("table", "There is no visit in this table: write one step a line.")])
    return [_read_line(line, columns or PLAIN_COLUMNS, step_ids) for line in body]


def _columns_of_header(line: Line) -> list[str] | None:
    columns: list[str] = []
    for cell in line.cells:
        field = _HEADERS.get(" ".join(re.sub(r"[^a-z]+", " ", cell.lower()).split()), "")
        columns.append("" if field in columns else field)
    return columns if "name" in columns and sum(1 for name in columns if name) > 1 else None


def _read_line(line: Line, columns: Sequence[str], step_ids: Mapping[str, str]) -> dict[str, Any]:
    visit: dict[str, Any] = {}
    for column, cell in zip(columns, line.cells, strict=False):
        if column and (column == "name" or cell.lower() not in _UNKNOWN):
            visit[column] = _moment_of_cell(cell) if column in _MOMENTS else cell
    step = step_ids.get(str(visit.get("name", "")).casefold())
    return visit | ({"step": step} if step else {})


def _moment_of_cell(cell: str) -> str:
    if found := _DAY_FIRST.fullmatch(cell):
        day, month, year, hour, minute = found.groups()
    elif found := _YEAR_FIRST.fullmatch(cell):
        year, month, day, hour, minute = found.groups()
    else:
        return cell
    return f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}"
