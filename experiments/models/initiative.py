import uuid

from django.db import models

from experiments.models.key_result import KeyResult
from workshops.models import Participant, Workshop


class Initiative(models.Model):
    """Work that several improvements and experiments belong to; it runs in stages, in sprints, or in both.

    `is_investment`: its quarterly reviews decide invest, hold or kill, where others decide continue, pivot or stop.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        RUNNING = "running", "running"
        HELD = "held", "on hold"
        FINISHED = "finished", "finished"
        STOPPED = "stopped", "stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="initiatives")
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    is_investment = models.BooleanField(default=False)
    key_results = models.ManyToManyField(KeyResult, related_name="initiatives", blank=True)
    owner = models.ForeignKey(
        Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="initiatives_owned"
    )
    owner_name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="initiative_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "running", "held", "finished", "stopped"]),
                name="initiative_state",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(owner_name=""), name="initiative_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it may still go on."""
        return self.state in (self.State.PLANNED, self.State.RUNNING, self.State.HELD)

    @property
    def who(self) -> str:
        """The owner's name as people read it; empty while nobody owns it."""
        return self.owner.name if self.owner else self.owner_name


class Stage(models.Model):
    """One stage of an initiative; at its end a gate decides whether the next one begins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    gate_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "position"], name="stage_place_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="stage_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class StageCriterion(models.Model):
    """What the gate of a stage asks: that a key result has come at least as far as `threshold` on its way."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="criteria")
    key_result = models.ForeignKey(KeyResult, on_delete=models.RESTRICT, related_name="criteria")
    threshold = models.FloatField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "stage criteria"
        constraints = [
            models.UniqueConstraint(fields=["stage", "key_result"], name="criterion_once"),
            models.CheckConstraint(
                condition=models.Q(threshold__gt=float("-inf"), threshold__lt=float("inf")),
                name="criterion_is_finite",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_result}: {self.threshold}"


class Sprint(models.Model):
    """A short stretch of an initiative with a goal, and the key result that the goal serves, if it serves one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="sprints")
    goal = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    key_result = models.ForeignKey(KeyResult, on_delete=models.RESTRICT, null=True, blank=True, related_name="sprints")
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_on", "created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(goal=""), name="sprint_has_a_goal"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="sprint_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.goal


class Gate(models.Model):
    """One decision point: the review of a quarter, of the whole stream or of one initiative, or the end of a stage.

    Decided once; its decisions hold who, why and the criteria as they stood.
    """

    class State(models.TextChoices):
        OPEN = "open", "open"
        CONTINUED = "continued", "continued"
        PIVOTED = "pivoted", "pivoted"
        STOPPED = "stopped", "stopped"
        INVESTED = "invested", "invested in"
        HELD = "held", "on hold"
        KILLED = "killed", "killed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="gates")
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="gates")
    stage = models.OneToOneField(Stage, on_delete=models.RESTRICT, null=True, blank=True, related_name="gate")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "year", "quarter", "initiative"],
                condition=models.Q(stage__isnull=True),
                nulls_distinct=False,
                name="gate_review_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    stage__isnull=False, initiative__isnull=False, year__isnull=True, quarter__isnull=True
                )
                | models.Q(stage__isnull=True, year__isnull=False, quarter__isnull=False)
                & models.Q(year__gte=1990, year__lte=2200, quarter__gte=1, quarter__lte=4),
                name="gate_of_a_stage_or_a_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "continued", "pivoted", "stopped", "invested", "held", "killed"]),
                name="gate_state",
            ),
        ]

    def __str__(self) -> str:
        if self.stage is not None:
            return f"end of {self.stage}"
        of = f" of {self.initiative}" if self.initiative is not None else ""
        return f"review{of}, Q{self.quarter} {self.year}"
