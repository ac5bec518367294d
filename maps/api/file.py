"""The map file: out, in over a map, and its JSON Schema."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import parsers, permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.commands.map_file import import_over
from maps.domain.elements import ID_PATTERN
from maps.domain.map_file import SIZE_LIMIT, file_schema
from maps.selectors import map_file_of, map_for
from workshops.api.reading import read_body
from workshops.errors import InvalidInput, Problem

MAP_FILE_TYPE = "application/json"
_ANY_MAP_FILE: Mapping[str, Any] = {
    "type": "object",
    "description": "A map file; its schema is at `/api/schema/map-file/`.",
    "additionalProperties": True,
}


class MapFileParser(parsers.BaseParser):
    """The bytes of a map file as they are, because its reader also finds names that occur twice."""

    media_type = MAP_FILE_TYPE

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return read_body(stream, SIZE_LIMIT)


class ImportedSerializer(serializers.Serializer[Any]):
    """The receipt of an import."""

    op_id = serializers.CharField()
    seq = serializers.IntegerField()
    charter_differences = serializers.ListField(
        child=serializers.CharField(), help_text="Where the file's charter differs from the workshop's, which stays."
    )


class MapFileView(APIView):
    parser_classes = [MapFileParser]
    is_heavy = True

    @extend_schema(operation_id="download_map_file", responses={(200, MAP_FILE_TYPE): dict(_ANY_MAP_FILE)})
    def get(self, request: Request, map_id: UUID) -> HttpResponse:
        """The map with its charter as a file, `*.vsm.json`."""
        place, found = map_for(request.user, map_id)
        content = map_file_of(actor=place, of=found)
        disposition = f'attachment; filename="{file_name(found.title)}"'
        return HttpResponse(content, content_type=MAP_FILE_TYPE, headers={"Content-Disposition": disposition})

    @extend_schema(
        operation_id="import_map_file",
        request={MAP_FILE_TYPE: dict(_ANY_MAP_FILE)},
        parameters=[OpenApiParameter("op_id", OpenApiTypes.STR, description="Makes a resend harmless.")],
        responses={200: ImportedSerializer},
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Replace what is on the map by the file, in one operation; facilitators."""
        place, found = map_for(request.user, map_id)
        op_id = request.query_params.get("op_id") or uuid4().hex
        if not ID_PATTERN.fullmatch(op_id):
            raise InvalidInput([Problem("op_id", "“op_id” must be 1 to 64 letters, digits, “-” or “_”.")])
        content: Any = request.data
        # Django REST framework makes an empty form of an empty body.
        receipt, differences = import_over(actor=place, of=found, op_id=op_id, content=content or b"")
        return Response({"op_id": op_id, "seq": receipt.seq, "charter_differences": differences})


class MapFileSchemaView(APIView):
    permission_classes = [permissions.AllowAny]

    @extend_schema(
        operation_id="read_map_file_schema",
        responses={200: {"type": "object", "additionalProperties": True, "description": "JSON Schema 2020-12."}},
    )
    def get(self, request: Request) -> Response:
        """The JSON Schema of the map file."""
        return Response(file_schema())


def file_name(title: str) -> str:
    """Return a name that every file system takes."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower()
    return f"{words[:80] or 'map'}.vsm.json"
