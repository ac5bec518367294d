"""Future states: a what-if that becomes a map of its own."""

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.operations import OpIdSerializer
from maps.api.schemas import EditsField, MapSerializer
from maps.commands.future_state import create_future_state
from maps.commands.workshop import TITLE_LIMIT
from maps.selectors import map_for
from workshops.api.reading import read_input


class NewFutureStateSerializer(OpIdSerializer):
    title = serializers.CharField(max_length=TITLE_LIMIT)
    edits = EditsField(required=False, help_text="What differs from the map as it is; none: a copy of it.")


class FutureStateSerializer(MapSerializer):
    """A future state, and the moment of the map that it was made of."""

    derived_from = serializers.UUIDField(source="derived_from_id")
    derived_seq = serializers.IntegerField()


class FutureStateListView(APIView):
    is_heavy = True

    @extend_schema(
        operation_id="create_future_state",
        request=NewFutureStateSerializer,
        responses={
            201: OpenApiResponse(FutureStateSerializer, description="Made; its board is at `/maps/{id}/`."),
            200: OpenApiResponse(FutureStateSerializer, description="This `op_id` made it before."),
        },
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Make a future state of the map as it is now with the edits done; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewFutureStateSerializer, request.data)
        made, is_new = create_future_state(
            actor=place, of=found, title=asked["title"], edits=asked.get("edits", []), op_id=asked["op_id"]
        )
        return Response(FutureStateSerializer(made).data, status=201 if is_new else 200)
