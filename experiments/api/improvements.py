"""The plan over REST: improvements, their states, and the plan for trackers and calendars."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.schemas import (
    DecisionToMakeSerializer,
    ImprovementChangesSerializer,
    ImprovementSerializer,
    ImprovementWithHistorySerializer,
    NewImprovementSerializer,
    PlanSerializer,
)
from experiments.commands.improvements import (
    change_improvement,
    decide_improvement,
    propose_improvement,
)
from experiments.documents import plan_calendar, plan_csv
from experiments.models import Improvement
from experiments.selectors.plan import decisions_of, improvement_for, improvements_of, plan_of
from workshops.api.reading import Pages, read_input
from workshops.api.workshop import page_of
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of

_STATE = OpenApiParameter("state", str, description="Only those in this state.", enum=Improvement.State.values)


class ImprovementListView(APIView):
    pagination_class = Pages

    @extend_schema(operation_id="list_improvements", parameters=[_STATE], responses=ImprovementSerializer(many=True))
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The improvements on the plan, those due first in front."""
        place = participant_of(request.user, workshop_id)
        state = asked_state(request, Improvement.State.values)
        found = improvements_of(actor=place, state=state)
        return page_of(found, ImprovementSerializer, request, self, {"reader": place})

    @extend_schema(
        operation_id="propose_improvement", request=NewImprovementSerializer, responses={201: ImprovementSerializer}
    )
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Put an improvement on the plan as proposed; facilitators and members."""
        place = participant_of(request.user, workshop_id)
        given = read_input(NewImprovementSerializer, request.data)
        created = propose_improvement(actor=place, given=given)
        return Response(ImprovementSerializer(created, context={"reader": place}).data, status=201)


class ImprovementView(APIView):
    @extend_schema(operation_id="read_improvement", responses=ImprovementWithHistorySerializer)
    def get(self, request: Request, improvement_id: UUID) -> Response:
        """An improvement with every change of its state."""
        place, found = improvement_for(request.user, improvement_id)
        return _whole(place, found)

    @extend_schema(
        operation_id="change_improvement",
        request=ImprovementChangesSerializer,
        responses=ImprovementWithHistorySerializer,
    )
    def patch(self, request: Request, improvement_id: UUID) -> Response:
        """Change what is said about it; whoever proposed it, its owner and facilitators."""
        place, found = improvement_for(request.user, improvement_id)
        given = read_input(ImprovementChangesSerializer, request.data)
        saw = given.pop("saw_revision", None)
        return _whole(place, change_improvement(actor=place, improvement=found, given=given, saw_revision=saw))


class ImprovementStateView(APIView):
    @extend_schema(
        operation_id="decide_improvement", request=DecisionToMakeSerializer, responses=ImprovementWithHistorySerializer
    )
    def post(self, request: Request, improvement_id: UUID) -> Response:
        """Take it to another state; its owner and facilitators."""
        place, found = improvement_for(request.user, improvement_id)
        asked = read_input(DecisionToMakeSerializer, request.data)
        decided = decide_improvement(actor=place, improvement=found, to=asked["state"], reason=asked["reason"])
        return _whole(place, decided)


class PlanView(APIView):
    @extend_schema(operation_id="read_plan", responses=PlanSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """What opens the next session: what is overdue, what is unfinished, and the plan by states."""
        place = participant_of(request.user, workshop_id)
        return Response(PlanSerializer(plan_of(actor=place), context={"reader": place}).data)


class PlanCsvView(APIView):
    @extend_schema(operation_id="download_plan_csv", responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request, workshop_id: UUID) -> HttpResponse:
        """The plan as a table for trackers; no cell becomes a formula."""
        return plan_csv(actor=participant_of(request.user, workshop_id))


class PlanCalendarView(APIView):
    @extend_schema(operation_id="download_plan_calendar", responses={(200, "text/calendar"): OpenApiTypes.BINARY})
    def get(self, request: Request, workshop_id: UUID) -> HttpResponse:
        """Due dates and reviews as a calendar file (RFC 5545)."""
        return plan_calendar(actor=participant_of(request.user, workshop_id))


def asked_state(request: Request, states: list[str]) -> str | None:
    """Return the state that the address asks for; raises InvalidInput for one that there is not."""
    state = request.query_params.get("state")
    if state is not None and state not in states:
        raise InvalidInput([Problem("state", f"There is no state “{state[:40]}”; there are {', '.join(states)}.")])
    return state


def _whole(place: Participant, found: Improvement) -> Response:
    context = {"reader": place, "decisions": decisions_of(actor=place, about=found)}
    return Response(ImprovementWithHistorySerializer(found, context=context).data)
