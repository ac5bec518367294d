"""Gates: what is asked, what can be decided, and where a decision leads."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.gates import (
    GOING_ON,
    MEANINGS,
    MONEY,
    Criterion,
    current_stage,
    decisions_open,
    evidence_of,
    initiative_after,
    summary_of,
)
from experiments.domain.key_results import Aim, standing_of
from experiments.domain.states import DECIDED_AS, GATE, INITIATIVE
from metrics.calendar import Calendar
from metrics.variation import Reading

STARTS = datetime(2026, 4, 1, tzinfo=UTC)


def criterion(value: float | None, *, threshold: float = 10.0, name: str = "Reopened tickets") -> Criterion:
    newest = None if value is None else Reading(STARTS, value)
    standing = standing_of(Aim(20.0, 10.0, "count", Calendar()), newest, quarter="Q2 2026", starts_at=STARTS)
    return Criterion("id", name, "Ben", standing, threshold)


def test_a_threshold_can_ask_less_than_the_target() -> None:
    assert criterion(12, threshold=14).is_met is True
    assert criterion(12).is_met is False
    assert criterion(10).is_met is True
    assert criterion(None, threshold=14).is_met is None
    assert criterion(12, threshold=14).threshold_words == "at most 14"


def test_what_is_not_known_is_never_counted_as_met() -> None:
    assert summary_of([]) == "There is no key result to decide by."
    assert summary_of([criterion(9)]) == "The one key result is where it should be."
    assert summary_of([criterion(12)]) == "The one key result is not where it should be."
    assert summary_of([criterion(None)]) == "Where “Reopened tickets” stands is not known."
    both = [criterion(9), criterion(12), criterion(None, name="Lead time")]
    assert summary_of(both) == "1 of 3 key results is where it should be; of “Lead time” it is not known."


def test_the_evidence_reads_the_same_for_good() -> None:
    kept = evidence_of([criterion(12)])["criteria"][0]
    assert (kept["now"], kept["target"], kept["is_met"], kept["now_words"]) == (12, 10, False, "12")
    assert kept["read_at"] == STARTS.isoformat()


def test_money_is_decided_at_stages_and_for_investments() -> None:
    assert decisions_open(is_stage=False, is_investment=False) == GOING_ON
    assert decisions_open(is_stage=True, is_investment=False) == MONEY
    assert decisions_open(is_stage=False, is_investment=True) == MONEY
    assert set(MEANINGS) == set(DECIDED_AS) == {*GOING_ON, *MONEY}


@given(st.lists(st.sampled_from(GATE.codes), max_size=6))
def test_a_stage_is_under_way_once_those_before_it_are_passed(gates: list[str]) -> None:
    place = current_stage(gates)
    if place is None:
        assert all(state == "invested" for state in gates)
    else:
        assert all(state == "invested" for state in gates[:place]) and gates[place] != "invested"


@pytest.mark.parametrize(("decision", "state"), list(product(DECIDED_AS, ("planned", "running", "held"))))
def test_every_decision_leads_an_open_initiative_along_its_machine(decision: str, state: str) -> None:
    to = initiative_after(decision, state)
    assert to in INITIATIVE.codes
    if to != state:
        move = INITIATIVE.take(name="Slots", state=state, to=to, hands={"leader"}, reason="as decided")
        assert move.target == to
    if decision in ("stop", "kill"):
        assert to == "stopped"
    if decision == "hold":
        assert to == "held"
