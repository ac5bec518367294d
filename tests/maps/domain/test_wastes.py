"""Counting marked wastes: the Pareto of a map."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.domain.elements import WASTES
from maps.domain.wastes import pareto_of

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "wastes.json").read_text())
MARKS = st.lists(st.lists(st.sampled_from(WASTES), unique=True), max_size=12)


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_the_counts_are_those_of_the_board(case: dict[str, object]) -> None:
    elements = case["elements"]
    assert isinstance(elements, dict)
    found = [
        {
            "waste": count.waste,
            "marks": count.marks,
            "cumulative_share": round(count.cumulative_share, 6),
            "elements": list(count.elements),
        }
        for count in pareto_of(elements)
    ]
    assert found == case["pareto"]


@given(MARKS)
def test_every_mark_counts_once_and_the_shares_end_at_the_whole(marked: list[list[str]]) -> None:
    elements = {str(place): {"kind": "step", "wastes": wastes} for place, wastes in enumerate(marked)}
    found = pareto_of(elements)
    assert sum(count.marks for count in found) == sum(len(wastes) for wastes in marked)
    assert [count.marks for count in found] == sorted((count.marks for count in found), reverse=True)
    assert all(count.marks == len(count.elements) > 0 for count in found)
    if found:
        assert found[-1].cumulative_share == pytest.approx(1)
        assert sum(count.share for count in found) == pytest.approx(1)
