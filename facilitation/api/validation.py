"""Asking everybody whether a map is right, over REST."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilitation.commands.validation import answer_validation, ask_for_validation, end_validation
from facilitation.domain.validation import MESSAGE_LIMIT, MOST_WRONG
from facilitation.models import Validation, ValidationAnswer
from facilitation.permissions import SessionAct, may
from facilitation.selectors.validation import (
    changes_since,
    counts_of,
    my_answers,
    standings_of,
    validation_for,
    validations_of,
)
from maps.selectors import map_for
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import Strict, read_input
from workshops.models import Participant


class WhatIsWrongSerializer(Strict):
    """One thing that is wrong."""

    element = serializers.CharField(
        max_length=64, required=False, allow_null=True, default=None, help_text="Null: the map as a whole."
    )
    text = serializers.CharField(trim_whitespace=False)


class ValidationAnswerSerializer(Strict):
    wrong = serializers.ListField(
        child=WhatIsWrongSerializer(), max_length=MOST_WRONG, help_text="All that is wrong; empty where it is right."
    )


class MyValidationAnswerSerializer(serializers.Serializer[Any]):
    wrong = WhatIsWrongSerializer(many=True)
    answered_at = serializers.DateTimeField()


class GivenValidationAnswerSerializer(MyValidationAnswerSerializer):
    participant = serializers.UUIDField(source="participant_id")


class ValidationStandingSerializer(serializers.Serializer[Any]):
    """Who said what, and who has not answered; for facilitators."""

    right = serializers.IntegerField(source="counts.right", help_text="How many found it right.")
    answers = GivenValidationAnswerSerializer(many=True)
    waiting = serializers.ListField(
        child=serializers.UUIDField(), source="waiting_ids", help_text="The people who have not answered."
    )


class ValidationSerializer(serializers.Serializer[Any]):
    """A question whether the map is right as it was after operation `seq`."""

    id = serializers.UUIDField()
    map = serializers.UUIDField()
    title = serializers.CharField(help_text="The map's title when it was asked.")
    seq = serializers.IntegerField()
    changes_since = serializers.IntegerField(help_text="How many operations have changed the map since `seq`.")
    message = serializers.CharField(allow_blank=True)
    asked_by = serializers.UUIDField()
    asked_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True, help_text="Null while people can answer.")
    answered = serializers.IntegerField(help_text="How many have answered.")
    of = serializers.IntegerField(help_text="How many count: members, leaders, and whoever has answered.")
    mine = MyValidationAnswerSerializer(allow_null=True, help_text="What I said.")
    standing = ValidationStandingSerializer(allow_null=True, help_text="Null for everybody but facilitators.")


class ValidationListSerializer(serializers.Serializer[Any]):
    results = ValidationSerializer(many=True)


class NewValidationSerializer(Strict):
    id = serializers.UUIDField(help_text="Chosen by the client; a resend uses it again and asks nobody twice.")
    message = serializers.CharField(max_length=MESSAGE_LIMIT, required=False, default="", allow_blank=True)
    seq = serializers.IntegerField(min_value=1, required=False, allow_null=True, help_text="Absent: as it is now.")
    instead_of = serializers.UUIDField(
        required=False, allow_null=True, help_text="The open one that this ends; without it 409 while one is open."
    )


_ANOTHER = OpenApiResponse(ProblemSerializer, description="`another_is_open`: not the one named in `instead_of`.")
_ENDED = OpenApiResponse(ProblemSerializer, description="`validation_ended`: nobody can answer any more.")


@method_decorator(never_cache, name="dispatch")
class ValidationListView(APIView):
    @extend_schema(operation_id="list_validations", responses=ValidationListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """What was asked about the map, the newest first."""
        place, found = map_for(request.user, map_id)
        return Response({"results": validations_json(place, validations_of(actor=place, of=found))})

    @extend_schema(
        operation_id="ask_for_validation",
        request=NewValidationSerializer,
        responses={201: ValidationSerializer, 409: _ANOTHER},
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Ask everybody whether the map is right; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewValidationSerializer, request.data)
        made = ask_for_validation(
            actor=place,
            map_id=found.id,
            validation_id=asked["id"],
            message=asked["message"],
            seq=asked.get("seq"),
            instead_of=asked.get("instead_of"),
        )
        return Response(_json(place, made), status=201)


@method_decorator(never_cache, name="dispatch")
class ValidationView(APIView):
    @extend_schema(operation_id="read_validation", responses=ValidationSerializer)
    def get(self, request: Request, validation_id: UUID) -> Response:
        """One question with my answer; for facilitators with everybody's."""
        place, found = validation_for(request.user, validation_id)
        return Response(_json(place, found))


@method_decorator(never_cache, name="dispatch")
class ValidationAnswerView(APIView):
    @extend_schema(
        operation_id="answer_validation",
        request=ValidationAnswerSerializer,
        responses={200: ValidationSerializer, 409: _ENDED},
    )
    def put(self, request: Request, validation_id: UUID) -> Response:
        """Make this my answer; sent again it counts once. Facilitators, members and leaders."""
        place, found = validation_for(request.user, validation_id)
        wrong = read_input(ValidationAnswerSerializer, request.data)["wrong"]
        answer_validation(actor=place, validation_id=found.id, wrong=wrong)
        return Response(_json(place, found))


class EndValidationView(APIView):
    @extend_schema(operation_id="end_validation", request=None, responses=ValidationSerializer)
    def post(self, request: Request, validation_id: UUID) -> Response:
        """Let nobody answer any more; facilitators."""
        place, found = validation_for(request.user, validation_id)
        return Response(_json(place, end_validation(actor=place, validation_id=found.id)))


def validations_json(place: Participant, found: Sequence[Validation]) -> list[dict[str, Any]]:
    """Return what was asked as this person may see it."""
    is_told = may(place, SessionAct.ASK_VALIDATION)
    standings = standings_of(actor=place, of=found) if is_told else {}
    counts = {key: one.counts for key, one in standings.items()} if is_told else counts_of(actor=place, of=found)
    mine: dict[UUID, ValidationAnswer] = my_answers(actor=place, of=found)
    rows = [
        {
            "id": asked.id,
            "map": asked.map_id,
            "title": asked.title,
            "seq": asked.seq,
            "changes_since": changes_since(asked),
            "message": asked.message,
            "asked_by": asked.asked_by_id,
            "asked_at": asked.asked_at,
            "ended_at": asked.ended_at,
            "answered": counts[asked.id].answered,
            "of": counts[asked.id].asked,
            "mine": mine.get(asked.id),
            "standing": standings.get(asked.id),
        }
        for asked in found
    ]
    return [dict(row) for row in ValidationSerializer(rows, many=True).data]


def _json(place: Participant, asked: Validation) -> dict[str, Any]:
    return validations_json(place, [asked])[0]
