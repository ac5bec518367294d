"""How files of saved states are handed out: to keep, under a name that every file system takes, and never to run."""

import re
from collections.abc import Mapping

from django.http import HttpResponse

from reviews.models import DocumentFormat, RenderJob

CONTENT_TYPES: Mapping[str, str] = {
    DocumentFormat.MAP_FILE: "application/json",
    DocumentFormat.CSV: "text/csv",
    DocumentFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentFormat.SVG: "image/svg+xml",
    DocumentFormat.PNG: "image/png",
    DocumentFormat.PDF: "application/pdf",
}
# A drawing that is opened by itself may show its own typeface and nothing else.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


def answer_with_file(job: RenderJob, content: bytes) -> HttpResponse:
    """Return the file as a download."""
    answer = HttpResponse(content, content_type=CONTENT_TYPES[job.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(job)}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = DRAWING_POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["ETag"] = f'"{job.checksum}"'
    return answer


def file_name(job: RenderJob) -> str:
    """Return title and name of the state in letters, digits and dashes, with the format's ending."""
    state = job.saved_state
    words = [re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()[:60] for text in (state.title, state.name)]
    return f"{'-'.join(word for word in words if word) or 'map'}.{job.format}"
