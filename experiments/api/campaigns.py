"""Focused campaigns over REST: planned, run beside their guards, reported."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.campaign_schemas import (
    CampaignChangesSerializer,
    CampaignSerializer,
    CampaignWithHistorySerializer,
    InterventionSerializer,
    NewCampaignSerializer,
    NewInterventionSerializer,
    StandingSerializer,
)
from experiments.api.improvements import asked_state
from experiments.api.schemas import DecisionToMakeSerializer
from experiments.commands.campaigns import (
    add_intervention,
    change_campaign,
    decide_campaign,
    plan_campaign,
    remove_intervention,
)
from experiments.models import Campaign
from experiments.selectors.campaign_standing import standing_for
from experiments.selectors.campaigns import campaign_for, campaigns_of
from experiments.selectors.plan import decisions_of
from workshops.api.reading import Pages, read_input
from workshops.api.workshop import page_of
from workshops.models import Participant
from workshops.selectors import participant_of

_STATE = OpenApiParameter("state", str, description="Only those in this state.", enum=Campaign.State.values)


class CampaignListView(APIView):
    pagination_class = Pages

    @extend_schema(operation_id="list_campaigns", parameters=[_STATE], responses=CampaignSerializer(many=True))
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The campaigns of a workshop in the order in which they were planned."""
        place = participant_of(request.user, workshop_id)
        found = campaigns_of(actor=place, state=asked_state(request, Campaign.State.values))
        return page_of(found, CampaignSerializer, request, self, {"reader": place})

    @extend_schema(
        operation_id="plan_campaign", request=NewCampaignSerializer, responses={201: CampaignWithHistorySerializer}
    )
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Plan a campaign as far as it is known; facilitators and members."""
        place = participant_of(request.user, workshop_id)
        given = read_input(NewCampaignSerializer, request.data)
        given.pop("saw_revision", None)
        return _whole(place, plan_campaign(actor=place, given=given), status=201)


class CampaignView(APIView):
    @extend_schema(operation_id="read_campaign", responses=CampaignWithHistorySerializer)
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """A campaign with its interventions and every decision."""
        place, found = campaign_for(request.user, campaign_id)
        return _whole(place, found)

    @extend_schema(
        operation_id="change_campaign", request=CampaignChangesSerializer, responses=CampaignWithHistorySerializer
    )
    def patch(self, request: Request, campaign_id: UUID) -> Response:
        """Change one that is planned; of one that runs only owner, end and lead time, and guards come on top."""
        place, found = campaign_for(request.user, campaign_id)
        given = read_input(CampaignChangesSerializer, request.data)
        saw = given.pop("saw_revision", None)
        return _whole(place, change_campaign(actor=place, campaign=found, given=given, saw_revision=saw))


class CampaignStateView(APIView):
    @extend_schema(
        operation_id="decide_campaign", request=DecisionToMakeSerializer, responses=CampaignWithHistorySerializer
    )
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Start it, or report it with its conclusion as the reason; its owner and facilitators."""
        place, found = campaign_for(request.user, campaign_id)
        asked = read_input(DecisionToMakeSerializer, request.data)
        return _whole(place, decide_campaign(actor=place, campaign=found, to=asked["state"], reason=asked["reason"]))


class StandingView(APIView):
    @extend_schema(operation_id="read_campaign_standing", responses=StandingSerializer)
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """How it stands today: SMART check, warnings, the metric, its guards and the lead time against chance."""
        place, found = campaign_for(request.user, campaign_id)
        return Response(standing_for(actor=place, of=found).as_json())


class InterventionListView(APIView):
    @extend_schema(
        operation_id="add_intervention", request=NewInterventionSerializer, responses={201: InterventionSerializer}
    )
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Write down what was changed in the process, and on which day; the first begins the readings since."""
        place, found = campaign_for(request.user, campaign_id)
        given = read_input(NewInterventionSerializer, request.data)
        made = add_intervention(actor=place, campaign=found, text=given["text"], made_on=given["made_on"])
        return Response(InterventionSerializer(made).data, status=201)


class InterventionView(APIView):
    @extend_schema(operation_id="remove_intervention", responses={204: None})
    def delete(self, request: Request, campaign_id: UUID, intervention_id: UUID) -> Response:
        """Take out one that was written down by mistake, while the campaign is not reported."""
        place, found = campaign_for(request.user, campaign_id)
        remove_intervention(actor=place, campaign=found, intervention_id=intervention_id)
        return Response(status=204)


def _whole(place: Participant, found: Campaign, *, status: int = 200) -> Response:
    context = {"reader": place, "decisions": decisions_of(actor=place, about=found)}
    return Response(CampaignWithHistorySerializer(found, context=context).data, status=status)
