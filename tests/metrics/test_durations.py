"""Durations as people type and read them; the vectors are shared with the browser's implementation."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import (
    Calendar,
    DurationError,
    ParsedDuration,
    demand_per_day,
    format_duration,
    format_duration_exact,
    parse_duration,
    takt_time_s,
)
from metrics.calendar import PERIODS, Demand

VECTORS = json.loads((Path(__file__).resolve().parent.parent / "vectors" / "durations.json").read_text())
OFFICE = Calendar()
CALENDARS = [OFFICE, Calendar(24, 7, 30), Calendar(15.333333333333334), Calendar(7.7), Calendar(0.5)]


def _cases(key: str) -> list[Any]:
    return [
        pytest.param(Calendar(**case["calendar"]), entry, id=f"{case['calendar']['hours_per_day']:g} h: {entry}")
        for case in VECTORS
        for entry in case[key]
    ]


@pytest.mark.parametrize(("calendar", "entry"), _cases("parse"))
def test_what_is_typed(calendar: Calendar, entry: dict[str, Any]) -> None:
    if "error" in entry:
        with pytest.raises(DurationError) as refusal:
            parse_duration(entry["text"], calendar)
        assert refusal.value.code == entry["error"]
    else:
        parsed = parse_duration(entry["text"], calendar)
        assert parsed == ParsedDuration(entry["value_s"], entry["low_s"], entry["high_s"])


@pytest.mark.parametrize(("calendar", "entry"), _cases("format"))
def test_what_is_shown(calendar: Calendar, entry: dict[str, Any]) -> None:
    assert format_duration(entry["seconds"], calendar) == entry["text"]
    assert format_duration_exact(entry["seconds"], calendar) == entry["exact"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3", "“3” needs a unit: write 3h or 3d."),
        ("1h 30", "“30” needs a unit: write 30h or 30d."),
        ("", "Write a time, for example 30m, 4h or 3d."),
        ("soon", "“soon” is not a time: write for example 30m, 4h, 3d, 1d 4h or 1h-4h."),
        ("8d-3d", "“8d-3d” runs from long to short: write the shorter time first."),
        ("1,000s", "“1,000” could be 1000 or 1.000: write one of them."),
    ],
)
def test_a_refusal_says_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(DurationError) as refusal:
        parse_duration(text, OFFICE)
    assert str(refusal.value) == sentence


@given(st.sampled_from(CALENDARS), st.integers(0, 10**13))
def test_the_exact_form_is_read_back_to_the_microsecond(calendar: Calendar, microseconds: int) -> None:
    seconds = microseconds / 1_000_000
    assert parse_duration(format_duration_exact(seconds, calendar), calendar).value_s == pytest.approx(
        seconds, abs=1e-6, rel=0
    )


@given(st.sampled_from(CALENDARS), st.integers(0, 10**6), st.sampled_from("smhdw"))
def test_what_was_typed_in_whole_units_is_kept_exactly(calendar: Calendar, number: int, unit: str) -> None:
    seconds = parse_duration(f"{number}{unit}", calendar).value_s
    assert parse_duration(format_duration_exact(seconds, calendar), calendar).value_s == pytest.approx(
        seconds, rel=1e-15
    )


@given(st.sampled_from(CALENDARS), st.floats(0.05, 1e9))
def test_the_short_form_is_near_the_time(calendar: Calendar, seconds: float) -> None:
    shown = parse_duration(format_duration(seconds, calendar), calendar).value_s
    assert shown == pytest.approx(seconds, rel=0.051, abs=0.051)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parsed = parse_duration(text, OFFICE)
    except DurationError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert parsed.value_s >= 0


def test_working_time_of_the_periods() -> None:
    hours = {period: Calendar(8, 5, 20).period_s(period) / 3600 for period in PERIODS}
    assert hours == {"hour": 1, "day": 8, "week": 40, "month": 160, "quarter": 480, "year": 1920}


@pytest.mark.parametrize(
    ("items", "per", "a_day"),
    [(2, "hour", 16), (4, "week", 0.8), (6, "month", 0.3), (60, "quarter", 1), (240, "year", 1)],
)
def test_demand_and_takt(items: float, per: Any, a_day: float) -> None:
    demand = Demand(items, per)
    assert demand_per_day(demand, OFFICE) == pytest.approx(a_day)
    assert takt_time_s(demand, OFFICE) == pytest.approx(8 * 3600 / a_day)


def test_no_takt_without_demand() -> None:
    assert takt_time_s(Demand(0, "day"), OFFICE) is None
