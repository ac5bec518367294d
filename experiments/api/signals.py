"""The three signals that it works, over REST."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.commands.signals import add_meetings, begin_signal, choose_signal, drop_signal, feed_signal
from experiments.domain.readings_table import TEXT_LIMIT
from experiments.domain.signals import SIGNAL_SERIES
from experiments.models import Series
from experiments.selectors.series import series_for
from experiments.selectors.signals import signals_of
from maps.api.operations import OpIdSerializer
from maps.selectors import map_for
from workshops.api.reading import Strict, read_input
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of


class WorkingSignalSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=("lead_time", "value_added_ratio", "meetings"))
    name = serializers.CharField()
    works = serializers.BooleanField(allow_null=True, help_text="Null: not known yet.")
    judgements = serializers.ListField(child=serializers.DictField())
    sentence = serializers.CharField()


class EventSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    what = serializers.CharField()


class SignalsSerializer(serializers.Serializer[Any]):
    """Whether it works, since a day, against the readings before it."""

    since = serializers.DateField(allow_null=True, help_text="Null: nothing has changed yet.")
    change = serializers.CharField()
    signals = WorkingSignalSerializer(many=True)
    sentence = serializers.CharField()
    series = serializers.DictField(
        child=serializers.UUIDField(allow_null=True), help_text=f"By part: {', '.join(SIGNAL_SERIES)}."
    )
    events = EventSerializer(many=True)


class SignalChoiceSerializer(Strict):
    """One of both, or neither: then a series of its own is begun."""

    series = serializers.UUIDField(required=False)
    map = serializers.UUIDField(required=False, help_text="A current state whose figure it is read from.")


class SignalSeriesSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="signal")
    series = serializers.UUIDField(source="id")
    name = serializers.CharField()


class NewMeetingsSerializer(OpIdSerializer):
    text = serializers.CharField(
        max_length=TEXT_LIMIT,
        trim_whitespace=False,
        help_text="A line a week: a day of it, how many there were, their minutes together.",
    )


class AddedMeetingsSerializer(serializers.Serializer[Any]):
    weeks = serializers.IntegerField()


class SinceSerializer(serializers.Serializer[Any]):
    since = serializers.DateField(required=False)


class SignalsView(APIView):
    is_heavy = True

    @extend_schema(
        operation_id="read_signals",
        parameters=[OpenApiParameter("since", str, description="A day; else that of the first change.")],
        responses=SignalsSerializer,
    )
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """Whether it works: lead time without added people, value-added ratio, status meetings."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(SinceSerializer, request.query_params)
        return Response(signals_of(actor=place, since=asked.get("since")).as_json())


class SignalSeriesView(APIView):
    @extend_schema(operation_id="choose_signal", request=SignalChoiceSerializer, responses=SignalSeriesSerializer)
    def put(self, request: Request, workshop_id: UUID, code: str) -> Response:
        """Say which series a part of a signal is read from; facilitators and members."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(SignalChoiceSerializer, request.data)
        return Response(SignalSeriesSerializer(_chosen(request, place, code, asked)).data)

    @extend_schema(operation_id="drop_signal", responses={204: None})
    def delete(self, request: Request, workshop_id: UUID, code: str) -> Response:
        """Read it from nothing any more; the series stays."""
        drop_signal(actor=participant_of(request.user, workshop_id), code=code)
        return Response(status=204)


class MeetingsView(APIView):
    @extend_schema(
        operation_id="add_meetings",
        request=NewMeetingsSerializer,
        responses={
            201: OpenApiResponse(AddedMeetingsSerializer, description="The weeks are in both series."),
            200: OpenApiResponse(AddedMeetingsSerializer, description="This `op_id` added them before."),
        },
    )
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Count the status meetings of weeks, all of the request or none; facilitators and members."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(NewMeetingsSerializer, request.data)
        weeks, is_new = add_meetings(actor=place, op_id=asked["op_id"], text=asked["text"], source="rest")
        return Response({"weeks": weeks}, status=201 if is_new else 200)


def _chosen(request: Request, place: Participant, code: str, asked: dict[str, Any]) -> Series:
    if "series" in asked and "map" in asked:
        raise InvalidInput([Problem("", "Send either “series” or “map”; nothing was changed.")])
    if "map" in asked:
        _, of = map_for(request.user, asked["map"])
        return feed_signal(actor=place, code=code, of=of)
    if "series" in asked:
        return choose_signal(actor=place, code=code, series=series_for(request.user, asked["series"])[1])
    return begin_signal(actor=place, code=code)
