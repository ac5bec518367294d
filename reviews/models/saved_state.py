import uuid

from django.db import models

from maps.models import Map
from workshops.models import Participant, Workshop


class SavedState(models.Model):
    """A map as it was at one moment, under a name: never changed, and deleted only together with its workshop.

    Triggers in the database hold both. `checksum` is `reviews.checksum.checksum_of` over the content; `figures` are
    those of DESIGN 6 as they were computed when the state was saved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="saved_states", editable=False)
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="saved_states", editable=False)
    name = models.CharField(max_length=200, editable=False)
    seq = models.PositiveBigIntegerField(editable=False)
    charter = models.JSONField(editable=False)
    kind = models.CharField(max_length=8, choices=Map.Kind.choices, editable=False)
    title = models.CharField(max_length=200, editable=False)
    elements = models.JSONField(editable=False)
    figures = models.JSONField(editable=False)
    checksum = models.CharField(max_length=64, editable=False)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="saved_states", editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_state_has_a_name"),
            models.CheckConstraint(condition=models.Q(kind__in=["current", "future"]), name="saved_state_kind"),
        ]
        indexes = [models.Index(fields=["map", "-created_at"], name="saved_state_by_map")]

    def __str__(self) -> str:
        return self.name
