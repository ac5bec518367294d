"""The figures of a map opened, and which uncertain value moves its lead time most."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.what_if import WhatIfParser, WhatIfRequestSerializer, WhatIfThrottle
from maps.commands.what_if import explain_what_if, sensitivity_of_what_if
from maps.selectors import explanation_of, map_for, sensitivity_of
from workshops.api.reading import read_input

_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}}
_NUMBER: Mapping[str, Any] = {"type": "number"}
_KNOWN_OR_NOT: Mapping[str, Any] = {"type": "number", "nullable": True}
_ELEMENT: Mapping[str, Any] = {"type": "string", "nullable": True}
_UNIT: Mapping[str, Any] = {"type": "string", "enum": ["s", "share", "items_per_day", "items", "count"]}
_SOURCE: Mapping[str, Any] = {"type": "string", "enum": ["guess", "estimate", "walked", "measured"]}


def _record(**properties: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: dict(schema) for name, schema in properties.items()}
    return {"type": "object", "required": list(fields), "properties": fields}


def _list_of(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(record)}


_SEQ: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_ROW = _record(
    element=_ELEMENT,
    name=_TEXT,
    part=_TEXT,
    times=_NUMBER,
    each=_KNOWN_OR_NOT,
    counted=_KNOWN_OR_NOT,
    each_unit=_UNIT,
    counted_unit=_UNIT,
    source={**_SOURCE, "nullable": True},
)
_EXPLANATION = _record(
    figure=_TEXT,
    name=_TEXT,
    definition=_TEXT,
    formula=_TEXT,
    source=_TEXT,
    unit=_UNIT,
    value=_KNOWN_OR_NOT,
    lower_bound=_KNOWN_OR_NOT,
    rows=_list_of(_ROW),
    left_out=_list_of(_record(element=_ELEMENT, name=_TEXT, sentence=_TEXT)),
    rests_on={"type": "object", "additionalProperties": {"type": "number"}},
    needs=_TEXTS,
    notes=_TEXTS,
)
_EXPLANATION_ANSWER = _record(seq=_SEQ, figures=_list_of(_EXPLANATION))
_BAR = _record(
    element=_TEXT,
    name=_TEXT,
    field={"type": "string", "enum": ["wait_time", "process_time", "items", "share"]},
    source=_SOURCE,
    range={"type": "string", "enum": ["stated", "assumed"]},
    low=_NUMBER,
    value=_NUMBER,
    high=_NUMBER,
    lead_time_low_s=_NUMBER,
    lead_time_high_s=_NUMBER,
    swing_s=_NUMBER,
)
_FACTORS: Mapping[str, Any] = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_SENSITIVITY_ANSWER = _record(
    seq=_SEQ,
    lead_time_s=_KNOWN_OR_NOT,
    bars=_list_of(_BAR),
    assumed={"type": "object", "additionalProperties": dict(_FACTORS)},
    sentence=_TEXT,
    needs=_TEXTS,
    notes=_TEXTS,
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
