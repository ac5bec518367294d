"""Objectives and key results over REST, and the figures of maps that feed them."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.result_schemas import (
    CarrySerializer,
    FigureSerializer,
    KeyResultChangesSerializer,
    KeyResultListSerializer,
    KeyResultSerializer,
    NewKeyResultSerializer,
    ObjectiveListSerializer,
    ObjectiveSerializer,
    ObjectiveTitleSerializer,
    TakenFigureSerializer,
)
from experiments.api.schemas import SeriesSerializer
from experiments.commands.feeds import feed_series, take_figure
from experiments.commands.key_results import (
    add_objective,
    carry_key_result,
    change_key_result,
    change_objective,
    delete_key_result,
    delete_objective,
    set_key_result,
)
from experiments.domain.quarters import Quarter, read_quarter
from experiments.models import KeyResult
from experiments.selectors.key_results import (
    key_result_for,
    key_result_now,
    key_results_of,
    objective_for,
    objectives_of,
)
from experiments.selectors.series import series_for
from maps.selectors import map_for
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import read_input
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of

_QUARTER = OpenApiParameter("quarter", str, description="Only those of this quarter, such as 2026-2.")


class ObjectiveListView(APIView):
    @extend_schema(operation_id="list_objectives", responses=ObjectiveListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """What the key results of a workshop are for."""
        found = objectives_of(actor=participant_of(request.user, workshop_id))
        return Response({"results": ObjectiveSerializer(found, many=True).data})

    @extend_schema(operation_id="add_objective", request=ObjectiveTitleSerializer, responses={201: ObjectiveSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Name an objective; facilitators and leaders. One of this title is answered as it is."""
        place = participant_of(request.user, workshop_id)
        added = add_objective(actor=place, title=read_input(ObjectiveTitleSerializer, request.data)["title"])
        return Response(ObjectiveSerializer(added).data, status=201)


class ObjectiveView(APIView):
    @extend_schema(operation_id="change_objective", request=ObjectiveTitleSerializer, responses=ObjectiveSerializer)
    def patch(self, request: Request, objective_id: UUID) -> Response:
        """Say it anew; facilitators and leaders."""
        place, found = objective_for(request.user, objective_id)
        title = read_input(ObjectiveTitleSerializer, request.data)["title"]
        return Response(ObjectiveSerializer(change_objective(actor=place, objective=found, title=title)).data)

    @extend_schema(operation_id="delete_objective", responses={204: None})
    def delete(self, request: Request, objective_id: UUID) -> Response:
        """Take away one that has no key result; facilitators and leaders."""
        place, found = objective_for(request.user, objective_id)
        delete_objective(actor=place, objective=found)
        return Response(status=204)


class KeyResultListView(APIView):
    @extend_schema(operation_id="list_key_results", parameters=[_QUARTER], responses=KeyResultListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The key results of a workshop by quarter, each with where it stands."""
        place = participant_of(request.user, workshop_id)
        found = [key_result_now(one) for one in key_results_of(actor=place, quarter=_asked_quarter(request))]
        return Response({"results": KeyResultSerializer(found, many=True, context={"reader": place}).data})

    @extend_schema(operation_id="set_key_result", request=NewKeyResultSerializer, responses={201: KeyResultSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Set a key result; facilitators and leaders."""
        place = participant_of(request.user, workshop_id)
        given = read_input(NewKeyResultSerializer, request.data)
        given.pop("saw_revision", None)
        return _whole(place, set_key_result(actor=place, given=given), status=201)


class KeyResultView(APIView):
    @extend_schema(operation_id="read_key_result", responses=KeyResultSerializer)
    def get(self, request: Request, key_result_id: UUID) -> Response:
        """A key result with where it stands."""
        return _whole(*key_result_for(request.user, key_result_id))

    @extend_schema(operation_id="change_key_result", request=KeyResultChangesSerializer, responses=KeyResultSerializer)
    def patch(self, request: Request, key_result_id: UUID) -> Response:
        """Change it; facilitators, leaders, its owner. Once a gate decided by it only name, objective and owner."""
        place, found = key_result_for(request.user, key_result_id)
        given = read_input(KeyResultChangesSerializer, request.data)
        saw = given.pop("saw_revision", None)
        return _whole(place, change_key_result(actor=place, key_result=found, given=given, saw_revision=saw))

    @extend_schema(operation_id="delete_key_result", responses={204: None})
    def delete(self, request: Request, key_result_id: UUID) -> Response:
        """Take it away while nothing goes by it; facilitators and leaders. Its readings stay."""
        place, found = key_result_for(request.user, key_result_id)
        delete_key_result(actor=place, key_result=found)
        return Response(status=204)


class CarryView(APIView):
    @extend_schema(operation_id="carry_key_result", request=CarrySerializer, responses={201: KeyResultSerializer})
    def post(self, request: Request, key_result_id: UUID) -> Response:
        """Go on with it in the next quarter, from its newest reading; facilitators and leaders."""
        place, found = key_result_for(request.user, key_result_id)
        target = read_input(CarrySerializer, request.data).get("target")
        return _whole(place, carry_key_result(actor=place, key_result=found, target=target), status=201)


class FeedsView(APIView):
    @extend_schema(operation_id="feed_series", request=FigureSerializer, responses=SeriesSerializer)
    def post(self, request: Request, map_id: UUID) -> Response:
        """The series that a figure of this current state feeds, begun with today's figure if there is none yet;
        facilitators, members and leaders. Every saved state of the map is a reading of it.
        """
        place, found = map_for(request.user, map_id)
        figure = read_input(FigureSerializer, request.data)["figure"]
        return Response(SeriesSerializer(feed_series(actor=place, of=found, figure=figure)).data)


class FigureView(APIView):
    @extend_schema(
        operation_id="take_figure",
        request=None,
        responses={
            201: TakenFigureSerializer,
            409: OpenApiResponse(
                ProblemSerializer,
                description="`not_fed`; `figure_taken`: nothing has changed since it was read; `figure_not_known`.",
            ),
        },
    )
    def post(self, request: Request, series_id: UUID) -> Response:
        """Read the figure of the map as it is now; facilitators, members and leaders."""
        place, found = series_for(request.user, series_id)
        return Response(TakenFigureSerializer(take_figure(actor=place, series=found)).data, status=201)


def _asked_quarter(request: Request) -> Quarter | None:
    code = request.query_params.get("quarter")
    if code is None:
        return None
    quarter = read_quarter(code)
    if quarter is None:
        raise InvalidInput([Problem("quarter", "Name the quarter as year and number, such as 2026-2.")])
    return quarter


def _whole(place: Participant, found: KeyResult, *, status: int = 200) -> Response:
    now = key_result_now(found)
    return Response(KeyResultSerializer(now, context={"reader": place}).data, status=status)
