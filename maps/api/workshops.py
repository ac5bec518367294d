"""Workshops with their maps: mine, a new one; and the templates."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.schemas import MapSerializer
from maps.commands.workshop import create_workshop_from_file
from maps.domain.map_file import MapFile, read_map_file
from maps.library.catalogue import TEMPLATES, template_file
from maps.selectors import maps_of
from workshops.api.charter import CharterChangesField
from workshops.api.reading import Pages, Strict, read_input
from workshops.api.workshop import WorkshopSerializer, page_of
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import places_of, signed_in


@extend_schema_field({"type": "object", "additionalProperties": True})
class InlineMapFileField(serializers.JSONField):
    """A whole map file; its schema is at `/api/schema/map-file/`."""


class NewWorkshopSerializer(Strict):
    charter = CharterChangesField(
        required=False, help_text="Its parts win over those of the template or file; without either a name is needed."
    )
    template = serializers.CharField(required=False, max_length=60, help_text="A slug of `/api/templates/`.")
    file = InlineMapFileField(required=False, help_text="Instead of a template.")


class WorkshopWithMapsSerializer(WorkshopSerializer):
    """A new workshop with its maps."""

    maps = serializers.SerializerMethodField()

    @extend_schema_field(MapSerializer(many=True))
    def get_maps(self, place: Participant) -> Any:
        return MapSerializer(maps_of(actor=place), many=True).data


class TemplateSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()


class TemplateListSerializer(serializers.Serializer[Any]):
    results = TemplateSerializer(many=True)


class WorkshopListView(APIView):
    pagination_class = Pages
    is_heavy = True

    @extend_schema(
        operation_id="list_workshops",
        parameters=[OpenApiParameter("archived", bool, description="Those that were put away instead.")],
        responses=WorkshopSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The workshops in which I take part, the one I joined last first."""
        archived = request.query_params.get("archived", "").lower() in ("1", "true", "yes")
        return page_of(places_of(signed_in(request.user), archived=archived), WorkshopSerializer, request, self)

    @extend_schema(
        operation_id="create_workshop", request=NewWorkshopSerializer, responses={201: WorkshopWithMapsSerializer}
    )
    def post(self, request: Request) -> Response:
        """Create a workshop from a charter, a template or a map file; people with an account."""
        given = read_input(NewWorkshopSerializer, request.data)
        file = _file_of(given)
        charter = {**(file.charter if file else {}), **given.get("charter", {})}
        place, _ = create_workshop_from_file(actor=signed_in(request.user), charter=charter, file=file)
        return Response(WorkshopWithMapsSerializer(place).data, status=201)


def _file_of(given: dict[str, Any]) -> MapFile | None:
    if "template" in given and "file" in given:
        raise InvalidInput([Problem("file", "Send either a template or a file.")])
    if "template" in given:
        return template_file(given["template"])
    return read_map_file(given["file"]) if "file" in given else None


class TemplateListView(APIView):
    @extend_schema(operation_id="list_templates", responses=TemplateListSerializer)
    def get(self, request: Request) -> Response:
        """What a new workshop can start from."""
        return Response({"results": TemplateSerializer(TEMPLATES, many=True).data})
