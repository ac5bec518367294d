"""What travels of real items."""

from typing import Any

from rest_framework import serializers

from facilitation.domain.real_item_input import NAME_LIMIT, NOTE_LIMIT, VISIT_LIMIT
from facilitation.domain.walk import WALKED_FIELDS
from facilitation.models import RealItem
from maps.api.operations import OpIdSerializer
from workshops.api.reading import Strict

_MOST_ACCEPTED = 1_000


class BroughtBySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class StepVisitSerializer(serializers.Serializer[Any]):
    """One stay at a step: what was said, then what follows from it in seconds of working time."""

    step = serializers.CharField(allow_null=True, help_text="Null for a stage that is not on the map.")
    name = serializers.CharField()
    arrived_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    wait_time = serializers.FloatField(allow_null=True, help_text="Stated, in seconds; it wins over the moments.")
    process_time = serializers.FloatField(allow_null=True, help_text="Stated, in seconds; it wins over the moments.")
    came_back = serializers.BooleanField()
    reason = serializers.CharField()
    note = serializers.CharField()
    wait_time_s = serializers.FloatField(allow_null=True, help_text="Started − arrived, or what was stated.")
    process_time_s = serializers.FloatField(allow_null=True, help_text="Finished − started, or what was stated.")
    idle_time_s = serializers.FloatField(help_text="Finished − started − the process time that was stated.")
    is_again = serializers.BooleanField(help_text="The item was at this step before: rework.")


class RealItemSerializer(serializers.Serializer[Any]):
    """A real item with what it took, in seconds of working time; null while a part is not known (`needs`)."""

    id = serializers.UUIDField()
    map = serializers.UUIDField()
    name = serializers.CharField()
    note = serializers.CharField()
    state = serializers.ChoiceField(choices=RealItem.State.choices)
    brought_by = BroughtBySerializer()
    may_change = serializers.BooleanField()
    revision = serializers.IntegerField()
    visits = StepVisitSerializer(many=True)
    lead_time_s = serializers.FloatField(allow_null=True, help_text="First arrival to last finish.")
    wait_time_s = serializers.FloatField(allow_null=True, help_text="All waiting, idle time included.")
    process_time_s = serializers.FloatField(allow_null=True)
    idle_time_s = serializers.FloatField()
    rework_time_s = serializers.FloatField()
    rework_visits = serializers.IntegerField()
    lower_bound_s = serializers.FloatField()
    flow_efficiency = serializers.FloatField(allow_null=True)
    needs = serializers.ListField(child=serializers.CharField())
    remarks = serializers.ListField(child=serializers.CharField())


class RealItemListSerializer(serializers.Serializer[Any]):
    results = RealItemSerializer(many=True)


class ChangeRealItemSerializer(Strict):
    name = serializers.CharField(required=False, max_length=NAME_LIMIT)
    note = serializers.CharField(required=False, max_length=NOTE_LIMIT, allow_blank=True)
    visits = serializers.ListField(
        child=serializers.DictField(),
        required=False,
        max_length=VISIT_LIMIT,
        help_text=(
            "All visits in their order: {step or name, arrived_at?, started_at?, finished_at?, wait_time?, "
            "process_time?, came_back?, reason?, note?}. Moments in ISO 8601, without an offset by the clocks of the "
            "workshop; times as people type them or in seconds."
        ),
    )
    state = serializers.ChoiceField(
        choices=RealItem.State.choices, required=False, help_text="A draft is seen by its owner and facilitators alone."
    )
    saw_revision = serializers.IntegerField(required=False, min_value=1)


class NewRealItemSerializer(Strict):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client; a resend uses it again.")
    map = serializers.UUIDField()
    name = serializers.CharField(max_length=NAME_LIMIT)
    note = serializers.CharField(required=False, max_length=NOTE_LIMIT, allow_blank=True)
    visits = serializers.ListField(child=serializers.DictField(), required=False, max_length=VISIT_LIMIT)
    state = serializers.ChoiceField(choices=RealItem.State.choices, required=False)


class WalkSpreadSerializer(serializers.Serializer[Any]):
    n = serializers.IntegerField()
    median = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class WalkedValueSerializer(serializers.Serializer[Any]):
    item = serializers.UUIDField()
    value_s = serializers.FloatField(allow_null=True)


class WalkBesideSerializer(serializers.Serializer[Any]):
    perceived_s = serializers.FloatField(allow_null=True, help_text="What the map says; a wait in queues included.")
    actual = WalkSpreadSerializer(allow_null=True)
    difference_s = serializers.FloatField(allow_null=True, help_text="Median − perceived.")
    values = WalkedValueSerializer(many=True)
    target = serializers.CharField(allow_null=True, help_text="The element that a walked value is written to.")


class WalkStepSerializer(serializers.Serializer[Any]):
    step = serializers.CharField()
    name = serializers.CharField()
    items = serializers.IntegerField(help_text="How many of the items passed it.")
    rework_visits = serializers.IntegerField()
    rework_time_s = serializers.FloatField()
    wait_time = WalkBesideSerializer()
    process_time = WalkBesideSerializer()


class WalkTotalSerializer(serializers.Serializer[Any]):
    figure = serializers.CharField()
    perceived = serializers.FloatField(allow_null=True)
    actual = WalkSpreadSerializer(allow_null=True)


class WalkElsewhereSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    items = serializers.IntegerField()
    time_s = serializers.FloatField()


class WalkFindingSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    element = serializers.CharField(allow_null=True)
    sentence = serializers.CharField()


class WalkedItemSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class WalkSerializer(serializers.Serializer[Any]):
    """Shared items beside the map after operation `seq`."""

    seq = serializers.IntegerField()
    items = WalkedItemSerializer(many=True)
    steps = WalkStepSerializer(many=True)
    totals = WalkTotalSerializer(many=True)
    elsewhere = WalkElsewhereSerializer(many=True)
    findings = WalkFindingSerializer(many=True)


class TakeOneSerializer(Strict):
    element = serializers.CharField(max_length=64, help_text="The step.")
    field = serializers.ChoiceField(choices=WALKED_FIELDS)
    value = serializers.JSONField(required=False, help_text="Another value than the median, as people type it.")


class TakeWalkedSerializer(OpIdSerializer):
    items = serializers.ListField(child=serializers.UUIDField(), required=False, help_text="Without it: all shared.")
    accept = serializers.ListField(
        child=TakeOneSerializer(), required=False, max_length=_MOST_ACCEPTED, help_text="Without it: all."
    )
