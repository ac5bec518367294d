"""Making one document, from the claimed job to the file in its row."""

import logging

from facilitation.selectors.circles import circled_at
from reviews.commands.leases import Lease, LeaseLost, fail_job, finish_job, renewed, report_progress
from reviews.documents.content import DocumentError, SavedContent
from reviews.documents.make import make_document
from reviews.models import DocumentFormat, RenderJob, SavedState
from reviews.selectors import map_file_of_state

logger = logging.getLogger(__name__)

UNEXPECTED = (
    "A fault of ours stopped it; it has been written down. Try again; if that does not help, tell whoever runs it."
)


def render_job(lease: Lease) -> None:
    """Make the document and hand it in, or fail the job with a sentence; raises LeaseLost."""
    jobs = RenderJob.objects.select_related("saved_state__created_by").defer("content")
    job = jobs.filter(pk=lease.job_id).first()
    if job is None:
        raise LeaseLost(f"Document {lease.job_id} is gone with its saved state.")

    def report(progress: int, stage: str) -> None:
        report_progress(lease, progress=progress, stage=stage)

    try:
        with renewed(lease):
            content = make_document(content_of(job.saved_state), DocumentFormat(job.format), report)
        report(95, "storing the file")
        finish_job(lease, content)
    except LeaseLost:
        raise
    except DocumentError as problem:
        fail_job(lease, str(problem))
    except Exception:
        logger.exception("Document %s could not be made.", lease.job_id)
        fail_job(lease, UNEXPECTED)


def content_of(state: SavedState) -> SavedContent:
    """Return what documents are made of."""
    return SavedContent(
        name=state.name,
        file=map_file_of_state(state),
        figures=state.figures,
        seq=state.seq,
        checksum=state.checksum,
        saved_by=state.created_by.name,
        saved_at=state.created_at,
        circled=circled_at(state.map_id, state.created_at),
    )
