import uuid

from django.db import models
from django.db.models import Q

from maps.models import Map
from workshops.models import Participant, Workshop


class Phase(models.Model):
    """One time-boxed part of a workshop's agenda; `code` says which part of the method it is."""

    class Code(models.TextChoices):
        SCOPE = "scope", "Scope and customer"
        CURRENT_STATE = "current_state", "Current state"
        WASTE = "waste", "Waste and constraint"
        FUTURE_STATE = "future_state", "Future state"
        EXPERIMENT = "experiment", "Experiment"
        PLAN = "plan", "Plan and governance"
        MEASURE = "measure", "Keep measuring"
        BREAK = "break", "Break"
        OTHER = "other", "Something else"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16, choices=Code.choices, default=Code.OTHER)
    title = models.CharField(max_length=80)
    instruction = models.CharField(max_length=1_000, blank=True)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # Deferred: an order is changed by writing all positions.
            models.UniqueConstraint(
                fields=["workshop", "position"], name="phase_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~Q(title=""), name="phase_has_a_title"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=480), name="phase_minutes"),
            models.CheckConstraint(
                condition=Q(
                    code__in=[
                        "scope",
                        "current_state",
                        "waste",
                        "future_state",
                        "experiment",
                        "plan",
                        "measure",
                        "break",
                        "other",
                    ]
                ),
                name="phase_code",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """The run of a workshop's session: its row is the lock of everything public in this app, and `revision` counts
    every change of it.

    While it runs, `ends_at` is when the time box of `phase` is up; while it is paused, `left_s` is what was left of it
    (below zero: over time). `op_ids` are the newest of what must count once. `attention` is what a facilitator shows to
    everybody. `comments_revision` counts the changes of comments alone.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        RUNNING = "running", "running"
        PAUSED = "paused", "paused"
        ENDED = "ended", "ended"

    class AttentionKind(models.TextChoices):
        VIEW = "view", "a part of the map"
        ELEMENT = "element", "an element"

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, primary_key=True, related_name="session")
    revision = models.PositiveBigIntegerField(default=0)
    comments_revision = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    phase = models.ForeignKey(Phase, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    left_s = models.IntegerField(null=True, blank=True)
    op_ids = models.JSONField(default=list)
    attention_kind = models.CharField(max_length=8, choices=AttentionKind.choices, blank=True)
    attention_map = models.ForeignKey(Map, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    attention_element = models.CharField(max_length=64, blank=True)
    attention_area = models.JSONField(null=True, blank=True)
    attention_by = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    attention_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "running", "paused", "ended"]), name="session_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(ends_at__isnull=False), name="session_running_ends_sometime"
            ),
            models.CheckConstraint(
                condition=~Q(state="paused") | Q(left_s__isnull=False, ends_at__isnull=True),
                name="session_paused_has_time_left",
            ),
            models.CheckConstraint(
                condition=Q(attention_kind__in=["", "view", "element"]), name="session_attention_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"Session of {self.workshop_id}"
