"""Rounds over REST: a facilitator's acts, and what each person writes unseen."""

from uuid import UUID

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilitation.api.schemas import (
    AcceptSerializer,
    ContributionSerializer,
    ExtendSerializer,
    MyPartSerializer,
    NewRoundSerializer,
    OpenSerializer,
    PartSerializer,
    RevealSerializer,
    RoundListSerializer,
    RoundSerializer,
)
from facilitation.commands.entries import save_entry, take_part
from facilitation.commands.reveal import Accepted, accept_estimates, reveal_round
from facilitation.commands.rounds import cancel_round, close_round, extend_round, open_round, prepare_round
from facilitation.selectors.rounds import my_part, round_for, round_json, rounds_of
from maps.api.operations import receipt_of
from maps.api.schemas import ReceiptSerializer
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import read_input
from workshops.selectors import participant_of

KEY_HEADER = "X-Round-Key"
_KEY = OpenApiParameter(
    KEY_HEADER,
    str,
    OpenApiParameter.HEADER,
    description="In an anonymous round: a random text of 32 to 128 URL-safe characters that only this browser has.",
)
_TOO_FEW = OpenApiResponse(
    ProblemSerializer,
    description="`too_few`: fewer than three wrote in an anonymous round; or it is not in a state to be revealed.",
)


class RoundListView(APIView):
    @extend_schema(operation_id="list_rounds", responses=RoundListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The rounds of a workshop in the order in which they were prepared, with the results of those revealed."""
        return Response({"results": rounds_of(actor=participant_of(request.user, workshop_id))})

    @extend_schema(operation_id="prepare_round", request=NewRoundSerializer, responses={201: RoundSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Prepare a round; nobody can write before it is opened. Facilitators."""
        place = participant_of(request.user, workshop_id)
        asked = read_input(NewRoundSerializer, request.data)
        prepared = prepare_round(
            actor=place,
            round_id=asked["id"],
            map_id=asked["map"],
            kind=asked["kind"],
            prompt=asked["prompt"],
            is_anonymous=asked["anonymous"],
            options=asked["options"],
        )
        return Response(round_json(prepared), status=201)


class RoundView(APIView):
    @extend_schema(operation_id="read_round", responses=RoundSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        """A round with what it asks and, once revealed, what it found."""
        _, found = round_for(request.user, round_id)
        return Response(round_json(found))


class OpenRoundView(APIView):
    @extend_schema(operation_id="open_round", request=OpenSerializer, responses=RoundSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        """Let people write, for so many minutes or until it is closed; facilitators."""
        place, _ = round_for(request.user, round_id)
        minutes = read_input(OpenSerializer, request.data).get("minutes")
        return Response(round_json(open_round(actor=place, round_id=round_id, minutes=minutes)))


class ExtendRoundView(APIView):
    @extend_schema(operation_id="extend_round", request=ExtendSerializer, responses=RoundSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        """Give more time, also after the end while nothing is revealed; facilitators."""
        place, _ = round_for(request.user, round_id)
        asked = read_input(ExtendSerializer, request.data)
        saw = asked.get("saw_ends_at")
        return Response(
            round_json(extend_round(actor=place, round_id=round_id, minutes=asked["minutes"], saw_ends_at=saw))
        )


class CloseRoundView(APIView):
    @extend_schema(operation_id="close_round", request=None, responses=RoundSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        """Let nobody write any more; facilitators."""
        place, _ = round_for(request.user, round_id)
        return Response(round_json(close_round(actor=place, round_id=round_id)))


class RevealRoundView(APIView):
    @extend_schema(
        operation_id="reveal_round", request=RevealSerializer, responses={200: RoundSerializer, 409: _TOO_FEW}
    )
    def post(self, request: Request, round_id: UUID) -> Response:
        """Show everybody what people wrote; notes go onto the map as one operation. Facilitators."""
        place, _ = round_for(request.user, round_id)
        asked = read_input(RevealSerializer, request.data)
        revealed = reveal_round(actor=place, round_id=round_id, although_few=asked["although_few"])
        return Response(round_json(revealed))


class CancelRoundView(APIView):
    @extend_schema(operation_id="cancel_round", request=None, responses=RoundSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        """End it without showing anything; what people wrote is deleted. Facilitators."""
        place, _ = round_for(request.user, round_id)
        return Response(round_json(cancel_round(actor=place, round_id=round_id)))


class AcceptEstimatesView(APIView):
    @extend_schema(
        operation_id="accept_estimates",
        request=AcceptSerializer,
        responses={200: ReceiptSerializer, 201: ReceiptSerializer},
    )
    def post(self, request: Request, round_id: UUID) -> Response:
        """Write medians or other values onto the map as estimates with their range, in one operation; facilitators."""
        place, _ = round_for(request.user, round_id)
        asked = read_input(AcceptSerializer, request.data)
        accepted = None
        if "accept" in asked:
            accepted = [Accepted(one["element"], one["field"], one.get("value")) for one in asked["accept"]]
        return receipt_of(accept_estimates(actor=place, round_id=round_id, op_id=asked["op_id"], accepted=accepted))


@method_decorator(never_cache, name="dispatch")
class MyEntryView(APIView):
    # Not written into the log: the time of a request could tell whose an entry is.
    hides_who_asks = True

    @extend_schema(operation_id="read_my_entry", parameters=[_KEY], responses=MyPartSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        """What I have written in this round, before the reveal readable by nobody else."""
        place, found = round_for(request.user, round_id)
        return Response(MyPartSerializer(my_part(actor=place, of=found, key=_key(request))).data)

    @extend_schema(
        operation_id="write_my_entry", parameters=[_KEY], request=ContributionSerializer, responses=MyPartSerializer
    )
    def put(self, request: Request, round_id: UUID) -> Response:
        """Make this all that I say in the round; sent again it counts once."""
        place, found = round_for(request.user, round_id)
        asked = read_input(ContributionSerializer, request.data)
        save_entry(actor=place, round_id=round_id, contribution=asked["contribution"], key=_key(request))
        return Response(MyPartSerializer(my_part(actor=place, of=found, key=_key(request))).data)

    @extend_schema(operation_id="take_back_my_entry", parameters=[_KEY], responses={204: None})
    def delete(self, request: Request, round_id: UUID) -> Response:
        """Take back all that I have written in the round."""
        place, _ = round_for(request.user, round_id)
        save_entry(actor=place, round_id=round_id, contribution=[], key=_key(request))
        return Response(status=204)


@method_decorator(never_cache, name="dispatch")
class MyPartView(APIView):
    hides_who_asks = True

    @extend_schema(operation_id="take_part_in_round", request=PartSerializer, responses=PartSerializer)
    def put(self, request: Request, round_id: UUID) -> Response:
        """Say that I take part in the round, and whether I am done with it."""
        place, _ = round_for(request.user, round_id)
        is_done = read_input(PartSerializer, request.data)["done"]
        take_part(actor=place, round_id=round_id, is_done=is_done)
        return Response({"done": is_done})


def _key(request: Request) -> str:
    return str(request.headers.get(KEY_HEADER, ""))
