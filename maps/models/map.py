import uuid

from django.db import models

from workshops.models import Workshop


class Map(models.Model):
    """One drawing of a value stream; its row is the lock of its log, and `head_seq` the number of the latest
    operation. A future state was made from the map `derived_from` as it was after operation `derived_seq`.
    """

    class Kind(models.TextChoices):
        CURRENT = "current", "Current state"
        FUTURE = "future", "Future state"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="maps")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CURRENT)
    title = models.CharField(max_length=200)
    head_seq = models.PositiveBigIntegerField(default=0)
    derived_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="derived")
    derived_seq = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["current", "future"]), name="map_kind"),
            models.CheckConstraint(condition=~models.Q(title=""), name="map_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
