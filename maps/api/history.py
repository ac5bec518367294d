"""Who did what on a map: the log at a glance, one element's changes, what was removed."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.operations import LARGEST_SEQ
from maps.api.schemas import EditsField, ElementField, OperationSerializer
from maps.history import RemovedElement, element_history, removed_elements, timeline_of
from maps.selectors import map_for
from workshops.api.reading import Strict, read_input

PAGE = 50
LARGEST_PAGE = 200
_PAGING = [
    OpenApiParameter("before", int, description="Older than this operation; without it, the newest."),
    OpenApiParameter("limit", int, description=f"How many ({PAGE}; at most {LARGEST_PAGE})."),
]


class PageQuerySerializer(Strict):
    before = serializers.IntegerField(min_value=1, max_value=LARGEST_SEQ, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False)


class TimelineQuerySerializer(Strict):
    after = serializers.IntegerField(min_value=0, max_value=LARGEST_SEQ, required=False)


class TimelineSerializer(serializers.Serializer[Any]):
    """Who did something when, for every operation after `after`, in the log's order."""

    after = serializers.IntegerField()
    began_at = serializers.DateTimeField(allow_null=True)
    people = serializers.ListField(child=serializers.UUIDField(), help_text="Participants.")
    moments = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="[milliseconds since `began_at`, place in `people`], one for each operation.",
    )


class ElementHistorySerializer(serializers.Serializer[Any]):
    """Operations that touched one element, newest first, each with what it did to this element alone."""

    results = OperationSerializer(many=True)
    has_more = serializers.BooleanField()


class RemovedElementSerializer(serializers.Serializer[Any]):
    """An element that is gone."""

    id = serializers.CharField()
    element = ElementField(help_text="As it was.")
    seq = serializers.IntegerField(help_text="The operation that removed it.")
    actor = serializers.UUIDField(help_text="The participant.")
    at = serializers.DateTimeField()
    edits = EditsField(help_text="An ordinary edit that brings it back, with the arrows that went with it.")


class RemovedListSerializer(serializers.Serializer[Any]):
    """What could be brought back, the newest removals first."""

    results = RemovedElementSerializer(many=True)
    before = serializers.IntegerField(allow_null=True, help_text="Where to look further; null: there is no more.")


class TimelineView(APIView):
    @extend_schema(
        operation_id="read_timeline",
        parameters=[OpenApiParameter("after", int, description="Operations after this number (0: from the first).")],
        responses=TimelineSerializer,
    )
    def get(self, request: Request, map_id: UUID) -> Response:
        """The whole log at a glance: who and when, without what."""
        place, found = map_for(request.user, map_id)
        query = read_input(TimelineQuerySerializer, request.query_params.dict())
        timeline = timeline_of(actor=place, of=found, after=query.get("after", 0))
        return Response(
            {
                "after": timeline.after,
                "began_at": timeline.began_at and timeline.began_at.isoformat(),
                "people": [str(person) for person in timeline.people],
                "moments": timeline.moments,
            }
        )


class ElementHistoryView(APIView):
    @extend_schema(operation_id="read_element_history", parameters=_PAGING, responses=ElementHistorySerializer)
    def get(self, request: Request, map_id: UUID, element_id: str) -> Response:
        """Who changed what of one element, also of one that was removed."""
        place, found = map_for(request.user, map_id)
        query = read_input(PageQuerySerializer, request.query_params.dict())
        history = element_history(
            actor=place,
            of=found,
            element_id=element_id,
            before=query.get("before"),
            limit=query.get("limit", PAGE),
        )
        return Response({"results": history.operations, "has_more": history.has_more})


class RemovedListView(APIView):
    @extend_schema(operation_id="list_removed", parameters=_PAGING, responses=RemovedListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """What is not on the map any more and could be brought back."""
        place, found = map_for(request.user, map_id)
        query = read_input(PageQuerySerializer, request.query_params.dict())
        removed, before = removed_elements(
            actor=place, of=found, before=query.get("before"), limit=query.get("limit", PAGE)
        )
        return Response({"results": [_removed_json(one) for one in removed], "before": before})


def _removed_json(removed: RemovedElement) -> dict[str, Any]:
    return {
        "id": removed.element_id,
        "element": removed.element,
        "seq": removed.operation.seq,
        "actor": str(removed.operation.actor_id),
        "at": removed.operation.created_at.isoformat(),
        "edits": removed.edits,
    }
