"""The agenda of a session: its phases with their time boxes, what may stand in them, and agendas to begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workshops.errors import InvalidInput, Problem

TITLE_LIMIT = 80
INSTRUCTION_LIMIT = 1_000
MOST_PHASES = 30
LONGEST_MIN = 480


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """One phase as it is planned; `id` names one that is there already, None makes a new one."""

    code: str
    title: str
    instruction: str
    minutes: int
    id: UUID | None = None


# What the facilitator reads out; the words are for the room.
_SCOPE = (
    "Agree on one sentence: who is the customer, what do they value, from which trigger to which delivery. Narrow "
    "enough for today. It is a discovery, not a hunt for the guilty."
)
_DRAW = (
    "Put the steps of the work on the map, in order, with arrows. Loops and branches are welcome. Then, for each step: "
    "how long does work wait, how long is it worked on, how often can the next one use it as it is? A guess is a good "
    "start."
)
_WALK = (
    "Take the real items that people brought through the map, step by step: when did it arrive, when did somebody "
    "start, when was it done, did it come back? The difference to what we thought is a finding."
)
_WASTE = (
    "Ask where work piles up and why, not who is slow. First everybody judges in private, then we look together. Mark "
    "the wastes, circle the constraint, write the hypotheses beside the map."
)
_FUTURE = (
    "Choose one or two changes at the constraint and at the largest wastes: smaller batches, pull and WIP limits, a "
    "gate removed, a check automated. Each change names the waste that it removes."
)
_EXPERIMENT = (
    "Turn one change into a hypothesis: we believe that by this change we will reduce that figure by so much within "
    "that time. Say how it is measured, what must not get worse, and who owns it."
)
_PLAN = "Who does what by when? Name an owner and a date for every change, and when leaders look at the results."
_MEASURE = "Agree which real items we keep measuring, who does it, and when this group looks at the figures again."
_BREAK = "Stand up. The map stays as it is."

TITLES: Mapping[str, str] = {
    "scope": "Scope and customer",
    "current_state": "Current state",
    "waste": "Waste and constraint",
    "future_state": "Future state",
    "experiment": "Experiment",
    "plan": "Plan and governance",
    "measure": "Keep measuring",
    "break": "Break",
    "other": "Something else",
}
INSTRUCTIONS: Mapping[str, str] = {
    "scope": _SCOPE,
    "current_state": _DRAW,
    "waste": _WASTE,
    "future_state": _FUTURE,
    "experiment": _EXPERIMENT,
    "plan": _PLAN,
    "measure": _MEASURE,
    "break": _BREAK,
    "other": "",
}


def _phase(code: str, minutes: int, title: str = "", instruction: str = "") -> PhasePlan:
    return PhasePlan(code, title or TITLES[code], instruction or INSTRUCTIONS[code], minutes)


# By the minutes that the whole takes. Half of the time is for the current state and what is wrong with it: a future
# state that is drawn too early redesigns what people imagine.
PRESETS: Mapping[int, Sequence[PhasePlan]] = {
    90: (
        _phase("scope", 10),
        _phase("current_state", 35),
        _phase("waste", 15),
        _phase("future_state", 15),
        _phase("experiment", 10),
        _phase("plan", 5),
    ),
    120: (
        _phase("scope", 10),
        _phase("current_state", 40),
        _phase("waste", 20),
        _phase("break", 10),
        _phase("future_state", 20),
        _phase("experiment", 12),
        _phase("plan", 8),
    ),
    180: (
        _phase("scope", 15),
        _phase("current_state", 45),
        _phase("current_state", 15, "Walk a real item", _WALK),
        _phase("break", 10),
        _phase("waste", 25),
        _phase("future_state", 30),
        _phase("experiment", 20),
        _phase("plan", 15),
        _phase("measure", 5),
    ),
    240: (
        _phase("scope", 20),
        _phase("current_state", 55),
        _phase("current_state", 20, "Walk a real item", _WALK),
        _phase("break", 15),
        _phase("waste", 30),
        _phase("future_state", 40),
        _phase("break", 10),
        _phase("experiment", 25),
        _phase("plan", 20),
        _phase("measure", 5),
    ),
}
USUAL_MIN = 180


def read_agenda(given: Sequence[Mapping[str, Any]]) -> list[PhasePlan]:
    """Return the phases in their order; raises InvalidInput with every problem and its place."""
    if not given:
        raise InvalidInput([Problem("phases", "An agenda has at least one phase; nothing was changed.")])
    if len(given) > MOST_PHASES:
        raise InvalidInput([Problem("phases", f"An agenda has at most {MOST_PHASES} phases; nothing was changed.")])
    problems: list[Problem] = []
    phases = [_read_phase(phase, f"phases.{place}", problems) for place, phase in enumerate(given)]
    known = [phase.id for phase in phases if phase.id is not None]
    if len(known) != len(set(known)):
        problems.append(Problem("phases", "A phase occurs twice; reload the page and try again."))
    if problems:
        raise InvalidInput(problems)
    return phases


def _read_phase(given: Mapping[str, Any], place: str, problems: list[Problem]) -> PhasePlan:
    code = str(given.get("code") or "other")
    title = " ".join(str(given.get("title") or "").replace("\x00", "").split())
    instruction = str(given.get("instruction") or "").replace("\x00", "").replace("\r\n", "\n").strip()
    minutes = given.get("minutes")
    name = f"“{title}”" if title else "A phase"
    if code not in TITLES:
        problems.append(Problem(f"{place}.code", f"“{code[:20]}” is not a phase; there are {', '.join(TITLES)}."))
    if not title:
        problems.append(Problem(f"{place}.title", "A phase needs a title."))
    elif len(title) > TITLE_LIMIT:
        problems.append(Problem(f"{place}.title", f"A title has at most {TITLE_LIMIT} characters."))
    if len(instruction) > INSTRUCTION_LIMIT:
        sentence = f"The instruction of {name} has {len(instruction)} characters; at most {INSTRUCTION_LIMIT} are kept."
        problems.append(Problem(f"{place}.instruction", sentence))
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= LONGEST_MIN:
        problems.append(Problem(f"{place}.minutes", f"{name} needs a time box of 1 to {LONGEST_MIN} minutes."))
        minutes = 0
    return PhasePlan(code, title, instruction, minutes, given.get("id"))
