"""Clock times into working time, by the calendar of the charter: nights, weekends and holidays do not count."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from metrics import Calendar

USUAL_START = time(9)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When people work, by the clocks of the workshop's zone; `weekdays` from 1 (Monday) to 7."""

    zone: ZoneInfo
    starts: time
    hours_per_day: float
    weekdays: frozenset[int]
    holidays: frozenset[date]

    def window(self, day: date) -> tuple[float, float] | None:
        """Return from when to when people work on the day that begins then, as seconds of the epoch; None on days off.

        A night shift belongs to the day on which it begins. When clocks are changed within it, it is as much longer or
        shorter.
        """
        if day.isoweekday() not in self.weekdays or day in self.holidays:
            return None
        opens = datetime.combine(day, self.starts)
        closes = opens + timedelta(hours=self.hours_per_day)
        return opens.replace(tzinfo=self.zone).timestamp(), closes.replace(tzinfo=self.zone).timestamp()


def working_hours(calendar: Mapping[str, Any]) -> WorkingHours:
    """Return the working hours of a charter's calendar.

    Where it names none: UTC; Monday to as many days as the week has, a part of a day counted whole; from 09:00, earlier
    where the day would not be over at midnight, so that 24 h are midnight to midnight.
    """
    usual = Calendar()
    hours = float(calendar.get("hours_per_day") or usual.hours_per_day)
    days = math.ceil(float(calendar.get("days_per_week") or usual.days_per_week))
    stated = calendar.get("day_starts")
    return WorkingHours(
        zone=ZoneInfo(calendar.get("time_zone") or "UTC"),
        starts=time.fromisoformat(stated) if stated else _usual_start(hours),
        hours_per_day=hours,
        weekdays=frozenset(calendar.get("working_days") or range(1, days + 1)),
        holidays=frozenset(date.fromisoformat(day) for day in calendar.get("holidays") or ()),
    )


class WorkingTime:
    """Working time between moments of one stretch; a moment outside of it counts as its nearer end."""

    def __init__(self, hours: WorkingHours, first: datetime, last: datetime) -> None:
        windows = []
        # A night shift that began the day before reaches into the first day.
        day, end = first.astimezone(hours.zone).date() - _DAY, last.astimezone(hours.zone).date()
        while day <= end:
            window = hours.window(day)
            if window is not None:
                windows.append(window)
            day += _DAY
        self._windows = windows
        self._opens = [opens for opens, _ in windows]
        self._before = [0.0, *accumulate(closes - opens for opens, closes in windows)]

    def between_s(self, start: datetime, end: datetime) -> float:
        """Return the seconds of working time from `start` to `end`, 0 where `end` is not later."""
        return max(0.0, self._until(end) - self._until(start))

    def _until(self, moment: datetime) -> float:
        at = moment.timestamp()
        place = bisect_right(self._opens, at) - 1
        if place < 0:
            return 0.0
        opens, closes = self._windows[place]
        return self._before[place] + min(at, closes) - opens


def read_clock_time(written: str, zone: ZoneInfo) -> datetime:
    """Return the moment of an ISO date and time, in UTC; without an offset it is by the clocks of the zone.

    Raises ValueError for what is none.
    """
    moment = datetime.fromisoformat(written.strip().replace(" ", "T"))
    if "T" not in written.strip().replace(" ", "T"):
        raise ValueError(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _usual_start(hours_per_day: float) -> time:
    minutes = min(USUAL_START.hour * 60, math.floor((24 - min(hours_per_day, 24.0)) * 60))
    return time(minutes // 60, minutes % 60)
