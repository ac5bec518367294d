"""One map: as it is, as it was, its figures, its title."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.schemas import (
    FIGURES_SCHEMA,
    MapListSerializer,
    MapSerializer,
    MomentSerializer,
    SnapshotSerializer,
    snapshot_json,
)
from maps.commands.workshop import rename_map
from maps.selectors import figures_told, history_at, map_for, maps_of, snapshot_of
from workshops.api.reading import Strict, read_input
from workshops.selectors import participant_of


class MapChangesSerializer(Strict):
    title = serializers.CharField(max_length=200)


class MomentQuerySerializer(Strict):
    figures = serializers.BooleanField(required=False)


class MapListView(APIView):
    @extend_schema(operation_id="list_maps", responses=MapListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The maps of a workshop, the oldest first."""
        found = maps_of(actor=participant_of(request.user, workshop_id))
        return Response({"results": MapSerializer(found, many=True).data})


class MapView(APIView):
    @extend_schema(operation_id="read_map", responses=SnapshotSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """The map as it is now."""
        return _snapshot(request, map_id)

    @extend_schema(operation_id="rename_map", request=MapChangesSerializer, responses=SnapshotSerializer)
    def patch(self, request: Request, map_id: UUID) -> Response:
        """Give the map another title; facilitators."""
        place, found = map_for(request.user, map_id)
        rename_map(actor=place, of=found, title=read_input(MapChangesSerializer, request.data)["title"])
        return _snapshot(request, map_id)


def _snapshot(request: Request, map_id: UUID) -> Response:
    place, found = map_for(request.user, map_id)
    snapshot = snapshot_of(found.id)
    return Response(snapshot_json(place, found, snapshot.seq, snapshot.elements))


class MetricsView(APIView):
    @extend_schema(operation_id="read_metrics", responses={200: dict(FIGURES_SCHEMA)})
    def get(self, request: Request, map_id: UUID) -> Response:
        """All figures of the map as it is now."""
        _, found = map_for(request.user, map_id)
        snapshot = snapshot_of(found.id)
        return Response({"seq": snapshot.seq, **figures_told(found.workshop, snapshot.elements)})


class MomentView(APIView):
    @extend_schema(
        operation_id="read_moment",
        parameters=[OpenApiParameter("figures", bool, description="With the figures of that moment.")],
        responses=MomentSerializer,
    )
    def get(self, request: Request, map_id: UUID, seq: int) -> Response:
        """The map as it was after operation `seq`; 0 is the empty map."""
        place, found = map_for(request.user, map_id)
        query = read_input(MomentQuerySerializer, request.query_params.dict())
        moment: dict[str, Any] = {"seq": seq, "elements": history_at(actor=place, of=found, seq=seq)}
        if query.get("figures"):
            moment["metrics"] = {"seq": seq, **figures_told(found.workshop, moment["elements"])}
        return Response(moment)
