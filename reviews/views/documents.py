"""The documents of a saved state on its page: ask for one, follow it, take it, try again."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.commands.documents import request_document, retry_document
from reviews.downloads import answer_with_file
from reviews.models import DocumentFormat, RenderJob, SavedState
from reviews.selectors import document_for, documents_of, file_of, state_for
from workshops.errors import NotFound
from workshops.models import Participant

_WHAT = {
    DocumentFormat.PDF: "poster and tables, for the wall",
    DocumentFormat.PNG: "the drawing as a picture",
    DocumentFormat.SVG: "the drawing, at any size",
    DocumentFormat.XLSX: "all values, for counting on",
    DocumentFormat.CSV: "the steps, for any spreadsheet",
    DocumentFormat.MAP_FILE: "everything, to import again",
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One format of a saved state: what it is for, and its job if somebody asked for it."""

    format: DocumentFormat
    what: str
    job: RenderJob | None

    @property
    def slug(self) -> str:
        """The format as a part of an id in a page."""
        return self.format.value.replace(".", "-")


def rows_of(actor: Participant, state: SavedState) -> list[DocumentRow]:
    """Return every format, the most asked for first."""
    jobs = {job.format: job for job in documents_of(actor=actor, of=state)}
    return [DocumentRow(format, what, jobs.get(format)) for format, what in _WHAT.items()]


def row_of(actor: Participant, state: SavedState, format: str) -> DocumentRow:
    """Return one format; raises NotFound for one that is not known."""
    for row in rows_of(actor, state):
        if row.format.value == format:
            return row
    raise NotFound("There is no such format of documents.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_document(request: HttpRequest, state_id: UUID, format: str) -> HttpResponse:
    """Show how far one document of a state is; posting asks for it."""
    actor, state = state_for(request.user, state_id)
    if request.method == "POST":
        request_document(actor=actor, saved_state_id=state.id, format=format)
    return _answer(request, actor, state, format)


@require_POST
@login_required
def retry(request: HttpRequest, document_id: UUID) -> HttpResponse:
    actor, job = document_for(request.user, document_id)
    retry_document(actor=actor, document_id=job.id)
    _, state = state_for(request.user, job.saved_state_id)
    return _answer(request, actor, state, job.format)


@require_safe
@never_cache
@login_required
def download(request: HttpRequest, document_id: UUID) -> HttpResponse:
    actor, job = document_for(request.user, document_id)
    return answer_with_file(job, file_of(actor=actor, of=job))


def _answer(request: HttpRequest, actor: Participant, state: SavedState, format: str) -> HttpResponse:
    """The row of the document for htmx; without script a form leads back to the page itself."""
    row = row_of(actor, state, format)
    if request.method == "POST" and "HX-Request" not in request.headers:
        return redirect(f"{reverse('states', args=[state.map_id])}#state-{state.id}")
    return render(request, "reviews/document.html", {"state": state, "row": row})
