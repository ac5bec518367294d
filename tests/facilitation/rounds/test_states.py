"""Which act leads from which state to which, and when a round takes what people write."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from facilitation.domain.rounds import (
    GRACE,
    RoundMove,
    RoundState,
    RoundStateError,
    is_there,
    state_after,
    state_at,
    takes_entries,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ALLOWED = {
    (RoundMove.OPEN, RoundState.PREPARED): RoundState.OPEN,
    (RoundMove.EXTEND, RoundState.OPEN): RoundState.OPEN,
    (RoundMove.EXTEND, RoundState.CLOSED): RoundState.OPEN,
    (RoundMove.CLOSE, RoundState.OPEN): RoundState.CLOSED,
    (RoundMove.REVEAL, RoundState.OPEN): RoundState.REVEALED,
    (RoundMove.REVEAL, RoundState.CLOSED): RoundState.REVEALED,
    (RoundMove.CANCEL, RoundState.PREPARED): RoundState.CANCELLED,
    (RoundMove.CANCEL, RoundState.OPEN): RoundState.CANCELLED,
    (RoundMove.CANCEL, RoundState.CLOSED): RoundState.CANCELLED,
}


@pytest.mark.parametrize(("move", "state"), list(product(RoundMove, RoundState)))
def test_an_act_is_done_from_its_states_alone(move: RoundMove, state: RoundState) -> None:
    if (move, state) in ALLOWED:
        assert state_after(move, state) is ALLOWED[move, state]
        return
    with pytest.raises(RoundStateError) as refused:
        state_after(move, state)
    assert refused.value.details == {"state": state.value}
    assert move.value in refused.value.message


def test_what_was_revealed_or_cancelled_stays_so() -> None:
    ends = [(move, state) for move, state in ALLOWED if state in (RoundState.REVEALED, RoundState.CANCELLED)]
    assert ends == []


def test_giving_more_time_is_never_done_already() -> None:
    assert not is_there(RoundMove.EXTEND, RoundState.OPEN)
    assert is_there(RoundMove.CLOSE, RoundState.CLOSED)


def test_an_open_round_whose_time_is_up_is_closed() -> None:
    assert state_at("open", NOON, NOON - SECOND) is RoundState.OPEN
    assert state_at("open", NOON, NOON) is RoundState.CLOSED
    assert state_at("open", None, NOON) is RoundState.OPEN
    assert state_at("revealed", NOON, NOON + SECOND) is RoundState.REVEALED


@pytest.mark.parametrize("state", ["open", "closed"])
def test_what_is_under_way_at_the_end_counts_and_nothing_after_the_grace(state: str) -> None:
    assert takes_entries(state, NOON, NOON + GRACE)
    assert not takes_entries(state, NOON, NOON + GRACE + SECOND)


@pytest.mark.parametrize("state", ["prepared", "revealed", "cancelled"])
def test_other_states_take_nothing(state: str) -> None:
    assert not takes_entries(state, None, NOON)
    assert not takes_entries(state, NOON + SECOND, NOON)
