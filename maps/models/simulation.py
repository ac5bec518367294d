from typing import cast

from django.db import models

from maps.models.map import Map
from metrics.simulation import (
    ARRIVAL_CHOICES,
    DISTRIBUTION_CHOICES,
    ArrivalChoice,
    DistributionChoice,
    SimulationPlan,
)
from workshops.models import LeasedJob, Participant


class SimulationJob(LeasedJob):
    """One simulation of a map as it was after operation `seq`, under the charter of that moment, and its result."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting for a worker"
        RUNNING = "running", "being simulated"
        DONE = "done", "ready"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="simulations")
    author = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="simulations")
    seq = models.PositiveBigIntegerField()
    charter = models.JSONField()
    items = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    distribution = models.CharField(max_length=16, choices=[(name, name) for name in DISTRIBUTION_CHOICES])
    arrivals = models.CharField(max_length=16, choices=[(name, name) for name in ARRIVAL_CHOICES])
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="simulation_state",
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="simulation_progress"),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_token__isnull=False, lease_until__isnull=False),
                name="simulation_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(result__isnull=False), name="simulation_done_has_a_result"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(error=""), name="simulation_failed_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["map", "-created_at"], name="simulation_by_map"),
            models.Index(
                fields=["state", "queued_at"],
                condition=models.Q(state__in=["queued", "running"]),
                name="simulation_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.items} items through {self.map_id}"

    @property
    def is_open(self) -> bool:
        """Whether a worker still has to do it."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def plan(self) -> SimulationPlan:
        """What to simulate."""
        return SimulationPlan(
            self.items,
            self.seed,
            cast("DistributionChoice", self.distribution),
            cast("ArrivalChoice", self.arrivals),
        )
