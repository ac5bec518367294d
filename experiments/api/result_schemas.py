"""What travels of objectives, key results, initiatives and gates."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from experiments.api.schemas import DecisionSerializer, MoveSerializer, NewSeriesSerializer, ValueField
from experiments.domain.gates import GOING_ON, MONEY
from experiments.domain.states import INITIATIVE
from experiments.models import Decision, Gate, Initiative, Series, Sprint, Stage
from experiments.models.key_result import FED_FIGURES
from experiments.permissions import hands_of, may_direct
from experiments.selectors.initiatives import gate_state_of, stage_under_way
from experiments.selectors.key_results import KeyResultNow, quarter_of_key_result
from workshops.api.people import PersonSerializer
from workshops.api.reading import Strict

_QUARTER_HELP = "Year and number, such as 2026-2."


class ObjectiveSerializer(serializers.Serializer[Any]):
    """What key results are for."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    created_at = serializers.DateTimeField()


class ObjectiveListSerializer(serializers.Serializer[Any]):
    results = ObjectiveSerializer(many=True)


class ObjectiveTitleSerializer(Strict):
    title = serializers.CharField(max_length=300)


class KeyResultStandingSerializer(serializers.Serializer[Any]):
    """Where a key result stands, in the measure of its series; null where the quarter has no reading."""

    baseline = serializers.FloatField()
    target = serializers.FloatField()
    measure = serializers.ChoiceField(choices=Series.Measure.choices)
    better = serializers.CharField(help_text="The side on which readings are welcome: lower or higher.")
    now = serializers.FloatField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)
    progress = serializers.FloatField(
        allow_null=True, help_text="The share of the way; below 0 where it went the other way, above 1 beyond it."
    )
    reach = serializers.ChoiceField(choices=("not_known", "away", "not_moved", "on_the_way", "reached"))
    sentence = serializers.CharField()


class FeedSerializer(serializers.Serializer[Any]):
    """The figure of a current state that a series is read from."""

    map = serializers.UUIDField(source="map_id")
    figure = serializers.ChoiceField(choices=FED_FIGURES)


class KeyResultSerializer(serializers.Serializer[Any]):
    """A key result with where it stands."""

    id = serializers.UUIDField(source="key_result.id")
    name = serializers.CharField(source="key_result.name")
    objective = serializers.UUIDField(source="key_result.objective_id", allow_null=True)
    series = serializers.UUIDField(source="key_result.series_id")
    feed = serializers.SerializerMethodField()
    quarter = serializers.SerializerMethodField(help_text=_QUARTER_HELP)
    owner = PersonSerializer(source="key_result.owner", allow_null=True)
    owner_name = serializers.CharField(source="key_result.owner_name", allow_blank=True)
    standing = serializers.SerializerMethodField()
    movement = serializers.CharField(
        source="movement_sentence",
        allow_blank=True,
        help_text="What the quarter's readings say against those before it; empty while there are too few.",
    )
    carried_from = serializers.UUIDField(source="key_result.carried_from_id", allow_null=True)
    revision = serializers.IntegerField(source="key_result.revision")
    created_by = PersonSerializer(source="key_result.created_by")
    created_at = serializers.DateTimeField(source="key_result.created_at")
    may_change = serializers.SerializerMethodField()

    def get_quarter(self, now: KeyResultNow) -> str:
        return quarter_of_key_result(now.key_result).code

    @extend_schema_field(KeyResultStandingSerializer)
    def get_standing(self, now: KeyResultNow) -> dict[str, Any]:
        return now.standing.as_json()

    @extend_schema_field(FeedSerializer(allow_null=True))
    def get_feed(self, now: KeyResultNow) -> Any:
        feed = getattr(now.key_result.series, "feed", None)
        return FeedSerializer(feed).data if feed is not None else None

    def get_may_change(self, now: KeyResultNow) -> bool:
        return may_direct(self.context["reader"], now.key_result)


class KeyResultListSerializer(serializers.Serializer[Any]):
    results = KeyResultSerializer(many=True)


class _OwnerSerializer(Strict):
    owner = serializers.UUIDField(required=False, allow_null=True, help_text="A participant.")
    owner_name = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="An invited person; names no participant."
    )


class KeyResultChangesSerializer(_OwnerSerializer):
    name = serializers.CharField(max_length=200, required=False)
    objective = serializers.UUIDField(required=False, allow_null=True)
    new_objective = serializers.CharField(max_length=300, required=False, help_text="Its title; begun if it is new.")
    baseline = ValueField(required=False, help_text="A number in the series' measure, or a text such as “3d”.")
    target = ValueField(required=False)
    quarter = serializers.CharField(max_length=6, required=False, help_text=_QUARTER_HELP)
    saw_revision = serializers.IntegerField(required=False)


class NewKeyResultSerializer(KeyResultChangesSerializer):
    """Measured by one of `series`, `new_series`, or `figure` of `map`; without a baseline by the newest reading."""

    target = ValueField()
    quarter = serializers.CharField(max_length=6, help_text=_QUARTER_HELP)
    series = serializers.UUIDField(required=False)
    new_series = NewSeriesSerializer(required=False)
    map = serializers.UUIDField(required=False)
    figure = serializers.ChoiceField(choices=FED_FIGURES, required=False)


class CarrySerializer(Strict):
    target = ValueField(required=False, help_text="The same target where it is left out.")


class FigureSerializer(Strict):
    figure = serializers.ChoiceField(choices=FED_FIGURES)


class OriginSerializer(serializers.Serializer[Any]):
    """Which moment of which map a reading is, and what its lead time rests on."""

    map = serializers.UUIDField()
    title = serializers.CharField()
    seq = serializers.IntegerField()
    figure = serializers.ChoiceField(choices=FED_FIGURES)
    saved_state = serializers.CharField(allow_blank=True)
    rests_on = serializers.DictField(child=serializers.FloatField())


class TakenFigureSerializer(serializers.Serializer[Any]):
    """A reading that was taken from a map."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField(source="readings.first.at")
    value = serializers.FloatField(source="readings.first.value")
    note = serializers.CharField(source="readings.first.note")
    origin = OriginSerializer()


class CriterionSerializer(KeyResultStandingSerializer):
    """A key result as a gate asks it."""

    key_result = serializers.UUIDField()
    name = serializers.CharField()
    owner = serializers.CharField(allow_blank=True)
    threshold = serializers.FloatField()
    is_met = serializers.BooleanField(allow_null=True, help_text="Null where the quarter has no reading.")
    movement = serializers.CharField(allow_blank=True)


class OpenDecisionSerializer(serializers.Serializer[Any]):
    """One thing that the reader can decide."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    meaning = serializers.CharField()


class GateSerializer(serializers.Serializer[Any]):
    """A gate as its reader meets it."""

    initiative = serializers.UUIDField(source="gate.initiative_id", allow_null=True)
    stage = serializers.UUIDField(source="gate.stage_id", allow_null=True)
    state = serializers.ChoiceField(choices=Gate.State.choices, source="gate.state")
    criteria = serializers.SerializerMethodField()
    summary = serializers.CharField()
    decisions = DecisionSerializer(many=True)
    open = OpenDecisionSerializer(many=True, help_text="What the reader can decide.")
    why_closed = serializers.CharField(allow_blank=True)

    @extend_schema_field(CriterionSerializer(many=True))
    def get_criteria(self, now: Any) -> Any:
        return CriterionSerializer([criterion.as_json() for criterion in now.criteria], many=True).data


class ReviewSerializer(serializers.Serializer[Any]):
    """The review of a quarter: its key results, the gate of the stream and those of the initiatives."""

    quarter = serializers.CharField(source="quarter.code")
    key_results = KeyResultSerializer(many=True)
    stream = GateSerializer()
    initiatives = GateSerializer(many=True)


class GateDecisionSerializer(Strict):
    decision = serializers.ChoiceField(choices=(*GOING_ON, *MONEY))
    reason = serializers.CharField(max_length=1_000, allow_blank=True)


class ReviewDecisionSerializer(GateDecisionSerializer):
    initiative = serializers.UUIDField(required=False, allow_null=True, help_text="Left out: the whole stream.")


class GateHistorySerializer(DecisionSerializer):
    """A decision with the gate at which it was taken."""

    gate = serializers.CharField(help_text="What the gate is called.")
    initiative = serializers.UUIDField(source="gate.initiative_id", allow_null=True)
    stage = serializers.UUIDField(source="gate.stage_id", allow_null=True)
    quarter = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "nullable": True})
    def get_quarter(self, decision: Decision) -> str | None:
        gate = decision.gate
        return f"{gate.year}-{gate.quarter}" if gate is not None and gate.year is not None else None


class StageCriterionSerializer(Strict):
    key_result = serializers.UUIDField()
    threshold = ValueField(required=False, help_text="Left out: the key result's target.")


class StageSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    position = serializers.IntegerField()
    name = serializers.CharField()
    gate_on = serializers.DateField(allow_null=True)
    state = serializers.SerializerMethodField(help_text="That of its gate.")
    is_under_way = serializers.SerializerMethodField()
    criteria = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=Gate.State.choices))
    def get_state(self, stage: Stage) -> str:
        return gate_state_of(stage)

    def get_is_under_way(self, stage: Stage) -> bool:
        current = stage_under_way(stage.initiative)
        return current is not None and current.pk == stage.pk

    @extend_schema_field(StageCriterionSerializer(many=True))
    def get_criteria(self, stage: Stage) -> list[dict[str, Any]]:
        return [{"key_result": str(one.key_result_id), "threshold": one.threshold} for one in stage.criteria.all()]


class StageChangesSerializer(Strict):
    name = serializers.CharField(max_length=200, required=False)
    gate_on = serializers.DateField(required=False, allow_null=True)
    criteria = StageCriterionSerializer(many=True, required=False)


class NewStageSerializer(StageChangesSerializer):
    name = serializers.CharField(max_length=200)


class SprintSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    goal = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    key_result = serializers.UUIDField(source="key_result_id", allow_null=True)
    serves_none = serializers.SerializerMethodField(help_text="Whether its goal names no key result.")

    def get_serves_none(self, sprint: Sprint) -> bool:
        return sprint.key_result_id is None


class SprintChangesSerializer(Strict):
    goal = serializers.CharField(max_length=300, required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    key_result = serializers.UUIDField(required=False, allow_null=True)


class NewSprintSerializer(SprintChangesSerializer):
    goal = serializers.CharField(max_length=300)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


_IDS = {"type": "array", "items": {"type": "string", "format": "uuid"}}


class InitiativeSerializer(serializers.Serializer[Any]):
    """An initiative with its stages and sprints."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    is_investment = serializers.BooleanField()
    state = serializers.ChoiceField(choices=Initiative.State.choices)
    owner = PersonSerializer(allow_null=True)
    owner_name = serializers.CharField(allow_blank=True)
    key_results = serializers.SerializerMethodField()
    stages = StageSerializer(many=True, source="stages.all")
    sprints = SprintSerializer(many=True, source="sprints.all")
    revision = serializers.IntegerField()
    created_by = PersonSerializer()
    created_at = serializers.DateTimeField()
    may_change = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField(help_text="The states that the reader can take it to outside a gate.")

    @extend_schema_field(_IDS)
    def get_key_results(self, initiative: Initiative) -> list[str]:
        return [str(found.pk) for found in initiative.key_results.all()]

    def get_may_change(self, initiative: Initiative) -> bool:
        return may_direct(self.context["reader"], initiative)

    @extend_schema_field(MoveSerializer(many=True))
    def get_moves(self, initiative: Initiative) -> Any:
        moves = INITIATIVE.open_moves(initiative.state, hands_of(self.context["reader"], initiative))
        return MoveSerializer(moves, many=True).data


class InitiativeWithHistorySerializer(InitiativeSerializer):
    improvements = serializers.SerializerMethodField()
    experiments = serializers.SerializerMethodField()
    decisions = DecisionSerializer(many=True, source="decisions.all")

    @extend_schema_field(_IDS)
    def get_improvements(self, initiative: Initiative) -> list[str]:
        return [str(found) for found in initiative.improvements.values_list("pk", flat=True)]

    @extend_schema_field(_IDS)
    def get_experiments(self, initiative: Initiative) -> list[str]:
        return [str(found) for found in initiative.experiments.values_list("pk", flat=True)]


def _ids(words: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500, help_text=words)


class InitiativeChangesSerializer(_OwnerSerializer):
    """Lists replace what belonged to it before."""

    name = serializers.CharField(max_length=200, required=False)
    purpose = serializers.CharField(max_length=1_000, required=False, allow_blank=True)
    is_investment = serializers.BooleanField(required=False)
    key_results = _ids("The key results that it serves.")
    improvements = _ids("The improvements that belong to it.")
    experiments = _ids("The experiments that belong to it.")
    saw_revision = serializers.IntegerField(required=False)


class NewInitiativeSerializer(InitiativeChangesSerializer):
    name = serializers.CharField(max_length=200)
