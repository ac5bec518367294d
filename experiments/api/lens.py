"""The lens over REST: its questions, what answers recommend, and starting it."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.api.campaign_schemas import (
    AnswersSerializer,
    AssessmentSerializer,
    LensSerializer,
    NewAssessmentSerializer,
    NewStartSerializer,
    QuestionListSerializer,
    QuestionSerializer,
    RecommendedSerializer,
    StartedSerializer,
)
from experiments.commands.lens import (
    NotAssessed,
    Started,
    answer_lens,
    read_answers,
    start_recommended,
    start_workshop_with_lens,
)
from experiments.domain.lens import QUESTIONS, assess
from experiments.selectors.campaigns import why_time_to_map
from experiments.selectors.lens import recommended_by, recommended_of
from workshops.api.reading import read_input
from workshops.selectors import participant_of, signed_in


class QuestionsView(APIView):
    @extend_schema(operation_id="list_lens_questions", responses=QuestionListSerializer)
    def get(self, request: Request) -> Response:
        """The questions of the lens with their answers and what each speaks for."""
        signed_in(request.user)
        return Response({"results": QuestionSerializer(QUESTIONS, many=True).data})

    @extend_schema(operation_id="assess_lens", request=AnswersSerializer, responses=AssessmentSerializer)
    def post(self, request: Request) -> Response:
        """What answers recommend; nothing is kept."""
        signed_in(request.user)
        answers = read_answers(read_input(AnswersSerializer, request.data)["answers"])
        return Response(assess(answers).as_json())


class LensStartView(APIView):
    @extend_schema(operation_id="start_with_lens", request=NewStartSerializer, responses={201: StartedSerializer})
    def post(self, request: Request) -> Response:
        """Create a workshop and start in it what the answers recommend; people with an account."""
        given = read_input(NewStartSerializer, request.data)
        place, started = start_workshop_with_lens(actor=signed_in(request.user), **given)
        return _started(place.workshop_id, started)


class WorkshopLensView(APIView):
    @extend_schema(operation_id="read_lens", responses=LensSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The newest assessment with how far it was followed, and why it is time to map if it is."""
        place = participant_of(request.user, workshop_id)
        found = recommended_of(actor=place)
        why = list(why_time_to_map(actor=place))
        return Response({"recommended": found and found.as_json(), "time_to_map": why})

    @extend_schema(operation_id="answer_lens", request=NewAssessmentSerializer, responses={201: RecommendedSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Keep answers in the workshop; everybody but viewers."""
        place = participant_of(request.user, workshop_id)
        given = read_input(NewAssessmentSerializer, request.data)
        made = answer_lens(actor=place, concern=given["concern"], answers=given["answers"])
        return Response(recommended_by(made, actor=place).as_json(), status=201)


class WorkshopLensStartView(APIView):
    @extend_schema(operation_id="start_recommended", request=None, responses={201: StartedSerializer})
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """Start what the newest assessment recommends; what was started before is answered again."""
        place = participant_of(request.user, workshop_id)
        found = recommended_of(actor=place)
        if found is None:
            raise NotAssessed("Nobody has answered the questions in this workshop yet, so nothing was started.")
        return _started(workshop_id, start_recommended(actor=place, assessment=found.assessment))


def _started(workshop_id: UUID, started: Started) -> Response:
    body = {
        "workshop": str(workshop_id),
        "map": started.map and str(started.map.pk),
        "campaign": started.campaign and str(started.campaign.pk),
    }
    return Response(body, status=201)
