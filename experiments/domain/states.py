"""The states of experiments, improvements, initiatives, campaigns and gates, and who may take them to the next one.

Pure: commands ask here under the row's lock, the API offers what is open here, and the sentence of a refusal is made
here once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from workshops.errors import Conflict, InvalidInput, NotAllowed, Problem

Hand = Literal["facilitator", "owner", "member", "leader"]
"""Who acts: the roles of the workshop, and whoever owns the thing in whatever role."""

HANDS: tuple[Hand, ...] = get_args(Hand)

_ALL_WHO_WORK: frozenset[Hand] = frozenset({"facilitator", "owner", "member"})
_IN_CHARGE: frozenset[Hand] = frozenset({"facilitator", "owner"})
_WHO_DECIDE: frozenset[Hand] = frozenset({"facilitator", "leader"})
_HAND_WORDS: Mapping[Hand, str] = {
    "facilitator": "a facilitator",
    "owner": "its owner",
    "member": "a member",
    "leader": "a leader",
}


class MoveRefused(Conflict):
    """The thing is not in a state from which this leads on; `details` name its state and what is open."""

    code = "wrong_state"


class MoveNotAllowed(NotAllowed):
    """The move is open, but not to this person; `details.allowed` says to whom."""


@dataclass(frozen=True, slots=True)
class State:
    """A state, how people call it, and whether it is an end."""

    code: str
    label: str
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another: `label` is what its button says; `needs_reason` means never without one."""

    source: str
    target: str
    label: str
    by: frozenset[Hand]
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class StateMachine:
    """All states of one kind of thing, the first of them, and every move there is; at most one between two states."""

    thing: str
    initial: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(state.code for state in self.states)

    def label(self, code: str) -> str:
        """How people call the state; raises KeyError for a state that the thing does not have."""
        return {state.code: state.label for state in self.states}[code]

    def open_moves(self, state: str, hands: Collection[Hand]) -> tuple[Move, ...]:
        """The moves that are open from this state to a person with these hands, in the order of the table."""
        return tuple(move for move in self.moves if move.source == state and not move.by.isdisjoint(hands))

    def take(self, *, name: str, state: str, to: str, hands: Collection[Hand], reason: str = "") -> Move:
        """The move from `state` to `to` for a person with these hands; changes nothing by itself.

        `name` is the thing's, for the sentence. Raises InvalidInput for a state that does not exist and for a reason
        that is missing, MoveRefused where no move leads there, MoveNotAllowed where it is not theirs.
        """
        if to not in self.codes:
            sentence = f"“{to}” is no state of {_with_article(self.thing)}: it is one of {', '.join(self.codes)}."
            raise InvalidInput([Problem("state", sentence)])
        leading = [move for move in self.moves if move.source == state]
        move = next((move for move in leading if move.target == to), None)
        if move is None:
            raise MoveRefused(
                self._no_way(name, state, to, leading),
                details={"state": state, "to": to, "open": [move.target for move in leading]},
            )
        if move.by.isdisjoint(hands):
            allowed = [hand for hand in HANDS if hand in move.by]
            raise MoveNotAllowed(
                f"Only {_either([_HAND_WORDS[hand] for hand in allowed])} can set the {self.thing} “{name}” to "
                f"{self.label(to)}; it stays {self.label(state)}.",
                details={"allowed": allowed},
            )
        if move.needs_reason and not reason.strip():
            sentence = f"Say why the {self.thing} “{name}” is to be {self.label(to)}: the reason is kept with it."
            raise InvalidInput([Problem("reason", sentence)])
        return move

    def _no_way(self, name: str, state: str, to: str, leading: Collection[Move]) -> str:
        what, now, wanted = f"The {self.thing} “{name}”", self.label(state), self.label(to)
        if state == to:
            return f"{what} is {now} already; nothing was changed."
        if not leading:
            return f"{what} is {now}, which is an end, so it cannot become {wanted}; begin a new one instead."
        ways = _either([self.label(move.target) for move in leading])
        return f"{what} is {now}, so it cannot become {wanted}; from here it can become {ways}."


def _either(words: Collection[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _with_article(thing: str) -> str:
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"


EXPERIMENT = StateMachine(
    "experiment",
    "draft",
    (
        State("draft", "a draft"),
        State("running", "running"),
        State("to_be_judged", "to be judged"),
        State("adopted", "adopted", is_end=True),
        State("adapted", "adapted", is_end=True),
        State("abandoned", "abandoned", is_end=True),
    ),
    (
        Move("draft", "running", "Start", _IN_CHARGE),
        Move("draft", "abandoned", "Drop", _IN_CHARGE, needs_reason=True),
        Move("running", "to_be_judged", "End the period", _IN_CHARGE),
        # A guard that suffers is a reason to stop before the period ends.
        Move("running", "abandoned", "Stop early", _IN_CHARGE, needs_reason=True),
        Move("to_be_judged", "running", "Run longer", _IN_CHARGE, needs_reason=True),
        Move("to_be_judged", "adopted", "Adopt", _IN_CHARGE, needs_reason=True),
        Move("to_be_judged", "adapted", "Adapt", _IN_CHARGE, needs_reason=True),
        Move("to_be_judged", "abandoned", "Abandon", _IN_CHARGE, needs_reason=True),
    ),
)
"""Once it runs its hypothesis stands: who wants another one ends it and begins a new draft."""

IMPROVEMENT = StateMachine(
    "improvement",
    "proposed",
    (
        State("proposed", "proposed"),
        State("planned", "planned"),
        State("doing", "being done"),
        State("done", "done"),
        State("dropped", "dropped"),
    ),
    (
        Move("proposed", "planned", "Plan", _IN_CHARGE),
        Move("proposed", "doing", "Begin at once", _IN_CHARGE),
        Move("proposed", "dropped", "Drop", _IN_CHARGE, needs_reason=True),
        Move("planned", "doing", "Begin", _IN_CHARGE),
        Move("planned", "proposed", "Take out of the plan", _IN_CHARGE),
        Move("planned", "dropped", "Drop", _IN_CHARGE, needs_reason=True),
        Move("doing", "done", "Done", _IN_CHARGE),
        Move("doing", "planned", "Put back into the plan", _IN_CHARGE),
        Move("doing", "dropped", "Drop", _IN_CHARGE, needs_reason=True),
        Move("done", "doing", "Reopen", _IN_CHARGE, needs_reason=True),
        Move("dropped", "proposed", "Propose again", _ALL_WHO_WORK),
    ),
)
"""Nothing here is an end: what was dropped or thought done can come back, and the history shows it."""

INITIATIVE = StateMachine(
    "initiative",
    "planned",
    (
        State("planned", "planned"),
        State("running", "running"),
        State("held", "on hold"),
        State("finished", "finished", is_end=True),
        State("stopped", "stopped", is_end=True),
    ),
    (
        Move("planned", "running", "Start", _IN_CHARGE | _WHO_DECIDE),
        Move("planned", "held", "Put on hold", _WHO_DECIDE, needs_reason=True),
        Move("planned", "stopped", "Call off", _WHO_DECIDE, needs_reason=True),
        Move("running", "finished", "Finish", _IN_CHARGE, needs_reason=True),
        Move("running", "held", "Put on hold", _WHO_DECIDE, needs_reason=True),
        Move("running", "stopped", "Stop", _WHO_DECIDE, needs_reason=True),
        Move("held", "running", "Go on", _WHO_DECIDE, needs_reason=True),
        Move("held", "stopped", "Stop", _WHO_DECIDE, needs_reason=True),
    ),
)
"""Its owner starts and finishes it; whether it goes on is decided by those who decide at gates."""

CAMPAIGN = StateMachine(
    "campaign",
    "planned",
    (State("planned", "planned"), State("running", "running"), State("reported", "reported", is_end=True)),
    (
        Move("planned", "running", "Start", _IN_CHARGE),
        # One that never ran is reported too, so that the record of what was tried has no holes.
        Move("planned", "reported", "Call off", _IN_CHARGE, needs_reason=True),
        Move("running", "reported", "Report", _IN_CHARGE, needs_reason=True),
    ),
)
"""The reason of a report is its conclusion."""

_DECISIONS = (
    State("continued", "continued", is_end=True),
    State("pivoted", "pivoted", is_end=True),
    State("stopped", "stopped", is_end=True),
    State("invested", "invested in", is_end=True),
    State("held", "on hold"),
    State("killed", "killed", is_end=True),
)
DECIDED_AS: Mapping[str, str] = {
    "continue": "continued",
    "pivot": "pivoted",
    "stop": "stopped",
    "invest": "invested",
    "hold": "held",
    "kill": "killed",
}
"""The state that each decision at a gate brings: continue, pivot, stop at a review; invest, hold, kill at a stage."""

GATE = StateMachine(
    "gate",
    "open",
    (State("open", "open"), *_DECISIONS),
    tuple(
        Move(source, target, decision.capitalize(), _WHO_DECIDE, needs_reason=True)
        for source in ("open", "held")
        for decision, target in DECIDED_AS.items()
        if source != target
    ),
)
"""One gate is decided once, by facilitators and leaders; what is on hold waits for its decision."""

MACHINES: Mapping[str, StateMachine] = {
    machine.thing: machine for machine in (EXPERIMENT, IMPROVEMENT, INITIATIVE, CAMPAIGN, GATE)
}
