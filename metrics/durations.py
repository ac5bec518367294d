"""Durations as people type and read them.

Grammar of what can be typed (spaces anywhere between tokens, upper case as lower case):

    text     = duration | range | "0"
    range    = (duration | number) dash duration      a bare number takes the unit of a one-part duration: 3-8d is 3d-8d
    duration = part part…                             parts add up: 1d 4h
    part     = number unit
    number   = digits | digits point digits | point digits
    point    = "." | ","                              1,000h could be a thousand or one and is refused
    unit     = "s" | "m" | "min" | "h" | "d" | "w"    d and w are working days and weeks of the calendar
    dash     = "-" | "–"

A number without a unit is refused, except 0. The middle of a range is its value.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

from metrics.calendar import HOUR_S, Calendar

DurationErrorCode = Literal["empty", "needs_unit", "ambiguous_number", "reversed_range", "too_large", "unreadable"]

MINUTE_S = 60.0
MINUTES_FROM_S = 120.0
LONGEST_TEXT = 100
# A whole number of days can come out a hair below it when the working day is not a whole number of seconds.
DAY_TOLERANCE = 1e-11
MICROSECONDS = 1_000_000

_NUMBER = r"(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)"
_PART = re.compile(rf"\s*({_NUMBER})\s*(min|s|m|h|d|w)(?![a-z])\s*")
_BARE_NUMBER = re.compile(_NUMBER)
_THOUSANDS_OR_DECIMALS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2},[0-9]{3}(?![0-9])")
_DASH = re.compile(r"[-–]")


class DurationError(ValueError):
    """A text that is no duration; its message is one sentence for the person who typed it."""

    def __init__(self, code: DurationErrorCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class ParsedDuration:
    """Seconds of working time; `low_s` and `high_s` are None unless a range was typed."""

    value_s: float
    low_s: float | None = None
    high_s: float | None = None


def parse_duration(text: str, calendar: Calendar) -> ParsedDuration:
    """The working time that `text` means by the grammar above; raises DurationError with a sentence otherwise."""
    typed = text.strip()
    if not typed:
        raise DurationError("empty", "Write a time, for example 30m, 4h or 3d.")
    if len(typed) > LONGEST_TEXT:
        raise _unreadable(f"{typed[:20]}…")
    if ambiguous := _THOUSANDS_OR_DECIMALS.search(typed):
        number = ambiguous.group()
        whole, point = number.replace(",", ""), number.replace(",", ".")
        raise DurationError("ambiguous_number", f"“{number}” could be {whole} or {point}: write one of them.")
    ends = _DASH.split(typed.lower())
    if len(ends) > 2:
        raise _unreadable(typed)
    if len(ends) == 2:
        return _parse_range(ends[0].strip(), ends[1].strip(), typed, calendar)
    if _BARE_NUMBER.fullmatch(ends[0]) and _number(ends[0]) == 0:
        return ParsedDuration(0.0)
    return ParsedDuration(_parse_parts(ends[0], typed, calendar))


def format_duration(seconds: float, calendar: Calendar) -> str:
    """One unit, at most one decimal: days from a working day on, hours from 1 h, minutes from 2 min, else seconds."""
    if 0 < seconds < 0.05:
        return "< 0.1 s"
    number, unit, unit_s = _rounded(seconds, calendar)
    # 59.97 minutes round to 60, which reads better as 1 hour.
    number, unit, _ = _rounded(number * unit_s, calendar)
    return f"{number:.1f}".removesuffix(".0") + f" {unit}"


def format_duration_exact(seconds: float, calendar: Calendar) -> str:
    """The duration to the microsecond as it could be typed: parse_duration reads the same time back (“1d 4h”)."""
    days = math.floor(seconds / calendar.day_s + DAY_TOLERANCE)
    rest = math.floor(max(0.0, seconds - days * calendar.day_s) * MICROSECONDS + 0.5)
    hours, rest = divmod(rest, 3600 * MICROSECONDS)
    minutes, rest = divmod(rest, 60 * MICROSECONDS)
    whole, fraction = divmod(rest, MICROSECONDS)
    decimals = f".{fraction:06d}".rstrip("0") if fraction else ""
    parts = [f"{number}{unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "m")) if number]
    if rest or not parts:
        parts.append(f"{whole}{decimals}s")
    return " ".join(parts)


def _parse_range(low: str, high: str, typed: str, calendar: Calendar) -> ParsedDuration:
    high_parts = _PART.findall(high)
    if _BARE_NUMBER.fullmatch(low) and len(high_parts) == 1:
        low += high_parts[0][1]
    low_s, high_s = _parse_parts(low, typed, calendar), _parse_parts(high, typed, calendar)
    if low_s > high_s:
        raise DurationError("reversed_range", f"“{typed}” runs from long to short: write the shorter time first.")
    return ParsedDuration((low_s + high_s) / 2, low_s, high_s)


def _parse_parts(text: str, typed: str, calendar: Calendar) -> float:
    """The sum of the parts of `text`; errors quote `typed`, the whole input."""
    seconds, position = 0.0, 0
    while match := _PART.match(text, position):
        seconds += _number(match[1]) * _unit_s(match[2], calendar)
        position = match.end()
    if position < len(text) or not text:
        number = text[position:]
        if _BARE_NUMBER.fullmatch(number):
            raise DurationError("needs_unit", f"“{number}” needs a unit: write {number}h or {number}d.")
        raise _unreadable(typed)
    if not math.isfinite(seconds):
        raise DurationError("too_large", f"“{typed}” is too long a time.")
    return seconds


def _unreadable(typed: str) -> DurationError:
    return DurationError("unreadable", f"“{typed}” is not a time: write for example 30m, 4h, 3d, 1d 4h or 1h-4h.")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _unit_s(unit: str, calendar: Calendar) -> float:
    return {
        "s": 1.0,
        "m": MINUTE_S,
        "min": MINUTE_S,
        "h": HOUR_S,
        "d": calendar.day_s,
        "w": calendar.week_s,
    }[unit]


def _rounded(seconds: float, calendar: Calendar) -> tuple[float, str, float]:
    """The number to show, its unit and the unit in seconds; halves round up, from 100 on without decimals."""
    if seconds >= calendar.day_s:
        unit, unit_s = "d", calendar.day_s
    elif seconds >= HOUR_S:
        unit, unit_s = "h", HOUR_S
    elif seconds >= MINUTES_FROM_S:
        unit, unit_s = "min", MINUTE_S
    else:
        unit, unit_s = "s", 1.0
    number = seconds / unit_s
    shown = math.floor(number + 0.5) if number >= 99.95 else math.floor(number * 10 + 0.5) / 10
    return float(shown), unit, unit_s
