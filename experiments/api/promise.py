"""The stream mapped again, and what became of the promise of a future state."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.future_states import DesignSerializer
from experiments.commands.later_state import map_again
from experiments.selectors.promise import PromiseAnswer, answer_of, later_states_of
from maps.api.operations import OpIdSerializer
from maps.api.schemas import MapSerializer
from maps.commands.later_state import BEGINNINGS
from maps.commands.workshop import TITLE_LIMIT
from maps.domain.elements import WASTES
from maps.permissions import MapAct, may
from maps.selectors import map_for
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import read_input


class NewLaterStateSerializer(OpIdSerializer):
    title = serializers.CharField(max_length=TITLE_LIMIT)
    begin = serializers.ChoiceField(
        choices=BEGINNINGS, help_text="Blank, or a copy of the current state that the future state was made of."
    )


class LaterStateSerializer(MapSerializer):
    """A current state that was mapped again."""

    answers = serializers.UUIDField(source="answers_id", help_text="The future state whose promise it answers.")
    answers_seq = serializers.IntegerField(help_text="The promise is that after this operation.")
    created_at = serializers.DateTimeField()


class LaterStateListSerializer(serializers.Serializer[Any]):
    may_map_again = serializers.BooleanField()
    results = LaterStateSerializer(many=True)


class PlaceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()


class PromisedFigureSerializer(serializers.Serializer[Any]):
    figure = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.ChoiceField(choices=("s", "share", "items_per_day", "items", "count"))
    before = serializers.FloatField(allow_null=True)
    promised = serializers.FloatField(allow_null=True)
    later = serializers.FloatField(allow_null=True)
    share = serializers.FloatField(allow_null=True, help_text="The part of the promised change that came true.")
    kept = serializers.ChoiceField(choices=("kept", "partly", "not_kept", "worse", "not_known"))
    sentence = serializers.CharField()


class PromisedChangeSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The element's id on the future state.")
    kind = serializers.ChoiceField(choices=("step", "queue", "flow", "note"))
    name = serializers.CharField()
    what = serializers.ChoiceField(choices=("added", "removed", "changed", "rewired"))
    waste = serializers.ChoiceField(choices=WASTES, allow_null=True)
    reason = serializers.CharField()
    fate = serializers.ChoiceField(choices=("came_true", "partly", "not_done"))
    sentence = serializers.CharField()


class BesideSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()
    sentence = serializers.CharField()


class PromiseSerializer(serializers.Serializer[Any]):
    """What was before, what a future state promised, and what is now."""

    seq = serializers.IntegerField(help_text="Now is the later state after this operation.")
    before = PlaceSerializer()
    promised = PlaceSerializer()
    later = PlaceSerializer()
    design = DesignSerializer(allow_null=True)
    figures = PromisedFigureSerializer(many=True)
    changes = PromisedChangeSerializer(many=True)
    besides = BesideSerializer(many=True, help_text="What differs although no change promised it.")
    share = serializers.FloatField(allow_null=True, help_text="That of the lead time.")
    sentence = serializers.CharField()


class LaterStateListView(APIView):
    @extend_schema(operation_id="list_later_states", responses=LaterStateListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """The current states that were mapped again after this future state."""
        place, found = map_for(request.user, map_id)
        results = LaterStateSerializer(later_states_of(actor=place, future=found), many=True).data
        return Response({"may_map_again": may(place, MapAct.MAP_AGAIN), "results": results})

    @extend_schema(
        operation_id="map_again",
        request=NewLaterStateSerializer,
        responses={
            201: OpenApiResponse(LaterStateSerializer, description="Made; its board is at `/maps/{id}/`."),
            200: OpenApiResponse(LaterStateSerializer, description="This `op_id` made it before."),
        },
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Map the stream again, to hold it against this future state; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewLaterStateSerializer, request.data)
        made, is_new = map_again(
            actor=place, future=found, title=asked["title"], begin=asked["begin"], op_id=asked["op_id"]
        )
        return Response(LaterStateSerializer(made).data, status=201 if is_new else 200)


class PromiseView(APIView):
    is_heavy = True

    @extend_schema(
        operation_id="read_promise",
        responses={
            200: PromiseSerializer,
            409: OpenApiResponse(ProblemSerializer, description="The map answers no future state."),
        },
    )
    def get(self, request: Request, map_id: UUID) -> Response:
        """What became of the promise that this current state answers; 409 where it answers none."""
        place, found = map_for(request.user, map_id)
        return Response(promise_json(answer_of(actor=place, of=found)))


def promise_json(found: PromiseAnswer) -> dict[str, Any]:
    """Return the answer in the shape of PromiseSerializer."""
    answer = found.answer
    return {
        "seq": found.seq,
        **{
            name: {"id": str(of.id), "title": of.title}
            for name, of in (("before", found.before), ("promised", found.promised), ("later", found.later))
        },
        "design": DesignSerializer(found.design).data if found.design else None,
        "figures": [promise.as_json() for promise in answer.figures],
        "changes": [fate.as_json() for fate in answer.changes],
        "besides": [{"key": one.key, "name": one.name, "sentence": one.sentence} for one in answer.besides],
        "share": answer.share,
        "sentence": answer.sentence,
    }
