"""Saved states over REST: save, list, read."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.selectors import map_for
from reviews.api.schemas import NewStateSerializer, SavedStateSerializer, SavedStateWithContentSerializer
from reviews.commands.states import save_state
from reviews.selectors import documents_of, state_for, states_of
from workshops.api.reading import Pages, read_input
from workshops.api.workshop import page_of


class StateListView(APIView):
    pagination_class = Pages

    @extend_schema(operation_id="list_states", responses=SavedStateSerializer(many=True))
    def get(self, request: Request, map_id: UUID) -> Response:
        """The saved states of a map, the newest first."""
        place, found = map_for(request.user, map_id)
        states = states_of(actor=place, of=found).defer("elements", "figures", "charter")
        return page_of(states, SavedStateSerializer, request, self)

    @extend_schema(operation_id="save_state", request=NewStateSerializer, responses={201: SavedStateSerializer})
    def post(self, request: Request, map_id: UUID) -> Response:
        """Save the map as it is now, or as it was after an operation, for good; facilitators."""
        place, found = map_for(request.user, map_id)
        given = read_input(NewStateSerializer, request.data)
        state = save_state(actor=place, map_id=found.id, name=given["name"], seq=given.get("seq"))
        return Response(SavedStateSerializer(state).data, status=201)


class StateView(APIView):
    @extend_schema(operation_id="read_state", responses=SavedStateWithContentSerializer)
    def get(self, request: Request, state_id: UUID) -> Response:
        """A saved state with elements, figures and documents."""
        place, state = state_for(request.user, state_id)
        documents = documents_of(actor=place, of=state)
        return Response(SavedStateWithContentSerializer(state, context={"documents": documents}).data)
