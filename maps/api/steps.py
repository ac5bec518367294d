"""A table of steps, pasted or from a CSV file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.operations import receipt_of
from maps.api.schemas import ReceiptSerializer
from maps.commands.steps import append_steps, preview_steps
from maps.domain.map_file import calendar_of
from maps.domain.steps_table import TEXT_LIMIT
from maps.selectors import map_for
from metrics import Calendar
from metrics.durations import format_duration
from workshops.api.reading import Strict, read_input
from workshops.errors import InvalidInput, Problem


class StepsRequestSerializer(Strict):
    text = serializers.CharField(
        max_length=TEXT_LIMIT,
        allow_blank=True,
        trim_whitespace=False,
        help_text="Cells pasted from a spreadsheet (tabs), CSV with commas or semicolons, or a Markdown table.",
    )
    preview = serializers.BooleanField(default=False, help_text="Only read the table; nothing is changed.")
    op_id = serializers.RegexField(r"^[A-Za-z0-9_-]{1,64}$", required=False, help_text="Needed unless `preview`.")


class ProblemOfTableSerializer(serializers.Serializer[Any]):
    place = serializers.CharField()
    sentence = serializers.CharField()


class PreviewSerializer(serializers.Serializer[Any]):
    """What the table would add."""

    rows = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()), help_text="Each step as read, in words for people."
    )
    steps = serializers.ListField(
        child=serializers.DictField(), help_text="The same steps in normal form, as they would be added."
    )
    problems = ProblemOfTableSerializer(many=True)
    ignored = serializers.ListField(child=serializers.CharField(), help_text="Headers that no field of a step has.")


class StepsView(APIView):
    is_heavy = True

    @extend_schema(
        operation_id="import_steps",
        request=StepsRequestSerializer,
        responses={
            200: OpenApiResponse(
                PolymorphicProxySerializer(
                    component_name="PreviewOrReceipt",
                    serializers=[PreviewSerializer, ReceiptSerializer],
                    resource_type_field_name=None,
                ),
                description="The preview, or the stored receipt of an `op_id` that was done before.",
            ),
            201: OpenApiResponse(ReceiptSerializer, description="The steps are on the map."),
        },
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Read a table of steps, and add them to the right end of the map; facilitators and members."""
        place, found = map_for(request.user, map_id)
        asked = read_input(StepsRequestSerializer, request.data)
        if asked["preview"]:
            table = preview_steps(actor=place, of=found, text=asked["text"])
            calendar = calendar_of(found.workshop.calendar)
            return Response(
                {
                    "rows": [row_in_words(row, calendar) for row in table.rows],
                    "steps": table.rows,
                    "problems": [problem.as_json() for problem in table.problems],
                    "ignored": table.ignored,
                }
            )
        if "op_id" not in asked:
            raise InvalidInput([Problem("op_id", "Send an “op_id”, or “preview”: true to look only.")])
        return receipt_of(append_steps(actor=place, of=found, op_id=asked["op_id"], text=asked["text"]))


def row_in_words(row: Mapping[str, Any], calendar: Calendar) -> dict[str, str]:
    """Return a step in normal form as people read it: “3 d”, “80 %”, “4 to 8 h” as “4 h – 8 h”."""
    return {name: _in_words(name, value, calendar) for name, value in row.items()}


def _in_words(name: str, value: Any, calendar: Calendar) -> str:
    if not isinstance(value, Mapping):
        return str(value)

    def show(number: float) -> str:
        if name in ("wait_time", "process_time"):
            return format_duration(number, calendar)
        return f"{100 * number:g} %" if name in ("complete_accurate", "uptime") else f"{number:g}"

    if "low" in value and "high" in value:
        return f"{show(value['low'])} – {show(value['high'])}"
    return show(value["value"])
