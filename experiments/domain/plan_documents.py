"""The plan for other programs: a table for trackers, and a calendar of due dates and reviews (RFC 5545)."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vText

from workshops.spreadsheet_cells import BYTE_ORDER_MARK, defused

PRODUCT = "-//VSM Workshop//Plan//EN"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One improvement or experiment as a tracker takes it; times in hours of working time."""

    kind: str
    id: str
    title: str
    state: str
    owner: str
    due_on: date | None
    milestone: str
    waste: str
    expected_effect_h: float | None
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One whole day in a calendar; `changed` counts changes, so that calendars follow a day that moves."""

    uid: str
    day: date
    title: str
    description: str
    link: str
    changed: int
    is_cancelled: bool = False


def write_plan_csv(rows: Sequence[PlanRow]) -> bytes:
    """Return the rows as UTF-8 with a byte order mark; no cell is a formula in a spreadsheet."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(
        ["Kind", "ID", "Title", "State", "Owner", "Due", "Milestone", "Waste", "Expected effect (h)", "Note", "Link"]
    )
    for row in rows:
        cells = (
            row.kind,
            row.id,
            row.title,
            row.state,
            row.owner,
            "" if row.due_on is None else row.due_on.isoformat(),
            row.milestone,
            row.waste,
            "" if row.expected_effect_h is None else round(row.expected_effect_h, 3),
            row.note,
            row.link,
        )
        writer.writerow([defused(cell) for cell in cells])
    return (BYTE_ORDER_MARK + output.getvalue()).encode()


def write_plan_calendar(days: Sequence[PlanDay], *, name: str, at: datetime) -> bytes:
    """Return the days as an iCalendar file; `at` is the moment of its writing."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # Names that begin with X are not known to the library as text, so they would not be escaped.
    calendar.add("x-wr-calname", vText(_calm(name)))
    for day in days:
        event = Event()
        event.add("uid", day.uid)
        event.add("dtstamp", at)
        event.add("dtstart", day.day)
        # The end of a whole day is the day after it (RFC 5545, 3.6.1).
        event.add("dtend", day.day + timedelta(days=1))
        event.add("summary", _calm(day.title))
        event.add("description", _calm(day.description))
        event.add("url", day.link)
        event.add("sequence", day.changed)
        event.add("transp", "TRANSPARENT")
        if day.is_cancelled:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _calm(text: str) -> str:
    """The text without control characters, which no property may hold; line ends stay and are escaped."""
    return "".join(" " if unicodedata.category(sign) == "Cc" and sign != "\n" else sign for sign in text)
