"""One reading as people and programs write it: a moment and a value, into a moment in time and a number."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from metrics import Calendar
from metrics.durations import DurationError, parse_duration
from metrics.variation import Measure

DayOrder = Literal["day_first", "month_first"]

_NUMBER = r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)"
_SHARE = re.compile(rf"({_NUMBER})\s*(%?)")
_THOUSANDS_OR_DECIMALS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_CLOCK = r"(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
_POINTS = re.compile(rf"([0-9]{{1,2}})\.\s?([0-9]{{1,2}})\.\s?([0-9]{{4}}){_CLOCK}")
_SLASHES = re.compile(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{4}}){_CLOCK}")
_ISO_START = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST_YEAR = 1990


class ReadingError(ValueError):
    """A moment or a value that cannot be read; its message is one sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """How readings are read: what is measured, the calendar of times, the zone of clocks, the unit of bare numbers.

    `unit` is one of `s m h d w` for times without a unit, empty where a unit must be written. `now` bounds moments.
    """

    measure: Measure
    calendar: Calendar
    zone: ZoneInfo
    now: datetime
    unit: str = ""


def read_moment(written: object, rules: ReadingRules, order: DayOrder | None = None) -> datetime:
    """Return the moment with its zone; a day without a clock is its first moment in the workshop's zone.

    `order` says how days with slashes are meant; without it they are refused where both could be.
    """
    if isinstance(written, datetime):
        moment = written
    elif isinstance(written, str):
        moment = _moment_of_text(written.strip(), order)
    else:
        raise ReadingError("Write the day as 2026-03-31, with a clock time if it matters: 2026-03-31 14:30.")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=rules.zone)
    if moment.year < EARLIEST_YEAR:
        raise ReadingError(f"The year {moment.year} is too early for a reading; {EARLIEST_YEAR} is the first.")
    if moment.date() > rules.now.astimezone(moment.tzinfo).date():
        raise ReadingError(f"{moment:%Y-%m-%d} lies in the future, and a reading is of something that happened.")
    return moment


def day_order_of(moments: list[str]) -> DayOrder | None:
    """Return how days with slashes are meant in a column, by those in it that can be meant one way only."""
    found: set[DayOrder] = set()
    for moment in moments:
        parts = _SLASHES.fullmatch(moment.strip())
        if parts and int(parts[1]) > 12:
            found.add("day_first")
        if parts and int(parts[2]) > 12:
            found.add("month_first")
    return found.pop() if len(found) == 1 else None


def looks_like_moment(text: str) -> bool:
    """Whether the text is a day by its form."""
    stripped = text.strip()
    return any(pattern.match(stripped) for pattern in (_POINTS, _SLASHES, _ISO_START))


def read_value(written: object, rules: ReadingRules, *, bare_percent: bool = False) -> float:
    """Return the value in the unit of its measure: seconds of working time, items, a share of 0..1, a number.

    With `bare_percent` a share above 1 without a sign is meant in percent, as in spreadsheets.
    """
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        raise ReadingError("Write the value as a number or a text.")
    try:
        value = _READERS[rules.measure](written, rules, bare_percent)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ReadingError("This is not a number that can be kept.")
    return value


def _moment_of_text(text: str, order: DayOrder | None) -> datetime:
    if parts := _POINTS.fullmatch(text):
        return _assembled(parts[3], parts[2], parts[1], parts.groups()[3:], text)
    if parts := _SLASHES.fullmatch(text):
        first, second = int(parts[1]), int(parts[2])
        if first == second or first > 12 or order == "day_first":
            return _assembled(parts[3], parts[2], parts[1], parts.groups()[3:], text)
        if second > 12 or order == "month_first":
            return _assembled(parts[3], parts[1], parts[2], parts.groups()[3:], text)
        raise ReadingError(f"“{text}” could be day or month first: write {parts[3]}-{second:02}-{first:02} or so.")
    if _ISO_START.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    raise ReadingError(f"“{text[:40]}” is not a day that can be read: write it as 2026-03-31.")


def _assembled(year: str, month: str, day: str, clock: tuple[str | None, ...], text: str) -> datetime:
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        return datetime.combine(date(int(year), int(month), int(day)), time(hour, minute, second))
    except ValueError:
        raise ReadingError(f"There is no such day or time as “{text}”.") from None


def _number(written: str) -> float:
    text = written.strip()
    if _THOUSANDS_OR_DECIMALS.fullmatch(text):
        whole, point = text.replace(",", ""), text.replace(",", ".")
        raise ReadingError(f"“{text}” could be {whole} or {point}: write one of them.")
    if not re.fullmatch(_NUMBER, text):
        raise ReadingError(f"“{text[:40]}” is not a number.")
    return float(text.replace(",", "."))


def _time_s(written: float | str, rules: ReadingRules, _: bool) -> float:
    if isinstance(written, str):
        text = written.strip()
        if rules.unit and re.fullmatch(_NUMBER, text):
            text = f"{text}{rules.unit}"
        try:
            parsed = parse_duration(text, rules.calendar)
        except DurationError as error:
            raise ReadingError(str(error)) from None
        if parsed.low_s is not None:
            raise ReadingError(f"“{text}” is a range; a reading is one value.")
        return parsed.value_s
    return _not_below_zero(float(written), "A time")


def _count(written: float | str, _: ReadingRules, __: bool) -> float:
    return _not_below_zero(float(written) if not isinstance(written, str) else _number(written), "A count")


def _share(written: float | str, _: ReadingRules, bare_percent: bool) -> float:
    share, shown = written, f"{written}"
    if isinstance(written, str):
        found = _SHARE.fullmatch(written.strip())
        share = _number(found[1] if found else written)
        if found and (found[2] or (bare_percent and share > 1)):
            share = share / 100
    number = float(share)
    if not 0 <= number <= 1:
        raise ReadingError(f"“{shown.strip()[:40]}” is not a share: it lies between 0 and 1, or 0 % and 100 %.")
    return number


def _any_number(written: float | str, _: ReadingRules, __: bool) -> float:
    return float(written) if not isinstance(written, str) else _number(written)


def _not_below_zero(value: float, what: str) -> float:
    if value < 0:
        raise ReadingError(f"{what} is not below 0.")
    return value


_READERS: dict[Measure, Callable[[Any, ReadingRules, bool], float]] = {
    "time_s": _time_s,
    "count": _count,
    "share": _share,
    "number": _any_number,
}
