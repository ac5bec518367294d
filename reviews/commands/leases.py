"""The leases on documents: `workshops.commands.leases` for RenderJob."""

import hashlib

from reviews.models import RenderJob
from workshops.commands.leases import ATTEMPTS, LEASE, Lease, LeaseLost, Leases

__all__ = [
    "ATTEMPTS",
    "LEASE",
    "Lease",
    "LeaseLost",
    "claim_job",
    "fail_job",
    "finish_job",
    "put_back_expired",
    "renewed",
    "report_progress",
]

_DOCUMENTS = Leases(RenderJob, "document")

claim_job = _DOCUMENTS.claim
report_progress = _DOCUMENTS.report
renewed = _DOCUMENTS.renewed
fail_job = _DOCUMENTS.fail
put_back_expired = _DOCUMENTS.put_back_expired


def finish_job(lease: Lease, content: bytes) -> None:
    """Hand in the finished file; raises LeaseLost, and the file of whoever has the lease now will count."""
    _DOCUMENTS.finish(lease, content=content, size=len(content), checksum=hashlib.sha256(content).hexdigest())
