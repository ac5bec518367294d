"""Networks of parallel work that are not nested: ways that cross, several starts, repair and loose steps."""

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.build import MapSketch, problem_codes

QUALITY = 0.99


def _step(sketch: MapSketch, step_id: str, work: float, split: str = "all") -> str:
    return sketch.step(step_id, wait=0, work=work, complete_accurate=QUALITY, split=split)


class Network:
    """Steps that all go all their ways, drawn at random, with its figures by definition."""

    def __init__(self, chance: random.Random) -> None:
        self.sketch = MapSketch()
        self.work = {f"s{number}": chance.uniform(1, 100) for number in range(chance.randint(3, 40))}
        self.ways: dict[str, set[str]] = {step: set() for step in self.work}
        steps = list(self.work)
        reach = chance.randint(2, 8)
        for place, step in enumerate(steps[:-1]):
            for _ in range(chance.randint(1, 3)):
                self.ways[step].add(steps[min(len(steps) - 1, place + chance.randint(1, reach))])
        for step, work in self.work.items():
            _step(self.sketch, step, work)
        for step, targets in self.ways.items():
            for target in sorted(targets):
                self.sketch.flow(step, target)

    def longest(self) -> float:
        """The longest way, by trying all of them from behind."""

        @cache
        def from_here(step: str) -> float:
            return self.work[step] + max(map(from_here, self.ways[step]), default=0.0)

        return max(map(from_here, self.work))


@given(st.integers(0, 2**32))
@settings(max_examples=150)
def test_a_network_is_a_longest_path_and_each_step_is_worked_once(seed: int) -> None:
    network = Network(random.Random(seed))
    metrics = network.sketch.measure()
    assert metrics.lead_time_s == pytest.approx(network.longest())
    assert metrics.rolled_complete_accurate == pytest.approx(QUALITY ** len(network.work))
    if metrics.problems:
        assert {code for _, code in problem_codes(metrics)} == {"ways_too_tangled"}
        assert metrics.effort_s is metrics.expected_lead_time_s is None
    else:
        assert {step.visits for step in metrics.steps.values()} == {1.0}
        assert metrics.effort_s == pytest.approx(sum(network.work.values()))


@given(st.integers(0, 2**32), st.floats(0, 0.9))
@settings(max_examples=100)
def test_repair_after_a_network_and_loose_steps_beside_it(seed: int, share: float) -> None:
    network = Network(random.Random(seed))
    sketch, last = network.sketch, list(network.work)[-1]
    _step(sketch, "end", 10.0, split="one")
    _step(sketch, "repair", 7.0)
    _step(sketch, "loose", 1000.0)
    sketch.flow(last, "end")
    sketch.rework("end", "repair", share)
    sketch.flow("repair", "end")
    metrics = sketch.measure()
    assert metrics.outside == ("loose",)
    assert metrics.lead_time_s == pytest.approx(network.longest() + 10)
    if not metrics.problems:
        assert metrics.expected_lead_time_s == pytest.approx(network.longest() + (10 + share * 7) / (1 - share))
        assert metrics.steps["end"].visits == pytest.approx(1 / (1 - share))
        assert metrics.steps["repair"].visits == pytest.approx(share / (1 - share))
        assert metrics.effort_s == pytest.approx(
            sum(network.work.values()) + 10 / (1 - share) + 7 * share / (1 - share)
        )


def _layers(width: int, count: int) -> MapSketch:
    """Every step of a layer goes on to every step of the next."""
    sketch = MapSketch()
    before: list[str] = []
    for layer in range(count):
        here = [_step(sketch, f"s{layer}-{place}", 1.0) for place in range(width)]
        for source in before:
            for target in here:
                sketch.flow(source, target)
        before = here
    return sketch


@pytest.mark.parametrize(("width", "count"), [(2, 40), (3, 12), (5, 8)])
def test_layers_that_cross(width: int, count: int) -> None:
    metrics = _layers(width, count).measure()
    assert metrics.problems == ()
    assert {step.visits for step in metrics.steps.values()} == {1.0}
    assert metrics.lead_time_s == count
    assert metrics.effort_s == width * count


def test_layers_that_cross_too_often_are_named_before_rounding_decides() -> None:
    metrics = _layers(5, 40).measure()
    ((element, code),) = problem_codes(metrics)
    assert code == "ways_too_tangled"
    assert element in metrics.steps
    assert metrics.lead_time_s == 40
    assert metrics.effort_s is metrics.expected_lead_time_s is None
    assert metrics.steps["s39-0"].visits is None
    assert "cross each other so often" in metrics.problems[0].sentence


def test_very_many_splits_may_overlap() -> None:
    sketch = MapSketch()
    steps = [_step(sketch, f"s{number}", 1.0) for number in range(1_500)]
    sketch.chain(*steps)
    for source, target in zip(steps, steps[2:], strict=False):
        sketch.flow(source, target)
    metrics = sketch.measure()
    assert metrics.lead_time_s == metrics.effort_s == 1_500
    assert {step.visits for step in metrics.steps.values()} == {1.0}


def test_choices_and_rework_deep_inside_parallel_work() -> None:
    """A chain of closed alternatives, each with rework, in the middle of many parallel splits around each other."""
    sketch = MapSketch()
    core = [_step(sketch, f"c{number}", 1.0, split="one") for number in range(301)]
    for number in range(0, 300, 3):
        sketch.chain(core[number], core[number + 1], core[number + 3])
        sketch.chain(core[number], core[number + 2], core[number + 3])
        if number:
            sketch.rework(core[number + 3], core[number], 0.5)
    entry, leave = core[0], core[-1]
    for level in range(80):
        fork, beside, join = (_step(sketch, f"{kind}{level}", 1.0) for kind in ("fork", "beside", "join"))
        sketch.chain(fork, entry)
        sketch.chain(leave, join)
        sketch.chain(fork, beside, join)
        entry, leave = fork, join
    metrics = sketch.measure()
    assert metrics.problems == ()
    assert metrics.lead_time_s == 201 + 160
    assert metrics.steps["join79"].visits == pytest.approx(1.0)
    assert metrics.steps["c1"].visits == pytest.approx(0.5)
    assert (metrics.expected_lead_time_s or 0.0) > 361
