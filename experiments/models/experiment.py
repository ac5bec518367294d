import uuid

from django.db import models

from experiments.models.campaign import Campaign
from experiments.models.improvement import Improvement
from experiments.models.initiative import Gate, Initiative
from experiments.models.series import Series
from maps.models import Map
from workshops.models import Participant, Workshop


class Experiment(models.Model):
    """One change as a hypothesis (METHOD 1.5): what it should do to one metric, how that is measured, who and when.

    `metric` is a code of `experiments.domain.flow_metrics`. `element_id` is the step whose metric it is; empty means
    the whole stream. `element_name` keeps what people called it. `edits` stand for the change on the map, and
    `predicted` is what the engine said about them. `map_updated_seq` is the operation that wrote what was measured
    onto the map. The verdict lies in the decision that ended it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        RUNNING = "running", "running"
        TO_BE_JUDGED = "to_be_judged", "to be judged"
        ADOPTED = "adopted", "adopted"
        ADAPTED = "adapted", "adapted"
        ABANDONED = "abandoned", "abandoned"

    class Direction(models.TextChoices):
        REDUCE = "reduce", "reduce"
        RAISE = "raise", "raise"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="experiments")
    improvement = models.ForeignKey(
        Improvement, on_delete=models.SET_NULL, null=True, blank=True, related_name="experiments"
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.SET_NULL, null=True, blank=True, related_name="experiments"
    )
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    map = models.ForeignKey(Map, on_delete=models.SET_NULL, null=True, blank=True, related_name="experiments")
    change = models.CharField(max_length=300, blank=True)
    metric = models.CharField(max_length=30, blank=True)
    element_id = models.CharField(max_length=64, blank=True)
    element_name = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=6, choices=Direction.choices, blank=True)
    percent = models.FloatField(null=True, blank=True)
    within = models.CharField(max_length=60, blank=True)
    how_measured = models.CharField(max_length=1000, blank=True)
    series = models.ForeignKey(
        Series, on_delete=models.RESTRICT, null=True, blank=True, related_name="experiments_measured"
    )
    guard_absence = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(
        Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="experiments_owned"
    )
    owner_name = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    edits = models.JSONField(null=True, blank=True)
    predicted = models.JSONField(null=True, blank=True)
    map_updated_seq = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["workshop", "state"], name="experiment_by_state"),
            models.Index(fields=["series"], name="experiment_by_series"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "running", "to_be_judged", "adopted", "adapted", "abandoned"]),
                name="experiment_state",
            ),
            models.CheckConstraint(condition=models.Q(direction__in=["", "reduce", "raise"]), name="experiment_way"),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gt=0, percent__lt=float("inf")),
                name="experiment_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(owner_name=""), name="experiment_one_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="experiment_ends_after_it_starts",
            ),
            # An abandoned draft may be anything; what ran has a complete hypothesis.
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "abandoned"])
                | models.Q(
                    series__isnull=False, starts_on__isnull=False, review_on__isnull=False, percent__isnull=False
                )
                & ~models.Q(change="")
                & ~models.Q(metric="")
                & ~models.Q(direction=""),
                name="experiment_started_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.change or f"Experiment {self.id}"

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in (self.State.DRAFT, self.State.RUNNING, self.State.TO_BE_JUDGED)

    @property
    def who(self) -> str:
        """The owner's name as people read it; empty while nobody owns it."""
        return self.owner.name if self.owner else self.owner_name


def _exactly_one(*names: str) -> models.Q:
    """The condition that one of the foreign keys is set and every other is not."""
    condition = models.Q()
    for name in names:
        condition |= models.Q(**{f"{other}__isnull": other != name for other in names})
    return condition


class GuardMetric(models.Model):
    """A series that must not get worse while the experiment or the campaign runs; `worse_when` is the series' own."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, null=True, blank=True, related_name="guards")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="guards")
    series = models.ForeignKey(Series, on_delete=models.RESTRICT, related_name="guarding")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["experiment", "series"], name="guard_once"),
            models.UniqueConstraint(fields=["campaign", "series"], name="guard_once_a_campaign"),
            models.CheckConstraint(condition=_exactly_one("experiment", "campaign"), name="guard_of_one_thing"),
        ]

    def __str__(self) -> str:
        return self.series.name


class Decision(models.Model):
    """One change of state of an experiment, an improvement, a campaign, an initiative or a gate: what was decided,
    why, by whom and on what evidence.

    Never changed afterwards, which a trigger in the database holds; `evidence` is the verdict, or the criteria, as
    they stood at that moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="decisions")
    experiment = models.ForeignKey(
        Experiment, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions"
    )
    improvement = models.ForeignKey(
        Improvement, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions"
    )
    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.CharField(max_length=1000, blank=True)
    evidence = models.JSONField(null=True, blank=True)
    decided_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one("experiment", "improvement", "campaign", "initiative", "gate"),
                name="decision_about_one_thing",
            ),
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="decision_changes_the_state"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
