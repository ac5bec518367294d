"""What travels of series, improvements and experiments."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.domain.readings_table import NOTE_LIMIT, TEXT_LIMIT
from experiments.domain.states import EXPERIMENT, IMPROVEMENT, Move, StateMachine
from experiments.models import Experiment, Improvement, ReadingBatch, Series
from experiments.permissions import hands_of, may_change
from experiments.selectors.judgement import composed, missing_to_start_of
from maps.api.schemas import EditsField
from maps.domain.elements import WASTES
from workshops.api.people import PersonSerializer
from workshops.api.reading import Strict

OP_ID = r"^[A-Za-z0-9_-]{1,64}$"
_NUMBER_OR_TEXT = {"oneOf": [{"type": "number"}, {"type": "string"}]}


class SeriesSerializer(serializers.Serializer[Any]):
    """A series with how many readings it has."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    measure = serializers.ChoiceField(choices=Series.Measure.choices)
    worse_when = serializers.ChoiceField(choices=Series.WorseWhen.choices)
    created_at = serializers.DateTimeField()


class SeriesInListSerializer(SeriesSerializer):
    """A series in the list of all."""

    count = serializers.IntegerField(help_text="How many readings it has.")
    newest_at = serializers.DateTimeField(allow_null=True)


class SeriesListSerializer(serializers.Serializer[Any]):
    results = SeriesInListSerializer(many=True)


class SeriesChangesSerializer(Strict):
    name = serializers.CharField(max_length=200, required=False)
    unit = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        help_text="For times one of s, m, h, d, w is that of bare numbers in tables.",
    )
    measure = serializers.ChoiceField(choices=Series.Measure.choices, required=False)
    worse_when = serializers.ChoiceField(choices=Series.WorseWhen.choices, required=False)


class NewSeriesSerializer(SeriesChangesSerializer):
    name = serializers.CharField(max_length=200)
    measure = serializers.ChoiceField(choices=Series.Measure.choices)
    worse_when = serializers.ChoiceField(choices=Series.WorseWhen.choices)


class ReadingSerializer(serializers.Serializer[Any]):
    """One reading; times in seconds of working time, shares 0..1."""

    at = serializers.DateTimeField()
    value = serializers.FloatField()
    note = serializers.CharField(allow_blank=True)
    batch = serializers.UUIDField(source="batch_id")
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a serializer has an attribute of this name
        choices=ReadingBatch.Source.choices, source="batch.source"
    )


@extend_schema_field(_NUMBER_OR_TEXT)
class ValueField(serializers.Field[Any, Any, Any, Any]):
    """A number, or a text as people write it: “2h”, “80 %”."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | float | str):
            raise serializers.ValidationError("Write the value as a number or a text.")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class NewReadingSerializer(Strict):
    at = serializers.CharField(max_length=60, help_text="A day or a moment: 2026-03-31, 2026-03-31T14:30+02:00.")
    value = ValueField()
    note = serializers.CharField(max_length=NOTE_LIMIT, required=False, allow_blank=True)


class NewReadingsSerializer(Strict):
    """Either `readings`, or `text`: a pasted table or a CSV file with day, value and perhaps a note a line."""

    op_id = serializers.RegexField(OP_ID, required=False, help_text="Needed unless `preview`.")
    readings = NewReadingSerializer(many=True, required=False)
    text = serializers.CharField(max_length=TEXT_LIMIT, required=False, allow_blank=True, trim_whitespace=False)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=["hand", "paste", "csv", "rest"], default="rest"
    )
    preview = serializers.BooleanField(default=False, help_text="Only read the text; nothing is added.")


class ProblemOfLineSerializer(serializers.Serializer[Any]):
    place = serializers.CharField()
    sentence = serializers.CharField()


class ReadInTableSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    value = serializers.FloatField()
    note = serializers.CharField(allow_blank=True)


class ReadingsPreviewSerializer(serializers.Serializer[Any]):
    """What a table would add."""

    readings = ReadInTableSerializer(many=True)
    problems = ProblemOfLineSerializer(many=True)
    ignored = serializers.ListField(child=serializers.CharField())


class BatchSerializer(serializers.Serializer[Any]):
    """Readings that came in together."""

    id = serializers.UUIDField()
    source = serializers.ChoiceField(choices=ReadingBatch.Source.choices)  # type: ignore[assignment]
    created_by = PersonSerializer()
    created_at = serializers.DateTimeField()
    count = serializers.IntegerField()


class BatchListSerializer(serializers.Serializer[Any]):
    results = BatchSerializer(many=True)


class MoveSerializer(serializers.Serializer[Any]):
    """A state that the reader can take it to."""

    to = serializers.CharField(source="target")
    label = serializers.CharField()  # type: ignore[assignment]
    needs_reason = serializers.BooleanField()


class DecisionSerializer(serializers.Serializer[Any]):
    """One change of state, never changed afterwards."""

    before = serializers.CharField()
    after = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    evidence = serializers.JSONField(allow_null=True, help_text="The verdict of that moment, without its charts.")
    decided_by = PersonSerializer()
    decided_at = serializers.DateTimeField()


class DecisionToMakeSerializer(Strict):
    state = serializers.CharField(max_length=12)
    reason = serializers.CharField(max_length=1_000, required=False, allow_blank=True, default="")


class _OwnedSerializer(serializers.Serializer[Any]):
    """What improvements and experiments have in common: an owner, states, and who may change it."""

    id = serializers.UUIDField()
    map = serializers.UUIDField(source="map_id", allow_null=True)
    element_id = serializers.CharField(allow_blank=True)
    owner = PersonSerializer(allow_null=True)
    owner_name = serializers.CharField(allow_blank=True, help_text="An invited person, who is not in the workshop.")
    revision = serializers.IntegerField(help_text="Send it back as `saw_revision`, so that nobody is overwritten.")
    created_by = PersonSerializer()
    created_at = serializers.DateTimeField()
    may_change = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField(help_text="The states that the reader can take it to.")
    machine: StateMachine

    def get_may_change(self, thing: Any) -> bool:
        return may_change(self.context["reader"], thing)

    @extend_schema_field(MoveSerializer(many=True))
    def get_moves(self, thing: Any) -> Any:
        moves: tuple[Move, ...] = self.machine.open_moves(thing.state, hands_of(self.context["reader"], thing))
        return MoveSerializer(moves, many=True).data


class ImprovementSerializer(_OwnedSerializer):
    """One thing on the plan."""

    machine = IMPROVEMENT
    state = serializers.ChoiceField(choices=Improvement.State.choices)
    initiative = serializers.UUIDField(source="initiative_id", allow_null=True)
    title = serializers.CharField()
    waste = serializers.ChoiceField(choices=["", *WASTES], allow_blank=True)
    milestone = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    edits = EditsField(allow_null=True)
    expected_effect_s = serializers.FloatField(
        allow_null=True, help_text="By the engine, of the expected lead time; below zero is shorter."
    )
    expected_effect_sentence = serializers.CharField(allow_blank=True)


class ImprovementWithHistorySerializer(ImprovementSerializer):
    decisions = serializers.SerializerMethodField()

    @extend_schema_field(DecisionSerializer(many=True))
    def get_decisions(self, _: object) -> Any:
        return DecisionSerializer(self.context["decisions"], many=True).data


class _OwnerChangesSerializer(Strict):
    owner = serializers.UUIDField(required=False, allow_null=True, help_text="A participant.")
    owner_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    map = serializers.UUIDField(required=False, allow_null=True)
    element_id = serializers.CharField(max_length=64, required=False, allow_blank=True)
    edits = EditsField(required=False, allow_null=True, help_text="What the change is on the map, for the engine.")
    saw_revision = serializers.IntegerField(required=False, min_value=0)


class ImprovementChangesSerializer(_OwnerChangesSerializer):
    title = serializers.CharField(max_length=300, required=False)
    waste = serializers.ChoiceField(choices=["", *WASTES], required=False, allow_blank=True)
    milestone = serializers.CharField(max_length=200, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class NewImprovementSerializer(ImprovementChangesSerializer):
    title = serializers.CharField(max_length=300)


class ImprovementListSerializer(serializers.Serializer[Any]):
    results = ImprovementSerializer(many=True)


class MissingPartSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    sentence = serializers.CharField()


class GuardSerializer(serializers.Serializer[Any]):
    """A series that must not get worse meanwhile."""

    id = serializers.UUIDField(source="series.id")
    name = serializers.CharField(source="series.name")
    worse_when = serializers.ChoiceField(choices=Series.WorseWhen.choices, source="series.worse_when")


class MetricPredictionSerializer(serializers.Serializer[Any]):
    """What the engine says about the metric, in its measure; percent is signed."""

    seq = serializers.IntegerField()
    today = serializers.FloatField(allow_null=True)
    predicted = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    sentence = serializers.CharField(allow_blank=True)
    notes = serializers.ListField(child=serializers.CharField())


class ExperimentSerializer(_OwnedSerializer):
    """A hypothesis with its sentence; the prediction of the engine stands beside what is expected."""

    machine = EXPERIMENT
    state = serializers.ChoiceField(choices=Experiment.State.choices)
    initiative = serializers.UUIDField(source="initiative_id", allow_null=True)
    improvement = serializers.UUIDField(source="improvement_id", allow_null=True)
    follows = serializers.UUIDField(source="follows_id", allow_null=True)
    change = serializers.CharField(allow_blank=True)
    metric = serializers.ChoiceField(choices=["", *FLOW_METRICS], allow_blank=True)
    element_name = serializers.CharField(allow_blank=True)
    direction = serializers.ChoiceField(choices=["", *Experiment.Direction.values], allow_blank=True)
    percent = serializers.FloatField(allow_null=True)
    within = serializers.CharField(allow_blank=True)
    how_measured = serializers.CharField(allow_blank=True)
    series = serializers.UUIDField(source="series_id", allow_null=True)
    guards = GuardSerializer(many=True, source="guards.all")
    guard_absence = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    edits = EditsField(allow_null=True)
    predicted = MetricPredictionSerializer(allow_null=True)
    sentence = serializers.SerializerMethodField(help_text="The hypothesis in one sentence; what lacks is named in it.")
    questions = serializers.SerializerMethodField()

    def get_sentence(self, experiment: Experiment) -> str:
        return composed(experiment).sentence

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_questions(self, experiment: Experiment) -> list[str]:
        return list(composed(experiment).questions)


class ExperimentWithHistorySerializer(ExperimentSerializer):
    missing = serializers.SerializerMethodField(help_text="What a draft lacks before it can start.")
    decisions = serializers.SerializerMethodField()

    @extend_schema_field(MissingPartSerializer(many=True))
    def get_missing(self, experiment: Experiment) -> Any:
        gaps = missing_to_start_of(experiment) if experiment.state == Experiment.State.DRAFT else ()
        return MissingPartSerializer(gaps, many=True).data

    @extend_schema_field(DecisionSerializer(many=True))
    def get_decisions(self, _: object) -> Any:
        return DecisionSerializer(self.context["decisions"], many=True).data


class ExperimentChangesSerializer(_OwnerChangesSerializer):
    improvement = serializers.UUIDField(required=False, allow_null=True)
    change = serializers.CharField(max_length=300, required=False, allow_blank=True)
    metric = serializers.ChoiceField(choices=["", *FLOW_METRICS], required=False, allow_blank=True)
    direction = serializers.ChoiceField(choices=["", *Experiment.Direction.values], required=False, allow_blank=True)
    percent = serializers.FloatField(required=False, allow_null=True)
    within = serializers.CharField(max_length=60, required=False, allow_blank=True)
    how_measured = serializers.CharField(max_length=1_000, required=False, allow_blank=True)
    series = serializers.UUIDField(required=False, allow_null=True)
    guards = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10)
    guard_absence = serializers.CharField(max_length=500, required=False, allow_blank=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    review_on = serializers.DateField(required=False, allow_null=True)


class NewExperimentSerializer(ExperimentChangesSerializer):
    follows = serializers.UUIDField(required=False, allow_null=True, help_text="Begin as a copy of this one.")


class MapOfferSerializer(serializers.Serializer[Any]):
    """What adopting would write onto the map; `after` is null where there is nothing, and the sentence says why."""

    map = serializers.UUIDField(allow_null=True)
    element = serializers.CharField(allow_null=True)
    field = serializers.CharField(allow_null=True)
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    sentence = serializers.CharField()
    written_seq = serializers.IntegerField(allow_null=True)


class PlanSerializer(serializers.Serializer[Any]):
    """What opens the next session: what is overdue first, then what is unfinished."""

    on = serializers.DateField()
    overdue_improvements = ImprovementSerializer(many=True)
    overdue_experiments = ExperimentSerializer(many=True)
    unfinished_improvements = ImprovementSerializer(many=True)
    unfinished_experiments = ExperimentSerializer(many=True)
    by_state = serializers.SerializerMethodField(help_text="Ids of improvements by their state, for a board.")
    csv = serializers.SerializerMethodField()
    calendar = serializers.SerializerMethodField()

    @extend_schema_field(
        {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string", "format": "uuid"}}}
    )
    def get_by_state(self, plan: Any) -> dict[str, list[str]]:
        return {
            state: [str(entry.id) for entry in plan.improvements if entry.state == state]
            for state in Improvement.State.values
        }

    def get_csv(self, _: object) -> str:
        return reverse("api_plan_csv", args=[self.context["reader"].workshop_id])

    def get_calendar(self, _: object) -> str:
        return reverse("api_plan_calendar", args=[self.context["reader"].workshop_id])
