"""Clock times into working time: nights, weekends, holidays, shifts over midnight, and changed clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from facilitation.domain.working_hours import WorkingTime, read_clock_time, working_hours

HOUR = 3600.0
MADRID = {"time_zone": "Europe/Madrid"}


def between(start: str, end: str, **calendar: Any) -> float:
    """Return the working hours between two clock times of the workshop."""
    hours = working_hours(calendar)
    first, last = read_clock_time(start, hours.zone), read_clock_time(end, hours.zone)
    return WorkingTime(hours, first, last).between_s(first, last) / HOUR


@pytest.mark.parametrize(
    ("start", "end", "calendar", "expected"),
    [
        ("2026-05-04T10:00", "2026-05-04T12:30", {}, 2.5),
        ("2026-05-04T16:00", "2026-05-05T10:00", {}, 2),
        ("2026-05-08T16:00", "2026-05-11T10:00", {}, 2),
        ("2026-05-09T10:00", "2026-05-10T18:00", {}, 0),
        ("2026-05-04T18:00", "2026-05-04T23:00", {}, 0),
        ("2026-05-04T00:00", "2026-05-11T00:00", {}, 40),
        ("2026-05-04T00:00", "2026-05-11T00:00", {"hours_per_day": 24, "days_per_week": 7}, 168),
        ("2026-05-08T12:00", "2026-05-11T12:00", {"hours_per_day": 24}, 24),
        ("2026-05-04T08:00", "2026-05-04T12:00", {"day_starts": "08:00"}, 4),
        ("2026-05-04T09:00", "2026-05-09T12:00", {"days_per_week": 5.5}, 43),
        ("2026-05-09T09:00", "2026-05-10T17:00", {"working_days": [6, 7]}, 16),
        ("2026-05-01T09:00", "2026-05-04T10:00", {"holidays": ["2026-05-01"]}, 1),
        # A night shift belongs to the day on which it begins: that of Friday ends on Saturday, and none begins then.
        ("2026-05-08T21:00", "2026-05-09T23:00", {"day_starts": "22:00"}, 8),
        ("2026-05-05T01:00", "2026-05-05T03:00", {"day_starts": "22:00"}, 2),
    ],
)
def test_only_working_time_counts(start: str, end: str, calendar: dict[str, Any], expected: float) -> None:
    assert between(start, end, **calendar) == pytest.approx(expected)


def test_a_day_around_the_clock_is_as_long_as_the_clocks_make_it() -> None:
    always = {"hours_per_day": 24, "days_per_week": 7, **MADRID}
    assert between("2026-03-29T00:00", "2026-03-30T00:00", **always) == 23
    assert between("2026-10-25T00:00", "2026-10-26T00:00", **always) == 25
    assert between("2026-10-24T12:00", "2026-10-26T12:00", **always) == 49


def test_changed_clocks_do_not_change_a_day_shift() -> None:
    assert between("2026-03-27T09:00", "2026-03-30T17:00", **MADRID) == 16
    assert between("2026-10-23T16:00", "2026-10-26T10:00", **MADRID) == 2


def test_a_clock_time_without_an_offset_is_by_the_workshop() -> None:
    zone = working_hours(MADRID).zone
    assert read_clock_time("2026-05-04T09:00", zone) == datetime(2026, 5, 4, 7, tzinfo=UTC)
    assert read_clock_time("2026-05-04 09:00+00:00", zone) == datetime(2026, 5, 4, 9, tzinfo=UTC)
    for written in ("", "yesterday", "2026-05-04", "2026-02-30T09:00"):
        with pytest.raises(ValueError):
            read_clock_time(written, zone)


MOMENTS = st.integers(0, 60 * 24 * 400).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
CALENDARS = st.fixed_dictionaries(
    {"hours_per_day": st.sampled_from([1, 7.5, 8, 15, 16, 24]), "days_per_week": st.sampled_from([1, 5, 6.5, 7])},
    optional={
        "time_zone": st.sampled_from(["Europe/Madrid", "America/New_York", "Asia/Kolkata"]),
        "day_starts": st.sampled_from(["00:00", "06:30", "22:00"]),
        "holidays": st.lists(st.dates(datetime(2026, 1, 1).date(), datetime(2027, 1, 1).date()).map(str), max_size=9),  # noqa: DTZ001
    },
)


@seed(6)
@given(CALENDARS, st.lists(MOMENTS, min_size=3, max_size=3))
def test_stretches_add_up_and_are_never_longer_than_the_clock(
    calendar: dict[str, Any], moments: list[datetime]
) -> None:
    first, middle, last = sorted(moments)
    clock = WorkingTime(working_hours(calendar), first, last)
    whole = clock.between_s(first, last)
    assert 0 <= whole <= (last - first).total_seconds() + 1e-6
    assert clock.between_s(first, middle) + clock.between_s(middle, last) == pytest.approx(whole)
    assert clock.between_s(last, first) == 0
