"""Coming into a workshop by its code."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.models import Map
from maps.selectors import maps_of
from workshops.api.authentication import SessionWithoutCsrf, TokenAuthentication
from workshops.api.reading import Strict, read_input
from workshops.commands.join import join_by_invitation
from workshops.commands.people import NAME_LIMIT
from workshops.models import ApiToken, Role, User
from workshops.visitor import visitor_of


class JoinSerializer(Strict):
    code = serializers.CharField(max_length=40, help_text="As people type it: blanks, dashes, small letters are fine.")
    name = serializers.CharField(max_length=NAME_LIMIT, help_text="What the others see.")
    passcode = serializers.CharField(required=False, allow_blank=True, max_length=100, trim_whitespace=False)


class MapToOpenSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Map.Kind.choices)
    title = serializers.CharField()


class JoinedSerializer(serializers.Serializer[Any]):
    """The place that was taken."""

    workshop = serializers.UUIDField()
    participant = serializers.UUIDField()
    role = serializers.ChoiceField(choices=Role.choices)
    maps = MapToOpenSerializer(many=True)


class JoinView(APIView):
    authentication_classes = [TokenAuthentication, SessionWithoutCsrf]
    permission_classes = [permissions.AllowAny]

    @extend_schema(
        operation_id="join",
        auth=[{"token": []}, {"session": []}, {}],  # type: ignore[list-item]
        request=JoinSerializer,
        responses={200: JoinedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Join by code with a display name; signs in by setting the cookies `sessionid` and `csrftoken`.

        An account joins as itself. A guest's browser is the same person for the same name, a new guest for another one.
        """
        given = read_input(JoinSerializer, request.data)
        user = request.user if isinstance(request.user, User) else None
        place = join_by_invitation(
            visitor=visitor_of(request._request),
            user=user,
            name=given["name"],
            code=given["code"],
            passcode=given.get("passcode", ""),
        )
        if not isinstance(request.auth, ApiToken):
            _sign_in(request, place.user)
        found = maps_of(actor=place)
        answer = {"workshop": place.workshop_id, "participant": place.id, "role": place.role, "maps": found}
        return Response(JoinedSerializer(answer).data)


def _sign_in(request: Request, user: User) -> None:
    browser = request._request
    if browser.user != user:
        login(browser, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    get_token(browser)
