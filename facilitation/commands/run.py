"""Running a session: start, pause, go on, extend, go to a phase, end. Any facilitator may, whoever began it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from facilitation.commands.agenda import write_agenda
from facilitation.commands.changes import record, session_changing
from facilitation.domain import clock as clocks
from facilitation.domain.agenda import PRESETS, USUAL_MIN
from facilitation.domain.clock import LONGEST_EXTENSION_MIN, Clock, WrongMoment
from facilitation.models import Phase, Session
from facilitation.permissions import SessionAct, require
from workshops.errors import InvalidInput, NotFound, Problem
from workshops.models import Participant

_KEPT_OP_IDS = 50
_NAMES = ("state", "started_at", "ended_at", "ends_at", "left_s")


def start_session(*, actor: Participant) -> Session:
    """Begin with the first phase; without an agenda the usual one is made. Nothing changes where it is under way."""
    require(actor, SessionAct.RUN)
    with session_changing(actor.workshop_id) as session:
        clock = _clock_of(session)
        if clock.state in ("planned", "ended"):
            phases = list(Phase.objects.filter(workshop_id=actor.workshop_id))
            first = (phases or write_agenda(actor, PRESETS[USUAL_MIN]))[0]
            _set(session, clocks.go_to(clock, first.id, first.minutes, timezone.now()))
            record(actor, "start_session", phase=first.title)
    return session


def go_to_phase(*, actor: Participant, phase_id: UUID) -> Session:
    """Begin this phase, whatever was on before; two facilitators who ask for the same go there once."""
    require(actor, SessionAct.RUN)
    with session_changing(actor.workshop_id) as session:
        phase = Phase.objects.filter(workshop_id=actor.workshop_id, pk=phase_id).first()
        if phase is None:
            raise NotFound("There is no such phase in this agenda; somebody may have removed it.")
        before = _clock_of(session)
        after = clocks.go_to(before, phase.id, phase.minutes, timezone.now())
        if after != before:
            _set(session, after)
            record(actor, "go_to_phase", phase=phase.title)
    return session


def pause_session(*, actor: Participant) -> Session:
    """Stop the clock and keep what is left of the phase."""
    return _turn(actor, "pause_session", clocks.pause)


def resume_session(*, actor: Participant) -> Session:
    """Let the clock run on with what was left."""
    return _turn(actor, "resume_session", clocks.resume)


def end_session(*, actor: Participant) -> Session:
    """End the session; it can be started anew, from its first phase."""
    return _turn(actor, "end_session", clocks.end)


def extend_phase(*, actor: Participant, minutes: int, op_id: str) -> Session:
    """Give the phase under way more minutes; a resend with the same `op_id` counts once."""
    require(actor, SessionAct.RUN)
    if not 1 <= minutes <= LONGEST_EXTENSION_MIN:
        sentence = f"A phase can be extended by 1 to {LONGEST_EXTENSION_MIN} minutes at once."
        raise InvalidInput([Problem("minutes", sentence)])
    with session_changing(actor.workshop_id) as session:
        if op_id not in session.op_ids:
            _set(session, clocks.extend(_clock_of(session), minutes, timezone.now()))
            session.op_ids = [*session.op_ids, op_id][-_KEPT_OP_IDS:]
            record(actor, "extend_phase", minutes=minutes, phase=str(session.phase or ""))
    return session


def _turn(actor: Participant, act: str, turn: Callable[[Clock, datetime], Clock]) -> Session:
    require(actor, SessionAct.RUN)
    with session_changing(actor.workshop_id) as session:
        before = _clock_of(session)
        after = turn(before, timezone.now())
        if after != before:
            _set(session, after)
            record(actor, act)
    return session


def _clock_of(session: Session) -> Clock:
    return Clock(phase=session.phase_id, **{name: getattr(session, name) for name in _NAMES})


def _set(session: Session, clock: Clock) -> None:
    if clock.phase is None and clock.state in ("running", "paused"):
        raise WrongMoment("The session has no phase any more; choose one.")
    session.phase_id = clock.phase
    for name in _NAMES:
        setattr(session, name, getattr(clock, name))
