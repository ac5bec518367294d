import uuid
from typing import Any

from django.db import models

from workshops.models.user import User


class Workshop(models.Model):
    """A value stream with its charter, its people and its maps.

    `revision` counts changes of charter and people, `access_revision` changes of who may do what; open rooms compare
    them once a second.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    customer = models.CharField(max_length=300, blank=True)
    value = models.CharField(max_length=500, blank=True)
    trigger = models.CharField(max_length=300, blank=True)
    delivery = models.CharField(max_length=300, blank=True)
    scope = models.CharField(max_length=1000, blank=True)
    unit = models.CharField(max_length=60, default="item")
    demand = models.JSONField(null=True, blank=True)
    calendar = models.JSONField(default=dict)
    queue_rule = models.CharField(max_length=10, default="demand")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="created_workshops")
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    access_revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="workshop_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(queue_rule__in=["demand", "capacity"]), name="workshop_queue_rule"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def charter(self) -> dict[str, Any]:
        """The charter in the normal form of `workshops.charter.read_charter`."""
        charter: dict[str, Any] = {
            "name": self.name,
            "customer": self.customer,
            "value": self.value,
            "trigger": self.trigger,
            "delivery": self.delivery,
        }
        if self.scope:
            charter["scope"] = self.scope
        charter["unit"] = self.unit
        if self.demand:
            charter["demand"] = self.demand
        charter["calendar"] = self.calendar
        charter["queue_rule"] = self.queue_rule
        return charter

    @charter.setter
    def charter(self, charter: dict[str, Any]) -> None:
        for name in ("name", "customer", "value", "trigger", "delivery", "unit", "calendar", "queue_rule"):
            setattr(self, name, charter[name])
        self.scope = charter.get("scope", "")
        self.demand = charter.get("demand")
