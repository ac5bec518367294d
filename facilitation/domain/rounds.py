"""What a round is: its kinds, its states, and which act leads from which state to which."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from workshops.errors import Conflict

# What was written before the end may be under way still.
GRACE = timedelta(seconds=5)
LONGEST_MINUTES = 120
FEWEST_ANONYMOUS = 3


class RoundKind(StrEnum):
    NOTES = "notes"
    ESTIMATES = "estimates"
    VOTES = "votes"
    EFFORT = "effort"
    CONSTRAINT = "constraint"


class RoundState(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    CANCELLED = "cancelled"


class RoundMove(StrEnum):
    """What a facilitator does with a round; the value is how people call it."""

    OPEN = "opened"
    EXTEND = "given more time"
    CLOSE = "closed"
    REVEAL = "revealed"
    CANCEL = "cancelled"


class RoundStateError(Conflict):
    """The round is in a state in which this is not done, or not any more."""

    code = "round_state"


class TooFew(Conflict):
    """Fewer people than hide each other have written in an anonymous round."""

    code = "too_few"


_FROM: Mapping[RoundMove, frozenset[RoundState]] = {
    RoundMove.OPEN: frozenset({RoundState.PREPARED}),
    # What was not shown yet can go on: nobody has seen anything that could sway them.
    RoundMove.EXTEND: frozenset({RoundState.OPEN, RoundState.CLOSED}),
    RoundMove.CLOSE: frozenset({RoundState.OPEN}),
    RoundMove.REVEAL: frozenset({RoundState.OPEN, RoundState.CLOSED}),
    RoundMove.CANCEL: frozenset({RoundState.PREPARED, RoundState.OPEN, RoundState.CLOSED}),
}
_TO: Mapping[RoundMove, RoundState] = {
    RoundMove.OPEN: RoundState.OPEN,
    RoundMove.EXTEND: RoundState.OPEN,
    RoundMove.CLOSE: RoundState.CLOSED,
    RoundMove.REVEAL: RoundState.REVEALED,
    RoundMove.CANCEL: RoundState.CANCELLED,
}
_CALLED: Mapping[RoundState, str] = {
    RoundState.PREPARED: "has not been opened yet",
    RoundState.OPEN: "is open",
    RoundState.CLOSED: "is closed",
    RoundState.REVEALED: "was revealed",
    RoundState.CANCELLED: "was cancelled",
}


def state_at(state: str, ends_at: datetime | None, now: datetime) -> RoundState:
    """Return the state that counts at this moment: an open round whose time is up is closed."""
    is_over = state == RoundState.OPEN and ends_at is not None and ends_at <= now
    return RoundState.CLOSED if is_over else RoundState(state)


def takes_entries(state: str, ends_at: datetime | None, now: datetime) -> bool:
    """Whether what people write counts still: while the round is open, and for the grace after its end."""
    if state not in (RoundState.OPEN, RoundState.CLOSED):
        return False
    return state == RoundState.OPEN if ends_at is None else now <= ends_at + GRACE


def state_after(move: RoundMove, state: RoundState) -> RoundState:
    """Return where the act leads; raises RoundStateError from where it is not done."""
    if state not in _FROM[move]:
        raise RoundStateError(
            f"This round {_CALLED[state]}, so it cannot be {move.value}; nothing was changed.",
            details={"state": state.value},
        )
    return _TO[move]


def is_there(move: RoundMove, state: RoundState) -> bool:
    """Whether somebody has done this act already, so that doing it again changes nothing."""
    return move is not RoundMove.EXTEND and state is _TO[move]


def refuse_late(state: RoundState) -> RoundStateError:
    """Return why something that somebody wrote was not taken."""
    return RoundStateError(
        f"This round {_CALLED[state]}, so what you wrote now was not taken. It is still on your screen.",
        details={"state": state.value},
    )
