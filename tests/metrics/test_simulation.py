"""The simulation against closed forms, each within the confidence interval that it states itself."""

import math

import pytest

from metrics.simulation import CannotSimulateError, Estimate, SimulationPlan, SimulationResult, simulate
from tests.metrics.build import DAY, HOUR, MapSketch, demand

ITEMS = 20_000
SEED = 1


def simulated(sketch: MapSketch, items: int = ITEMS, seed: int = SEED, **plan: str) -> SimulationResult:
    return simulate(sketch.stream(), SimulationPlan(items, seed, **plan))  # type: ignore[arg-type]


def hourly(per_hour: float = 1.0) -> MapSketch:
    return MapSketch(demand=demand(per_hour, "hour"))


def holds(estimate: Estimate | None, exact: float, *, within: float = 0.15) -> bool:
    """Whether the interval holds the exact value and is narrow enough to mean something."""
    assert estimate is not None and estimate.low is not None and estimate.high is not None
    assert estimate.high - estimate.low < 2 * within * exact
    return estimate.low <= exact <= estimate.high


def one_server(rework: float | None = None) -> MapSketch:
    """One person who can do two an hour, one item an hour."""
    sketch = hourly()
    sketch.step("request", 0, 0)
    sketch.step("work", None, HOUR / 2, people=1)
    sketch.step("check", 0, 0)
    sketch.chain("request", "work", "check")
    if rework:
        sketch.rework("check", "work", rework)
    return sketch


def test_one_server_without_rework() -> None:
    """METHOD 4: 1.0 h; the time in an M/M/1 queue is exponential, so its percentiles are known too."""
    found = simulated(one_server())
    assert found.steady and found.sentence is None
    assert holds(found.lead_time_s.mean, 1.0 * HOUR)
    for estimate, share in ((found.lead_time_s.p50, 0.5), (found.lead_time_s.p85, 0.85), (found.lead_time_s.p95, 0.95)):
        assert holds(estimate, -math.log(1 - share) * HOUR, within=0.2)
    assert holds(found.wip, 1.0)
    assert holds(found.throughput_per_day, 8.0)
    assert found.steps["work"].utilisation == pytest.approx(0.5, rel=0.05)
    assert found.steps["work"].wait_s_mean == pytest.approx(0.5 * HOUR, rel=0.1)
    assert found.steps["work"].queue_mean == pytest.approx(0.5, rel=0.15)


def test_one_server_with_rework() -> None:
    """METHOD 4: a fifth come back, so 1.25 an hour arrive, 1 ÷ (2 − 1.25) h a visit and 1.25 visits: 1.667 h."""
    found = simulated(one_server(rework=0.2))
    assert holds(found.lead_time_s.mean, HOUR * 5 / 3)
    assert holds(found.wip, 5 / 3, within=0.15)
    assert found.steps["work"].visits == pytest.approx(1.25, rel=0.02)
    assert found.steps["work"].utilisation == pytest.approx(0.625, rel=0.05)


@pytest.mark.parametrize(("people", "load"), [(2, 0.8), (5, 0.7)])
def test_several_people(people: int, load: float) -> None:
    """Erlang's C formula for M/M/c."""
    sketch = hourly(people * load)
    sketch.step("work", None, HOUR, people=people)
    offered = people * load
    terms = [offered**k / math.factorial(k) for k in range(people)]
    queued = offered**people / math.factorial(people) / (1 - load)
    delayed = queued / (sum(terms) + queued)
    found = simulated(sketch)
    assert holds(found.lead_time_s.mean, HOUR * (1 + delayed / (people * (1 - load))))


def test_constant_work() -> None:
    """Pollaczek and Khinchine for M/D/1: half the wait of M/M/1."""
    sketch = hourly()
    sketch.step("work", None, 0.75 * HOUR, people=1)
    found = simulated(sketch, distribution="constant")
    assert holds(found.lead_time_s.mean, HOUR * (0.75 + 0.75 * 0.75 / (2 * 0.25)))


def test_range_of_a_measured_time() -> None:
    """Pollaczek and Khinchine for M/G/1 with the variance of the beta distribution between the ends."""
    sketch = hourly()
    sketch.step("work", process_time={"value": HOUR / 2, "low": 0, "high": HOUR, "source": "measured"}, people=1)
    variance = HOUR**2 * 0.25 / 7
    second_moment = variance + (HOUR / 2) ** 2
    assert holds(simulated(sketch).lead_time_s.mean, HOUR / 2 + second_moment / HOUR / (2 * 0.5))


def test_range_of_an_estimate() -> None:
    """Pollaczek and Khinchine for M/G/1 with the variance of the lognormal distribution that the range suggests."""
    sketch = hourly()
    stated = {"value": HOUR / 2, "low": HOUR / 4, "high": HOUR, "source": "estimate"}
    sketch.step("work", process_time=stated, people=1)
    sigma = math.log(4) / (2 * 1.6448536)
    second_moment = (HOUR / 2) ** 2 * math.exp(sigma * sigma)
    assert holds(simulated(sketch).lead_time_s.mean, HOUR / 2 + second_moment / HOUR / (2 * 0.5))


def test_tandem() -> None:
    """Burke: what leaves M/M/1 arrives at random again, so the times of two in a row add up."""
    sketch = hourly()
    sketch.step("first", None, HOUR / 2, people=1)
    sketch.step("second", None, 0.6 * HOUR, people=1)
    sketch.chain("first", "second")
    assert holds(simulated(sketch).lead_time_s.mean, HOUR * (1.0 + 1.5))


def test_uptime_slows_work() -> None:
    sketch = hourly()
    sketch.step("work", None, 0.3 * HOUR, people=1, uptime=0.6)
    found = simulated(sketch)
    assert holds(found.lead_time_s.mean, 1.0 * HOUR)
    assert any("uptime" in note for note in found.notes)


def fork_join(per_hour: float | None, people: int | None) -> MapSketch:
    sketch = hourly(per_hour) if per_hour else MapSketch()
    sketch.step("fork", 0, 0, split="all")
    for way in ("left", "right"):
        sketch.step(way, 0, HOUR / 2, people=people)
        sketch.flow("fork", way)
        sketch.flow(way, "join")
    sketch.step("join", 0, 0)
    return sketch


def test_parallel_work_joins() -> None:
    """The longer of two exponential times is half as long again as one."""
    found = simulated(fork_join(None, None))
    assert holds(found.lead_time_s.mean, 1.5 * HOUR / 2, within=0.05)
    assert found.steps["join"].visits == 1.0
    assert "where parallel work joins" in found.difference_sentence


def test_parallel_queues_join() -> None:
    """Nelson and Tantawi (1988): (12 − ρ) ÷ 8 of the time in one M/M/1 queue, for two ways."""
    found = simulated(fork_join(1.0, 1))
    assert holds(found.lead_time_s.mean, (12 - 0.5) / 8 * HOUR)


def test_a_batch_comes_together_and_is_worked_on_one_by_one() -> None:
    """METHOD 3: (b − 1) ÷ 2 ÷ demand to collect it and (b − 1) ÷ 2 × PT inside it."""
    sketch = hourly()
    sketch.step("work", None, HOUR / 10, people=1, batch_size=5)
    found = simulated(sketch, items=1000, distribution="constant", arrivals="constant")
    assert found.lead_time_s.mean.value == pytest.approx(HOUR * (4 / 2 + 4 / 2 / 10 + 1 / 10))
    assert found.steps["work"].utilisation == pytest.approx(0.1, rel=0.01)


def test_a_wip_limit_blocks_the_step_before_it() -> None:
    """Two exponential steps without room between them let through two thirds of what each can do."""
    sketch = hourly(4.0)
    sketch.step("first", None, HOUR, people=1)
    sketch.step("second", None, HOUR, people=1, wip_limit=1)
    sketch.chain("first", "second")
    found = simulated(sketch, items=20_000)
    assert not found.steady
    assert holds(found.throughput_per_day, 8 * 2 / 3)
    queue_max = found.steps["second"].queue_max
    assert queue_max is not None and queue_max <= 1


def test_a_wip_limit_can_be_what_holds_the_stream_back() -> None:
    sketch = hourly(0.8)
    sketch.step("first", None, HOUR, people=1)
    sketch.step("second", None, HOUR, people=1, wip_limit=1)
    sketch.chain("first", "second")
    found = simulated(sketch)
    assert found.sentence is not None
    assert found.sentence.startswith("No steady state: the WIP limits let only ")


def test_more_demand_than_capacity_has_no_steady_state() -> None:
    sketch = MapSketch(demand=demand(10))
    sketch.step("work", 0, DAY / 8, people=1)
    found = simulated(sketch, items=2000)
    assert not found.steady
    assert found.sentence == (
        "No steady state: the people of “Work” would need 125 % of their time, so the backlog grows by 10 items a "
        "week; these are the lead times of the first 2,000 items."
    )
    assert holds(found.throughput_per_day, 8.0)
    assert (found.warm_up_items, found.lead_time_s.mean.low, found.lead_time_s.mean.high) == (0, None, None)
    # Item n enters after n / 10 days and leaves after n / 8, on average, each give or take its square root.
    assert found.lead_time_s.p50.value == pytest.approx(1000 * (1 / 8 - 1 / 10) * DAY, rel=0.4)


def test_exactly_as_much_demand_as_capacity_has_none_either() -> None:
    sketch = MapSketch(demand=demand(8))
    sketch.step("work", 0, DAY / 8, people=1)
    found = simulated(sketch, items=500)
    assert found.sentence is not None and "keeps growing, ever more slowly" in found.sentence


def test_an_empty_stream_warms_up() -> None:
    """At high load the first items find hardly anybody before them; they are left out, and it is said."""
    sketch = hourly(0.9)
    sketch.step("work", None, HOUR, people=1)
    found = simulated(sketch, items=20_000)
    assert found.warm_up_items == pytest.approx(5 * 0.9 / (1.4 * (1 - math.sqrt(0.9)) ** 2), rel=0.05)
    assert f"{found.warm_up_items:,} items went through first as warm-up" in found.warm_up_sentence
    assert holds(found.lead_time_s.mean, 10 * HOUR, within=0.4)


def test_without_demand_items_never_meet() -> None:
    sketch = MapSketch()
    sketch.step("a", DAY, DAY, people=1)
    sketch.step("b", DAY, DAY, people=1)
    sketch.chain("a", "b")
    found = simulated(sketch)
    assert holds(found.lead_time_s.mean, 4 * DAY, within=0.05)
    assert (found.throughput_per_day, found.wip, found.warm_up_items) == (None, None, 0)
    assert (found.steps["a"].utilisation, found.steps["a"].queue_mean) == (None, None)
    assert found.queue_over_time.at_s == ()
    assert found.notes[0].startswith("Nobody said how many items are asked for, so they enter one at a time")


def test_a_stated_wait_is_a_delay_only_where_people_are_unknown() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.step("a", DAY, DAY / 8, people=1)
    sketch.step("b", DAY, DAY / 8)
    sketch.queue("pile", wait_time=DAY)
    sketch.step("c", None, DAY / 8, people=1)
    sketch.chain("a", "b", "pile", "c")
    found = simulated(sketch, distribution="constant", arrivals="constant")
    assert found.lead_time_s.mean.value == pytest.approx(DAY * (1 + 3 / 8))
    assert found.static_lead_time_s == pytest.approx(DAY * (3 + 3 / 8))
    assert found.steps["b"].wait_s_mean == pytest.approx(DAY)
    assert "something else than busy people makes items wait there" in found.difference_sentence
    # What the map says is told beside what arose, and only where something arose.
    told = {name: (step.wait_s_mean, step.stated_wait_s) for name, step in found.steps.items()}
    assert told == {"a": (0.0, DAY), "b": (pytest.approx(DAY), None), "c": (0.0, DAY)}
    assert (
        "The waits that the map states for “A” and the queue before “C” are not simulated but compared: where demand "
        "and people are known, items wait as long as these make them."
    ) in found.notes


def test_agreement_is_said() -> None:
    found = simulated(fork_join(None, None), distribution="constant")
    assert found.lead_time_s.mean.value == pytest.approx(HOUR / 2)
    assert found.difference_sentence.endswith("the same as the computed 30 min.")


def needs(sketch: MapSketch, items: int = ITEMS) -> str:
    with pytest.raises(CannotSimulateError) as refused:
        simulate(sketch.stream(), SimulationPlan(items))
    return str(refused.value)


def test_what_is_missing_is_named() -> None:
    sketch = hourly()
    sketch.step("a", DAY)
    sketch.step("b", None, DAY)
    sketch.queue("pile")
    sketch.step("c", None, HOUR, people=1)
    sketch.chain("a", "b", "c")
    sketch.flow("pile", "a")
    sketch.rework("c", "b")
    sentences = needs(sketch)
    assert "The simulation needs the process time of “A”." in sentences
    assert "The simulation needs the wait before “B”." in sentences
    assert "The simulation needs the items or the waiting time of the queue before “A”." in sentences
    assert "The simulation needs the share that goes back from “C” to “B”." in sentences
    assert "“C” is" not in sentences
    assert needs(MapSketch()) == "The simulation needs a first step."


def test_a_broken_rule_is_named() -> None:
    sketch = hourly()
    for step in ("a", "b"):
        sketch.step(step, 0, HOUR / 4, people=1)
    sketch.chain("a", "b", "a")
    assert "closes a loop: mark the arrow back as rework" in needs(sketch)


def test_what_would_take_for_ever_is_refused() -> None:
    sketch = hourly()
    sketch.step("a", 0, HOUR / 4, people=1, batch_size=4, wip_limit=3)
    assert "A batch of 4 cannot come together before “A” under its WIP limit of 3" in needs(sketch)
    endless = hourly()
    endless.step("a", 0, HOUR / 4)
    endless.step("b", 0, HOUR / 4)
    endless.chain("a", "b")
    endless.rework("b", "a", 0.999)
    assert "simulate at most 1,000 items" in needs(endless)
    huge = MapSketch()
    huge.step("a", 0, 1e300)
    assert "is too long to be simulated" in needs(huge)


@pytest.mark.parametrize(("items", "seed"), [(0, 1), (200_001, 1), (1, -1), (1, 2**53)])
def test_a_plan_has_limits(items: int, seed: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        SimulationPlan(items, seed)
