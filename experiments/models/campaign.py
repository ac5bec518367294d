import uuid

from django.db import models

from experiments.models.lens import LensAssessment
from experiments.models.series import Series
from maps.models import Map
from workshops.models import Participant, Workshop


class Campaign(models.Model):
    """A focused metric campaign: one metric is pushed with open eyes, for a time, beside its guards (METHOD 5).

    `target` is in the unit of the metric's series, whose `worse_when` says which side is welcome. `element_id` is the
    step that it works at, `element_name` what people called it; `place` says where in words where it is tied to none.
    `harm_possible` answers “could it be met by making something else worse?”, None while nobody answered, and `harm`
    says how, or why not. `lead_time` holds the readings of what the customer waits.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        RUNNING = "running", "running"
        REPORTED = "reported", "reported"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="campaigns")
    assessment = models.ForeignKey(
        LensAssessment, on_delete=models.SET_NULL, null=True, blank=True, related_name="campaigns"
    )
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    name = models.CharField(max_length=200)
    series = models.ForeignKey(
        Series, on_delete=models.RESTRICT, null=True, blank=True, related_name="campaigns_measured"
    )
    map = models.ForeignKey(Map, on_delete=models.SET_NULL, null=True, blank=True, related_name="campaigns")
    element_id = models.CharField(max_length=64, blank=True)
    element_name = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    how_measured = models.CharField(max_length=1000, blank=True)
    target = models.FloatField(null=True, blank=True)
    what_changes = models.CharField(max_length=1000, blank=True)
    serves = models.CharField(max_length=500, blank=True)
    harm_possible = models.BooleanField(null=True, blank=True)
    harm = models.CharField(max_length=1000, blank=True)
    lead_time = models.ForeignKey(
        Series, on_delete=models.RESTRICT, null=True, blank=True, related_name="campaigns_served"
    )
    owner = models.ForeignKey(
        Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="campaigns_owned"
    )
    owner_name = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["workshop", "state"], name="campaign_by_state")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="campaign_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "running", "reported"]), name="campaign_state"
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(target__gt=float("-inf"), target__lt=float("inf")),
                name="campaign_target_is_finite",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(owner_name=""), name="campaign_one_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_it_starts",
            ),
            # What was called off may lack anything; what runs can be judged.
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(series__isnull=False, target__isnull=False, starts_on__isnull=False, ends_on__isnull=False),
                name="campaign_runs_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is not reported yet."""
        return self.state != self.State.REPORTED

    @property
    def who(self) -> str:
        """The owner's name as people read it; empty while nobody owns it."""
        return self.owner.name if self.owner else self.owner_name


class Intervention(models.Model):
    """Something that a campaign changed in the process, and the day from which it holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="interventions")
    made_on = models.DateField()
    text = models.CharField(max_length=300)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_on", "created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="intervention_says_something"),
            models.UniqueConstraint(fields=["campaign", "made_on", "text"], name="intervention_once"),
        ]

    def __str__(self) -> str:
        return self.text
