"""The parking lot of a map over REST; its notes are ordinary elements, written as those are."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilitation.selectors.parking import parking_lot_of
from maps.api.schemas import EditsField
from maps.domain.elements import NOTES
from maps.selectors import map_for


class ParkedSerializer(serializers.Serializer[Any]):
    """A note in the lot."""

    id = serializers.CharField(source="element_id")
    seq = serializers.IntegerField(help_text="The operation that put it there.")
    by = serializers.UUIDField(help_text="The participant.")
    at = serializers.DateTimeField()


class DealtSerializer(ParkedSerializer):
    """A note that left the lot, by the operation `seq`."""

    seq = serializers.IntegerField(help_text="The operation that took it out.")
    text = serializers.CharField(allow_blank=True)
    became = serializers.ChoiceField(choices=NOTES, allow_null=True, help_text="Null: it is off the map.")
    edits = EditsField(help_text="An ordinary edit that puts it back.")


class ParkingLotSerializer(serializers.Serializer[Any]):
    """What waits, the oldest first; what was dealt with, the newest first."""

    parked = ParkedSerializer(many=True)
    dealt = DealtSerializer(many=True)


class ParkingLotView(APIView):
    @extend_schema(operation_id="read_parking_lot", responses=ParkingLotSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """Who put which note into the parking lot when, and what became of those that left it."""
        place, found = map_for(request.user, map_id)
        return Response(ParkingLotSerializer(parking_lot_of(actor=place, of=found)).data)
