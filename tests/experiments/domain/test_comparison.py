"""Figures beside each other: now, futures, differences, what they rest on, and what became of a promise."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.comparison import (
    BETTER,
    Promise,
    Row,
    StateFigures,
    compare,
    compare_with_promise,
    figures_of,
)
from maps.domain.map_file import parse_map_file
from metrics import StreamMetrics, measure, stream_from_elements
from tests.experiments.domain.sketch import DAY, Map, chain, changed, stated, step

FORMATS = Path(__file__).resolve().parents[2] / "fixtures" / "formats"
DELIVERY = parse_map_file((FORMATS / "feature-delivery.vsm.json").read_bytes())
SMALL: Map = chain(build=step("Build", 2, 2, people=stated(4)), test=step("Test", 3, 1, people=stated(2)))
CHARTER = {"demand": {"items": 1, "per": "day"}}


def state(title: str, elements: Any, charter: Any = CHARTER) -> StateFigures:
    return figures_of(title, charter, elements)


def rows_of(*states: StateFigures) -> dict[str, Row]:
    return {row.figure: row for row in compare(states[0], states[1:]).rows}


def test_the_table_of_the_example_has_the_figures_of_the_engine() -> None:
    now = state("As we found it", DELIVERY.elements, DELIVERY.charter)
    metrics = measure(stream_from_elements(DELIVERY.charter, DELIVERY.elements))
    rows = rows_of(now)
    for figure, row in rows.items():
        assert row.cells[0].value == getattr(metrics, figure)
        assert row.cells[0].difference is None and row.cells[0].turn is None
    assert rows["lead_time_s"].cells[0].words == "27.8 d"
    assert rows["flow_efficiency"].cells[0].words == "27.9 %"
    assert rows["throughput_per_day"].cells[0].words == "0.7 a day"
    assert rows["lead_time_s"].cells[0].rests_on == metrics.provenance
    assert set(BETTER) <= set(rows)
    assert set(rows) <= {field.name for field in fields(StreamMetrics)}


def test_now_and_two_futures() -> None:
    halved = changed(SMALL, "test", wait_time=stated(1.5 * DAY, "guess"))
    slower = changed(SMALL, "build", process_time=stated(3 * DAY, "measured"))
    table = compare(state("now", SMALL), [state("booking rule", halved), state("more checks", slower)])
    assert table.titles == ("now", "booking rule", "more checks")
    assert table.constraints == ("Build", "Build", "Build")
    lead, efficiency, takt = (
        next(row for row in table.rows if row.figure == figure)
        for figure in ("lead_time_s", "flow_efficiency", "takt_time_s")
    )
    assert [cell.words for cell in lead.cells] == ["8 d", "6.5 d", "9 d"]
    assert [cell.difference_words for cell in lead.cells] == ["", "−1.5 d (−18.8 %)", "+1 d (+12.5 %)"]
    assert [cell.turn for cell in lead.cells] == [None, "better", "worse"]
    assert lead.cells[1].rests_on_words == "23.1 % guess, 76.9 % estimate"
    assert efficiency.better == "higher"
    assert efficiency.cells[1].difference_words == "+8.65 points" and efficiency.cells[1].turn == "better"
    assert [cell.turn for cell in takt.cells] == [None, None, None]
    assert takt.cells[1].difference_words == "no difference"
    assert json.loads(json.dumps(table.as_json(), allow_nan=False))["titles"] == list(table.titles)


def test_a_figure_that_is_not_known_says_what_it_needs() -> None:
    open_map = changed(SMALL, "test", wait_time=None)
    lead = rows_of(state("now", SMALL), state("future", open_map))["lead_time_s"].cells[1]
    assert (lead.value, lead.difference, lead.turn) == (None, None, None)
    assert lead.words == "at least 5 d"
    assert lead.needs == ("needs the wait before “Test”",)
    backwards = rows_of(state("now", open_map), state("future", SMALL))["lead_time_s"].cells[1]
    assert (backwards.words, backwards.difference) == ("8 d", None)
    nothing = rows_of(state("now", {}))["lead_time_s"].cells[0]
    assert nothing.words == "not known" and nothing.needs


def test_from_nothing_there_is_no_percentage() -> None:
    idle = chain(build=step("Build", 0, 0))
    cell = rows_of(state("now", idle), state("future", chain(build=step("Build", 1, 0))))["lead_time_s"].cells[1]
    assert (cell.relative, cell.difference_words, cell.turn) == (None, "+1 d", "worse")


def promise_of(before: float | None, promised: float | None, later: float | None) -> Promise:
    maps = [
        changed(SMALL, "test", wait_time=None if days is None else stated(days * DAY))
        for days in (before, promised, later)
    ]
    promises = compare_with_promise(*(state("", elements) for elements in maps))
    return next(promise for promise in promises if promise.figure == "wait_time_s")


@pytest.mark.parametrize(
    ("before", "promised", "later", "kept", "share", "says"),
    [
        (8.0, 4.0, 4.0, "kept", 1.0, "10 d before, 6 d promised, 6 d now: the promise was kept (100 %"),
        (8.0, 4.0, 2.0, "kept", 1.5, "kept (150 % of the promised change)"),
        (8.0, 4.0, 5.0, "partly", 0.75, "a part of it came true (75 % of the promised change)"),
        (8.0, 4.0, 8.0, "not_kept", 0.0, "nothing of it came true"),
        (8.0, 4.0, 9.0, "worse", -0.25, "it got worse"),
        (8.0, 8.0, 8.0, "kept", None, "the promise was kept."),
        (8.0, 8.0, 9.0, "worse", None, "it got worse"),
        (8.0, 4.0, None, "not_known", None, "because a figure is missing"),
        (None, 4.0, 4.0, "not_known", None, "because a figure is missing"),
    ],
)
def test_what_became_of_a_promise(
    before: float | None, promised: float | None, later: float | None, kept: str, share: float | None, says: str
) -> None:
    promise = promise_of(before, promised, later)
    assert (promise.kept, promise.share) == (kept, None if share is None else pytest.approx(share))
    assert promise.sentence.startswith("Wait time: ") and says in promise.sentence


def test_a_figure_that_is_to_rise_is_kept_when_it_rises() -> None:
    low, high = state("", SMALL), state("", changed(SMALL, "test", wait_time=stated(0)))
    kept = {promise.figure: promise.kept for promise in compare_with_promise(low, high, high)}
    assert kept["flow_efficiency"] == kept["lead_time_s"] == "kept"
    lost = {promise.figure: promise.kept for promise in compare_with_promise(low, high, low)}
    assert lost["flow_efficiency"] == lost["lead_time_s"] == "not_kept"


_DAYS = st.one_of(st.none(), st.integers(0, 12).map(float))


@given(st.tuples(_DAYS, _DAYS, _DAYS), st.tuples(_DAYS, _DAYS, _DAYS))
def test_any_three_states_can_be_compared(waits: tuple[float | None, ...], works: tuple[float | None, ...]) -> None:
    states = [
        state(str(number), chain(build=step("Build", wait, 1), test=step("Test", 1, work)))
        for number, (wait, work) in enumerate(zip(waits, works, strict=True))
    ]
    table = compare(states[0], states[1:])
    json.dumps(table.as_json(), allow_nan=False)
    for row in table.rows:
        for cell in row.cells[1:]:
            first = row.cells[0].value
            assert (cell.difference is None) == (first is None or cell.value is None)
            assert bool(cell.needs) == (cell.value is None)
            if cell.turn in ("better", "worse"):
                assert cell.difference and ((cell.difference < 0) == (row.better == "lower")) == (cell.turn == "better")
    for promise in compare_with_promise(states[0], states[1], states[2]):
        json.dumps(promise.as_json(), allow_nan=False)
        assert (promise.kept == "not_known") == (None in (promise.before, promise.promised, promise.later))
        if promise.share is not None and promise.share >= 1:
            assert promise.kept == "kept"
