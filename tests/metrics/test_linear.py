"""The sparse equations against dense ones."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.linear import NearlyEndlessError, PassingSystem


def _passing(chance: random.Random) -> list[list[tuple[int, float]]]:
    """Mostly forward, some back, never all of what leaves a node."""
    count = chance.randint(1, 30)
    passing: list[list[tuple[int, float]]] = []
    for number in range(count):
        targets = [min(count - 1, number + chance.randint(1, 4)) for _ in range(chance.randint(0, 3))]
        if chance.random() < 0.2:
            targets.append(chance.randint(0, number))
        passing.append([(target, chance.uniform(0, 0.95 / len(targets))) for target in targets if target != number])
    return passing


@given(st.integers(0, 2**32))
@settings(max_examples=200)
def test_amounts_totals_and_returns_solve_the_equations(seed: int) -> None:
    chance = random.Random(seed)
    passing = _passing(chance)
    dense = np.eye(len(passing))
    for number, following in enumerate(passing):
        for target, factor in following:
            dense[number, target] -= factor
    system = PassingSystem(passing)
    values = [chance.uniform(0, 10) for _ in passing]
    assert system.totals(values) == pytest.approx(np.linalg.solve(dense, values))
    assert system.amounts(values) == pytest.approx(np.linalg.solve(dense.T, values))
    number = chance.randrange(len(passing))
    column = np.linalg.inv(dense)[:, number]
    first = chance.randint(0, number)
    returns, passes = system.returns(number), system.passes(number, first)
    assert [returns.get(node, 0.0) for node in range(number, len(passing))] == pytest.approx(column[number:])
    assert [passes.get(node, 0.0) for node in range(first, len(passing))] == pytest.approx(column[first:])


def test_what_comes_back_for_ever_is_refused() -> None:
    with pytest.raises(NearlyEndlessError) as refused:
        PassingSystem([[(1, 1.0)], [(2, 1.0)], [(1, 1.0)]])
    assert refused.value.number == 1


@given(st.integers(0, 2**32))
@settings(max_examples=200)
def test_other_rows_are_solved_as_if_all_were_solved_anew(seed: int) -> None:
    chance = random.Random(seed)
    passing = _passing(chance)
    others = _passing(chance)[: len(passing)]
    # An arrow beyond the last node would lead nowhere.
    rows = {
        number: [(target, factor) for target, factor in row if target < len(passing)]
        for number, row in enumerate(others)
        if chance.random() < 0.3
    }
    changed = PassingSystem(passing).with_rows(rows)
    anew = PassingSystem([rows.get(number, row) for number, row in enumerate(passing)])
    values = [chance.uniform(0, 10) for _ in passing]
    assert changed.amounts(values) == anew.amounts(values)
    assert changed.totals(values) == anew.totals(values)
    number = chance.randrange(len(passing))
    assert changed.returns(number) == anew.returns(number)
