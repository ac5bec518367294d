"""Real items over REST: bringing them, reading them, and what they show beside the map."""

from uuid import UUID

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilitation.api.real_item_schemas import (
    ChangeRealItemSerializer,
    NewRealItemSerializer,
    RealItemListSerializer,
    RealItemSerializer,
    TakeWalkedSerializer,
    WalkSerializer,
)
from facilitation.commands.real_items import bring_item, change_item, drop_item
from facilitation.commands.reveal import Accepted
from facilitation.commands.walk import take_walked
from facilitation.selectors.real_items import item_for, items_json, items_of, walk_json
from maps.api.operations import receipt_of
from maps.api.schemas import ReceiptSerializer
from maps.selectors import map_for
from workshops.api.reading import read_input
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant
from workshops.selectors import participant_of


def _answer(actor: Participant, item_id: UUID) -> dict[str, object]:
    (found,) = items_json(list(items_of(actor=actor).filter(pk=item_id)), actor)
    return found


@method_decorator(never_cache, name="dispatch")
class RealItemListView(APIView):
    @extend_schema(operation_id="list_real_items", responses=RealItemListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The items that people brought, in that order; drafts only of one's own, facilitators see all."""
        place = participant_of(request.user, workshop_id)
        return Response({"results": items_json(list(items_of(actor=place)), place)})

    @extend_schema(operation_id="bring_real_item", request=NewRealItemSerializer, responses={201: RealItemSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Bring an item, a draft unless the state says otherwise. Facilitators and members."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(NewRealItemSerializer, request.data)
        item = bring_item(
            actor=place,
            item_id=asked.get("id"),
            map_id=asked["map"],
            name=asked["name"],
            note=asked.get("note", ""),
            visits=asked.get("visits", []),
            state=asked.get("state", "draft"),
        )
        return Response(_answer(place, item.id), status=201)


@method_decorator(never_cache, name="dispatch")
class RealItemView(APIView):
    @extend_schema(operation_id="read_real_item", responses=RealItemSerializer)
    def get(self, request: Request, item_id: UUID) -> Response:
        """One item with what it took at each step."""
        place, item = item_for(request.user, item_id)
        return Response(_answer(place, item.id))

    @extend_schema(operation_id="change_real_item", request=ChangeRealItemSerializer, responses=RealItemSerializer)
    def patch(self, request: Request, item_id: UUID) -> Response:
        """Change what is given; visits replace all of them. Who brought it, and facilitators."""
        place, item = item_for(request.user, item_id)
        asked = read_input(ChangeRealItemSerializer, request.data)
        change_item(actor=place, item_id=item.id, **asked)
        return Response(_answer(place, item.id))

    @extend_schema(operation_id="drop_real_item", responses={204: None})
    def delete(self, request: Request, item_id: UUID) -> Response:
        """Remove it; values that were taken from it stay on the map. Who brought it, and facilitators."""
        place, item = item_for(request.user, item_id)
        drop_item(actor=place, item_id=item.id)
        return Response(status=204)


@method_decorator(never_cache, name="dispatch")
class WalkView(APIView):
    @extend_schema(
        operation_id="read_walk",
        parameters=[OpenApiParameter("items", str, description="Ids of some items with commas; without it all.")],
        responses=WalkSerializer,
    )
    def get(self, request: Request, map_id: UUID) -> Response:
        """What the shared items took, beside what the map says: for each step, in total, and in sentences."""
        place, found = map_for(request.user, map_id)
        return Response(walk_json(actor=place, of=found, chosen=_ids(request.query_params.get("items"))))


class TakeWalkedView(APIView):
    @extend_schema(
        operation_id="take_walked",
        request=TakeWalkedSerializer,
        responses={200: ReceiptSerializer, 201: ReceiptSerializer},
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Write what the items took onto the map as `walked`, with n and range, in one operation; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(TakeWalkedSerializer, request.data)
        accepted = None
        if "accept" in asked:
            accepted = [Accepted(one["element"], one["field"], one.get("value")) for one in asked["accept"]]
        receipt = take_walked(actor=place, of=found, op_id=asked["op_id"], items=asked.get("items"), accepted=accepted)
        return receipt_of(receipt)


def _ids(written: str | None) -> list[UUID] | None:
    if not written:
        return None
    try:
        return [UUID(part) for part in written.split(",")]
    except ValueError:
        raise InvalidInput([Problem("items", "The items must be ids with commas between them.")]) from None
