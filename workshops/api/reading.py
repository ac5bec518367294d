"""How requests of the API are read and long lists are cut into pages."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from rest_framework import negotiation, pagination, parsers, renderers, serializers
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from workshops.errors import WorkshopError
from workshops.nesting import MOST_LEVELS, is_nested_too_deeply

LARGEST_OFFSET = 1_000_000


class BodyTooLarge(WorkshopError):
    """The body is larger than this address takes."""

    code = "too_large"
    status = 413


def read_body(stream: IO[bytes], limit: int) -> bytes:
    """Return the whole body; raises BodyTooLarge above `limit` bytes."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise BodyTooLarge(f"The request is larger than {limit // 1024 // 1024} MiB; nothing was changed.")
    return content


class JsonParser(parsers.BaseParser):
    """JSON as it is written in RFC 8259: no NaN, no half surrogates, no bottomless nesting."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        content = read_body(stream, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        try:
            data = orjson.loads(content)
        except ValueError as error:
            raise ParseError(f"it is not JSON ({error}).") from None
        if is_nested_too_deeply(data, content):
            raise ParseError(f"it is nested more than {MOST_LEVELS} levels deep.")
        return data


class AlwaysJson(negotiation.BaseContentNegotiation):
    """Answers are JSON, whatever was asked for: a person who opens an address in a browser sees it too."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return negotiation.DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[renderers.BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class Pages(pagination.LimitOffsetPagination):
    """`?limit=` (100, at most 500) and `?offset=`; the answer has count, next, previous and results."""

    default_limit = 100
    max_limit = 500

    def get_offset(self, request: Request) -> int:
        return min(super().get_offset(request), LARGEST_OFFSET)


class Strict(serializers.Serializer[Any]):
    """A serializer of input that refuses fields it does not have, so that a typing error is not silently dropped."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = {str(name): ["There is no such field."] for name in data if name not in self.fields}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


def read_input(serializer: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Return the checked input; raises ValidationError with every problem."""
    checked = serializer(data=data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)
