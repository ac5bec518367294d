"""What workers do: make documents; and what the clock has them do: ask again for those that nobody makes."""

import logging
from uuid import UUID

from celery import shared_task
from celery.exceptions import OperationalError

from reviews.commands.leases import LeaseLost, claim_job, put_back_expired
from reviews.commands.rendering import render_job

logger = logging.getLogger(__name__)

# A document that hangs ends with its worker's child; its lease then expires, and it is put back or given up.
LONGEST_S = 120


@shared_task(name="reviews.render_document", acks_late=True, time_limit=LONGEST_S)
def render_document(job_id: str) -> None:
    """Make one document; does nothing where it is made already, is being made, or is gone."""
    lease = claim_job(UUID(job_id))
    if lease is None:
        return
    try:
        render_job(lease)
    except LeaseLost:
        logger.info("Document %s is somebody else's by now.", job_id)


@shared_task(name="reviews.put_back_expired")
def put_back() -> None:
    """Ask again for every document that no worker makes."""
    for job_id in put_back_expired():
        enqueue(job_id)


def enqueue(job_id: UUID) -> None:
    """Ask the workers for a document; where the broker cannot be reached, the clock asks within half a minute."""
    try:
        render_document.apply_async((str(job_id),), retry=False)
    except OperationalError as problem:
        logger.warning("Document %s waits for the broker: %s", job_id, problem)
