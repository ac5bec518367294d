import uuid

from django.db import models

from workshops.models.user import User
from workshops.models.workshop import Workshop

COLOURS = 12


class Role(models.TextChoices):
    FACILITATOR = "facilitator", "Facilitator"
    MEMBER = "member", "Member"
    LEADER = "leader", "Leader"
    VIEWER = "viewer", "Viewer"


class Participant(models.Model):
    """A person in one workshop, with the name, role and colour that the others see; kept when removed, so that history
    keeps its names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="participations")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=12, choices=Role.choices)
    colour = models.PositiveSmallIntegerField()
    joined_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    return_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user"], name="participant_once_per_workshop"),
            models.CheckConstraint(condition=~models.Q(name=""), name="participant_has_a_name"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="participant_role"),
        ]

    def __str__(self) -> str:
        return self.name
