import uuid

from django.db import models

from workshops.models import Workshop


class Map(models.Model):
    """One drawing of a value stream; its row is the lock of its log, and `head_seq` the number of the latest
    operation. A future state was made from the map `derived_from` as it was after operation `derived_seq`. A current
    state that was mapped again later answers what the future state `answers` promised after operation `answers_seq`.
    """

    class Kind(models.TextChoices):
        CURRENT = "current", "Current state"
        FUTURE = "future", "Future state"

    class MembersMay(models.TextChoices):
        ALL = "all", "change everything"
        OWN = "own", "add, and change what they added"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="maps")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CURRENT)
    title = models.CharField(max_length=200)
    head_seq = models.PositiveBigIntegerField(default=0)
    derived_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="derived")
    derived_seq = models.PositiveBigIntegerField(null=True, blank=True)
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_by")
    answers_seq = models.PositiveBigIntegerField(null=True, blank=True)
    members_may = models.CharField(max_length=3, choices=MembersMay.choices, default=MembersMay.ALL, db_default="all")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["current", "future"]), name="map_kind"),
            models.CheckConstraint(condition=models.Q(members_may__in=["all", "own"]), name="map_members_may"),
            models.CheckConstraint(condition=~models.Q(title=""), name="map_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(answers__isnull=True) | models.Q(kind="current", answers_seq__isnull=False),
                name="map_answers_as_current",
            ),
        ]

    def __str__(self) -> str:
        return self.title
