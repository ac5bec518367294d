"""The run of the session over REST: its agenda, its clock, what everybody is shown, how far a map is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilitation.commands.agenda import change_agenda, use_preset
from facilitation.commands.attention import call_attention, release_attention
from facilitation.commands.run import (
    end_session,
    extend_phase,
    go_to_phase,
    pause_session,
    resume_session,
    start_session,
)
from facilitation.domain.agenda import INSTRUCTION_LIMIT, MOST_PHASES, PRESETS, TITLE_LIMIT
from facilitation.domain.clock import LONGEST_EXTENSION_MIN
from facilitation.models import Phase, Session
from facilitation.permissions import SessionAct, require
from facilitation.selectors.public import public_state, timed
from facilitation.selectors.session import map_progress
from maps.api.locks import AreaSerializer
from maps.api.operations import OpIdSerializer
from maps.selectors import map_for
from workshops.api.reading import Strict, read_input
from workshops.models import Participant
from workshops.selectors import participant_of


class PhaseSerializer(serializers.Serializer[Any]):
    """A phase of the agenda with its time box."""

    id = serializers.UUIDField()
    code = serializers.ChoiceField(choices=Phase.Code.choices)
    title = serializers.CharField()
    instruction = serializers.CharField(allow_blank=True)
    minutes = serializers.IntegerField()


class SessionSerializer(serializers.Serializer[Any]):
    """The clock and the agenda; `ends_at` while it runs, `left_s` while it is paused (below zero: over time)."""

    state = serializers.ChoiceField(choices=Session.State.choices)
    phase = serializers.UUIDField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    left_s = serializers.IntegerField(allow_null=True)
    phases = PhaseSerializer(many=True)


class AttentionSerializer(serializers.Serializer[Any]):
    """What a facilitator shows to everybody."""

    kind = serializers.ChoiceField(choices=Session.AttentionKind.choices)
    map = serializers.UUIDField()
    element = serializers.CharField(allow_null=True)
    area = AreaSerializer(allow_null=True)
    by = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


@extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
class RoundsField(serializers.JSONField):
    """The rounds as everybody may know them (docs/PROTOCOL.md)."""


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "whole": {"type": "integer"},
                "elements": {"type": "object", "additionalProperties": {"type": "integer"}},
            },
            "required": ["whole", "elements"],
        },
    }
)
class OpenThreadsField(serializers.JSONField):
    """By map: how many threads of comments are open on the whole map, and on its elements."""


class OpenCommentsSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField(help_text="Rises with every change of a comment.")
    maps = OpenThreadsField()


class PublicValidationSerializer(serializers.Serializer[Any]):
    """The newest question whether a map is right."""

    id = serializers.UUIDField()
    map = serializers.UUIDField()
    seq = serializers.IntegerField(help_text="People look at the map as it was after this operation.")
    is_open = serializers.BooleanField()
    by = serializers.UUIDField(help_text="The participant who asked.")
    answered = serializers.IntegerField()
    of = serializers.IntegerField()


class FacilitationSerializer(serializers.Serializer[Any]):
    """What everybody may know of the session; the same as the message `facilitation` of the socket."""

    revision = serializers.IntegerField()
    now = serializers.DateTimeField(help_text="The server's time, by which the other times are to be read.")
    session = SessionSerializer()
    attention = AttentionSerializer(allow_null=True)
    rounds = RoundsField()
    comments = OpenCommentsSerializer()
    validations = PublicValidationSerializer(many=True)


class PhaseToWriteSerializer(Strict):
    id = serializers.UUIDField(required=False, help_text="Of a phase that is there already.")
    code = serializers.ChoiceField(choices=Phase.Code.choices, default=Phase.Code.OTHER)
    title = serializers.CharField(max_length=TITLE_LIMIT)
    instruction = serializers.CharField(max_length=INSTRUCTION_LIMIT, required=False, allow_blank=True, default="")
    minutes = serializers.IntegerField(min_value=1, max_value=480)


class AgendaSerializer(Strict):
    phases = serializers.ListField(child=PhaseToWriteSerializer(), min_length=1, max_length=MOST_PHASES)
    saw = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, help_text="The ids that the writer saw, in order."
    )


class PresetSerializer(Strict):
    minutes = serializers.ChoiceField(choices=[(minutes, f"{minutes} min") for minutes in PRESETS])


class ExtensionSerializer(OpIdSerializer):
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_EXTENSION_MIN)


class GoToSerializer(Strict):
    phase = serializers.UUIDField()


class AttentionToCallSerializer(Strict):
    kind = serializers.ChoiceField(choices=Session.AttentionKind.choices)
    map = serializers.UUIDField()
    element = serializers.CharField(max_length=64, required=False, default="")
    area = AreaSerializer(required=False)


class ProgressOfPhaseSerializer(serializers.Serializer[Any]):
    """How far the map is in one phase; the sentence is null where there is nothing to say."""

    code = serializers.ChoiceField(choices=Phase.Code.choices)
    done = serializers.BooleanField()
    sentence = serializers.CharField(allow_null=True)


class ProgressSerializer(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    results = ProgressOfPhaseSerializer(many=True)


def _state(place: Participant) -> Response:
    return Response(timed(public_state(place.workshop_id)))


class SessionView(APIView):
    @extend_schema(operation_id="read_session", responses=FacilitationSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The session as it is now."""
        place = participant_of(request.user, workshop_id)
        require(place, SessionAct.READ)
        return _state(place)


class AgendaView(APIView):
    @extend_schema(operation_id="change_agenda", request=AgendaSerializer, responses=FacilitationSerializer)
    def put(self, request: Request, workshop_id: UUID) -> Response:
        """Make the agenda these phases in this order; facilitators."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(AgendaSerializer, request.data)
        change_agenda(actor=place, phases=asked["phases"], saw=[str(phase) for phase in asked["saw"]])
        return _state(place)


class PresetView(APIView):
    @extend_schema(operation_id="use_agenda_preset", request=PresetSerializer, responses=FacilitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Make the agenda a preset of 90 minutes, 2, 3 or 4 hours; facilitators, before the session."""
        place = participant_of(request.user, workshop_id)
        use_preset(actor=place, minutes=int(read_input(PresetSerializer, request.data)["minutes"]))
        return _state(place)


class _TurnView(APIView):
    """One of the acts that take nothing but the session itself."""

    turn: Callable[..., Session]

    def take_turn(self, request: Request, workshop_id: UUID) -> Response:
        place = participant_of(request.user, workshop_id)
        type(self).turn(actor=place)
        return _state(place)


class StartView(_TurnView):
    turn = start_session

    @extend_schema(operation_id="start_session", request=None, responses=FacilitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Begin with the first phase of the agenda, or of the usual one where there is none; facilitators."""
        return self.take_turn(request, workshop_id)


class PauseView(_TurnView):
    turn = pause_session

    @extend_schema(operation_id="pause_session", request=None, responses=FacilitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Stop the clock and keep what is left of the phase; facilitators."""
        return self.take_turn(request, workshop_id)


class ResumeView(_TurnView):
    turn = resume_session

    @extend_schema(operation_id="resume_session", request=None, responses=FacilitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Let the clock run on; facilitators."""
        return self.take_turn(request, workshop_id)


class EndView(_TurnView):
    turn = end_session

    @extend_schema(operation_id="end_session", request=None, responses=FacilitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """End the session; facilitators."""
        return self.take_turn(request, workshop_id)


class ExtendView(APIView):
    @extend_schema(operation_id="extend_phase", request=ExtensionSerializer, responses=FacilitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Give the phase more minutes; a resend of the same `op_id` counts once; facilitators."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(ExtensionSerializer, request.data)
        extend_phase(actor=place, minutes=asked["minutes"], op_id=asked["op_id"])
        return _state(place)


class GoToView(APIView):
    @extend_schema(operation_id="go_to_phase", request=GoToSerializer, responses=FacilitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Begin this phase with its whole time box; facilitators."""
        place = participant_of(request.user, workshop_id)
        go_to_phase(actor=place, phase_id=read_input(GoToSerializer, request.data)["phase"])
        return _state(place)


class AttentionView(APIView):
    @extend_schema(operation_id="call_attention", request=AttentionToCallSerializer, responses=FacilitationSerializer)
    def put(self, request: Request, workshop_id: UUID) -> Response:
        """Show everybody a part of a map or an element; facilitators."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(AttentionToCallSerializer, request.data)
        call_attention(
            actor=place,
            kind=asked["kind"],
            map_id=asked["map"],
            element=asked["element"],
            area=asked.get("area"),
        )
        return _state(place)

    @extend_schema(operation_id="release_attention", responses={200: FacilitationSerializer})
    def delete(self, request: Request, workshop_id: UUID) -> Response:
        """Let everybody look where they like; facilitators."""
        place = participant_of(request.user, workshop_id)
        release_attention(actor=place)
        return _state(place)


class ProgressView(APIView):
    @extend_schema(operation_id="read_progress", responses=ProgressSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """How far the map is in each phase of the method."""
        place, found = map_for(request.user, map_id)
        progress = map_progress(actor=place, of=found)
        results = [{"code": code, **phase.as_json()} for code, phase in progress.phases.items()]
        return Response({"seq": progress.seq, "results": results})
