import uuid

from django.db import models
from django.db.models import Q

from maps.models import Map
from workshops.models import Participant, Workshop


class Validation(models.Model):
    """One question to everybody whether a map is right as it was after operation `seq`; open until it is ended.

    Elements come from the log; `charter` and `title` are kept here, because the log does not hold them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="validations")
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="validations")
    seq = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    charter = models.JSONField()
    message = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    asked_at = models.DateTimeField()
    ended_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["map"], condition=Q(ended_at__isnull=True), name="validation_one_open_on_a_map"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="validation_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} after operation {self.seq}"


class ValidationAnswer(models.Model):
    """What one person says of the map: `wrong` lists `{"element": id or null, "text"}`, empty where it is right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    validation = models.ForeignKey(Validation, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    wrong = models.JSONField(default=list)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["validation", "participant"], name="validation_answer_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} on {self.validation_id}"
