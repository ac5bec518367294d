"""Locks of a map: what only facilitators may change for now."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.commands.locks import let_members_change, lock, unlock
from maps.models import Map, MapLock
from maps.selectors import added_by_me, locks_of, map_for
from workshops.api.reading import Strict, read_input
from workshops.models import Participant


class AreaSerializer(Strict):
    """A part of the map in canvas units; x and y are its upper left corner."""

    x = serializers.FloatField()
    y = serializers.FloatField()
    width = serializers.FloatField(min_value=0)
    height = serializers.FloatField(min_value=0)


class LockSerializer(serializers.Serializer[Any]):
    """One lock; `by` is the participant who locked."""

    id = serializers.UUIDField()
    scope = serializers.ChoiceField(choices=MapLock.Scope.choices)
    element = serializers.CharField(allow_null=True)
    area = AreaSerializer(allow_null=True)
    by = serializers.UUIDField()
    at = serializers.DateTimeField()


class LocksSerializer(serializers.Serializer[Any]):
    members_may = serializers.ChoiceField(choices=Map.MembersMay.choices)
    mine = serializers.ListField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="What the reader added, while they may change only that; null while it does not matter.",
    )
    results = LockSerializer(many=True)


class NewLockSerializer(Strict):
    scope = serializers.ChoiceField(choices=MapLock.Scope.choices)
    element = serializers.CharField(max_length=64, required=False, default="")
    area = AreaSerializer(required=False)


class MembersMaySerializer(Strict):
    members_may = serializers.ChoiceField(choices=Map.MembersMay.choices)


class LockListView(APIView):
    @extend_schema(operation_id="list_locks", responses=LocksSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """What is locked on the map, and whether members may change everything or only what they added."""
        return _locks(*map_for(request.user, map_id))

    @extend_schema(
        operation_id="lock",
        request=NewLockSerializer,
        responses={
            201: OpenApiResponse(LockSerializer, description="Locked."),
            200: OpenApiResponse(LockSerializer, description="The same was locked before."),
        },
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Lock the map, an area or an element; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewLockSerializer, request.data)
        made, is_new = lock(
            actor=place, of=found, scope=asked["scope"], element_id=asked["element"], area=asked.get("area")
        )
        return Response(made.as_message(), status=201 if is_new else 200)

    @extend_schema(operation_id="let_members_change", request=MembersMaySerializer, responses=LocksSerializer)
    def patch(self, request: Request, map_id: UUID) -> Response:
        """Limit members to adding and changing their own, or lift that; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(MembersMaySerializer, request.data)
        return _locks(place, let_members_change(actor=place, of=found, members_may=asked["members_may"]))


class LockView(APIView):
    @extend_schema(operation_id="unlock", responses={204: None})
    def delete(self, request: Request, map_id: UUID, lock_id: UUID) -> Response:
        """Take a lock away; facilitators."""
        place, found = map_for(request.user, map_id)
        unlock(actor=place, of=found, lock_id=lock_id)
        return Response(status=204)


def _locks(place: Participant, found: Map) -> Response:
    return Response(
        {
            "members_may": found.members_may,
            "mine": added_by_me(actor=place, of=found),
            "results": [one.as_message() for one in locks_of(actor=place, of=found)],
        }
    )
