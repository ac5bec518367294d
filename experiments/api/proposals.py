"""What maps propose for the plan over REST, and what opens the next session."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.addresses import path_of
from experiments.api.schemas import ImprovementListSerializer, ImprovementSerializer
from experiments.commands.proposals import propose_bursts, propose_changes
from experiments.domain.states import IMPROVEMENT
from experiments.models import Improvement
from experiments.permissions import ExperimentAct, may, require
from experiments.selectors.opening import opening_of
from experiments.selectors.proposals import Proposal, bursts_of, changes_to_make
from maps.domain.elements import WASTES
from maps.selectors import map_for
from workshops.api.reading import Strict, read_input
from workshops.models import Participant
from workshops.selectors import participant_of

ELEMENTS_MOST = 500


class ChosenElementsSerializer(Strict):
    elements = serializers.ListField(
        child=serializers.CharField(max_length=64),
        max_length=ELEMENTS_MOST,
        required=False,
        help_text="Only these; else all that are not on the plan yet.",
    )


class EntrySerializer(serializers.Serializer[Any]):
    """What came of a proposal."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Improvement.State.choices)
    state_label = serializers.SerializerMethodField(help_text="The state in words.")
    path = serializers.SerializerMethodField(help_text="Its page.")

    def get_state_label(self, entry: Improvement) -> str:
        return IMPROVEMENT.label(entry.state)

    def get_path(self, entry: Improvement) -> str:
        return path_of(entry)


class ProposalSerializer(serializers.Serializer[Any]):
    """A burst, or a change of a future state."""

    element = serializers.CharField(source="element_id")
    title = serializers.CharField()
    waste = serializers.ChoiceField(choices=["", *WASTES], allow_blank=True)
    improvement = EntrySerializer(allow_null=True)


class ProposalListSerializer(serializers.Serializer[Any]):
    may_propose = serializers.BooleanField()
    results = ProposalSerializer(many=True)


class ActionSerializer(serializers.Serializer[Any]):
    """One improvement or experiment; `due_on` is the review of an experiment."""

    kind = serializers.ChoiceField(choices=["improvement", "experiment"])
    id = serializers.UUIDField()
    title = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    state = serializers.CharField(help_text="In words.")
    due_on = serializers.DateField(allow_null=True)
    due = serializers.CharField(allow_blank=True, help_text="How far that is: “3 days overdue”.")
    path = serializers.CharField(help_text="Its page.")


class OpeningSerializer(serializers.Serializer[Any]):
    """What opens the next session."""

    on = serializers.DateField(help_text="Which day it is where the workshop is.")
    sentence = serializers.CharField(allow_blank=True, help_text="Empty where there is nothing.")
    overdue = ActionSerializer(many=True)
    unfinished = ActionSerializer(many=True)


class BurstsView(APIView):
    @extend_schema(operation_id="read_bursts", responses=ProposalListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """The bursts of the map, with what came of each."""
        place, found = map_for(request.user, map_id)
        require(place, ExperimentAct.READ)
        return _answer(place, bursts_of(found))

    @extend_schema(
        operation_id="propose_bursts", request=ChosenElementsSerializer, responses={200: ImprovementListSerializer}
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Put bursts of the map on the plan that are not on it yet; answers the new ones."""
        place, found = map_for(request.user, map_id)
        return _answer_new(place, propose_bursts(actor=place, of=found, keys=_chosen(request)))


class ChangesView(APIView):
    @extend_schema(operation_id="read_changes_to_make", responses=ProposalListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """The changes that a future state asks for, with what came of each."""
        place, found = map_for(request.user, map_id)
        require(place, ExperimentAct.READ)
        return _answer(place, changes_to_make(found))

    @extend_schema(
        operation_id="propose_changes", request=ChosenElementsSerializer, responses={200: ImprovementListSerializer}
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Put changes of the future state on the plan that are not on it yet; answers the new ones."""
        place, found = map_for(request.user, map_id)
        return _answer_new(place, propose_changes(actor=place, of=found, keys=_chosen(request)))


class OpeningView(APIView):
    @extend_schema(operation_id="read_opening", responses=OpeningSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """What opens the next session: what is overdue and what is unfinished, shortly."""
        place = participant_of(request.user, workshop_id)
        return Response(OpeningSerializer(opening_of(actor=place)).data)


def _chosen(request: Request) -> list[str] | None:
    chosen: list[str] | None = read_input(ChosenElementsSerializer, request.data).get("elements")
    return chosen


def _answer(place: Participant, proposals: tuple[Proposal, ...]) -> Response:
    answer = {"may_propose": may(place, ExperimentAct.PROPOSE), "results": proposals}
    return Response(ProposalListSerializer(answer).data)


def _answer_new(place: Participant, new: list[Improvement]) -> Response:
    return Response({"results": ImprovementSerializer(new, many=True, context={"reader": place}).data})
