import uuid

from django.db import models
from django.db.models import Q

from maps.models import Map
from workshops.models import Participant, Workshop


class RealItem(models.Model):
    """One recent item that somebody brings, with what happened to it at each step (`StepVisit`).

    A draft is read by who brought it and by facilitators; shared, by everybody. Walked: the room took values from it.
    `revision` counts its saves.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        SHARED = "shared", "shared"
        WALKED = "walked", "walked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="real_items")
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="real_items")
    name = models.CharField(max_length=120)
    brought_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="real_items")
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    note = models.CharField(max_length=1_000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "shared", "walked"]), name="real_item_state"),
            models.CheckConstraint(condition=~Q(name=""), name="real_item_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class StepVisit(models.Model):
    """One stay of the item at a step; several of the same step are rework.

    `step_id` is empty for a stage that is not on the map; `step_name` is what it was called when it was written.
    Moments are what people remember; `wait_time_s` and `process_time_s`, in working time, are what they stated instead.
    """

    item = models.ForeignKey(RealItem, on_delete=models.CASCADE, related_name="visits")
    position = models.PositiveSmallIntegerField()
    step_id = models.CharField(max_length=64, blank=True)
    step_name = models.CharField(max_length=200)
    arrived_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    wait_time_s = models.FloatField(null=True, blank=True)
    process_time_s = models.FloatField(null=True, blank=True)
    came_back = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="visit_position_once"),
            models.CheckConstraint(condition=~Q(step_name=""), name="visit_names_its_step"),
            models.CheckConstraint(
                condition=Q(wait_time_s__isnull=True) | Q(wait_time_s__gte=0), name="visit_wait_time"
            ),
            models.CheckConstraint(
                condition=Q(process_time_s__isnull=True) | Q(process_time_s__gte=0), name="visit_process_time"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True)
                | Q(started_at__isnull=True)
                | Q(started_at__gte=models.F("arrived_at")),
                name="visit_started_after_arrival",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True)
                | Q(finished_at__isnull=True)
                | Q(finished_at__gte=models.F("started_at")),
                name="visit_finished_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.step_name
