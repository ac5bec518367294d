"""The circled constraint over REST."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilitation.commands.circles import circle_constraint, erase_circle
from facilitation.selectors.circles import circle_json, circles_of
from maps.selectors import hides_constraint, map_for
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import Strict, read_input

_STILL_JUDGED = OpenApiResponse(
    ProblemSerializer, description="`still_judged`: people judge the constraint unseen just now."
)
_CIRCLED_ANEW = OpenApiResponse(ProblemSerializer, description="`circled_anew`: a newer circle stands.")


class FiguresSaidSerializer(serializers.Serializer[Any]):
    """What the figures said of the constraint when the room circled it."""

    step = serializers.CharField()
    name = serializers.CharField()
    rule = serializers.ChoiceField(choices=["utilisation", "pile_up"])
    agrees = serializers.BooleanField(allow_null=True, help_text="Whether the other rule names the same step.")
    evidence = serializers.ListField(child=serializers.CharField())


class CircleSerializer(serializers.Serializer[Any]):
    """A step that the room circled as the constraint; names are those of that moment."""

    id = serializers.UUIDField()
    map = serializers.UUIDField()
    element = serializers.CharField()
    name = serializers.CharField()
    seq = serializers.IntegerField(help_text="The map was as after this operation.")
    by = serializers.UUIDField(help_text="The facilitator who drew it.")
    at = serializers.DateTimeField()
    round = serializers.UUIDField(allow_null=True, help_text="The round in which people had judged.")
    figures = FiguresSaidSerializer(allow_null=True)
    figures_hidden = serializers.BooleanField(help_text="People judge just now, so `figures` is not told.")
    sentence = serializers.CharField()
    erased_by = serializers.UUIDField(allow_null=True)
    erased_at = serializers.DateTimeField(allow_null=True)


class CircleListSerializer(serializers.Serializer[Any]):
    results = CircleSerializer(many=True)


class NewCircleSerializer(Strict):
    id = serializers.UUIDField(help_text="Chosen by the client; a resend uses it again and circles nothing twice.")
    element = serializers.CharField(max_length=64)
    round = serializers.UUIDField(required=False, allow_null=True, default=None)


class CircleListView(APIView):
    @extend_schema(operation_id="list_circles", responses=CircleListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """Every step that was circled as the constraint of the map, the newest first."""
        place, found = map_for(request.user, map_id)
        return Response({"results": circles_of(actor=place, of=found)})

    @extend_schema(
        operation_id="circle_constraint",
        request=NewCircleSerializer,
        responses={
            201: OpenApiResponse(CircleSerializer, description="Circled."),
            200: OpenApiResponse(CircleSerializer, description="It was circled by this id before."),
            409: _STILL_JUDGED,
        },
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Circle a step as the constraint, after people have judged; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewCircleSerializer, request.data)
        made, is_new = circle_constraint(
            actor=place, of=found, circle_id=asked["id"], element_id=asked["element"], round_id=asked["round"]
        )
        shown = circle_json(made, is_hidden=hides_constraint(found.workshop_id))
        return Response(shown, status=201 if is_new else 200)


class CircleView(APIView):
    @extend_schema(operation_id="erase_circle", responses={204: None, 409: _CIRCLED_ANEW})
    def delete(self, request: Request, map_id: UUID, circle_id: UUID) -> Response:
        """Take the circle off the map; that it was there is kept. Facilitators."""
        place, found = map_for(request.user, map_id)
        erase_circle(actor=place, of=found, circle_id=circle_id)
        return Response(status=204)
