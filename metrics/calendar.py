"""Working time: how many seconds a working day, week, month, quarter and year have, and what demand means in it."""

import math
from dataclasses import dataclass
from typing import Literal

Period = Literal["hour", "day", "week", "month", "quarter", "year"]

PERIODS: tuple[Period, ...] = ("hour", "day", "week", "month", "quarter", "year")

HOUR_S = 3600.0
MONTHS_PER_QUARTER = 3
MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working hours by which “3d” becomes seconds; `hours_per_day` is 24 for streams that run round the clock."""

    hours_per_day: float = 8.0
    days_per_week: float = 5.0
    days_per_month: float = 20.0

    @property
    def day_s(self) -> float:
        return self.hours_per_day * HOUR_S

    @property
    def week_s(self) -> float:
        return self.days_per_week * self.day_s

    @property
    def month_s(self) -> float:
        return self.days_per_month * self.day_s

    @property
    def quarter_s(self) -> float:
        return MONTHS_PER_QUARTER * self.month_s

    @property
    def year_s(self) -> float:
        return MONTHS_PER_YEAR * self.month_s

    def period_s(self, period: Period) -> float:
        """Seconds of working time in one `period`."""
        match period:
            case "hour":
                return HOUR_S
            case "day":
                return self.day_s
            case "week":
                return self.week_s
            case "month":
                return self.month_s
            case "quarter":
                return self.quarter_s
            case "year":
                return self.year_s


@dataclass(frozen=True, slots=True)
class Demand:
    """How many items customers ask for in a period."""

    items: float
    per: Period


def demand_per_day(demand: Demand, calendar: Calendar) -> float:
    """Items asked for per working day."""
    return demand.items * (calendar.day_s / calendar.period_s(demand.per))


def takt_time_s(demand: Demand, calendar: Calendar) -> float | None:
    """Working time available for each item asked for; None where nothing is asked for or the figure has no bounds."""
    if demand.items <= 0:
        return None
    takt = calendar.period_s(demand.per) / demand.items
    return takt if math.isfinite(takt) else None
