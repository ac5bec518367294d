"""Experiments over REST: drafts, states, verdicts, and what adopting writes onto the map."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.improvements import asked_state
from experiments.api.schemas import (
    DecisionToMakeSerializer,
    ExperimentChangesSerializer,
    ExperimentSerializer,
    ExperimentWithHistorySerializer,
    MapOfferSerializer,
    NewExperimentSerializer,
)
from experiments.commands.experiments import change_experiment, decide_experiment, draft_experiment
from experiments.commands.map_values import offer_map_values, write_map_values
from experiments.models import Experiment
from experiments.selectors.judgement import judge_experiment
from experiments.selectors.plan import decisions_of, experiment_for, experiments_of
from maps.api.operations import OpIdSerializer, receipt_of
from maps.api.schemas import ReceiptSerializer
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import Pages, read_input
from workshops.api.workshop import page_of
from workshops.models import Participant
from workshops.selectors import participant_of

_STATE = OpenApiParameter("state", str, description="Only those in this state.", enum=Experiment.State.values)


class ExperimentListView(APIView):
    pagination_class = Pages

    @extend_schema(operation_id="list_experiments", parameters=[_STATE], responses=ExperimentSerializer(many=True))
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The experiments of a workshop in the order in which they were drafted."""
        place = participant_of(request.user, workshop_id)
        found = experiments_of(actor=place, state=asked_state(request, Experiment.State.values))
        return page_of(found, ExperimentSerializer, request, self, {"reader": place})

    @extend_schema(
        operation_id="draft_experiment",
        request=NewExperimentSerializer,
        responses={201: ExperimentWithHistorySerializer},
    )
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Write down a hypothesis as far as it is known; facilitators and members."""
        place = participant_of(request.user, workshop_id)
        given = read_input(NewExperimentSerializer, request.data)
        given.pop("saw_revision", None)
        return _whole(place, draft_experiment(actor=place, given=given), status=201)


class ExperimentView(APIView):
    @extend_schema(operation_id="read_experiment", responses=ExperimentWithHistorySerializer)
    def get(self, request: Request, experiment_id: UUID) -> Response:
        """An experiment with its sentence, what a draft lacks, and every decision."""
        place, found = experiment_for(request.user, experiment_id)
        return _whole(place, found)

    @extend_schema(
        operation_id="change_experiment",
        request=ExperimentChangesSerializer,
        responses=ExperimentWithHistorySerializer,
    )
    def patch(self, request: Request, experiment_id: UUID) -> Response:
        """Change a draft; of one that runs only owner, end and review."""
        place, found = experiment_for(request.user, experiment_id)
        given = read_input(ExperimentChangesSerializer, request.data)
        saw = given.pop("saw_revision", None)
        return _whole(place, change_experiment(actor=place, experiment=found, given=given, saw_revision=saw))


class ExperimentStateView(APIView):
    @extend_schema(
        operation_id="decide_experiment", request=DecisionToMakeSerializer, responses=ExperimentWithHistorySerializer
    )
    def post(self, request: Request, experiment_id: UUID) -> Response:
        """Start it, end its period, adopt, adapt or abandon it; its owner and facilitators."""
        place, found = experiment_for(request.user, experiment_id)
        asked = read_input(DecisionToMakeSerializer, request.data)
        return _whole(
            place, decide_experiment(actor=place, experiment=found, to=asked["state"], reason=asked["reason"])
        )


class JudgementView(APIView):
    @extend_schema(
        operation_id="judge_experiment",
        responses={
            200: OpenApiTypes.OBJECT,
            409: OpenApiResponse(ProblemSerializer, description="It has not started yet."),
        },
    )
    def get(self, request: Request, experiment_id: UUID) -> Response:
        """What the readings say: guards first, the worst in front, then the metric; 409 before the start."""
        place, found = experiment_for(request.user, experiment_id)
        return Response(judge_experiment(actor=place, of=found).as_json())


class MapValuesView(APIView):
    @extend_schema(operation_id="offer_map_values", responses=MapOfferSerializer)
    def get(self, request: Request, experiment_id: UUID) -> Response:
        """What adopting would write onto the map as measured, beside what stands there."""
        place, found = experiment_for(request.user, experiment_id)
        return Response(offer_map_values(actor=place, of=found).as_json())

    @extend_schema(
        operation_id="write_map_values",
        request=OpIdSerializer,
        responses={200: ReceiptSerializer, 201: ReceiptSerializer},
    )
    def post(self, request: Request, experiment_id: UUID) -> Response:
        """Write it, as one operation and one undo step; facilitators and members."""
        place, found = experiment_for(request.user, experiment_id)
        op_id = read_input(OpIdSerializer, request.data)["op_id"]
        return receipt_of(write_map_values(actor=place, experiment=found, op_id=op_id))


def _whole(place: Participant, found: Experiment, *, status: int = 200) -> Response:
    context = {"reader": place, "decisions": decisions_of(actor=place, about=found)}
    return Response(ExperimentWithHistorySerializer(found, context=context).data, status=status)
