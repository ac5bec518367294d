"""Days of a workshop as moments: a period begins with the first moment of its first day, in the workshop's zone."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo


def zone_of(calendar: Mapping[str, Any]) -> ZoneInfo:
    """Return the zone of the workshop's clocks, UTC where the charter names none."""
    return ZoneInfo(calendar.get("time_zone") or "UTC")


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of the day."""
    return datetime.combine(day, time.min, zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which the day is over, which belongs to the next."""
    return start_of_day(day + timedelta(days=1), zone)
