"""The people of a workshop."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workshops.api.reading import Strict, read_input
from workshops.commands.people import change_role, let_in_again, remove_participant, rename_myself
from workshops.errors import InvalidInput, NotAllowed, Problem
from workshops.models import Participant, Role
from workshops.selectors import participant_of, participants_of


class PersonSerializer(serializers.Serializer[Any]):
    """A participant by name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ParticipantSerializer(serializers.Serializer[Any]):
    """A person as the others see them; who was removed stays listed, so that history keeps its names."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    colour = serializers.IntegerField(min_value=0, max_value=11)
    role = serializers.ChoiceField(choices=Role.choices)
    removed = serializers.SerializerMethodField()
    joined_at = serializers.DateTimeField()

    def get_removed(self, person: Participant) -> bool:
        return person.removed_at is not None


class ParticipantListSerializer(serializers.Serializer[Any]):
    results = ParticipantSerializer(many=True)


class ParticipantChangesSerializer(Strict):
    role = serializers.ChoiceField(choices=Role.choices, required=False, help_text="By facilitators.")
    name = serializers.CharField(max_length=80, required=False, help_text="By the person.")


class ParticipantListView(APIView):
    @extend_schema(operation_id="list_participants", responses=ParticipantListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """Everyone who is or was in the workshop."""
        people = participants_of(actor=participant_of(request.user, workshop_id))
        return Response({"results": ParticipantSerializer(people, many=True).data})


class ParticipantView(APIView):
    @extend_schema(
        operation_id="change_participant", request=ParticipantChangesSerializer, responses=ParticipantSerializer
    )
    def patch(self, request: Request, workshop_id: UUID, participant_id: UUID) -> Response:
        """Give somebody another role (facilitators), or myself another name."""
        actor = participant_of(request.user, workshop_id)
        changes = read_input(ParticipantChangesSerializer, request.data)
        if len(changes) != 1:
            raise InvalidInput([Problem("", "Change either the role or the name.")])
        if "role" in changes:
            changed = change_role(actor=actor, participant_id=participant_id, role=changes["role"])
        elif participant_id != actor.id:
            raise NotAllowed("People choose their own name; you can change yours only.")
        else:
            changed = rename_myself(actor=actor, name=changes["name"])
        return Response(ParticipantSerializer(changed).data)

    @extend_schema(operation_id="remove_participant", responses={204: None})
    def delete(self, request: Request, workshop_id: UUID, participant_id: UUID) -> Response:
        """Take a person out of the workshop at once; their work stays; facilitators."""
        remove_participant(actor=participant_of(request.user, workshop_id), participant_id=participant_id)
        return Response(status=204)


class LetInView(APIView):
    @extend_schema(operation_id="let_in_again", request=None, responses=ParticipantSerializer)
    def post(self, request: Request, workshop_id: UUID, participant_id: UUID) -> Response:
        """Undo a removal: the same person with the same role; facilitators."""
        actor = participant_of(request.user, workshop_id)
        return Response(ParticipantSerializer(let_in_again(actor=actor, participant_id=participant_id)).data)
