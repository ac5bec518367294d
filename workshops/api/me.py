"""The person who asks, and the tokens of their programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workshops.api.reading import Strict, read_input
from workshops.commands.people import rename_user
from workshops.commands.tokens import create_token, revoke_token, user_by_password
from workshops.errors import InvalidInput, Problem
from workshops.models import ApiToken, User
from workshops.selectors import signed_in
from workshops.visitor import visitor_of


class MeSerializer(serializers.Serializer[User]):
    """Who is signed in; a guest joined with a display name only and has no e-mail address."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="display_name")
    email = serializers.EmailField(allow_null=True)
    is_guest = serializers.BooleanField()


class NameSerializer(Strict):
    name = serializers.CharField(max_length=80)


class TokenRequestSerializer(Strict):
    email = serializers.EmailField(required=False, help_text="With `password`, instead of a session.")
    password = serializers.CharField(required=False, max_length=1000, trim_whitespace=False)
    name = serializers.CharField(
        required=False, allow_blank=True, max_length=80, help_text="What the token is for, to recognise it by."
    )


class TokenSerializer(serializers.Serializer[Any]):
    """A token without its secret."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    ending = serializers.CharField(help_text="The last four characters of the secret.")
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the hour.")


class TokenListSerializer(serializers.Serializer[Any]):
    results = TokenSerializer(many=True)


class NewTokenSerializer(TokenSerializer):
    token = serializers.CharField(help_text="The secret; it is shown this once.")


class MeView(APIView):
    @extend_schema(operation_id="read_me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who is signed in."""
        return Response(MeSerializer(signed_in(request.user)).data)

    @extend_schema(operation_id="rename_me", request=NameSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change the name with which I enter further workshops."""
        name = read_input(NameSerializer, request.data)["name"]
        return Response(MeSerializer(rename_user(actor=signed_in(request.user), name=name)).data)


class TokenListView(APIView):
    permission_classes = [permissions.AllowAny]

    @extend_schema(operation_id="list_tokens", responses=TokenListSerializer)
    def get(self, request: Request) -> Response:
        """My tokens, the newest first."""
        tokens: QuerySet[ApiToken] = ApiToken.objects.filter(user=signed_in(request.user))
        return Response({"results": TokenSerializer(tokens, many=True).data})

    @extend_schema(operation_id="create_token", request=TokenRequestSerializer, responses={201: NewTokenSerializer})
    def post(self, request: Request) -> Response:
        """Create a token, by session or by e-mail address and password."""
        given = read_input(TokenRequestSerializer, request.data)
        if ("email" in given) != ("password" in given):
            raise InvalidInput([Problem("password", "Send “email” and “password” together, or neither.")])
        if "email" in given:
            visitor = visitor_of(request._request)
            user = user_by_password(visitor=visitor, email=given["email"], password=given["password"])
        else:
            user = signed_in(request.user)
        token, secret = create_token(user=user, name=given.get("name", ""))
        return Response({**TokenSerializer(token).data, "token": secret}, status=201)


class TokenView(APIView):
    @extend_schema(operation_id="revoke_token", responses={204: None})
    def delete(self, request: Request, token_id: int) -> Response:
        """End a token at once."""
        revoke_token(user=signed_in(request.user), token_id=token_id)
        return Response(status=204)
