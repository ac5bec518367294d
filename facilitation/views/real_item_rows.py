"""The rows of the form of a real item: every step of the map in its place, with what was said of each visit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import QueryDict

from facilitation.domain.real_item_input import MOMENTS, VisitReading, read_visits
from facilitation.domain.real_items import ItemTimes, Visit, times_of
from metrics import Calendar, format_duration
from metrics.durations import format_duration_exact
from workshops.errors import InvalidInput, Problem

Row = dict[str, Any]
TEXTS = ("step", "name", *MOMENTS, "wait_time", "process_time", "reason")
EMPTY_STAGES = 4
_SAID = (*MOMENTS, "wait_time", "process_time", "reason", "no_wait", "came_back")


def rows_of(visits: Sequence[Visit], rules: VisitReading) -> list[Row]:
    """Return a row for each visit and for each step of the map that has none, in the map's order."""
    rows = [_row_of(visit, rules) for visit in visits]
    order = list(rules.step_names)
    visited = {row["step"] for row in rows}
    for place, step in enumerate(order):
        if step not in visited:
            before = set(order[:place])
            at = next((number for number, row in enumerate(rows) if row["step"] not in before | {""}), len(rows))
            rows.insert(at, _blank(step, rules.step_names[step]))
            visited.add(step)
    return rows or [_blank("", "") for _ in range(EMPTY_STAGES)]


def rows_typed(data: QueryDict) -> list[Row]:
    """Return the rows of the form as they were typed."""
    columns = [data.getlist(name) for name in TEXTS]
    rows: list[Row] = [dict(zip(TEXTS, cells, strict=True)) for cells in zip(*columns, strict=False)]
    for name in ("no_wait", "came_back"):
        ticked = set(data.getlist(name))
        for number, row in enumerate(rows):
            row[name] = str(number) in ticked
    return rows


def rows_given(given: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[Row]:
    """Return the rows of a table that was read."""
    return [
        _blank(str(one.get("step", "")), names.get(str(one.get("step", "")), ""))
        | {name: str(one[name]) for name in TEXTS if name in one}
        | {"came_back": bool(one.get("reason"))}
        for one in given
    ]


def bring_back(rows: list[Row], from_row: int, to_row: int) -> list[Row]:
    """Return the rows with the item sent back from one of them to an earlier one, and on its way again."""
    again = [_blank(row["step"], row["name"]) for row in rows[to_row : from_row + 1]]
    again[0]["came_back"] = True
    return [*rows[: from_row + 1], *again, *rows[from_row + 1 :]]


def visits_given(rows: Sequence[Row]) -> tuple[list[dict[str, Any]], list[int]]:
    """Return what the rows say, and the row of each; a row of which nothing is said is no visit."""
    given, places = [], []
    for number, row in enumerate(rows):
        is_own_stage = not row["step"] and row["name"].strip()
        if is_own_stage or any(row[name] for name in _SAID):
            visit = {name: row[name] for name in TEXTS if row[name]} | {"came_back": row["came_back"]}
            if row["no_wait"]:
                visit["wait_time"] = "0"
            given.append(visit)
            places.append(number)
    return given, places


def judge(rows: Sequence[Row], rules: VisitReading) -> tuple[ItemTimes | None, list[Problem]]:
    """Write into each row what follows from it (`told`) or what is wrong with it (`errors`); return the sums, and the
    problems that belong to no row.
    """
    given, places = visits_given(rows)
    try:
        times = times_of(read_visits(given, rules), rules.hours)
    except InvalidInput as error:
        return None, mark(rows, places, error.problems)
    for one, place in zip(times.visits, places, strict=True):
        parts = ["no wait" if one.waited_s == 0 else _told("waited", one.waited_s, rules.durations.calendar)]
        parts.append(_told("worked on", one.process_time_s, rules.durations.calendar))
        rows[place]["told"] = " · ".join(part for part in parts if part)
        rows[place]["remark"] = one.remark
    return times, []


def mark(rows: Sequence[Row], places: Sequence[int], problems: Sequence[Problem]) -> list[Problem]:
    """Write problems into their rows and return those that belong to none."""
    others = []
    for problem in problems:
        _, _, rest = problem.place.partition("visits.")
        number, _, field = rest.partition(".")
        if number.isdecimal() and int(number) < len(places):
            rows[places[int(number)]].setdefault("errors", {})[field] = problem.sentence
        else:
            others.append(problem)
    return others


def local(moment: datetime | None, rules: VisitReading) -> str:
    """Return a moment as its field takes it, by the clocks of the workshop; empty for none."""
    return "" if moment is None else moment.astimezone(rules.hours.zone).strftime("%Y-%m-%dT%H:%M")


def _row_of(visit: Visit, rules: VisitReading) -> Row:
    calendar = rules.durations.calendar
    has_no_wait = visit.wait_time_s == 0
    shown = replace(visit, wait_time_s=None) if has_no_wait else visit
    return {
        "step": visit.step_id,
        "name": visit.step_name,
        **{name: local(getattr(visit, name), rules) for name in MOMENTS},
        "wait_time": _typed(shown.wait_time_s, calendar),
        "process_time": _typed(shown.process_time_s, calendar),
        "reason": visit.reason,
        "no_wait": has_no_wait,
        "came_back": visit.came_back,
    }


def _blank(step: str, name: str) -> Row:
    return {**dict.fromkeys(TEXTS, ""), "step": step, "name": name, "no_wait": False, "came_back": False}


def _typed(seconds: float | None, calendar: Calendar) -> str:
    return "" if seconds is None else format_duration_exact(seconds, calendar)


def _told(verb: str, seconds: float | None, calendar: Calendar) -> str:
    return "" if seconds is None else f"{verb} {format_duration(seconds, calendar)}"
