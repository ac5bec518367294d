"""The elements of a map as typed rows: one column a field, one table a kind. A projection of the log, written by
`maps.projection` only.
"""

from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from maps.models.map import Map


def _quantity() -> Any:
    return models.JSONField(null=True, blank=True)


def _within(name: str, field: str, low: float, high: float | None = None) -> models.CheckConstraint:
    value = Cast(KeyTextTransform("value", field), models.FloatField())
    condition = models.Q(GreaterThanOrEqual(value, low))
    if high is not None:
        condition &= models.Q(LessThanOrEqual(value, high))
    return models.CheckConstraint(condition=models.Q(**{f"{field}__isnull": True}) | condition, name=name)


class ElementRow(models.Model):
    """What every kind of element has: the map, and an id that is unique within the map."""

    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="%(class)s_rows")
    element_id = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.element_id}"


class Step(ElementRow):
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=100, null=True, blank=True)
    x = models.FloatField()
    y = models.FloatField()
    wait_time = _quantity()
    process_time = _quantity()
    complete_accurate = _quantity()
    batch_size = _quantity()
    handoffs = _quantity()
    people = _quantity()
    uptime = _quantity()
    value_class = models.CharField(max_length=10, null=True, blank=True)
    split = models.CharField(max_length=3, null=True, blank=True)
    wip_limit = models.BigIntegerField(null=True, blank=True)
    automated = models.BooleanField(null=True, blank=True)
    wastes = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["map", "element_id"], name="step_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="step_has_a_name"),
            _within("step_wait_time", "wait_time", 0),
            _within("step_process_time", "process_time", 0),
            _within("step_complete_accurate", "complete_accurate", 0, 1),
            _within("step_batch_size", "batch_size", 1),
            _within("step_handoffs", "handoffs", 0),
            _within("step_people", "people", 1),
            _within("step_uptime", "uptime", 0, 1),
            models.CheckConstraint(condition=models.Q(wip_limit__gte=1), name="step_wip_limit"),
        ]


class Queue(ElementRow):
    name = models.CharField(max_length=200, null=True, blank=True)
    x = models.FloatField()
    y = models.FloatField()
    items = _quantity()
    wait_time = _quantity()
    counts_only = models.BooleanField(null=True, blank=True)
    about = models.CharField(max_length=64, null=True, blank=True)
    wastes = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["map", "element_id"], name="queue_once"),
            _within("queue_items", "items", 0),
            _within("queue_wait_time", "wait_time", 0),
        ]


class Flow(ElementRow):
    flow = models.CharField(max_length=24)
    source = models.CharField(max_length=64)
    target = models.CharField(max_length=64)
    share = _quantity()
    name = models.CharField(max_length=200, null=True, blank=True)
    wastes = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["map", "element_id"], name="flow_id_once"),
            # Deferred: one operation may swap the ends of two flows.
            models.UniqueConstraint(
                fields=["map", "flow", "source", "target"],
                name="flow_once_per_pair_and_kind",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="flow_joins_two"),
            _within("flow_share", "share", 0, 1),
        ]


class Note(ElementRow):
    note = models.CharField(max_length=12)
    text = models.TextField(null=True, blank=True)
    about = models.CharField(max_length=64, null=True, blank=True)
    waste = models.CharField(max_length=20, null=True, blank=True)
    x = models.FloatField()
    y = models.FloatField()
    colour = models.CharField(max_length=31, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["map", "element_id"], name="note_once")]
