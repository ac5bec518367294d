"""Reads of the session's agenda and of how far a map is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from facilitation.domain.agenda import TITLES
from facilitation.domain.progress import Progress, progress_of
from facilitation.models import Phase, Session
from facilitation.permissions import SessionAct, require
from facilitation.selectors.validation import public_validations
from maps.models import Map
from maps.selectors import figures_told, snapshot_of
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class MapProgress:
    """How far a map is in every phase of the method, by its code, after operation `seq`."""

    seq: int
    phases: dict[str, Progress]


def session_of(*, actor: Participant) -> tuple[Session, Sequence[Phase]]:
    """Return the session of the actor's workshop, unsaved where nobody has planned it, and its agenda in order."""
    require(actor, SessionAct.READ)
    session = Session.objects.filter(pk=actor.workshop_id).first() or Session(workshop_id=actor.workshop_id)
    return session, list(Phase.objects.filter(workshop_id=actor.workshop_id))


def map_progress(*, actor: Participant, of: Map) -> MapProgress:
    """Return what “done” looks like on this map, and how far it is."""
    require(actor, SessionAct.READ)
    snapshot = snapshot_of(of.id)
    charter = of.workshop.charter
    figures = figures_told(of.workshop, snapshot.elements)
    asked = [one for one in public_validations(of.workshop_id) if one["map"] == str(of.id)]
    ground: dict[str, Any] = {"elements": snapshot.elements, "charter": charter, "figures": figures}
    judged = {code: progress_of(code, **ground, validation=asked[0] if asked else None) for code in TITLES}
    return MapProgress(snapshot.seq, judged)
