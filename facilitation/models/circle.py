import uuid

from django.db import models
from django.db.models import Q

from facilitation.models.round import Round
from maps.models import Map
from workshops.models import Participant


class Circle(models.Model):
    """The step that the room circled as the constraint of a map, and what the figures said at that moment, after
    operation `seq`.

    Rows stay: what is circled now is the newest of a map, unless it was erased. `figures` is
    `{"step", "name", "rule", "agrees", "evidence"}`, null where no constraint could be computed. `round` is the one in
    which people had judged before, if there was one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="circles")
    element_id = models.CharField(max_length=64)
    element_name = models.CharField(max_length=200)
    seq = models.PositiveBigIntegerField()
    figures = models.JSONField(null=True, blank=True)
    round = models.ForeignKey(Round, on_delete=models.SET_NULL, null=True, blank=True, related_name="circles")
    by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    erased_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["map", "-at"], name="circle_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_by__isnull=True, erased_at__isnull=True)
                | Q(erased_by__isnull=False, erased_at__isnull=False),
                name="circle_erased_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.element_name}” on {self.map_id}"
