"""A copy of a workshop over REST."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.commands.duplicate import duplicate_workshop
from maps.api.workshops import WorkshopWithMapsSerializer
from workshops.selectors import participant_of


class DuplicateView(APIView):
    is_heavy = True

    @extend_schema(operation_id="duplicate_workshop", request=None, responses={201: WorkshopWithMapsSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Copy charter, maps and reasons, without people and history; facilitators with an account."""
        copy = duplicate_workshop(actor=participant_of(request.user, workshop_id))
        return Response(WorkshopWithMapsSerializer(copy).data, status=201)
