import uuid

from django.db import models

from maps.domain.elements import WASTES
from maps.models import Map
from workshops.models import Participant


class FutureStateDesign(models.Model):
    """What a future state is for: the target condition, and by when.

    `revision` counts what changes in it or in the reasons of its changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    map = models.OneToOneField(Map, on_delete=models.CASCADE, related_name="design")
    horizon_ends_on = models.DateField(null=True, blank=True)
    target_condition = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Design of {self.map_id}"


class ChangeReason(models.Model):
    """Why a future state differs from its current state in one element, and the waste that this removes.

    `key` is the element's id. It outlives the change: undone and done again, the change has its reason back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="change_reasons")
    key = models.CharField(max_length=64)
    waste = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    author = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["map", "key"], name="change_reason_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="change_reason_has_a_key"),
            models.CheckConstraint(condition=models.Q(waste__in=["", *WASTES]), name="change_reason_waste"),
            models.CheckConstraint(condition=~models.Q(waste="", reason=""), name="change_reason_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.waste}"
