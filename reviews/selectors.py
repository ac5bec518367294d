"""Reads of saved states and their documents. What one may not see does not exist."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from maps.domain.map_file import MapFile
from maps.models import Map
from maps.selectors import as_told, hides_constraint
from reviews.models import DocumentFormat, RenderJob, SavedState
from reviews.permissions import ReviewAct, require
from workshops.charter import TEXT_LIMITS
from workshops.errors import Conflict, NotFound
from workshops.models import Participant, User
from workshops.selectors import participant_of, signed_in

# The database keeps an object's names in an order of its own.
CHARTER_ORDER = (*TEXT_LIMITS, "demand", "calendar", "queue_rule")
NO_STATE = "There is no such saved state, or you have not joined its workshop."
NO_DOCUMENT = "There is no such document, or you have not joined its workshop."


class ConstraintHidden(Conflict):
    """The document tells which step is the constraint, and people judge that for themselves just now."""

    code = "constraint_hidden"


def states_of(*, actor: Participant, of: Map) -> QuerySet[SavedState]:
    """Return the saved states of a map, the newest first."""
    require(actor, ReviewAct.READ)
    return SavedState.objects.filter(map_id=of.id).select_related("created_by")


def state_for(user: User | AnonymousUser, state_id: UUID | str) -> tuple[Participant, SavedState]:
    """Return the person's place in the workshop and the saved state, with map, workshop and author loaded.

    Raises NotFound for strangers (as if there were none), Removed and SignInNeeded as `participant_of`.
    """
    person = signed_in(user)
    states = SavedState.objects.select_related("map", "workshop", "created_by")
    found = states.filter(pk=state_id).first()
    if found is None:
        raise NotFound(NO_STATE)
    return _place(person, found.workshop_id, NO_STATE), found


def document_for(user: User | AnonymousUser, document_id: UUID | str) -> tuple[Participant, RenderJob]:
    """Return the person's place in the workshop and the document, without its file but with its saved state.

    Raises NotFound for strangers (as if there were none), Removed and SignInNeeded as `participant_of`.
    """
    person = signed_in(user)
    jobs = RenderJob.objects.select_related("saved_state").defer("content", "saved_state__elements")
    found = jobs.filter(pk=document_id).first()
    if found is None:
        raise NotFound(NO_DOCUMENT)
    return _place(person, found.saved_state.workshop_id, NO_DOCUMENT), found


def _place(person: User, workshop_id: UUID, missing: str) -> Participant:
    try:
        place = participant_of(person, workshop_id)
    except NotFound:
        raise NotFound(missing) from None
    require(place, ReviewAct.READ)
    return place


def documents_of(*, actor: Participant, of: SavedState) -> list[RenderJob]:
    """Return the documents that were asked for, without their files, in the order of the formats."""
    require(actor, ReviewAct.READ)
    return list(RenderJob.objects.filter(saved_state=of).defer("content").order_by("created_at", "id"))


def file_of(*, actor: Participant, of: RenderJob) -> bytes:
    """Return the finished file; raises Conflict with what is the matter while there is none, and ConstraintHidden while
    it would tell people what they judge.
    """
    require(actor, ReviewAct.READ)
    if of.format != DocumentFormat.MAP_FILE and hides_constraint(actor.workshop_id):
        raise ConstraintHidden(
            f"The {of.get_format_display()} of “{of.saved_state.name}” tells which step is the constraint, and people "
            "judge that for themselves just now. Download it once their round is revealed."
        )
    if of.state != RenderJob.State.DONE:
        why = of.error if of.state == RenderJob.State.FAILED else f"It is {of.get_state_display()}."
        raise Conflict(f"The {of.get_format_display()} of “{of.saved_state.name}” is not there. {why}")
    return bytes(of.content or b"")


def figures_of_state(state: SavedState) -> dict[str, Any]:
    """Return the figures that were saved, as people may see them now."""
    figures: dict[str, Any] = state.figures
    return as_told(state.workshop_id, figures)


def map_file_of_state(state: SavedState) -> MapFile:
    """Return what the saved state holds of the map, its charter in the order in which the map's own file has it."""
    charter = {name: state.charter[name] for name in CHARTER_ORDER if name in state.charter}
    return MapFile(charter, state.kind, state.title, state.elements)
