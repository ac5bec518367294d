import uuid

from django.db import models

from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.models.series import Series
from maps.models import Map
from workshops.models import Participant, Workshop

FED_FIGURES = tuple(metric.code for metric in FLOW_METRICS.values() if metric.figure is not None)
"""The flow metrics whose value for a stream the engine computes."""


class SeriesFeed(models.Model):
    """The figure of a current state that a series is read from, at every saved state and whenever a person takes it.

    The readings outlive the feed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.OneToOneField(Series, on_delete=models.CASCADE, related_name="feed")
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="feeds")
    figure = models.CharField(max_length=30)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["map", "figure"], name="feed_figure_once"),
            models.CheckConstraint(condition=models.Q(figure__in=FED_FIGURES), name="feed_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} of {self.map_id}"


class Objective(models.Model):
    """What the key results under it are for; it may last for several quarters."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="objectives")
    title = models.CharField(max_length=300)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "title"], name="objective_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="objective_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class KeyResult(models.Model):
    """What is to be true of one series at the end of a quarter: from `baseline` to `target`, in the series' measure.

    The quarter is that of the workshop's time zone. `carried_from` is the key result of an earlier quarter that it
    goes on from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="key_results")
    objective = models.ForeignKey(
        Objective, on_delete=models.RESTRICT, null=True, blank=True, related_name="key_results"
    )
    name = models.CharField(max_length=200)
    series = models.ForeignKey(Series, on_delete=models.RESTRICT, related_name="key_results")
    baseline = models.FloatField()
    target = models.FloatField()
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(
        Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="key_results_owned"
    )
    owner_name = models.CharField(max_length=80, blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["year", "quarter", "created_at", "id"]
        indexes = [models.Index(fields=["workshop", "year", "quarter"], name="key_result_by_quarter")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="key_result_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(year__gte=1990, year__lte=2200, quarter__gte=1, quarter__lte=4),
                name="key_result_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline__gt=float("-inf"), baseline__lt=float("inf"))
                & models.Q(target__gt=float("-inf"), target__lt=float("inf")),
                name="key_result_is_finite",
            ),
            models.CheckConstraint(condition=~models.Q(baseline=models.F("target")), name="key_result_moves"),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(owner_name=""), name="key_result_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def who(self) -> str:
        """The owner's name as people read it; empty while nobody owns it."""
        return self.owner.name if self.owner else self.owner_name
