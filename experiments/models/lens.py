import uuid

from django.db import models

from workshops.models import Participant, Workshop


class LensAssessment(models.Model):
    """What was answered to the questions of the lens, by code; never changed afterwards.

    `concern` is what hurts, in a sentence. What is recommended follows from the answers (`experiments.domain.lens`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="lens_assessments")
    concern = models.CharField(max_length=200, blank=True)
    answers = models.JSONField()
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["workshop", "created_at"], name="lens_by_moment")]

    def __str__(self) -> str:
        return self.concern or f"Assessment of {self.created_at:%Y-%m-%d}"
