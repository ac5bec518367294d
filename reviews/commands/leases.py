"""The worker's side of a document: take it for a while, say how far it is, hand it in or say why not.

A job belongs to whoever holds its latest token: a worker that was thought dead and comes back after the job was put
back can neither report nor hand in. All times are the database's, so clocks of machines do not matter.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from reviews.models import RenderJob

LEASE = timedelta(seconds=30)
UNANSWERED = timedelta(seconds=15)
ATTEMPTS = 3
GIVEN_UP = (
    f"The worker that made it ended before it was ready, {ATTEMPTS} times. Try again; if that does not help, tell "
    "whoever runs this site."
)


class LeaseLost(Exception):
    """The job is somebody else's by now, or done, or gone: whoever hears this stops without a trace."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one job."""

    job_id: UUID
    token: UUID


def claim_job(job_id: UUID) -> Lease | None:
    """Take a job that waits or whose worker is gone; None where it is done, failed, being made, gone or given up."""
    lease = Lease(job_id, uuid4())
    waiting = Q(state=RenderJob.State.QUEUED) | Q(state=RenderJob.State.RUNNING, lease_until__lt=Now())
    taken = RenderJob.objects.filter(waiting, pk=job_id, attempts__lt=ATTEMPTS).update(
        state=RenderJob.State.RUNNING,
        progress=0,
        stage="",
        attempts=F("attempts") + 1,
        lease_token=lease.token,
        lease_until=Now() + LEASE,
        started_at=Now(),
    )
    return lease if taken else None


def report_progress(lease: Lease, *, progress: int, stage: str) -> None:
    """Say how far the work is and renew the lease; raises LeaseLost."""
    _held(lease, progress=progress, stage=stage, lease_until=Now() + LEASE)


def renew_lease(lease: Lease) -> None:
    """Say that the work goes on; raises LeaseLost."""
    _held(lease, lease_until=Now() + LEASE)


def finish_job(lease: Lease, content: bytes) -> None:
    """Hand in the finished file; raises LeaseLost, and the file of whoever has the lease now will count."""
    _held(
        lease,
        state=RenderJob.State.DONE,
        progress=100,
        stage="",
        error="",
        content=content,
        size=len(content),
        checksum=hashlib.sha256(content).hexdigest(),
        lease_token=None,
        lease_until=None,
        finished_at=Now(),
    )


def fail_job(lease: Lease, sentence: str) -> None:
    """Give the job up with a sentence for people; raises LeaseLost."""
    _held(lease, **_failure(sentence))


@transaction.atomic
def put_back_expired() -> list[UUID]:
    """Return the jobs that a worker has to be asked for again: unanswered for 15 s, or left by their worker.

    Those that were tried three times fail with a sentence instead.
    """
    jobs = RenderJob.objects.select_for_update(skip_locked=True)
    expired = Q(state=RenderJob.State.RUNNING, lease_until__lt=Now())
    unanswered = Q(state=RenderJob.State.QUEUED, queued_at__lt=Now() - UNANSWERED)
    spent = list(jobs.filter(expired, attempts__gte=ATTEMPTS).values_list("pk", flat=True))
    _of(spent).update(**_failure(GIVEN_UP))
    again = list(jobs.filter(expired | unanswered).order_by("queued_at").values_list("pk", flat=True))
    _of(again).update(
        state=RenderJob.State.QUEUED, progress=0, stage="", queued_at=Now(), lease_token=None, lease_until=None
    )
    return again


def _held(lease: Lease, **changes: object) -> None:
    # A lease that has run out still counts while nobody else has taken the job: slow work is not lost.
    held = RenderJob.objects.filter(pk=lease.job_id, state=RenderJob.State.RUNNING, lease_token=lease.token)
    if not held.update(**changes):
        raise LeaseLost(f"The lease on document {lease.job_id} is lost.")


def _of(jobs: list[UUID]) -> QuerySet[RenderJob]:
    return RenderJob.objects.filter(pk__in=jobs)


def _failure(sentence: str) -> dict[str, object]:
    return {
        "state": RenderJob.State.FAILED,
        "stage": "",
        "error": sentence[:500],
        "lease_token": None,
        "lease_until": None,
        "finished_at": Now(),
    }
