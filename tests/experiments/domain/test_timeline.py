from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.timeline import Scale, Span, lay_out

TODAY = date(2026, 3, 31)
days = st.integers(-4_000, 60_000).map(lambda number: TODAY + timedelta(days=number))
spans = st.lists(st.tuples(days, days).map(lambda two: Span(min(two), max(two))), max_size=12)


@given(spans, st.sampled_from([None, "weeks", "months"]))
def test_every_bar_lies_in_the_picture_and_the_rest_is_left_out(given_spans: list[Span], scale: Scale | None) -> None:
    line = lay_out(given_spans, on=TODAY, scale=scale)
    assert 0 <= line.today < 1
    assert (line.after - line.first) < timedelta(days=1_000)
    for span in given_spans:
        if line.shows(span):
            bar = line.bar(span)
            assert 0 <= bar.start < bar.end <= 1
            assert bar.is_cut == (span.start < line.first)
        else:
            assert span.end < line.first or span.end >= line.after


@given(spans)
def test_ticks_begin_weeks_or_months_in_order(given_spans: list[Span]) -> None:
    line = lay_out(given_spans, on=TODAY)
    places = [tick.at for tick in line.ticks]
    assert places == sorted(set(places)) and places[0] == 0 and places[-1] < 1


def test_weeks_begin_on_mondays_and_name_their_month_once() -> None:
    line = lay_out([Span(date(2026, 3, 20), date(2026, 4, 8))], on=TODAY)
    assert (line.scale, line.first.isoformat(), line.after.isoformat()) == ("weeks", "2026-03-16", "2026-04-20")
    assert [tick.label for tick in line.ticks] == ["16 Mar", "23", "30", "6 Apr", "13"]
    assert [tick.label for tick in line.ticks if tick.is_main] == ["6 Apr"]
    bar = line.bar(Span(date(2026, 3, 16), date(2026, 3, 22)))
    assert [bar.start, bar.end] == pytest.approx([0, 7 / 35])


def test_a_plan_of_more_than_weeks_is_drawn_in_months() -> None:
    line = lay_out([Span(TODAY, date(2027, 1, 15))], on=TODAY)
    assert (line.scale, line.ticks[0].label, line.after.isoformat()) == ("months", "Mar 2026", "2027-03-01")
    assert [tick.label for tick in line.ticks if tick.is_year] == ["Jan 2027"]
    assert [tick.label for tick in line.ticks if tick.is_main] == ["Apr", "Jul", "Oct", "Jan 2027"]


def test_a_date_of_another_decade_does_not_flatten_the_rest() -> None:
    far, near = Span(TODAY, date(2090, 1, 1)), Span(TODAY, TODAY + timedelta(days=20))
    line = lay_out([far, near], on=TODAY)
    assert line.shows(near) and not line.shows(far)
    with pytest.raises(ValueError, match="outside"):
        line.bar(far)
