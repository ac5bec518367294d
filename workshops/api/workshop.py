"""One workshop: its charter, putting it away, deleting it, and who did what."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workshops.api.charter import CharterChangesField, CharterField
from workshops.api.problem import DetailsField
from workshops.api.reading import Pages, Strict, read_input
from workshops.charter import compose_scope
from workshops.commands.workshop import archive_workshop, change_charter, delete_workshop
from workshops.models import AuditEntry, Participant, Role
from workshops.selectors import audit_of, participant_of


class WorkshopSerializer(serializers.Serializer[Participant]):
    """A workshop as one of its people sees it."""

    id = serializers.UUIDField(source="workshop_id")
    name = serializers.CharField(source="workshop.name")
    participant = serializers.UUIDField(source="id", help_text="The reader's own place in the workshop.")
    role = serializers.ChoiceField(choices=Role.choices, help_text="The reader's role.")
    archived = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="workshop.created_at")
    charter = CharterField(source="workshop.charter")
    scope = serializers.SerializerMethodField(help_text="The one-sentence scope: as written, else composed.")

    def get_archived(self, place: Participant) -> bool:
        return place.workshop.archived_at is not None

    def get_scope(self, place: Participant) -> str:
        return compose_scope(place.workshop.charter)


class CharterChangesSerializer(Strict):
    charter = CharterChangesField()


class AuditEntrySerializer(serializers.Serializer[AuditEntry]):
    """One act; `details` depends on it."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField(source="created_at")
    actor = serializers.CharField(source="actor_name")
    act = serializers.CharField()
    details = DetailsField()


class WorkshopView(APIView):
    @extend_schema(operation_id="read_workshop", responses=WorkshopSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The charter and the reader's place."""
        return Response(WorkshopSerializer(participant_of(request.user, workshop_id)).data)

    @extend_schema(operation_id="change_charter", request=CharterChangesSerializer, responses=WorkshopSerializer)
    def patch(self, request: Request, workshop_id: UUID) -> Response:
        """Set the named parts of the charter; facilitators."""
        place = participant_of(request.user, workshop_id)
        changes = read_input(CharterChangesSerializer, request.data)["charter"]
        place.workshop = change_charter(actor=place, changes=changes)
        return Response(WorkshopSerializer(place).data)

    @extend_schema(operation_id="delete_workshop", responses={204: None})
    def delete(self, request: Request, workshop_id: UUID) -> Response:
        """Delete the workshop with its maps for good; facilitators."""
        delete_workshop(actor=participant_of(request.user, workshop_id))
        return Response(status=204)


class ArchiveView(APIView):
    @extend_schema(operation_id="archive_workshop", request=None, responses=WorkshopSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Put the workshop away from everybody's dashboard; facilitators."""
        return _archive(request, workshop_id, archived=True)


class UnarchiveView(APIView):
    @extend_schema(operation_id="unarchive_workshop", request=None, responses=WorkshopSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Bring an archived workshop back; facilitators."""
        return _archive(request, workshop_id, archived=False)


def _archive(request: Request, workshop_id: UUID, *, archived: bool) -> Response:
    place = participant_of(request.user, workshop_id)
    archive_workshop(actor=place, archived=archived)
    place.workshop.refresh_from_db()
    return Response(WorkshopSerializer(place).data)


class AuditView(APIView):
    pagination_class = Pages

    @extend_schema(operation_id="list_audit", responses=AuditEntrySerializer(many=True))
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """Who did what to the workshop outside its maps, the newest first; facilitators."""
        return page_of(audit_of(actor=participant_of(request.user, workshop_id)), AuditEntrySerializer, request, self)


def page_of(
    items: Any,
    serializer: type[serializers.Serializer[Any]],
    request: Request,
    view: APIView,
    context: dict[str, Any] | None = None,
) -> Response:
    """Return one page of a long list; `context` is what the serializer needs to know beside the items."""
    pages = Pages()
    page: Any = pages.paginate_queryset(items, request, view)
    return pages.get_paginated_response(serializer(page, many=True, context=context or {}).data)
