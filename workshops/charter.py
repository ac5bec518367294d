"""The charter of a workshop in normal form: who the customer is, from which trigger to which delivery, how much, in
which working time.

Pure: the map file, the form and the API all read a charter here.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any
from zoneinfo import available_timezones

from workshops.errors import InvalidInput, Problem

TEXT_LIMITS: Mapping[str, int] = {
    "name": 200,
    "customer": 300,
    "value": 500,
    "trigger": 300,
    "delivery": 300,
    "scope": 1000,
    "unit": 60,
}
DEMAND_PERIODS = ("hour", "day", "week", "month", "quarter", "year")
QUEUE_RULES = ("demand", "capacity")
CALENDAR_DEFAULTS: Mapping[str, float] = {"hours_per_day": 8, "days_per_week": 5, "days_per_month": 20}
_CALENDAR_LIMITS: Mapping[str, float] = {"hours_per_day": 24, "days_per_week": 7, "days_per_month": 31}
_FIELDS = {*TEXT_LIMITS, "demand", "calendar", "queue_rule"}


def read_charter(data: object, *, place: str = "charter") -> dict[str, Any]:
    """Return the charter in normal form (defaults of the calendar and of the queue rule filled in, absent texts empty).

    Raises InvalidInput with every problem and its place.
    """
    problems: list[Problem] = []
    if not isinstance(data, Mapping):
        raise InvalidInput([Problem(place, "The charter must be an object with at least a name.")])
    charter: dict[str, Any] = {}
    for name in data:
        if name not in _FIELDS:
            problems.append(Problem(f"{place}.{name}", f"The charter has no field “{name}”."))
    for name, limit in TEXT_LIMITS.items():
        charter[name] = _read_text(data.get(name), name, limit, place, problems)
    if not charter["name"] and not any(problem.place == f"{place}.name" for problem in problems):
        problems.append(Problem(f"{place}.name", "The charter needs a name for the value stream."))
    charter["unit"] = charter["unit"] or "item"
    if not charter["scope"]:
        del charter["scope"]
    demand = _read_demand(data.get("demand"), f"{place}.demand", problems)
    if demand is not None:
        charter["demand"] = demand
    charter["calendar"] = _read_calendar(data.get("calendar"), f"{place}.calendar", problems)
    charter["queue_rule"] = data.get("queue_rule") or "demand"
    if charter["queue_rule"] not in QUEUE_RULES:
        problems.append(Problem(f"{place}.queue_rule", "The queue rule must be “demand” or “capacity”."))
    if problems:
        raise InvalidInput(problems)
    return charter


def compose_scope(charter: Mapping[str, Any]) -> str:
    """Return the one-sentence scope: what the facilitator wrote, else a sentence composed of the charter's parts."""
    if charter.get("scope"):
        return str(charter["scope"])
    customer, value = charter.get("customer"), charter.get("value")
    trigger, delivery = charter.get("trigger"), charter.get("delivery")
    parts = []
    if customer and value:
        parts.append(f"For {_lower_first(customer)}, who value {_lower_first(value)}")
    elif customer:
        parts.append(f"For {_lower_first(customer)}")
    if trigger and delivery:
        parts.append(f"{'from' if parts else 'From'} “{trigger}” to “{delivery}”")
    if not parts:
        return ""
    return ": ".join(parts) + "."


def _lower_first(text: str) -> str:
    """Return the text as it stands within a sentence; what has more capitals than its first is taken for a name."""
    is_name = any(letter.isupper() for letter in text[1:])
    return text if is_name else text[:1].lower() + text[1:]


def _read_text(value: object, name: str, limit: int, place: str, problems: list[Problem]) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        problems.append(Problem(f"{place}.{name}", f"“{name}” must be a text."))
        return ""
    # PostgreSQL cannot hold a NUL character in a text.
    text = value.replace("\x00", "").strip()
    if len(text) > limit:
        problems.append(Problem(f"{place}.{name}", f"“{name}” is {len(text)} characters long; {limit} are allowed."))
    return text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _read_demand(value: object, place: str, problems: list[Problem]) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) - {"items", "per"}:
        problems.append(
            Problem(place, "The demand must be written as items per hour, day, week, month, quarter or year.")
        )
        return None
    items, per = value.get("items"), value.get("per")
    if not _is_number(items) or not 0 < items <= 1e12:  # type: ignore[operator]
        problems.append(Problem(f"{place}.items", "The demand must be a number of items above 0."))
    if per not in DEMAND_PERIODS:
        problems.append(Problem(f"{place}.per", f"The demand is per {', '.join(DEMAND_PERIODS[:-1])} or year."))
    return {"items": items, "per": per}


def _read_calendar(value: object, place: str, problems: list[Problem]) -> dict[str, Any]:
    calendar: dict[str, Any] = dict(CALENDAR_DEFAULTS)
    if value is None:
        return calendar
    if not isinstance(value, Mapping):
        problems.append(Problem(place, "The calendar must be an object such as {“hours_per_day”: 8}."))
        return calendar
    for name, content in value.items():
        if content is None:
            continue
        if name in _CALENDAR_LIMITS:
            if not _is_number(content) or not 0 < content <= _CALENDAR_LIMITS[name]:
                sentence = f"“{name}” must be above 0 and at most {_CALENDAR_LIMITS[name]:g}."
                problems.append(Problem(f"{place}.{name}", sentence))
        elif name in _CLOCK_FIELDS:
            is_right, sentence = _CLOCK_FIELDS[name]
            if not is_right(content):
                problems.append(Problem(f"{place}.{name}", sentence))
        else:
            problems.append(Problem(f"{place}.{name}", f"The calendar has no field “{name}”."))
        calendar[name] = content
    return calendar


def _is_time_of_day(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d\d:\d\d", value):
        return False
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _are_weekdays(value: object) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= 7
        and all(isinstance(day, int) and not isinstance(day, bool) and 1 <= day <= 7 for day in value)
        and len(set(value)) == len(value)
    )


_CLOCK_FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "time_zone": (
        lambda value: isinstance(value, str) and value in available_timezones(),
        "“time_zone” must be a name such as Europe/Madrid.",
    ),
    "day_starts": (_is_time_of_day, "“day_starts” must be a time of day such as 09:00."),
    "working_days": (_are_weekdays, "“working_days” must be a list of weekdays from 1 (Monday) to 7 (Sunday)."),
    "holidays": (
        lambda value: isinstance(value, list) and len(value) <= 1000 and all(_is_day(day) for day in value),
        "“holidays” must be a list of dates such as 2026-12-25.",
    ),
}
