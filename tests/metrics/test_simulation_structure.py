"""The simulation goes the ways that the figures count: any nesting, any network, the same result for the same seed."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import ciw
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from metrics import measure, stream_from_elements
from metrics.simulation import CannotSimulateError, SimulationPlan, simulate
from tests.metrics.build import DAY, HOUR, MapSketch, demand
from tests.metrics.nested import Drawn, Shape, shapes, time_of
from tests.metrics.test_any_graph import any_charters, any_elements

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@given(shape=shapes)
@hypothesis_settings(max_examples=60)
def test_nested_structures_take_the_time_that_their_parts_compose(shape: Shape) -> None:
    """With constant times, and where nothing is decided by chance, every item takes exactly the computed lead time."""
    drawn = Drawn()
    drawn.draw(shape)
    sketch = drawn.sketch
    if any(element.get("share") for element in sketch.elements.values()) or has_choices(sketch):
        return
    found = simulate(sketch.stream(), SimulationPlan(items=3, distribution="constant"))
    exact = time_of(shape, expected=True) + 2.0
    assert found.lead_time_s.mean.value == pytest.approx(exact)
    for node in found.steps:
        assert found.steps[node].visits == pytest.approx(drawn.visits[node])


def has_choices(sketch: MapSketch) -> bool:
    out: dict[str, int] = {}
    for element in sketch.elements.values():
        if element["kind"] == "flow":
            out[element["source"]] = out.get(element["source"], 0) + 1
    return any(count > 1 and sketch.elements[source].get("split", "one") == "one" for source, count in out.items())


@given(shape=shapes)
@hypothesis_settings(max_examples=25)
def test_nested_structures_are_visited_as_often_as_computed(shape: Shape) -> None:
    drawn = Drawn()
    drawn.draw(shape)
    items = 400
    if sum(drawn.visits.values()) > 100:
        return
    found = simulate(drawn.sketch.stream(), SimulationPlan(items, distribution="constant"))
    for node, step in found.steps.items():
        exact = drawn.visits[node]
        # Visits by rework are geometric at most: their standard deviation is below mean and a half, in five of which
        # all of some thousand comparisons lie.
        spread = 5 * math.sqrt(exact * (exact + 1) / items) * 2
        assert abs(step.visits - exact) <= spread


def test_a_network_that_is_no_nesting() -> None:
    sketch = MapSketch()
    sketch.step("start", 0, HOUR, split="all")
    for name, hours in (("a", 1), ("b", 5), ("c", 2), ("d", 1), ("e", 3), ("join", 1)):
        sketch.step(name, 0, hours * HOUR, split="all")
    for pair in ("start a", "start b", "start c", "a d", "b d", "b e", "c e", "d join", "e join"):
        source, target = pair.split()
        sketch.flow(source, target)
    found = simulate(sketch.stream(), SimulationPlan(items=5, distribution="constant"))
    assert found.lead_time_s.mean.value == pytest.approx(10 * HOUR)
    assert found.lead_time_s.mean.value == found.static_lead_time_s
    assert {step.visits for step in found.steps.values()} == {1.0}


def test_a_choice_inside_one_way_delays_nobody_and_the_join_waits_for_all() -> None:
    sketch = MapSketch()
    sketch.step("fork", 0, HOUR, split="all")
    for name, hours in (("decide", 1), ("short", 1), ("long", 9), ("meet", 0), ("other", 4), ("join", 1)):
        sketch.step(name, 0, hours * HOUR)
    for pair in ("fork decide", "fork other", "short meet", "long meet", "meet join", "other join"):
        source, target = pair.split()
        sketch.flow(source, target)
    sketch.flow("decide", "short", 0.5)
    sketch.flow("decide", "long", 0.5)
    found = simulate(sketch.stream(), SimulationPlan(items=2000, distribution="constant"))
    times, edges = found.histogram.counts, found.histogram.edges_s
    assert (edges[0], edges[-1]) == (6 * HOUR, 12 * HOUR)
    assert times[0] + times[-1] == 2000
    assert times[0] == pytest.approx(1000, abs=120)
    assert found.steps["join"].visits == 1.0


def test_several_starts_are_parallel_and_a_repair_step_is_worked_when_needed() -> None:
    sketch = MapSketch()
    for name, hours in (("left", 2), ("right", 5), ("join", 1), ("repair", 10), ("done", 1)):
        sketch.step(name, 0, hours * HOUR)
    sketch.chain("left", "join", "done")
    sketch.flow("right", "join")
    sketch.rework("join", "repair", 0.25)
    sketch.flow("repair", "join")
    stream = sketch.stream()
    found = simulate(stream, SimulationPlan(items=4000, distribution="constant"))
    assert found.steps["repair"].visits == pytest.approx(1 / 3, rel=0.15)
    assert found.lead_time_s.mean.value == pytest.approx(measure(stream).expected_lead_time_s, rel=0.05)


def routed() -> MapSketch:
    sketch = MapSketch(demand=demand(2.0, "hour"))
    sketch.step("a", None, 0.5 * HOUR, people=2)
    sketch.step("b", None, 0.6 * HOUR, people=1)
    sketch.step("c", None, 0.3 * HOUR, people=1)
    sketch.step("d", None, 0.5 * HOUR, people=2, wip_limit=6)
    sketch.flow("a", "b", 0.5)
    sketch.flow("a", "c", 0.5)
    sketch.flow("b", "d")
    sketch.flow("c", "d")
    return sketch


def test_a_routed_network_with_blocking_against_another_simulator() -> None:
    """Constant work, shares, several people and a WIP limit that blocks the steps before it, as ciw simulates them."""
    found = simulate(routed().stream(), SimulationPlan(20_000, seed=4, distribution="constant"))
    work = [0.5, 0.6, 0.3, 0.5]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(2.0), None, None, None],
        service_distributions=[ciw.dists.Deterministic(hours) for hours in work],
        routing=[[0.0, 0.5, 0.5, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0]],
        number_of_servers=[2, 1, 1, 2],
        queue_capacities=[float("inf"), float("inf"), float("inf"), 4],
    )
    ciw.seed(4)
    oracle = ciw.Simulation(network)
    oracle.simulate_until_max_time(6000)
    began: dict[int, float] = {}
    ended: dict[int, float] = {}
    for record in oracle.get_all_records():
        name = record.id_number
        began[name] = min(began.get(name, math.inf), record.arrival_date)
        if record.node == 4:
            ended[name] = record.exit_date
    times = [HOUR * (ended[name] - began[name]) for name in ended if began[name] > 100]
    batches = [float(batch.mean()) for batch in np.array_split(np.array(times), 10)]
    error = 2.262 * float(np.std(batches, ddof=1)) / math.sqrt(10)
    mean = found.lead_time_s.mean
    assert mean.low is not None and mean.high is not None
    assert mean.low - error <= float(np.mean(times)) <= mean.high + error
    assert mean.high - mean.low + 2 * error < 0.2 * mean.value


def busy() -> MapSketch:
    sketch = routed()
    sketch.rework("d", "a", 0.05)
    sketch.elements["b"]["batch_size"] = {"value": 3, "source": "guess"}
    return sketch


def test_equal_seeds_give_equal_results_and_others_do_not() -> None:
    plan = SimulationPlan(500, seed=7)
    first, second = (simulate(busy().stream(), plan).as_json() for _ in range(2))
    assert first == second
    assert simulate(busy().stream(), SimulationPlan(500, seed=8)).lead_time_s != first["lead_time_s"]
    assert json.loads(json.dumps(first, allow_nan=False)) == first


PRINT = """
import sys, json, importlib.util
spec = importlib.util.spec_from_file_location("structure", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(json.dumps(module.simulate(module.busy().stream(), module.SimulationPlan(200, seed=7)).as_json()))
"""


def test_another_process_gives_the_same() -> None:
    """Neither the order of hashes nor anything else of a process decides."""
    printed = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(CHECKOUT)}
        command = [sys.executable, "-c", PRINT, __file__]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True)
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    assert json.loads(printed[0]) == simulate(busy().stream(), SimulationPlan(200, seed=7)).as_json()


def test_a_step_keeps_its_luck_when_another_is_removed() -> None:
    """Common random numbers: what is left of a changed map meets the same arrivals and the same work."""
    whole = MapSketch(demand=demand(9))
    for name in ("first", "second"):
        whole.step(name, None, HOUR, people=1)
    whole.chain("first", "second")
    part = MapSketch(demand=demand(9))
    part.step("first", None, HOUR, people=1)
    # More is asked for than can be done, so there is no warm-up, whose length would depend on the map.
    before, after = (simulate(sketch.stream(), SimulationPlan(300)) for sketch in (whole, part))
    assert before.steps["first"] == after.steps["first"]


class Stopped(Exception):
    pass


def test_progress_is_told_and_what_it_raises_ends_the_simulation() -> None:
    told: list[tuple[int, int]] = []
    simulate(busy().stream(), SimulationPlan(500), lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] >= 500
    assert told == sorted(told) and 90 <= len(told) <= 210

    def stop(done: int, of: int) -> None:
        if done > of / 2:
            raise Stopped

    with pytest.raises(Stopped):
        simulate(busy().stream(), SimulationPlan(500), stop)


def test_the_last_batches_are_worked_on_incomplete() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.step("a", 0, HOUR)
    sketch.step("b", 0, HOUR, batch_size=7000)
    sketch.chain("a", "b")
    found = simulate(sketch.stream(), SimulationPlan(items=10))
    assert "The last batches did not fill and were worked on as they were." in found.notes
    assert "Fewer than 100 items were counted: too few to tell how certain the figures are." in found.notes
    assert found.lead_time_s.mean.low is None


@given(any_charters, any_elements())
@hypothesis_settings(max_examples=60)
def test_any_graph_is_simulated_or_refused_in_sentences(charter: dict[str, Any], elements: dict[str, Any]) -> None:
    stream = stream_from_elements(charter, elements)
    try:
        found = simulate(stream, SimulationPlan(30, 5)).as_json()
    except CannotSimulateError as refused:
        assert refused.sentences
        assert all(sentence.endswith(".") for sentence in refused.sentences)
    else:
        json.dumps(found, allow_nan=False)
        assert found == simulate(stream, SimulationPlan(30, 5)).as_json()


@pytest.mark.parametrize("items", [5e-324, 1e-300])
def test_a_demand_that_no_clock_can_follow_is_named(items: float) -> None:
    sketch = MapSketch(demand=demand(items))
    sketch.step("a", 0, DAY, people=1)
    with pytest.raises(CannotSimulateError, match="The demand is too small or too large"):
        simulate(sketch.stream(), SimulationPlan(30, 5))
