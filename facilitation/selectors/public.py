"""What everybody in a workshop may know of its session: the same for all, whoever reads it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from facilitation.models import Phase, Session
from facilitation.selectors.circles import public_circles
from facilitation.selectors.comments import open_threads
from facilitation.selectors.rounds import public_rounds
from facilitation.selectors.validation import public_validations


def public_state(workshop_id: UUID) -> dict[str, Any]:
    """Return the session, what it draws attention to, its rounds, circles and open comments (docs/PROTOCOL.md)."""
    session = Session.objects.filter(pk=workshop_id).first() or Session(workshop_id=workshop_id)
    phases = list(Phase.objects.filter(workshop_id=workshop_id))
    return {
        "revision": session.revision,
        "session": session_json(session, phases),
        "attention": attention_json(session),
        "rounds": public_rounds(workshop_id),
        "comments": {"revision": session.comments_revision, "maps": open_threads(workshop_id)},
        "circles": public_circles(workshop_id),
        "validations": public_validations(workshop_id),
    }


def timed(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the public state with the server's time of this moment, by which browsers read its times."""
    return {"now": timezone.now().isoformat(), **state}


def session_json(session: Session, phases: Sequence[Phase]) -> dict[str, Any]:
    """Return the run of the session as it travels; times in ISO 8601, `left_s` in seconds."""
    return {
        "state": session.state,
        "phase": str(session.phase_id) if session.phase_id else None,
        "started_at": session.started_at.isoformat() if session.started_at else None,
        "ended_at": session.ended_at.isoformat() if session.ended_at else None,
        "ends_at": session.ends_at.isoformat() if session.ends_at else None,
        "left_s": session.left_s,
        "phases": [
            {
                "id": str(phase.id),
                "code": phase.code,
                "title": phase.title,
                "instruction": phase.instruction,
                "minutes": phase.minutes,
            }
            for phase in phases
        ],
    }


def attention_json(session: Session) -> dict[str, Any] | None:
    """Return what a facilitator shows to everybody, if anything; an area in canvas units."""
    if not session.attention_kind or session.attention_map_id is None:
        return None
    return {
        "kind": session.attention_kind,
        "map": str(session.attention_map_id),
        "element": session.attention_element or None,
        "area": session.attention_area,
        "by": str(session.attention_by_id) if session.attention_by_id else None,
        "at": session.attention_at.isoformat() if session.attention_at else None,
    }
