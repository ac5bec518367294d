import uuid

from django.db import models

from maps.models.map import Map
from workshops.models import Participant


class WhatIf(models.Model):
    """A what-if that its author shared: edits in normal form, as they were asked of the map after operation `seq`.

    What nobody shared is never stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="what_ifs")
    author = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="what_ifs")
    title = models.CharField(max_length=200)
    seq = models.PositiveBigIntegerField()
    edits = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="what_if_has_a_title")]
        indexes = [models.Index(fields=["map", "-created_at"], name="what_if_by_map")]

    def __str__(self) -> str:
        return self.title
