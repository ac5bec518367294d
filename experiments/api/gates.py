"""Gates over REST: the review of a quarter, the end of a stage, and everything that was decided."""

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.result_schemas import (
    GateDecisionSerializer,
    GateHistorySerializer,
    GateSerializer,
    ReviewDecisionSerializer,
    ReviewSerializer,
)
from experiments.commands.gates import decide_review, decide_stage
from experiments.domain.quarters import Quarter
from experiments.models import Initiative
from experiments.selectors.gates import decided_gates_of, quarter_named, review_of, stage_gate_now
from experiments.selectors.initiatives import stage_for
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import Pages, read_input
from workshops.api.workshop import page_of
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of

_CLOSED = OpenApiResponse(ProblemSerializer, description="It was decided already, or nothing can be decided yet.")


class ReviewView(APIView):
    is_heavy = True

    @extend_schema(operation_id="read_review", responses=ReviewSerializer)
    def get(self, request: Request, workshop_id: UUID, quarter: str) -> Response:
        """The review of a quarter as things stand: key results, gates, decisions, and what the reader can decide."""
        place = participant_of(request.user, workshop_id)
        return _review(place, quarter_named(quarter))


class ReviewDecisionView(APIView):
    @extend_schema(
        operation_id="decide_review", request=ReviewDecisionSerializer, responses={201: ReviewSerializer, 409: _CLOSED}
    )
    def post(self, request: Request, workshop_id: UUID, quarter: str) -> Response:
        """Decide the quarter, of the stream or of an initiative; facilitators and leaders. Kept for good."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(ReviewDecisionSerializer, request.data)
        wanted = quarter_named(quarter)
        initiative = None
        if asked.get("initiative") is not None:
            initiative = Initiative.objects.filter(pk=asked["initiative"], workshop=place.workshop).first()
            if initiative is None:
                raise InvalidInput([Problem("initiative", "There is no such initiative in this workshop.")])
        decide_review(
            actor=place, quarter=wanted, decision=asked["decision"], reason=asked["reason"], initiative=initiative
        )
        return _review(place, wanted, status=201)


class StageGateView(APIView):
    @extend_schema(operation_id="read_stage_gate", responses=GateSerializer)
    def get(self, request: Request, stage_id: UUID) -> Response:
        """The gate at the end of a stage: what it asks as things stand, and what was decided."""
        place, found = stage_for(request.user, stage_id)
        return Response(GateSerializer(stage_gate_now(actor=place, stage=found)).data)

    @extend_schema(
        operation_id="decide_stage", request=GateDecisionSerializer, responses={201: GateSerializer, 409: _CLOSED}
    )
    def post(self, request: Request, stage_id: UUID) -> Response:
        """Invest in the next stage, hold, or kill; facilitators and leaders. Kept for good."""
        place, found = stage_for(request.user, stage_id)
        asked = read_input(GateDecisionSerializer, request.data)
        decide_stage(actor=place, stage=found, decision=asked["decision"], reason=asked["reason"])
        _, decided = stage_for(request.user, stage_id)
        return Response(GateSerializer(stage_gate_now(actor=place, stage=decided)).data, status=201)


class GateHistoryView(APIView):
    pagination_class = Pages

    @extend_schema(operation_id="list_gate_decisions", responses=GateHistorySerializer(many=True))
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """Every decision at a gate, the newest first, with the criteria as they stood."""
        place = participant_of(request.user, workshop_id)
        return page_of(decided_gates_of(actor=place), GateHistorySerializer, request, self)


def _review(place: Participant, quarter: Quarter, *, status: int = 200) -> Response:
    review = review_of(actor=place, quarter=quarter)
    return Response(ReviewSerializer(review, context={"reader": place}).data, status=status)
