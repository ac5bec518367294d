"""Queues in time, utilisation, throughput and the constraint by both rules."""

import pytest

from tests.metrics.build import DAY, HOUR, MapSketch, demand, missing_fields


def test_demand_rule_counts_what_passes_on_one_pass() -> None:
    sketch = MapSketch(demand=demand(10))
    sketch.step("decide", wait=0, work=0)
    sketch.queue("pile", items=5)
    sketch.step("work", work=HOUR)
    sketch.step("other", wait=0, work=0)
    sketch.flow("decide", "pile", 0.25)
    sketch.flow("decide", "other", 0.75)
    sketch.flow("pile", "work")
    sketch.rework("work", "pile", 0.5)
    assert sketch.measure().queues["pile"].wait_time_s == pytest.approx(2 * DAY)


def test_a_stated_time_wins_over_items() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.chain(sketch.queue("pile", items=5, wait_time=DAY), sketch.step("work", work=0))
    assert sketch.measure().queues["pile"].wait_time_s == DAY


def test_items_need_the_demand() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.queue("pile", items=5, name="In tray"), sketch.queue("empty"), sketch.step("work", work=HOUR))
    metrics = sketch.measure()
    assert (metrics.queues["pile"].wait_time_s, metrics.lead_time_s, metrics.lower_bound_s) == (None, None, HOUR)
    assert missing_fields(metrics) >= {(None, "demand"), ("empty", "items")}
    assert metrics.steps_timed == 0
    sentences = {entry.sentence for entry in metrics.missing}
    assert "needs the items or the waiting time of the queue before “Work”" in sentences


def test_an_empty_queue_takes_no_time() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.queue("pile", items=0), sketch.step("work", work=HOUR))
    assert sketch.measure().lead_time_s == HOUR


def test_items_of_a_queue_for_repair_do_not_tell_its_time() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.chain(*(sketch.step(name, wait=0, work=1) for name in "ab"))
    sketch.queue("pile", items=4, name="To be mended")
    sketch.rework("b", "pile", 0.1)
    sketch.flow("pile", "b")
    metrics = sketch.measure()
    assert metrics.lead_time_s == 2
    assert metrics.expected_lead_time_s is None
    assert ("pile", "wait_time") in missing_fields(metrics)


def test_capacity_rule_uses_people_and_uptime() -> None:
    sketch = MapSketch(queue_rule="capacity")
    sketch.chain(sketch.queue("pile", items=12), sketch.step("work", work=HOUR, people=2, uptime=0.75))
    metrics = sketch.measure()
    assert metrics.queues["pile"].wait_time_s == pytest.approx(8 * HOUR)
    assert metrics.queue_rule == "capacity"


@pytest.mark.parametrize("followers", [0, 2])
def test_capacity_rule_needs_exactly_one_step_after(followers: int) -> None:
    sketch = MapSketch(queue_rule="capacity")
    sketch.chain(sketch.step("first", wait=0, work=0), sketch.queue("pile", items=12))
    for number in range(followers):
        sketch.flow("pile", sketch.step(f"s{number}", work=1, people=1))
    metrics = sketch.measure()
    assert metrics.lead_time_s is None
    assert ("pile", "wait_time") in missing_fields(metrics)


@pytest.mark.parametrize("lacking", ["people", "process_time"])
def test_capacity_rule_names_what_the_step_lacks(lacking: str) -> None:
    sketch = MapSketch(queue_rule="capacity")
    sketch.chain(sketch.queue("pile", items=12), sketch.step("work", work=HOUR, people=1))
    del sketch.elements["work"][lacking]
    metrics = sketch.measure()
    assert metrics.queues["pile"].wait_time_s is None
    assert ("work", lacking) in missing_fields(metrics)


def test_a_step_may_leave_its_wait_to_the_queues_before_it() -> None:
    sketch = MapSketch()
    sketch.queue("pile", wait_time=3)
    sketch.step("first", wait=0, work=0)
    sketch.step("work", work=1)
    sketch.flow("pile", "work")
    assert sketch.measure().lead_time_s == 4
    sketch.flow("first", "work")
    assert ("work", "wait_time") in missing_fields(sketch.measure())


def test_utilisation_and_throughput() -> None:
    sketch = MapSketch(demand=demand(4))
    sketch.chain(
        sketch.step("a", wait=0, work=2 * HOUR, people=1, uptime=0.5),
        sketch.step("b", wait=0, work=0),
        sketch.step("c", wait=0, work=HOUR, people=2),
    )
    metrics = sketch.measure()
    assert [step.utilisation for step in metrics.steps.values()] == pytest.approx([2.0, 0.0, 0.25])
    assert [step.capacity_per_day for step in metrics.steps.values()] == [2.0, None, 16.0]
    assert metrics.throughput_per_day == 2


def test_throughput_is_the_demand_where_capacity_suffices() -> None:
    sketch = MapSketch(demand=demand(4))
    sketch.step("a", wait=0, work=HOUR, people=1)
    assert sketch.measure().throughput_per_day == 4


def test_throughput_needs_the_people_of_every_working_step() -> None:
    sketch = MapSketch(demand=demand(4))
    sketch.chain(sketch.step("a", wait=0, work=HOUR, people=1), sketch.step("b", wait=1, work=HOUR))
    metrics = sketch.measure()
    assert metrics.throughput_per_day is metrics.wip is None
    assert missing_fields(metrics) >= {("b", "people")}
    assert metrics.constraint is not None
    assert (metrics.constraint.rule, metrics.constraint.step, metrics.constraint.agrees) == ("pile_up", "b", None)
    assert metrics.constraint.evidence[0] == "The utilisation rule needs the people of “B”."


def test_no_demand_is_no_takt_and_no_utilisation() -> None:
    sketch = MapSketch(demand=demand(0))
    sketch.step("a", wait=0, work=HOUR, people=1)
    metrics = sketch.measure()
    assert metrics.takt_time_s is metrics.throughput_per_day is metrics.steps["a"].utilisation is None
    assert (None, "demand") in missing_fields(metrics)
    assert metrics.steps["a"].capacity_per_day == 8


@pytest.mark.parametrize(
    ("a_day", "load"), [(6.8, None), (6.9, "near_its_limit"), (8, "near_its_limit"), (8.1, "cannot_meet_demand")]
)
def test_the_load_of_the_constraint(a_day: float, load: str | None) -> None:
    sketch = MapSketch(demand=demand(a_day))
    sketch.step("a", wait=HOUR, work=HOUR, people=1)
    constraint = sketch.measure().constraint
    assert constraint is not None
    assert (constraint.step, constraint.load, constraint.agrees) == ("a", load, True)
    assert ("cannot meet demand" in constraint.evidence[0]) is (load == "cannot_meet_demand")


def test_pile_up_counts_own_wait_and_queues_with_ties_by_items() -> None:
    sketch = MapSketch()
    sketch.chain(
        sketch.step("a", wait=4, work=1),
        sketch.queue("outer", wait_time=2),
        sketch.queue("inner", wait_time=2, items=3),
        sketch.step("b", work=1),
        sketch.step("c", wait=3, work=1),
    )
    constraint = sketch.measure().constraint
    assert constraint is not None
    assert (constraint.step, constraint.rule) == ("b", "pile_up")
    assert "“B”: 4 s, with 3 items" in constraint.evidence[1]


def test_pile_up_is_not_known_while_a_wait_is_missing() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.chain(sketch.step("a", wait=4, work=1, people=1), sketch.step("b", work=2, people=1))
    constraint = sketch.measure().constraint
    assert constraint is not None
    assert (constraint.step, constraint.rule, constraint.by_pile_up, constraint.agrees) == (
        "b",
        "utilisation",
        None,
        None,
    )
    assert constraint.evidence[1] == "The pile-up rule needs the wait before “B”."


def test_no_constraint_where_nothing_waits_and_nothing_is_known() -> None:
    sketch = MapSketch()
    sketch.step("a", wait=0, work=1)
    assert sketch.measure().constraint is None
