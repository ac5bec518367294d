"""What-ifs: the question for oneself, and those that people shared."""

from io import BytesIO
from typing import IO, Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.api.records import KNOWN_OR_NOT, NUMBER, SEQ, TEXT, TEXTS, list_of, record
from maps.api.schemas import FIGURES_SCHEMA, EditsField
from maps.commands.what_if import TITLE_LIMIT, ask_what_if, share_what_if, withdraw_what_if
from maps.models import WhatIf
from maps.permissions import MapAct, may
from maps.selectors import map_for, what_if_of, what_ifs_of
from workshops.api.people import PersonSerializer
from workshops.api.reading import JsonParser, Strict, read_body, read_input
from workshops.api.throttles import PersonThrottle

LARGEST_BODY = 1024 * 1024

_WAIT = record(
    element=TEXT,
    name=TEXT,
    stated_s=KNOWN_OR_NOT,
    predicted_s={**KNOWN_OR_NOT, "description": "Null: no wait lasts, and the sentence says why."},
    utilisation_today=KNOWN_OR_NOT,
    utilisation_then=KNOWN_OR_NOT,
    sentence=TEXT,
)
_PREDICTION = record(
    method={"type": "string", "nullable": True, "enum": ["kingman", "allen_cunneen", None]},
    method_sentence=TEXT,
    variability=record(arrivals=NUMBER, service=NUMBER),
    waits=list_of(_WAIT),
    notes=TEXTS,
    problems=TEXTS,
)
_ANSWER = record(seq=SEQ, today=FIGURES_SCHEMA, predicted=FIGURES_SCHEMA, prediction=_PREDICTION)


class WhatIfRequestSerializer(Strict):
    edits = EditsField()


class NewWhatIfSerializer(WhatIfRequestSerializer):
    title = serializers.CharField(max_length=TITLE_LIMIT)


class WhatIfSerializer(serializers.Serializer[Any]):
    """A shared what-if without its edits."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    author = PersonSerializer()
    seq = serializers.IntegerField(help_text="The edits were made to the map as it was after this operation.")
    created_at = serializers.DateTimeField()
    may_withdraw = serializers.SerializerMethodField(help_text="Whether the reader may take it away.")

    def get_may_withdraw(self, what_if: WhatIf) -> bool:
        reader = self.context["reader"]
        return what_if.author_id == reader.id or may(reader, MapAct.WITHDRAW_ANY_WHAT_IF)


class WhatIfWithEditsSerializer(WhatIfSerializer):
    """A shared what-if; `edits` are what differs from the map at `seq`, in normal form."""

    edits = EditsField()


class WhatIfListSerializer(serializers.Serializer[Any]):
    results = WhatIfSerializer(many=True)


class WhatIfThrottle(PersonThrottle):
    """What-ifs asked by one person: a few a second, as when a value is turned up and down."""

    scope = "what_if"
    rate = "300/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return super().get_cache_key(request, view) if request.method == "POST" else None


class WhatIfParser(JsonParser):
    """JSON of at most a mebibyte, as much as a message of the socket."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        return super().parse(BytesIO(read_body(stream, LARGEST_BODY)), media_type, parser_context)


class WhatIfView(APIView):
    parser_classes = [WhatIfParser]
    throttle_classes = [*APIView.throttle_classes, WhatIfThrottle]

    @extend_schema(operation_id="ask_what_if", request=WhatIfRequestSerializer, responses={200: _ANSWER})
    def post(self, request: Request, map_id: UUID) -> Response:
        """The figures of the map as it is now beside those that the edits would make; nothing is changed or kept."""
        place, found = map_for(request.user, map_id)
        edits = read_input(WhatIfRequestSerializer, request.data)["edits"]
        answer = ask_what_if(actor=place, of=found, edits=edits)
        return Response(
            {
                "seq": answer.seq,
                "today": {"seq": answer.seq, **answer.today},
                "predicted": {"seq": answer.seq, **answer.predicted},
                "prediction": answer.prediction.as_json(),
            }
        )


class WhatIfListView(APIView):
    parser_classes = [WhatIfParser]
    is_heavy = True

    @extend_schema(operation_id="list_what_ifs", responses=WhatIfListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """The what-ifs that people shared on this map, the newest first."""
        place, found = map_for(request.user, map_id)
        shared = what_ifs_of(actor=place, of=found).defer("edits")
        return Response({"results": WhatIfSerializer(shared, many=True, context={"reader": place}).data})

    @extend_schema(
        operation_id="share_what_if",
        request=NewWhatIfSerializer,
        responses={
            201: OpenApiResponse(WhatIfWithEditsSerializer, description="Shared; everybody on the map can open it."),
            200: OpenApiResponse(WhatIfWithEditsSerializer, description="The same was shared before."),
        },
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Share a what-if with everybody on the map; facilitators, members and leaders."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewWhatIfSerializer, request.data)
        shared, is_new = share_what_if(actor=place, of=found, title=asked["title"], edits=asked["edits"])
        body = WhatIfWithEditsSerializer(shared, context={"reader": place}).data
        return Response(body, status=201 if is_new else 200)


class SharedWhatIfView(APIView):
    @extend_schema(operation_id="read_what_if", responses=WhatIfWithEditsSerializer)
    def get(self, request: Request, map_id: UUID, what_if_id: UUID) -> Response:
        """A shared what-if with its edits."""
        place, found = map_for(request.user, map_id)
        shared = what_if_of(actor=place, of=found, what_if_id=what_if_id)
        return Response(WhatIfWithEditsSerializer(shared, context={"reader": place}).data)

    @extend_schema(operation_id="withdraw_what_if", responses={204: None})
    def delete(self, request: Request, map_id: UUID, what_if_id: UUID) -> Response:
        """Take a shared what-if away; its author and facilitators."""
        place, found = map_for(request.user, map_id)
        withdraw_what_if(actor=place, what_if=what_if_of(actor=place, of=found, what_if_id=what_if_id))
        return Response(status=204)
