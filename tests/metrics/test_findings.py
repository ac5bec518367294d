"""Findings: what is told, with which figure, and in which order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from metrics import Finding, Quantity, Stream, StreamMetrics, measure
from metrics.findings.ranking import FINDERS
from metrics.findings.stakes import MOST_OF_A_KIND
from tests.metrics.build import DAY, HOUR, MapSketch, demand, finding_codes, stated
from tests.metrics.nested import Drawn, Shape, shapes
from tests.metrics.test_any_graph import forward_graphs


def found(metrics: StreamMetrics, code: str) -> list[Finding]:
    return [finding for finding in metrics.findings if finding.code == code]


def _measured(sketch: MapSketch) -> MapSketch:
    """Nothing is a guess, so that no finding speaks of guesses."""
    for element in sketch.elements.values():
        for quantity in element.values():
            if isinstance(quantity, dict):
                quantity["source"] = "measured"
    return sketch


def _without(stream: Stream, flow_id: str) -> Stream:
    return replace(
        stream,
        flows=tuple(replace(flow, share=Quantity(0.0)) if flow.id == flow_id else flow for flow in stream.flows),
    )


def check_prices(stream: Stream) -> int:
    """Every price is the difference that taking the rework away really makes."""
    metrics = measure(stream)
    prices = found(metrics, "rework_price")
    for finding in prices:
        without = measure(_without(stream, finding.element or ""))
        assert metrics.expected_lead_time_s is not None
        assert without.expected_lead_time_s is not None
        difference_s = metrics.expected_lead_time_s - without.expected_lead_time_s
        assert finding.at_stake_s == pytest.approx(difference_s, rel=1e-6, abs=1e-6)
    return len(prices)


@given(shapes)
@settings(max_examples=120)
def test_the_price_of_rework_is_what_its_absence_saves(shape: Shape) -> None:
    drawn = Drawn()
    drawn.draw(shape)
    check_prices(drawn.sketch.stream())


@given(forward_graphs())
@settings(max_examples=300)
def test_the_price_of_rework_in_networks(sketch: MapSketch) -> None:
    check_prices(sketch.stream())


def test_the_price_of_rework_where_another_way_becomes_the_longest() -> None:
    sketch = MapSketch()
    sketch.step("fork", wait=0, work=0, split="all")
    for step, work in (("a", 10), ("check", 0), ("b", 12), ("join", 0)):
        sketch.step(step, wait=0, work=work)
    sketch.chain("fork", "a", "check", "join")
    sketch.chain("fork", "b", "join")
    sketch.rework("check", "a", 0.5)
    (price,) = found(sketch.measure(), "rework_price")
    assert (price.element, price.at_stake_s) == ("rework-check-a", 20 - 12)
    assert price.sentence == (
        "50 % of the items go back from “Check” to “A”: that adds 8 s to the expected lead time "
        "(20 s with this rework, 12 s without)."
    )


def test_steps_that_cannot_meet_demand_come_first_and_say_what_is_left_over() -> None:
    sketch = MapSketch(demand=demand(4))
    sketch.chain(
        sketch.step("a", wait=90 * DAY, work=HOUR, people=1),
        sketch.step("b", wait=DAY, work=2.5 * HOUR, people=1),
        sketch.step("c", wait=DAY, work=1.9 * HOUR, people=1),
    )
    metrics = _measured(sketch).measure()
    first = metrics.findings[0]
    assert (first.element, first.code, first.at_stake_s) == ("b", "cannot_meet_demand", None)
    assert first.sentence == (
        "“B” would need 125 % of its working time: it can do 3.2 of the 4 items asked for a day, "
        "and what is left over grows by 4 a week."
    )
    (near,) = found(metrics, "near_its_limit")
    assert (near.element, near.at_stake_s) == ("c", DAY)
    assert near.sentence == (
        "“C” needs 95 % of its working time: 5.3 % more work fills it, and above 85 % waits grow quickly."
    )


@pytest.mark.parametrize(("a_day", "told"), [(6.8, False), (6.9, True)])
def test_near_its_limit_begins_above_85_percent(a_day: float, told: bool) -> None:
    sketch = MapSketch(demand=demand(a_day))
    sketch.step("a", wait=HOUR, work=HOUR, people=1)
    assert bool(found(sketch.measure(), "near_its_limit")) is told


def test_long_waits_count_their_queues_and_what_they_make_of_the_lead_time() -> None:
    sketch = MapSketch()
    sketch.chain(
        sketch.step("a", wait=2 * DAY, work=DAY),
        sketch.queue("pile", wait_time=6 * DAY),
        sketch.step("b", work=DAY),
        sketch.step("c", wait=DAY / 2, work=DAY),
    )
    first, second = found(_measured(sketch).measure(), "long_wait")
    assert (first.element, first.at_stake_s, second.element) == ("b", 6 * DAY, "a")
    assert first.sentence == (
        "Work waits 6 d before “B”: that makes 6 d of the expected lead time of 11.5 d (52.2 %), "
        "more than any other wait."
    )
    assert second.sentence == "Work waits 2 d before “A”: that makes 2 d of the expected lead time of 11.5 d (17.4 %)."


def test_batches_say_what_collecting_and_their_size_cost() -> None:
    sketch = MapSketch(demand=demand(2))
    sketch.step("a", wait=0, work=HOUR, batch_size=11)
    (batch,) = found(sketch.measure(), "batch_delays")
    assert batch.at_stake_s == pytest.approx(5 / 2 * DAY + 5 * HOUR)
    assert "2.5 d on average until its batch is collected, at 2 a day, and 5 h for the others" in batch.sentence
    sketch.elements["a"]["batch_size"] = stated(1)
    assert not found(sketch.measure(), "batch_delays")


@pytest.mark.parametrize(("items", "told"), [(4, False), (8, True), (2, True), (0, True)])
def test_items_counted_beside_a_wait_that_does_not_fit(items: float, told: bool) -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.step("a", wait=4 * DAY, work=HOUR)
    sketch.queue("pile", items=items, counts_only=True, about="a")
    differs = found(sketch.measure(), "count_differs")
    assert bool(differs) is told
    if items == 8:
        assert differs[0].at_stake_s == 4 * DAY
        assert "said to be 4 d (guess), but 8 items counted there at 1 a day mean 8 d" in differs[0].sentence


def test_a_measured_wait_is_not_doubted_for_a_guessed_count() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.chain(sketch.queue("pile", items=9, wait_time=DAY), sketch.step("a", work=HOUR))
    assert [finding.element for finding in found(sketch.measure(), "count_differs")] == ["pile"]
    sketch.elements["pile"]["wait_time"] = stated(DAY, "measured")
    assert not found(sketch.measure(), "count_differs")


def test_a_wait_of_its_own_and_a_queue_add_up_and_are_told() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.queue("pile", wait_time=5), sketch.step("a", wait=2, work=1))
    metrics = _measured(sketch).measure()
    assert metrics.lead_time_s == 8
    assert finding_codes(metrics) == {("a", "waits_add_up"), ("a", "long_wait")}
    (added,) = found(metrics, "waits_add_up")
    assert added.at_stake_s == 2
    assert added.sentence.startswith("The wait before “A” and the time in the queue before “A” add up")


@pytest.mark.parametrize(("items", "told"), [(8, False), (12, False), (7, True), (13, True)])
def test_counted_wip_against_littles_law(items: float, told: bool) -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.step("a", wait=9 * DAY, work=DAY, people=10)
    sketch.queue("pile", items=items, counts_only=True, about="a")
    metrics = sketch.measure()
    assert metrics.wip == pytest.approx(10)
    assert ((None, "wip_differs") in finding_codes(metrics)) is told
    if told:
        assert found(metrics, "wip_differs")[0].at_stake_s == pytest.approx(3 * DAY)


def test_the_guess_that_most_rests_on() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=6 * DAY, work=DAY), sketch.step("b", wait=2 * DAY, work=DAY))
    (guess,) = found(sketch.measure(), "large_guess")
    assert (guess.element, guess.at_stake_s) == ("a", 6 * DAY)
    assert guess.sentence == (
        "The wait before “A” is a guess and makes 6 d of the expected lead time of 10 d (60 %): "
        "walk a real item through it, or measure it."
    )
    assert not found(_measured(sketch).measure(), "large_guess")


def test_handoffs_name_the_step_with_most_and_come_last() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=DAY, work=DAY, handoffs=1), sketch.step("b", wait=DAY, work=DAY, handoffs=3))
    last = sketch.measure().findings[-1]
    assert (last.element, last.code, last.at_stake_s) == ("b", "handoffs", None)
    assert "4 times along the counted path, most at “B” (3)" in last.sentence


@given(shapes)
@settings(max_examples=60)
def test_findings_are_ranked_and_few(shape: Shape) -> None:
    drawn = Drawn()
    drawn.sketch.charter = {"demand": demand(1000)}
    drawn.draw(shape)
    findings = drawn.sketch.measure().findings
    stakes = [
        float("inf")
        if finding.code == "cannot_meet_demand"
        else -1.0
        if finding.at_stake_s is None
        else finding.at_stake_s
        for finding in findings
    ]
    assert stakes == sorted(stakes, reverse=True)
    assert len(findings) <= MOST_OF_A_KIND * len(FINDERS)
    assert all(finding.sentence.endswith(".") for finding in findings)


def test_without_the_expected_lead_time_findings_speak_of_one_pass() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("a", wait=3 * DAY, work=DAY), sketch.step("b", wait=0, work=DAY))
    sketch.rework("b", "a")
    (wait,) = found(sketch.measure(), "long_wait")
    assert wait.sentence.startswith("Work waits 3 d before “A”: that makes 3 d of the lead time of 5 d (60 %)")
