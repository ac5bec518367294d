"""State machines: every pair of states is either a move or refused with a sentence that helps."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.states import (
    CAMPAIGN,
    DECIDED_AS,
    EXPERIMENT,
    GATE,
    HANDS,
    IMPROVEMENT,
    MACHINES,
    Hand,
    MoveNotAllowed,
    MoveRefused,
    StateMachine,
)
from workshops.errors import InvalidInput

EVERYBODY = frozenset(HANDS)
EACH_MACHINE = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)


def moves_of(machine: StateMachine) -> set[tuple[str, str]]:
    return {(move.source, move.target) for move in machine.moves}


def test_an_experiment_goes_from_draft_to_a_judgement() -> None:
    assert moves_of(EXPERIMENT) == {
        ("draft", "running"),
        ("draft", "abandoned"),
        ("running", "to_be_judged"),
        ("running", "abandoned"),
        ("to_be_judged", "running"),
        ("to_be_judged", "adopted"),
        ("to_be_judged", "adapted"),
        ("to_be_judged", "abandoned"),
    }
    assert {state.code for state in EXPERIMENT.states if state.is_end} == {"adopted", "adapted", "abandoned"}


def test_an_improvement_can_always_come_back() -> None:
    assert not [state for state in IMPROVEMENT.states if state.is_end]
    assert {"doing", "proposed"} == {move.target for move in IMPROVEMENT.moves if move.source in ("done", "dropped")}


def test_a_campaign_ends_with_a_report() -> None:
    assert moves_of(CAMPAIGN) == {("planned", "running"), ("planned", "reported"), ("running", "reported")}
    assert all(move.needs_reason for move in CAMPAIGN.moves if move.target == "reported")


def test_a_gate_is_decided_by_those_who_decide_and_with_a_reason() -> None:
    assert {move.target for move in GATE.moves if move.source == "open"} == set(DECIDED_AS.values())
    assert {move.target for move in GATE.moves if move.source == "held"} == set(DECIDED_AS.values()) - {"held"}
    assert all(move.needs_reason and move.by == {"facilitator", "leader"} for move in GATE.moves)


@EACH_MACHINE
def test_the_table_is_sound(machine: StateMachine) -> None:
    assert machine.initial in machine.codes
    assert len(set(machine.codes)) == len(machine.codes)
    assert len(moves_of(machine)) == len(machine.moves)
    for move in machine.moves:
        assert {move.source, move.target} <= set(machine.codes)
        assert move.source != move.target
        assert move.by <= EVERYBODY and "facilitator" in move.by
        assert move.label
    for state in machine.states:
        assert state.is_end == (not machine.open_moves(state.code, EVERYBODY))


@EACH_MACHINE
def test_every_state_can_be_reached(machine: StateMachine) -> None:
    reached, new = set[str](), {machine.initial}
    while new:
        reached |= new
        new = {move.target for move in machine.moves if move.source in reached} - reached
    assert reached == set(machine.codes)


@EACH_MACHINE
def test_every_pair_of_states_is_a_move_or_refused_with_a_sentence(machine: StateMachine) -> None:
    for state, to in product(machine.codes, repeat=2):
        if (state, to) in moves_of(machine):
            move = machine.take(name="Two testers", state=state, to=to, hands={"facilitator"}, reason="as agreed")
            assert (move.source, move.target) == (state, to)
            continue
        with pytest.raises(MoveRefused) as caught:
            machine.take(name="Two testers", state=state, to=to, hands=EVERYBODY, reason="as agreed")
        message = caught.value.message
        assert f"The {machine.thing} “Two testers” is {machine.label(state)}" in message
        for target in caught.value.details["open"]:
            assert machine.label(target) in message or state == to


@given(
    st.sampled_from(list(MACHINES.values())),
    st.lists(st.tuples(st.integers(0, 6), st.sets(st.sampled_from(HANDS)), st.sampled_from(["", "  ", "as agreed"]))),
)
def test_whatever_is_tried_a_thing_moves_along_the_table_alone(
    machine: StateMachine, tries: list[tuple[int, set[Hand], str]]
) -> None:
    state = machine.initial
    for number, hands, reason in tries:
        to = machine.codes[number % len(machine.codes)]
        offered = {move.target: move for move in machine.open_moves(state, hands)}
        try:
            move = machine.take(name="Two testers", state=state, to=to, hands=hands, reason=reason)
        except (MoveRefused, MoveNotAllowed):
            assert to not in offered
        except InvalidInput:
            assert offered[to].needs_reason and not reason.strip()
        else:
            assert offered[to] == move
            state = to


def test_refusals_word_by_word() -> None:
    with pytest.raises(MoveRefused) as ended:
        EXPERIMENT.take(name="Two testers", state="adopted", to="running", hands=EVERYBODY)
    assert ended.value.message == (
        "The experiment “Two testers” is adopted, which is an end, so it cannot become running; begin a new one "
        "instead."
    )
    assert (ended.value.code, ended.value.status) == ("wrong_state", 409)
    with pytest.raises(MoveRefused) as skipped:
        EXPERIMENT.take(name="Two testers", state="draft", to="adopted", hands=EVERYBODY, reason="it works")
    assert skipped.value.message == (
        "The experiment “Two testers” is a draft, so it cannot become adopted; from here it can become running or "
        "abandoned."
    )
    with pytest.raises(MoveRefused, match="is running already; nothing was changed"):
        EXPERIMENT.take(name="Two testers", state="running", to="running", hands=EVERYBODY)
    with pytest.raises(MoveNotAllowed) as others:
        EXPERIMENT.take(name="Two testers", state="draft", to="running", hands={"member"})
    assert others.value.message == (
        "Only a facilitator or its owner can set the experiment “Two testers” to running; it stays a draft."
    )
    assert others.value.details == {"allowed": ["facilitator", "owner"]}
    with pytest.raises(InvalidInput, match="Say why the experiment “Two testers” is to be adopted"):
        EXPERIMENT.take(name="Two testers", state="to_be_judged", to="adopted", hands={"owner"}, reason=" ")
    with pytest.raises(InvalidInput, match="“won” is no state of an experiment"):
        EXPERIMENT.take(name="Two testers", state="draft", to="won", hands=EVERYBODY)
