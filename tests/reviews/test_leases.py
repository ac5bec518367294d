"""A document is made by one worker at a time, and by another where that one is gone."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from celery.exceptions import OperationalError
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks

from reviews import tasks
from reviews.commands import rendering
from reviews.commands.documents import request_document, retry_document
from reviews.commands.leases import (
    ATTEMPTS,
    LEASE,
    Lease,
    LeaseLost,
    claim_job,
    fail_job,
    finish_job,
    put_back_expired,
    report_progress,
)
from reviews.documents.content import DocumentError
from reviews.models import RenderJob, SavedState
from tests.cast import Cast
from workshops.errors import Conflict, InvalidInput, NotFound


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The documents that workers were asked for; none hears it."""
    found: list[UUID] = []
    monkeypatch.setattr(tasks.render_document, "apply_async", lambda arguments, **_: found.append(UUID(arguments[0])))
    return found


@pytest.fixture
def job(cast: Cast, saved: SavedState) -> RenderJob:
    return request_document(actor=cast.vic, saved_state_id=saved.id, format="csv")


def taken(job: RenderJob) -> Lease:
    lease = claim_job(job.id)
    assert lease is not None
    return lease


def let_expire(job: RenderJob) -> None:
    RenderJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def now(job: RenderJob) -> RenderJob:
    return RenderJob.objects.get(pk=job.pk)


def test_a_document_is_asked_for_once(
    cast: Cast, saved: SavedState, asked: list[UUID], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = request_document(actor=cast.vic, saved_state_id=saved.id, format="csv")
    with django_capture_on_commit_callbacks(execute=True):
        second = request_document(actor=cast.ana, saved_state_id=saved.id, format="csv")
    assert first.id == second.id
    assert asked == [first.id]
    assert (first.state, first.progress, first.attempts) == ("queued", 0, 0)


def test_what_cannot_be_made_is_refused(cast: Cast, saved: SavedState) -> None:
    with pytest.raises(InvalidInput, match=r"known are vsm\.json, csv, xlsx, svg, png, pdf"):
        request_document(actor=cast.ana, saved_state_id=saved.id, format="docx")
    with pytest.raises(NotFound):
        request_document(actor=cast.ana, saved_state_id=uuid4(), format="csv")


def test_one_worker_at_a_time(job: RenderJob) -> None:
    lease = taken(job)
    assert claim_job(job.id) is None
    assert (now(job).state, now(job).attempts, now(job).lease_token) == ("running", 1, lease.token)


def test_progress_renews_the_lease(job: RenderJob) -> None:
    lease = taken(job)
    let_expire(job)
    report_progress(lease, progress=40, stage="drawing the map")
    after = now(job)
    assert (after.progress, after.stage) == (40, "drawing the map")
    assert after.lease_until is not None
    assert RenderJob.objects.filter(pk=job.pk, lease_until__gt=Now() + LEASE - timedelta(seconds=5)).exists()
    assert claim_job(job.id) is None


def test_who_lost_the_lease_can_do_nothing(job: RenderJob) -> None:
    first = taken(job)
    let_expire(job)
    second = taken(job)
    with pytest.raises(LeaseLost):
        report_progress(first, progress=90, stage="late")
    with pytest.raises(LeaseLost):
        finish_job(first, b"late")
    with pytest.raises(LeaseLost):
        fail_job(first, "Late.")
    finish_job(second, b"made")
    after = now(job)
    assert (after.state, bytes(after.content or b""), after.size, after.attempts) == ("done", b"made", 4, 2)
    with pytest.raises(LeaseLost):
        finish_job(second, b"twice")


def test_slow_work_counts_while_nobody_else_has_the_job(job: RenderJob) -> None:
    lease = taken(job)
    let_expire(job)
    finish_job(lease, b"slow")
    assert now(job).state == "done"


def test_expired_leases_are_put_back(job: RenderJob) -> None:
    lease = taken(job)
    assert put_back_expired() == []
    let_expire(job)
    assert put_back_expired() == [job.id]
    assert now(job).state == "queued"
    with pytest.raises(LeaseLost):
        finish_job(lease, b"late")


def test_jobs_that_nobody_took_are_put_back_once_in_a_while(job: RenderJob) -> None:
    assert put_back_expired() == []
    RenderJob.objects.filter(pk=job.pk).update(queued_at=Now() - timedelta(seconds=16))
    assert put_back_expired() == [job.id]
    assert put_back_expired() == []


def test_after_three_attempts_it_fails_with_a_sentence_and_can_be_tried_again(cast: Cast, job: RenderJob) -> None:
    for _ in range(ATTEMPTS):
        taken(job)
        let_expire(job)
    assert claim_job(job.id) is None
    assert put_back_expired() == []
    after = now(job)
    assert (after.state, after.attempts) == ("failed", 3)
    assert after.error.startswith("The worker that made it ended before it was ready, 3 times.")
    again = retry_document(actor=cast.vic, document_id=job.id)
    assert (again.state, again.attempts, again.error) == ("queued", 0, "")
    assert taken(job).job_id == job.id


def test_only_what_failed_is_tried_again(cast: Cast, job: RenderJob) -> None:
    with pytest.raises(Conflict, match="waiting for a worker"):
        retry_document(actor=cast.vic, document_id=job.id)
    finish_job(taken(job), b"made")
    with pytest.raises(Conflict, match="ready"):
        retry_document(actor=cast.vic, document_id=job.id)


def test_a_second_run_of_a_finished_job_does_nothing(job: RenderJob, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.render_document(str(job.id))
    first = now(job)
    assert (first.state, first.progress, first.attempts) == ("done", 100, 1)
    monkeypatch.setattr(rendering, "make_document", lambda *_: pytest.fail("It was made twice."))
    tasks.render_document(str(job.id))
    assert now(job).finished_at == first.finished_at


def test_a_job_that_is_gone_does_nothing(db: None) -> None:
    tasks.render_document(str(uuid4()))


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (DocumentError("The map is too large for a picture."), "The map is too large for a picture."),
        (RuntimeError("secret detail"), rendering.UNEXPECTED),
    ],
    ids=["known", "unexpected"],
)
def test_a_failure_says_why(job: RenderJob, monkeypatch: pytest.MonkeyPatch, problem: Exception, sentence: str) -> None:
    def fail(*_: object) -> bytes:
        raise problem

    monkeypatch.setattr(rendering, "make_document", fail)
    tasks.render_document(str(job.id))
    after = now(job)
    assert (after.state, after.error, after.lease_token) == ("failed", sentence, None)


def test_a_worker_that_lost_its_lease_stops_without_a_trace(job: RenderJob, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(saved: Any, format: Any, report: Any) -> bytes:
        let_expire(job)
        taken(job)
        report(50, "too late")
        return b"never"

    monkeypatch.setattr(rendering, "make_document", lose)
    tasks.render_document(str(job.id))
    after = now(job)
    assert (after.state, after.attempts, after.progress) == ("running", 2, 0)


def test_a_broker_that_is_away_costs_nothing(
    cast: Cast,
    saved: SavedState,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OperationalError("nobody listens")

    monkeypatch.setattr(tasks.render_document, "apply_async", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        job = request_document(actor=cast.vic, saved_state_id=saved.id, format="csv")
    assert now(job).state == "queued"


def test_the_clock_asks_for_what_was_put_back(job: RenderJob, asked: list[UUID]) -> None:
    taken(job)
    let_expire(job)
    tasks.put_back()
    assert asked == [job.id]
