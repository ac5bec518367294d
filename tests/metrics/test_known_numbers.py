"""The numbers that the method's books and examples give."""

import json
from pathlib import Path
from typing import Any

import pytest

from metrics import Calendar, StreamMetrics, measure, parse_duration, stream_from_elements
from tests.metrics.build import DAY, HOUR, MINUTE, QUANTITIES, MapSketch, demand, working_day

FORMATS = Path(__file__).resolve().parent.parent / "fixtures" / "formats"


@pytest.mark.parametrize(
    ("hours", "items", "takt_s"),
    [
        pytest.param(2 * 27_600 / 3600, 920, 60.0, id="two shifts of 27,600 s, 920 a day"),
        pytest.param(14, 7_000, 0.12 * MINUTE, id="14 h a day, 7,000 a day"),
        pytest.param((480 - 40 - 30) * 2 / 60, 80, 10.25 * MINUTE, id="two shifts less breaks, 80 a day"),
    ],
)
def test_takt(hours: float, items: float, takt_s: float) -> None:
    sketch = MapSketch(calendar=working_day(hours), demand=demand(items))
    assert sketch.measure().takt_time_s == pytest.approx(takt_s)


def test_queues_of_stamped_brackets() -> None:
    sketch = MapSketch(calendar=working_day(2 * 27_600 / 3600), demand=demand(920))
    pairs = [(4600, 2400), (1100, 600), (1600, 850), (1200, 640), (2700, 1440)]
    ids = [sketch.queue("store", wait_time=5 * 2 * 27_600.0)]
    ids += [sketch.queue(f"q{left}", items=left + right) for left, right in pairs]
    sketch.chain(*ids)
    assert sketch.measure().lead_time_s == pytest.approx(23.6 * 2 * 27_600, rel=0.002)


def test_queues_at_seven_thousand_a_day() -> None:
    sketch = MapSketch(calendar=working_day(14), demand=demand(7_000))
    day = 14 * HOUR
    ids = [sketch.queue(f"q{items}", items=items) for items in (7500, 3850, 2700, 3100, 9000)]
    ids += [sketch.queue(f"w{number}", wait_time=day) for number in range(3)]
    for minutes in (0.8, 2.2, 0.5, 1.0):
        ids.append(sketch.step(f"s{minutes}", wait=0, work=minutes * MINUTE, value_class="adding"))
    sketch.chain(*ids)
    metrics = sketch.measure()
    assert metrics.lead_time_s == pytest.approx(6.74 * day, rel=0.0005)
    assert metrics.process_cycle_efficiency == pytest.approx(0.0008, rel=0.01)


def test_queue_by_either_rule() -> None:
    def time_in_queue(rule: str) -> float | None:
        sketch = MapSketch(calendar=working_day(460 / 60), demand=demand(100), queue_rule=rule)
        sketch.chain(sketch.queue("pile", items=1000), sketch.step("work", work=60, people=1))
        wait_time_s = sketch.measure().queues["pile"].wait_time_s
        return None if wait_time_s is None else wait_time_s / (460 * MINUTE)

    assert time_in_queue("demand") == pytest.approx(10.0)
    assert time_in_queue("capacity") == pytest.approx(2.17, abs=0.005)


def test_rework_body() -> None:
    sketch = MapSketch()
    sketch.chain(sketch.step("first", wait=1, work=3), sketch.step("second", wait=0, work=2))
    sketch.rework("second", "first", 0.2)
    metrics = sketch.measure()
    assert metrics.lead_time_s == pytest.approx(6)
    assert metrics.expected_lead_time_s == pytest.approx(7.5)


def test_one_of_split() -> None:
    sketch = MapSketch()
    sketch.step("decide", wait=0, work=0)
    sketch.step("nothing", wait=0, work=0)
    sketch.step("detour", wait=0, work=6)
    sketch.step("check", wait=0, work=0)
    sketch.step("last", wait=0, work=3)
    sketch.flow("decide", "nothing", 0.8)
    sketch.flow("decide", "detour", 0.2)
    sketch.chain("nothing", "last")
    sketch.chain("detour", "check", "last")
    sketch.rework("check", "detour", 0.2)
    assert sketch.measure().expected_lead_time_s == pytest.approx(4.5)


def test_parallel_branches() -> None:
    sketch = MapSketch()
    sketch.step("fork", wait=0, work=0, split="all")
    sketch.step("a", wait=10, work=1)
    sketch.step("b", wait=1, work=10)
    sketch.step("join", wait=0, work=0)
    sketch.chain("fork", "a", "join")
    sketch.chain("fork", "b", "join")
    assert sketch.measure().lead_time_s == pytest.approx(11)


def test_rolled_complete_accurate() -> None:
    sketch = MapSketch()
    sketch.chain(*(sketch.step(name, complete_accurate=0.9) for name in "abc"))
    assert sketch.measure().rolled_complete_accurate == pytest.approx(0.729)


def test_flow_efficiency_of_two_hours_in_two_weeks() -> None:
    sketch = MapSketch(calendar=working_day(8))
    sketch.step("work", wait=10 * DAY - 2 * HOUR, work=2 * HOUR)
    assert sketch.measure().flow_efficiency == pytest.approx(0.025)


def _measured(name: str) -> StreamMetrics:
    """The figures of a map file whose times are written as people type them."""
    data = json.loads((FORMATS / f"{name}.vsm.json").read_text())
    calendar = Calendar(**data["charter"]["calendar"])

    def normal(field: str, value: Any) -> Any:
        if field not in QUANTITIES:
            return value
        quantity = {"source": "guess", **(value if isinstance(value, dict) else {"value": value})}
        if field.endswith("_time"):
            for part in {"value", "low", "high"} & quantity.keys():
                quantity[part] = parse_duration(quantity[part], calendar).value_s
        return quantity

    elements = {
        element_id: {field: normal(field, value) for field, value in element.items()}
        for element_id, element in data["elements"].items()
    }
    return measure(stream_from_elements(data["charter"], elements))


def test_feature_delivery() -> None:
    metrics = _measured("feature-delivery")
    assert metrics.lead_time_s == pytest.approx(27.75 * DAY)
    assert metrics.expected_lead_time_s == pytest.approx(36.536 * DAY, rel=1e-4)
    assert metrics.process_time_s == pytest.approx(7.75 * DAY)
    assert metrics.flow_efficiency == pytest.approx(0.2793, abs=5e-5)
    assert metrics.rolled_complete_accurate == pytest.approx(0.3704, abs=5e-5)
    used = [step.utilisation for step in metrics.steps.values()]
    assert used == pytest.approx([0.40, 0.952, 0.286, 1.143, 0.20], abs=5e-4)
    assert metrics.throughput_per_day == pytest.approx(0.7)
    assert metrics.handoffs == 4
    assert metrics.wip_counted == 14
    assert metrics.wip == pytest.approx(0.7 * 36.5357, rel=1e-5)
    assert metrics.constraint is not None
    assert metrics.constraint.step == "staging"
    assert (metrics.constraint.rule, metrics.constraint.agrees) == ("utilisation", True)
    assert "cannot meet demand" in metrics.constraint.evidence[0]
    assert "114" in metrics.constraint.evidence[0]
    assert metrics.provenance == pytest.approx(
        {"guess": 12.75 / 27.75, "estimate": 5 / 27.75, "walked": 2 / 27.75, "measured": 8 / 27.75}
    )
    assert (metrics.missing, metrics.problems, metrics.outside) == ((), (), ())
    assert [(node.id, node.weight) for node in metrics.counted_path] == [
        (step, 1.0) for step in ("refine", "build", "review", "staging", "release")
    ]


def test_onboarding() -> None:
    metrics = _measured("onboarding")
    assert metrics.lead_time_s == pytest.approx(25.625 * DAY)
    assert metrics.process_time_s == pytest.approx(14.625 * DAY)
    assert metrics.effort_s == pytest.approx(15.875 * DAY)
    assert metrics.flow_efficiency == pytest.approx(0.5707, abs=5e-5)
    assert metrics.rolled_complete_accurate == pytest.approx(0.5540, abs=5e-5)
    assert {node.id: node.weight for node in metrics.counted_path} == pytest.approx(
        {"offer": 1, "it": 1, "train": 1, "buddy": 0.7, "self": 0.3}
    )
    assert metrics.steps["desk"].visits == 1
    assert metrics.throughput_per_day is None
    assert ("desk", "people") in {(entry.element, entry.field) for entry in metrics.missing}


def test_brackets() -> None:
    metrics = _measured("brackets")
    day = 2 * 27_600
    assert metrics.wait_time_s == pytest.approx(23.62 * day, rel=1e-4)
    assert metrics.process_time_s == pytest.approx(188)
    assert metrics.takt_time_s == pytest.approx(60)
    assert metrics.constraint is not None
    assert metrics.constraint.step == metrics.constraint.by_utilisation == "s7"
    assert metrics.constraint.by_pile_up == "s3"
    assert metrics.constraint.agrees is False
    assert metrics.constraint.load == "cannot_meet_demand"
    assert metrics.steps["s7"].utilisation == pytest.approx(62 / 60)
