"""Asking for a document of a saved state, and asking again after it failed."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from reviews.models import DocumentFormat, RenderJob, SavedState
from reviews.permissions import ReviewAct, require
from reviews.selectors import NO_DOCUMENT, NO_STATE
from reviews.tasks import enqueue
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant


@transaction.atomic
def request_document(*, actor: Participant, saved_state_id: UUID, format: str) -> RenderJob:
    """Return the one job that makes this format of the state; asking again changes nothing.

    Raises NotFound for a state of another workshop, InvalidInput for a format that is not known.
    """
    require(actor, ReviewAct.MAKE_DOCUMENT)
    if format not in DocumentFormat.values:
        known = ", ".join(DocumentFormat.values)
        raise InvalidInput([Problem("format", f"There is no such format; known are {known}.")])
    if not SavedState.objects.filter(pk=saved_state_id, workshop_id=actor.workshop_id).exists():
        raise NotFound(NO_STATE)
    job, is_new = RenderJob.objects.get_or_create(saved_state_id=saved_state_id, format=format)
    if is_new:
        transaction.on_commit(partial(enqueue, job.id), robust=True)
    return RenderJob.objects.defer("content").select_related("saved_state").get(pk=job.id)


@transaction.atomic
def retry_document(*, actor: Participant, document_id: UUID) -> RenderJob:
    """Put a failed document into the queue again, with all its attempts; raises Conflict for any other."""
    require(actor, ReviewAct.MAKE_DOCUMENT)
    jobs = RenderJob.objects.select_for_update(no_key=True, of=("self",)).select_related("saved_state").defer("content")
    job = jobs.filter(pk=document_id, saved_state__workshop_id=actor.workshop_id).first()
    if job is None:
        raise NotFound(NO_DOCUMENT)
    if job.state != RenderJob.State.FAILED:
        raise Conflict(
            f"The {job.get_format_display()} of “{job.saved_state.name}” is {job.get_state_display()}; "
            "only one that failed can be tried again."
        )
    RenderJob.objects.filter(pk=job.id).update(
        state=RenderJob.State.QUEUED, progress=0, stage="", error="", attempts=0, queued_at=Now(), finished_at=None
    )
    transaction.on_commit(partial(enqueue, job.id), robust=True)
    job.refresh_from_db(fields=["state", "progress", "stage", "error", "attempts", "queued_at", "finished_at"])
    return job
