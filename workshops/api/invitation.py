"""How people join a workshop: code, link, passcode, expiry; for its facilitators."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workshops.addresses import base_url_of, join_address
from workshops.api.reading import Strict, read_input
from workshops.commands.invitation import change_invitation, invitation_secrets, renew_invitation
from workshops.models import Invitation
from workshops.selectors import invitation_of, participant_of


class InvitationSerializer(serializers.Serializer[Invitation]):
    """What to show to the people who shall join."""

    code = serializers.SerializerMethodField()
    join_url = serializers.SerializerMethodField()
    has_passcode = serializers.SerializerMethodField()
    expires_at = serializers.DateTimeField(allow_null=True)
    is_open = serializers.BooleanField()

    def get_code(self, invitation: Invitation) -> str:
        return invitation_secrets(invitation).code

    def get_join_url(self, invitation: Invitation) -> str:
        request: HttpRequest = self.context["request"]
        return join_address(invitation_secrets(invitation).token, base_url=base_url_of(request))

    def get_has_passcode(self, invitation: Invitation) -> bool:
        return bool(invitation.passcode_hash)


class InvitationChangesSerializer(Strict):
    passcode = serializers.CharField(
        max_length=100, required=False, allow_blank=True, help_text="Empty: none is asked for.", trim_whitespace=False
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Null: never.")
    is_open = serializers.BooleanField(required=False)


class InvitationView(APIView):
    @extend_schema(operation_id="read_invitation", responses=InvitationSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """Code and link; facilitators."""
        return _shown(invitation_of(actor=participant_of(request.user, workshop_id)), request)

    @extend_schema(
        operation_id="change_invitation", request=InvitationChangesSerializer, responses=InvitationSerializer
    )
    def patch(self, request: Request, workshop_id: UUID) -> Response:
        """Set a passcode or an expiry, close or open the door; facilitators."""
        actor = participant_of(request.user, workshop_id)
        changes: dict[str, Any] = read_input(InvitationChangesSerializer, request.data)
        keep_expiry = "expires_at" not in changes
        return _shown(change_invitation(actor=actor, keep_expiry=keep_expiry, **changes), request)

    @extend_schema(operation_id="renew_invitation", request=None, responses=InvitationSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Give out a new code and link; the old ones stop working; facilitators."""
        return _shown(renew_invitation(actor=participant_of(request.user, workshop_id)), request)


def _shown(invitation: Invitation, request: Request) -> Response:
    return Response(InvitationSerializer(invitation, context={"request": request}).data)
