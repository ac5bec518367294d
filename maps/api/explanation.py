"""The figures of a map opened, and which uncertain value moves its lead time most."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.records import KNOWN_OR_NOT, NUMBER, SEQ, TEXT, TEXTS, list_of, record
from maps.api.what_if import WhatIfParser, WhatIfRequestSerializer, WhatIfThrottle
from maps.commands.what_if import explain_what_if, sensitivity_of_what_if
from maps.selectors import explanation_of, map_for, sensitivity_of
from workshops.api.reading import read_input

_ELEMENT: Mapping[str, Any] = {"type": "string", "nullable": True}
_UNIT: Mapping[str, Any] = {"type": "string", "enum": ["s", "share", "items_per_day", "items", "count"]}
_SOURCE: Mapping[str, Any] = {"type": "string", "enum": ["guess", "estimate", "walked", "measured"]}


_ROW = record(
    element=_ELEMENT,
    name=TEXT,
    part=TEXT,
    times=NUMBER,
    each=KNOWN_OR_NOT,
    counted=KNOWN_OR_NOT,
    each_unit=_UNIT,
    counted_unit=_UNIT,
    source={**_SOURCE, "nullable": True},
)
_EXPLANATION = record(
    figure=TEXT,
    name=TEXT,
    definition=TEXT,
    formula=TEXT,
    source=TEXT,
    unit=_UNIT,
    value=KNOWN_OR_NOT,
    lower_bound=KNOWN_OR_NOT,
    rows=list_of(_ROW),
    left_out=list_of(record(element=_ELEMENT, name=TEXT, sentence=TEXT)),
    rests_on={"type": "object", "additionalProperties": {"type": "number"}},
    needs=TEXTS,
    notes=TEXTS,
)
_EXPLANATION_ANSWER = record(seq=SEQ, figures=list_of(_EXPLANATION))
_BAR = record(
    element=TEXT,
    name=TEXT,
    field={"type": "string", "enum": ["wait_time", "process_time", "items", "share"]},
    source=_SOURCE,
    range={"type": "string", "enum": ["stated", "assumed"]},
    low=NUMBER,
    value=NUMBER,
    high=NUMBER,
    lead_time_low_s=NUMBER,
    lead_time_high_s=NUMBER,
    swing_s=NUMBER,
)
_FACTORS: Mapping[str, Any] = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_SENSITIVITY_ANSWER = record(
    seq=SEQ,
    lead_time_s=KNOWN_OR_NOT,
    bars=list_of(_BAR),
    assumed={"type": "object", "additionalProperties": dict(_FACTORS)},
    sentence=TEXT,
    needs=TEXTS,
    notes=TEXTS,
)


class ExplanationView(APIView):
    parser_classes = [WhatIfParser]
    throttle_classes = [*APIView.throttle_classes, WhatIfThrottle]

    @extend_schema(
        operation_id="read_explanation",
        parameters=[OpenApiParameter("figure", str, description="Only this one, such as `lead_time_s`.")],
        responses={200: _EXPLANATION_ANSWER},
    )
    def get(self, request: Request, map_id: UUID) -> Response:
        """Every figure of the map as it is now, opened: what it means, counts, leaves out and rests on."""
        place, found = map_for(request.user, map_id)
        figure = request.query_params.get("figure")
        return Response(explanation_of(actor=place, of=found, figure=figure or None))

    @extend_schema(
        operation_id="explain_what_if",
        parameters=[OpenApiParameter("figure", str, description="Only this one, such as `lead_time_s`.")],
        request=WhatIfRequestSerializer,
        responses={200: _EXPLANATION_ANSWER},
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Every figure that the edits are predicted to make, opened; nothing is changed or kept."""
        place, found = map_for(request.user, map_id)
        edits = read_input(WhatIfRequestSerializer, request.data)["edits"]
        figure = request.query_params.get("figure")
        return Response(explain_what_if(actor=place, of=found, edits=edits, figure=figure or None))


class SensitivityView(APIView):
    parser_classes = [WhatIfParser]
    throttle_classes = [*APIView.throttle_classes, WhatIfThrottle]

    @extend_schema(operation_id="read_sensitivity", responses={200: _SENSITIVITY_ANSWER})
    def get(self, request: Request, map_id: UUID) -> Response:
        """How far each uncertain value of the map as it is now moves the expected lead time, the largest first."""
        place, found = map_for(request.user, map_id)
        return Response(sensitivity_of(actor=place, of=found))

    @extend_schema(
        operation_id="read_sensitivity_of_what_if",
        request=WhatIfRequestSerializer,
        responses={200: _SENSITIVITY_ANSWER},
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """How far each uncertain value would move the expected lead time of a what-if; nothing is changed or kept."""
        place, found = map_for(request.user, map_id)
        edits = read_input(WhatIfRequestSerializer, request.data)["edits"]
        return Response(sensitivity_of_what_if(actor=place, of=found, edits=edits))
