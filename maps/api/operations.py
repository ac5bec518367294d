"""The log of a map: reading it, and every way of adding to it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.schemas import EditsField, OperationListSerializer, ReceiptSerializer
from maps.commands.edit import Receipt, redo, restore_moment, submit, undo
from maps.models import Operation
from maps.selectors import map_for, operations_of
from workshops.api.reading import Strict, read_input
from workshops.errors import InvalidInput, Problem

PAGE = 100
LARGEST_PAGE = 500
LARGEST_SEQ = 2**62
_RECEIPTS = {
    201: OpenApiResponse(ReceiptSerializer, description="Done; everybody on the map sees it."),
    200: OpenApiResponse(ReceiptSerializer, description="This `op_id` was done before; its stored receipt."),
}


class OpIdSerializer(Strict):
    op_id = serializers.RegexField(
        r"^[A-Za-z0-9_-]{1,64}$", help_text="Chosen by the client, new for each change; a resend uses it again."
    )


class EditRequestSerializer(OpIdSerializer):
    edits = EditsField()


class RestoreRequestSerializer(OpIdSerializer):
    seq = serializers.IntegerField(min_value=0, max_value=LARGEST_SEQ)


class LogQuerySerializer(Strict):
    after = serializers.IntegerField(min_value=0, max_value=LARGEST_SEQ, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False)
    latest = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False)


class OperationListView(APIView):
    @extend_schema(
        operation_id="list_operations",
        parameters=[
            OpenApiParameter("after", int, description="Operations after this number (0: from the first)."),
            OpenApiParameter("limit", int, description=f"How many ({PAGE}; at most {LARGEST_PAGE})."),
            OpenApiParameter("latest", int, description="Instead of both: the newest so many."),
        ],
        responses=OperationListSerializer,
    )
    def get(self, request: Request, map_id: UUID) -> Response:
        """A stretch of the map's log, in order."""
        place, found = map_for(request.user, map_id)
        query = read_input(LogQuerySerializer, request.query_params.dict())
        log = operations_of(actor=place, of=found)
        operations = _stretch(log, query)
        seq = max([found.head_seq, *(operation.seq for operation in operations)])
        return Response({"seq": seq, "results": [operation.as_message() for operation in operations]})

    @extend_schema(operation_id="edit_map", request=EditRequestSerializer, responses=_RECEIPTS)
    def post(self, request: Request, map_id: UUID) -> Response:
        """Do these edits, all or none; facilitators and members."""
        place, found = map_for(request.user, map_id)
        asked = read_input(EditRequestSerializer, request.data)
        return receipt_of(submit(map_id=found.id, actor=place, op_id=asked["op_id"], edits=asked["edits"]))


def _stretch(log: Any, query: dict[str, Any]) -> list[Operation]:
    if "latest" in query:
        if "after" in query or "limit" in query:
            raise InvalidInput([Problem("latest", "“latest” stands alone, without “after” and “limit”.")])
        return list(reversed(log.order_by("-seq")[: query["latest"]]))
    return list(log.filter(seq__gt=query.get("after", 0))[: query.get("limit", PAGE)])


class UndoView(APIView):
    @extend_schema(operation_id="undo", request=OpIdSerializer, responses=_RECEIPTS)
    def post(self, request: Request, map_id: UUID) -> Response:
        """Take back my latest operation; facilitators and members."""
        place, found = map_for(request.user, map_id)
        op_id = read_input(OpIdSerializer, request.data)["op_id"]
        return receipt_of(undo(map_id=found.id, actor=place, op_id=op_id))


class RedoView(APIView):
    @extend_schema(operation_id="redo", request=OpIdSerializer, responses=_RECEIPTS)
    def post(self, request: Request, map_id: UUID) -> Response:
        """Take back my latest undo; facilitators and members."""
        place, found = map_for(request.user, map_id)
        op_id = read_input(OpIdSerializer, request.data)["op_id"]
        return receipt_of(redo(map_id=found.id, actor=place, op_id=op_id))


class RestoreView(APIView):
    is_heavy = True

    @extend_schema(operation_id="restore_moment", request=RestoreRequestSerializer, responses=_RECEIPTS)
    def post(self, request: Request, map_id: UUID) -> Response:
        """Make the map what it was after operation `seq`, as one new operation; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(RestoreRequestSerializer, request.data)
        receipt = restore_moment(map_id=found.id, actor=place, op_id=asked["op_id"], seq=asked["seq"])
        return receipt_of(receipt)


def receipt_of(receipt: Receipt) -> Response:
    """Return what an `op_id` became: 201 where it is new, 200 where it was known."""
    operation = receipt.operation
    body = {"op_id": operation.op_id, "seq": operation.seq, "operation": operation.as_message()}
    return Response(body, status=201 if receipt.is_new else 200)
