"""Quarters of a year as days: the rhythm in which money and people are decided."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

YEARS = range(1990, 2201)
_CODE = re.compile(r"(\d{4})-([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter, `number` 1 to 4 of `year`; quarters are ordered in time."""

    year: int
    number: int

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def code(self) -> str:
        """How an address names it: “2026-2”."""
        return f"{self.year}-{self.number}"

    def __str__(self) -> str:
        return f"Q{self.number} {self.year}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which the day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(code: str) -> Quarter | None:
    """The quarter that `code` names; None where it names none that can be kept."""
    found = _CODE.fullmatch(code)
    quarter = Quarter(int(found[1]), int(found[2])) if found else None
    return quarter if quarter is not None and quarter.year in YEARS else None
