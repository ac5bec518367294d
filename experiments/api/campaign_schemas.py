"""What travels of focused campaigns and of the lens."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from experiments.api.schemas import (
    DecisionSerializer,
    GuardSerializer,
    MissingPartSerializer,
    MoveSerializer,
    ValueField,
)
from experiments.domain.lens import QUESTIONS
from experiments.domain.states import CAMPAIGN
from experiments.models import Campaign
from experiments.permissions import hands_of, may_change
from maps.library.catalogue import TEMPLATES
from workshops.api.people import PersonSerializer
from workshops.api.reading import Strict


class InterventionSerializer(serializers.Serializer[Any]):
    """Something that was changed in the process, and the day from which it holds."""

    id = serializers.UUIDField()
    made_on = serializers.DateField()
    text = serializers.CharField()
    created_by = PersonSerializer()


class NewInterventionSerializer(Strict):
    made_on = serializers.DateField()
    text = serializers.CharField(max_length=300)


class CampaignSerializer(serializers.Serializer[Any]):
    """A focused campaign: its metric, its target and what must not suffer meanwhile."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=Campaign.State.choices)
    assessment = serializers.UUIDField(source="assessment_id", allow_null=True, help_text="The lens that began it.")
    follows = serializers.UUIDField(source="follows_id", allow_null=True)
    series = serializers.UUIDField(source="series_id", allow_null=True, help_text="The readings of its metric.")
    map = serializers.UUIDField(source="map_id", allow_null=True)
    element_id = serializers.CharField(allow_blank=True)
    element_name = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    how_measured = serializers.CharField(allow_blank=True)
    target = serializers.FloatField(allow_null=True, help_text="In the unit of the series' measure.")
    what_changes = serializers.CharField(allow_blank=True)
    serves = serializers.CharField(allow_blank=True)
    harm_possible = serializers.BooleanField(
        allow_null=True, help_text="Could it be met by making something else worse?"
    )
    harm = serializers.CharField(allow_blank=True, help_text="How, or why not.")
    guards = GuardSerializer(many=True, source="guards.all")
    lead_time = serializers.UUIDField(source="lead_time_id", allow_null=True)
    owner = PersonSerializer(allow_null=True)
    owner_name = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    interventions = InterventionSerializer(many=True, source="interventions.all")
    revision = serializers.IntegerField(help_text="Send it back as `saw_revision`, so that nobody is overwritten.")
    created_by = PersonSerializer()
    created_at = serializers.DateTimeField()
    may_change = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField(help_text="The states that the reader can take it to.")

    def get_may_change(self, campaign: Campaign) -> bool:
        return may_change(self.context["reader"], campaign)

    @extend_schema_field(MoveSerializer(many=True))
    def get_moves(self, campaign: Campaign) -> Any:
        moves = CAMPAIGN.open_moves(campaign.state, hands_of(self.context["reader"], campaign))
        return MoveSerializer(moves, many=True).data


class CampaignWithHistorySerializer(CampaignSerializer):
    decisions = serializers.SerializerMethodField()

    @extend_schema_field(DecisionSerializer(many=True))
    def get_decisions(self, _: object) -> Any:
        return DecisionSerializer(self.context["decisions"], many=True).data


class CampaignChangesSerializer(Strict):
    name = serializers.CharField(max_length=200, required=False)
    series = serializers.UUIDField(required=False, allow_null=True)
    map = serializers.UUIDField(required=False, allow_null=True)
    element_id = serializers.CharField(max_length=64, required=False, allow_blank=True)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    how_measured = serializers.CharField(max_length=1_000, required=False, allow_blank=True)
    target = ValueField(
        required=False, allow_null=True, help_text="A number in the unit of the series, or “6m”, “80 %”."
    )
    what_changes = serializers.CharField(max_length=1_000, required=False, allow_blank=True)
    serves = serializers.CharField(max_length=500, required=False, allow_blank=True)
    harm_possible = serializers.BooleanField(required=False, allow_null=True)
    harm = serializers.CharField(max_length=1_000, required=False, allow_blank=True)
    guards = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10)
    lead_time = serializers.UUIDField(required=False, allow_null=True)
    owner = serializers.UUIDField(required=False, allow_null=True, help_text="A participant.")
    owner_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    saw_revision = serializers.IntegerField(required=False, min_value=0)


class NewCampaignSerializer(CampaignChangesSerializer):
    follows = serializers.UUIDField(required=False, allow_null=True, help_text="Begin as a copy of this one.")


class CheckSerializer(serializers.Serializer[Any]):
    """One letter of SMART, or the question of harm; `holds` is null where nobody can say yet."""

    letter = serializers.CharField()
    word = serializers.CharField()
    holds = serializers.BooleanField(allow_null=True)
    sentence = serializers.CharField()


class WarningSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    sentence = serializers.CharField()
    is_grave = serializers.BooleanField()


class StandingSerializer(serializers.Serializer[Any]):
    """How a campaign stands; `judgement` is null until it runs and names guards first, those that suffer in front."""

    checks = CheckSerializer(many=True)
    missing = MissingPartSerializer(many=True)
    warnings = WarningSerializer(many=True)
    target = serializers.JSONField(allow_null=True, help_text="What the target was worth before anything was changed.")
    target_now = serializers.JSONField(allow_null=True, help_text="What it is worth by the readings since.")
    chart = serializers.JSONField(allow_null=True, help_text="The XmR chart of the metric.")
    judgement = serializers.JSONField(allow_null=True)
    lead_time = serializers.JSONField(allow_null=True)
    constraint = serializers.JSONField(allow_null=True, help_text="That of the map that it is tied to.")


class AnswerSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a serializer has an attribute of this name
    speaks_for = serializers.ChoiceField(choices=["map", "campaign", "neither"])
    reason = serializers.CharField(allow_blank=True)
    rules_out = serializers.BooleanField(help_text="With it one metric alone would do harm.")


class QuestionSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()
    needed = serializers.BooleanField()
    answers = AnswerSerializer(many=True)


class QuestionListSerializer(serializers.Serializer[Any]):
    results = QuestionSerializer(many=True)


class AnswersSerializer(Strict):
    answers = serializers.DictField(
        child=serializers.CharField(max_length=40, allow_blank=True), help_text="The code of an answer by question."
    )

    def validate_answers(self, answers: dict[str, str]) -> dict[str, str]:
        if len(answers) > 2 * len(QUESTIONS):
            raise serializers.ValidationError("There are not so many questions.")
        return answers


class NewAssessmentSerializer(AnswersSerializer):
    concern = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class NewStartSerializer(NewAssessmentSerializer):
    name = serializers.CharField(max_length=200, help_text="The name of the new workshop.")
    template = serializers.ChoiceField(choices=[template.slug for template in TEMPLATES], default="blank")


class AssessmentSerializer(serializers.Serializer[Any]):
    """What the answers recommend; `recommendation` is null while needed answers are missing."""

    recommendation = serializers.ChoiceField(choices=["map", "campaign", "map_then_campaign"], allow_null=True)
    order = serializers.ListField(child=serializers.CharField())
    sentence = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    against = serializers.ListField(child=serializers.CharField())
    unanswered = serializers.ListField(child=serializers.CharField())


class LensStepSerializer(serializers.Serializer[Any]):
    lens = serializers.ChoiceField(choices=["map", "campaign"])
    is_done = serializers.BooleanField()
    is_next = serializers.BooleanField()
    sentence = serializers.CharField()


class RecommendedSerializer(AssessmentSerializer):
    """The newest assessment of a workshop, and how far it was followed."""

    id = serializers.UUIDField()
    concern = serializers.CharField(allow_blank=True)
    answers = serializers.DictField(child=serializers.CharField())
    answered_by = serializers.CharField()
    answered_at = serializers.DateTimeField()
    map = serializers.UUIDField(allow_null=True)
    campaign = serializers.UUIDField(allow_null=True)
    steps = LensStepSerializer(many=True)


class LensSerializer(serializers.Serializer[Any]):
    """`time_to_map` says why it is time to map; empty where the campaigns give no reason to."""

    recommended = RecommendedSerializer(allow_null=True)
    time_to_map = serializers.ListField(child=serializers.CharField())


class StartedSerializer(serializers.Serializer[Any]):
    """What was started; null what is not recommended."""

    workshop = serializers.UUIDField()
    map = serializers.UUIDField(allow_null=True)
    campaign = serializers.UUIDField(allow_null=True)
