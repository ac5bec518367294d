"""Planning a session: its phases with their time boxes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from facilitation.commands.changes import record, session_changing
from facilitation.domain.agenda import PRESETS, PhasePlan, read_agenda
from facilitation.models import Phase, Session
from facilitation.permissions import SessionAct, require
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant, Workshop


class PhaseIsOn(Conflict):
    """The phase that is under way cannot be taken out of the agenda."""

    code = "phase_is_on"


class StaleAgenda(Conflict):
    """Somebody else changed the agenda meanwhile."""

    code = "stale_agenda"


def use_preset(*, actor: Participant, minutes: int) -> list[Phase]:
    """Make the agenda the preset of so many minutes; refused while a session is under way."""
    require(actor, SessionAct.PLAN)
    if minutes not in PRESETS:
        known = ", ".join(str(preset) for preset in PRESETS)
        raise InvalidInput([Problem("minutes", f"There is no preset of {minutes} minutes; there are {known}.")])
    with session_changing(actor.workshop_id) as session:
        if session.state in (Session.State.RUNNING, Session.State.PAUSED):
            raise PhaseIsOn("The session is under way, so its agenda cannot be replaced; end it first.")
        session.phase = None
        phases = write_agenda(actor, PRESETS[minutes])
        record(actor, "use_agenda", minutes=minutes)
    return phases


def change_agenda(*, actor: Participant, phases: Sequence[Mapping[str, Any]], saw: Sequence[str] = ()) -> list[Phase]:
    """Make the agenda these phases in this order; those with an id stay who they are, also while one is under way.

    `saw`, where given, are the ids that the writer saw in their order: StaleAgenda where they are not these any more.
    Raises InvalidInput with every problem, PhaseIsOn where the phase under way is missing.
    """
    require(actor, SessionAct.PLAN)
    wanted = read_agenda(phases)
    with session_changing(actor.workshop_id) as session:
        present = list(Phase.objects.filter(workshop_id=actor.workshop_id))
        if saw and list(saw) != [str(phase.id) for phase in present]:
            raise StaleAgenda("Somebody else changed the agenda while you wrote; look at it and try again.")
        kept = {phase.id for phase in wanted if phase.id is not None}
        if kept - {phase.id for phase in present}:
            raise StaleAgenda("A phase of this agenda was removed by somebody else; look at it and try again.")
        if session.state in (Session.State.RUNNING, Session.State.PAUSED) and session.phase_id not in kept:
            raise PhaseIsOn("The phase that is under way cannot be removed; go to another one first.")
        if session.phase_id not in kept:
            session.phase = None
        written = write_agenda(actor, wanted)
        record(actor, "change_agenda", phases=len(written))
    return written


def copy_agenda(*, of: Workshop, to: Participant) -> None:
    """Give the actor's new workshop the phases of another; nothing of how they went comes along."""
    plans = [
        PhasePlan(phase.code, phase.title, phase.instruction, phase.minutes)
        for phase in Phase.objects.filter(workshop=of)
    ]
    write_agenda(to, plans)


def write_agenda(actor: Participant, wanted: Sequence[PhasePlan]) -> list[Phase]:
    """Write the phases; the session's row must be locked."""
    kept = [phase.id for phase in wanted if phase.id is not None]
    Phase.objects.filter(workshop_id=actor.workshop_id).exclude(pk__in=kept).delete()
    rows = [
        Phase(
            id=phase.id or uuid4(),
            workshop_id=actor.workshop_id,
            position=position,
            code=phase.code,
            title=phase.title,
            instruction=phase.instruction,
            minutes=phase.minutes,
        )
        for position, phase in enumerate(wanted)
    ]
    names = ["position", "code", "title", "instruction", "minutes"]
    Phase.objects.bulk_create([row for row in rows if row.id not in kept])
    Phase.objects.bulk_update([row for row in rows if row.id in kept], names)
    return rows
