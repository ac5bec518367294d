"""A chart for pages: cut to its newest readings it says the same of them, and its days are the workshop's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from experiments.domain.chart_figure import MOST_DRAWN, ChartEvent, ChartFigure, chart_figure, newest_of
from metrics import Calendar
from metrics.variation import Reading, SegmentStart, XmrChart, xmr_chart

START = datetime(2026, 3, 1, 22, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def chart(count: int, *, change_at: int | None = None) -> XmrChart:
    values = [10.0 + place % 3 for place in range(count)]
    values[-2] = 90.0
    readings = [Reading(START + timedelta(days=place), value) for place, value in enumerate(values)]
    starts = [] if change_at is None else [SegmentStart(readings[change_at].at, "slots")]
    return xmr_chart(readings, measure="count", starts=starts)


@pytest.mark.parametrize("change_at", [None, 3, 30, 95])
def test_the_newest_readings_keep_their_limits_and_signals(change_at: int | None) -> None:
    whole = chart(100, change_at=change_at)
    newest = newest_of(whole, 20)
    assert [point.value for point in newest.readings] == [point.value for point in whole.readings[80:]]
    assert newest.segments[-1].limits == whole.segments[-1].limits
    assert newest.segments[0].first == 0 and newest.segments[-1].end == 20
    for point in newest.readings:
        segment = newest.segments[point.segment]
        assert segment.first <= newest.readings.index(point) < segment.end
    marked = {(signal.sentence, place + 80) for signal in newest.signals for place in signal.readings}
    assert marked == {(one.sentence, place) for one in whole.signals for place in one.readings if place >= 80}
    assert "The newest 20 of 100 readings are drawn; limits and signals rest on all." in newest.notes


def test_a_short_chart_is_left_as_it_is() -> None:
    whole = chart(20)
    assert newest_of(whole, 20) is whole


def figure_of(found: XmrChart, *events: ChartEvent) -> ChartFigure:
    return chart_figure(found, key="wait", title="Wait", calendar=Calendar(), zone=BERLIN, events=events)


def test_days_are_those_of_the_workshop_and_events_come_in_order() -> None:
    later = ChartEvent(START + timedelta(days=2), "Adopted: slots")
    figure = figure_of(chart(5), later, ChartEvent(START, "A new tester"))
    assert [label for _, label in figure.event_rows] == ["A new tester", "Adopted: slots"]
    # 22:00 in UTC is 23:00 of the same day in Berlin, and in July 0:00 of the next.
    assert figure.event_rows[0][0].isoformat() == "2026-03-01"
    july = figure_of(chart(5), ChartEvent(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "In summer"))
    assert july.event_rows[0][0].isoformat() == "2026-07-02"
    assert figure.data["time_zone"] == "Europe/Berlin"
    assert [row.value for row in figure.reading_rows] == ["11", "90", "12", "11", "10"]


def test_events_before_what_is_drawn_are_left_out() -> None:
    figure = figure_of(chart(MOST_DRAWN + 50), ChartEvent(START, "Long ago"))
    assert figure.events == ()
    assert len(figure.data["chart"]["readings"]) == MOST_DRAWN
