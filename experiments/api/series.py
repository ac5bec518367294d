"""Series and their readings over REST."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.schemas import (
    BatchListSerializer,
    BatchSerializer,
    NewReadingsSerializer,
    NewSeriesSerializer,
    ReadingSerializer,
    ReadingsPreviewSerializer,
    SeriesChangesSerializer,
    SeriesInListSerializer,
    SeriesListSerializer,
    SeriesSerializer,
)
from experiments.commands.readings import (
    BatchReceipt,
    add_readings,
    add_readings_table,
    preview_readings,
    withdraw_readings,
)
from experiments.commands.series import change_series, create_series, delete_series
from experiments.selectors.series import batches_of, chart_of, readings_of, series_for, series_of
from workshops.api.reading import Pages, read_input
from workshops.api.workshop import page_of
from workshops.errors import InvalidInput, Problem
from workshops.selectors import participant_of


class SeriesListView(APIView):
    @extend_schema(operation_id="list_series", responses=SeriesListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The series of a workshop by name."""
        found = series_of(actor=participant_of(request.user, workshop_id))
        return Response({"results": SeriesInListSerializer(found, many=True).data})

    @extend_schema(operation_id="create_series", request=NewSeriesSerializer, responses={201: SeriesSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Begin a series; facilitators and members."""
        place = participant_of(request.user, workshop_id)
        created = create_series(actor=place, given=read_input(NewSeriesSerializer, request.data))
        return Response(SeriesSerializer(created).data, status=201)


class SeriesView(APIView):
    @extend_schema(operation_id="read_series", responses=SeriesSerializer)
    def get(self, request: Request, series_id: UUID) -> Response:
        """What a series measures, and which way hurts."""
        _, found = series_for(request.user, series_id)
        return Response(SeriesSerializer(found).data)

    @extend_schema(operation_id="change_series", request=SeriesChangesSerializer, responses=SeriesSerializer)
    def patch(self, request: Request, series_id: UUID) -> Response:
        """Change name, unit or which way hurts; facilitators and members."""
        place, found = series_for(request.user, series_id)
        changed = change_series(actor=place, series=found, given=read_input(SeriesChangesSerializer, request.data))
        return Response(SeriesSerializer(changed).data)

    @extend_schema(operation_id="delete_series", responses={204: None})
    def delete(self, request: Request, series_id: UUID) -> Response:
        """Delete a series on which nothing rests, with its readings; whoever began it and facilitators."""
        place, found = series_for(request.user, series_id)
        delete_series(actor=place, series=found)
        return Response(status=204)


class ReadingListView(APIView):
    is_heavy = True
    pagination_class = Pages

    @extend_schema(operation_id="list_readings", responses=ReadingSerializer(many=True))
    def get(self, request: Request, series_id: UUID) -> Response:
        """The readings of a series in order of time."""
        place, found = series_for(request.user, series_id)
        return page_of(readings_of(actor=place, of=found), ReadingSerializer, request, self)

    @extend_schema(
        operation_id="add_readings",
        request=NewReadingsSerializer,
        responses={
            200: OpenApiResponse(
                PolymorphicProxySerializer(
                    component_name="PreviewOrBatch",
                    serializers=[ReadingsPreviewSerializer, BatchSerializer],
                    resource_type_field_name=None,
                ),
                description="The preview, or what an `op_id` that was sent before added.",
            ),
            201: OpenApiResponse(BatchSerializer, description="The readings are in the series."),
        },
    )
    def post(self, request: Request, series_id: UUID) -> Response:
        """Add readings, all or none: as objects, or as a pasted table or CSV; facilitators and members."""
        place, found = series_for(request.user, series_id)
        asked = read_input(NewReadingsSerializer, request.data)
        if ("readings" in asked) == ("text" in asked):
            raise InvalidInput([Problem("", "Send either “readings” or “text”; nothing was added.")])
        if asked["preview"]:
            if "text" not in asked:
                raise InvalidInput([Problem("preview", "Only a “text” can be previewed; nothing was added.")])
            table = preview_readings(actor=place, series=found, text=asked["text"])
            return Response(ReadingsPreviewSerializer(_preview(table)).data)
        if "op_id" not in asked:
            raise InvalidInput([Problem("op_id", "Send an “op_id”, or “preview”: true to look only.")])
        if "text" in asked:
            receipt = add_readings_table(
                actor=place, series=found, op_id=asked["op_id"], text=asked["text"], source=asked["source"]
            )
        else:
            receipt = add_readings(
                actor=place, series=found, op_id=asked["op_id"], given=asked["readings"], source=asked["source"]
            )
        return _answer(receipt)


class BatchListView(APIView):
    @extend_schema(operation_id="list_reading_batches", responses=BatchListSerializer)
    def get(self, request: Request, series_id: UUID) -> Response:
        """What was added together, the newest first."""
        place, found = series_for(request.user, series_id)
        return Response({"results": BatchSerializer(batches_of(actor=place, of=found)[:500], many=True).data})


class BatchView(APIView):
    @extend_schema(operation_id="withdraw_readings", responses={204: None})
    def delete(self, request: Request, series_id: UUID, batch_id: UUID) -> Response:
        """Take back what one request added; whoever added it and facilitators."""
        place, found = series_for(request.user, series_id)
        withdraw_readings(actor=place, series=found, batch_id=batch_id)
        return Response(status=204)


class ChartView(APIView):
    @extend_schema(operation_id="read_chart", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, series_id: UUID) -> Response:
        """The XmR chart of a series: points, limits, signals, and what changed since each experiment began."""
        place, found = series_for(request.user, series_id)
        return Response(chart_of(actor=place, of=found).as_json())


def _preview(table: Any) -> dict[str, Any]:
    return {
        "readings": table.readings,
        "problems": [problem.as_json() for problem in table.problems],
        "ignored": table.ignored,
    }


def _answer(receipt: BatchReceipt) -> Response:
    batch = receipt.batch
    body = {
        "id": str(batch.id),
        "source": batch.source,
        "created_by": {"id": str(batch.created_by_id), "name": batch.created_by.name},
        "created_at": batch.created_at,
        "count": receipt.count,
    }
    return Response(body, status=201 if receipt.is_new else 200)
