"""The worker's side of a job: take it for a while, say how far it is, hand it in or say why not.

A job belongs to whoever holds its latest token: a worker that was thought dead and comes back after the job was put
back can neither report nor hand in. All times are the database's, so clocks of machines do not matter.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from workshops.models.leased_job import LeasedJob

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
LEASE = timedelta(seconds=30)
UNANSWERED = timedelta(seconds=15)
RENEW_S = 10.0
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


@dataclass(frozen=True, slots=True)
class Leases:
    """The leases on the jobs of one model; `noun` is what people call such a job."""

    model: type[LeasedJob]
    noun: str

    def claim(self, job_id: UUID) -> Lease | None:
        """Take a job that waits or whose worker is gone; None where it is at its end, being made, gone or given up."""
        lease = Lease(job_id, uuid4())
        waiting = Q(state=QUEUED) | Q(state=RUNNING, lease_until__lt=Now())
        taken = self._jobs.filter(waiting, pk=job_id, attempts__lt=ATTEMPTS).update(
            state=RUNNING,
            progress=0,
            stage="",
            attempts=F("attempts") + 1,
            lease_token=lease.token,
            lease_until=Now() + LEASE,
            started_at=Now(),
        )
        return lease if taken else None

    def report(self, lease: Lease, *, progress: int, stage: str) -> None:
        """Say how far the work is and renew the lease; raises LeaseLost."""
        self._change_held(lease, progress=progress, stage=stage, lease_until=Now() + LEASE)

    def renew(self, lease: Lease) -> None:
        """Say that the work goes on; raises LeaseLost."""
        self._change_held(lease, lease_until=Now() + LEASE)

    @contextmanager
    def renewed(self, lease: Lease, *, every_s: float = RENEW_S) -> Iterator[None]:
        """Guarantees that the lease lasts as long as the block runs; a killed worker renews nothing."""
        ended = threading.Event()

        def renew() -> None:
            try:
                while not ended.wait(every_s):
                    self.renew(lease)
            except LeaseLost:
                return
            finally:
                connection.close()

        heart = threading.Thread(target=renew, name=f"lease {lease.job_id}", daemon=True)
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join()

    def finish(self, lease: Lease, **result: object) -> None:
        """Hand in the result; raises LeaseLost, and the result of whoever has the lease now will count."""
        ended = {"stage": "", "error": "", "lease_token": None, "lease_until": None, "finished_at": Now()}
        self._change_held(lease, state=DONE, progress=100, **ended, **result)

    def fail(self, lease: Lease, sentence: str) -> None:
        """Give the job up with a sentence for people; raises LeaseLost."""
        self._change_held(lease, **_failure(sentence))

    @transaction.atomic
    def put_back_expired(self) -> list[UUID]:
        """Return the jobs that a worker has to be asked for again: unanswered for 15 s, or left by their worker.

        Those that were tried three times fail with a sentence instead.
        """
        jobs = self._jobs.select_for_update(no_key=True, skip_locked=True)
        expired = Q(state=RUNNING, lease_until__lt=Now())
        unanswered = Q(state=QUEUED, queued_at__lt=Now() - UNANSWERED)
        spent = list(jobs.filter(expired, attempts__gte=ATTEMPTS).values_list("pk", flat=True))
        self._jobs.filter(pk__in=spent).update(**_failure(GIVEN_UP))
        again = list(jobs.filter(expired | unanswered).order_by("queued_at").values_list("pk", flat=True))
        self._jobs.filter(pk__in=again).update(
            state=QUEUED, progress=0, stage="", queued_at=Now(), lease_token=None, lease_until=None
        )
        return again

    def _change_held(self, lease: Lease, **changes: object) -> None:
        # A lease that has run out still counts while nobody else has taken the job: slow work is not lost.
        held = self._jobs.filter(pk=lease.job_id, state=RUNNING, lease_token=lease.token)
        if not held.update(**changes):
            raise LeaseLost(f"The lease on {self.noun} {lease.job_id} is lost.")

    @property
    def _jobs(self) -> models.QuerySet[LeasedJob]:
        return self.model._default_manager.all()


def _failure(sentence: str) -> dict[str, object]:
    return {
        "state": FAILED,
        "stage": "",
        "error": sentence[:500],
        "lease_token": None,
        "lease_until": None,
        "finished_at": Now(),
    }
