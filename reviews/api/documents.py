"""Documents of saved states over REST: ask for one, see how far it is, take the file, try again."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reviews.api.schemas import DocumentSerializer, NewDocumentSerializer
from reviews.commands.documents import request_document, retry_document
from reviews.downloads import CONTENT_TYPES, answer_with_file
from reviews.models import RenderJob
from reviews.selectors import document_for, file_of, state_for
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import read_input


class DocumentListView(APIView):
    is_heavy = True

    @extend_schema(
        operation_id="request_document",
        request=NewDocumentSerializer,
        responses={200: DocumentSerializer, 202: DocumentSerializer},
    )
    def post(self, request: Request, state_id: UUID) -> Response:
        """Have a document made, or hear how far it is: 202 while it is being made, 200 afterwards."""
        place, state = state_for(request.user, state_id)
        format = read_input(NewDocumentSerializer, request.data)["format"]
        return _answer(request_document(actor=place, saved_state_id=state.id, format=format))


class DocumentView(APIView):
    @extend_schema(operation_id="read_document", responses=DocumentSerializer)
    def get(self, request: Request, document_id: UUID) -> Response:
        """How far a document is, and why it failed if it did."""
        _, job = document_for(request.user, document_id)
        return Response(DocumentSerializer(job).data)


class DocumentFileView(APIView):
    is_heavy = True

    @extend_schema(
        operation_id="download_document",
        responses={
            **{(200, content_type): OpenApiTypes.BINARY for content_type in sorted(set(CONTENT_TYPES.values()))},
            (409, "application/json"): OpenApiResponse(ProblemSerializer, description="There is no file yet."),
        },
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """The finished file; 409 while there is none."""
        place, job = document_for(request.user, document_id)
        return answer_with_file(job, file_of(actor=place, of=job))


class RetryView(APIView):
    @extend_schema(operation_id="retry_document", request=None, responses={202: DocumentSerializer})
    def post(self, request: Request, document_id: UUID) -> Response:
        """Try a document again that failed."""
        place, job = document_for(request.user, document_id)
        return _answer(retry_document(actor=place, document_id=job.id))


def _answer(job: RenderJob) -> Response:
    return Response(DocumentSerializer(job).data, status=202 if job.is_open else 200)
