"""Initiatives over REST, with their stages and sprints."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.result_schemas import (
    InitiativeChangesSerializer,
    InitiativeSerializer,
    InitiativeWithHistorySerializer,
    NewInitiativeSerializer,
    NewSprintSerializer,
    NewStageSerializer,
    SprintChangesSerializer,
    SprintSerializer,
    StageChangesSerializer,
    StageSerializer,
)
from experiments.api.schemas import DecisionToMakeSerializer
from experiments.commands.initiatives import begin_initiative, change_initiative, decide_initiative
from experiments.commands.stages import (
    add_stage,
    change_sprint,
    change_stage,
    plan_sprint,
    remove_sprint,
    remove_stage,
)
from experiments.models import Initiative
from experiments.selectors.initiatives import initiative_for, initiatives_of, sprint_for, stage_for
from workshops.api.reading import Pages, read_input
from workshops.api.workshop import page_of
from workshops.models import Participant
from workshops.selectors import participant_of


class InitiativeListView(APIView):
    pagination_class = Pages

    @extend_schema(operation_id="list_initiatives", responses=InitiativeSerializer(many=True))
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The initiatives of a workshop in the order in which they were written down."""
        place = participant_of(request.user, workshop_id)
        return page_of(initiatives_of(actor=place), InitiativeSerializer, request, self, {"reader": place})

    @extend_schema(
        operation_id="begin_initiative",
        request=NewInitiativeSerializer,
        responses={201: InitiativeWithHistorySerializer},
    )
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Write one down as planned; facilitators and leaders."""
        place = participant_of(request.user, workshop_id)
        given = read_input(NewInitiativeSerializer, request.data)
        given.pop("saw_revision", None)
        return _whole(place, begin_initiative(actor=place, given=given), status=201)


class InitiativeView(APIView):
    @extend_schema(operation_id="read_initiative", responses=InitiativeWithHistorySerializer)
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """An initiative with its stages, its sprints, what belongs to it, and every change of its state."""
        return _whole(*initiative_for(request.user, initiative_id))

    @extend_schema(
        operation_id="change_initiative",
        request=InitiativeChangesSerializer,
        responses=InitiativeWithHistorySerializer,
    )
    def patch(self, request: Request, initiative_id: UUID) -> Response:
        """Change what is said about it and what belongs to it; facilitators, leaders, its owner."""
        place, found = initiative_for(request.user, initiative_id)
        given = read_input(InitiativeChangesSerializer, request.data)
        saw = given.pop("saw_revision", None)
        return _whole(place, change_initiative(actor=place, initiative=found, given=given, saw_revision=saw))


class InitiativeStateView(APIView):
    @extend_schema(
        operation_id="decide_initiative", request=DecisionToMakeSerializer, responses=InitiativeWithHistorySerializer
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """Take it to another state outside a gate; facilitators, leaders, and its owner to start and finish it."""
        place, found = initiative_for(request.user, initiative_id)
        asked = read_input(DecisionToMakeSerializer, request.data)
        decided = decide_initiative(actor=place, initiative=found, to=asked["state"], reason=asked["reason"])
        return _whole(place, decided)


class StageListView(APIView):
    @extend_schema(operation_id="add_stage", request=NewStageSerializer, responses={201: StageSerializer})
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """Put a stage behind the last one, with what its gate asks; facilitators, leaders, the initiative's owner."""
        place, found = initiative_for(request.user, initiative_id)
        added = add_stage(actor=place, initiative=found, given=read_input(NewStageSerializer, request.data))
        return Response(StageSerializer(added).data, status=201)


class StageView(APIView):
    @extend_schema(operation_id="change_stage", request=StageChangesSerializer, responses=StageSerializer)
    def patch(self, request: Request, stage_id: UUID) -> Response:
        """Change a stage whose gate is not decided yet; facilitators, leaders, the initiative's owner."""
        place, found = stage_for(request.user, stage_id)
        changed = change_stage(actor=place, stage=found, given=read_input(StageChangesSerializer, request.data))
        return Response(StageSerializer(changed).data)

    @extend_schema(operation_id="remove_stage", responses={204: None})
    def delete(self, request: Request, stage_id: UUID) -> Response:
        """Take away a stage whose gate is not decided yet; facilitators, leaders, the initiative's owner."""
        place, found = stage_for(request.user, stage_id)
        remove_stage(actor=place, stage=found)
        return Response(status=204)


class SprintListView(APIView):
    @extend_schema(operation_id="plan_sprint", request=NewSprintSerializer, responses={201: SprintSerializer})
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """Plan a sprint with its goal and the key result that it serves; facilitators, members and leaders."""
        place, found = initiative_for(request.user, initiative_id)
        planned = plan_sprint(actor=place, initiative=found, given=read_input(NewSprintSerializer, request.data))
        return Response(SprintSerializer(planned).data, status=201)


class SprintView(APIView):
    @extend_schema(operation_id="change_sprint", request=SprintChangesSerializer, responses=SprintSerializer)
    def patch(self, request: Request, sprint_id: UUID) -> Response:
        """Change goal, days or the key result of a sprint; facilitators, members and leaders."""
        place, found = sprint_for(request.user, sprint_id)
        changed = change_sprint(actor=place, sprint=found, given=read_input(SprintChangesSerializer, request.data))
        return Response(SprintSerializer(changed).data)

    @extend_schema(operation_id="remove_sprint", responses={204: None})
    def delete(self, request: Request, sprint_id: UUID) -> Response:
        """Take away a sprint; facilitators, members and leaders."""
        place, found = sprint_for(request.user, sprint_id)
        remove_sprint(actor=place, sprint=found)
        return Response(status=204)


def _whole(place: Participant, found: Initiative, *, status: int = 200) -> Response:
    return Response(InitiativeWithHistorySerializer(found, context={"reader": place}).data, status=status)
