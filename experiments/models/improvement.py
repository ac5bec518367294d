import uuid

from django.db import models

from experiments.models.initiative import Initiative
from maps.domain.elements import WASTES
from maps.models import Map
from workshops.models import Participant, Workshop


class Improvement(models.Model):
    """One thing on the plan: from a burst, from a change of a future state, or thought of otherwise.

    `element_id` is the burst or the element on `map` that it came from. `expected_effect_s` is what the engine
    predicts for the expected lead time, in seconds of working time; below zero is shorter. It is null where it was not
    asked or cannot be known, which `expected_effect_sentence` then says. An owner is a participant or an invited
    person, never both.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        PLANNED = "planned", "planned"
        DOING = "doing", "being done"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="improvements")
    map = models.ForeignKey(Map, on_delete=models.SET_NULL, null=True, blank=True, related_name="improvements")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.SET_NULL, null=True, blank=True, related_name="improvements"
    )
    element_id = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=300)
    waste = models.CharField(max_length=20, blank=True)
    owner = models.ForeignKey(
        Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="improvements_owned"
    )
    owner_name = models.CharField(max_length=80, blank=True)
    milestone = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    edits = models.JSONField(null=True, blank=True)
    expected_effect_s = models.FloatField(null=True, blank=True)
    expected_effect_sentence = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["workshop", "state", "due_on"], name="improvement_by_state")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="improvement_has_a_title"),
            models.CheckConstraint(condition=models.Q(waste__in=["", *WASTES]), name="improvement_waste"),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "planned", "doing", "done", "dropped"]),
                name="improvement_state",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(owner_name=""), name="improvement_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in (self.State.PROPOSED, self.State.PLANNED, self.State.DOING)

    @property
    def who(self) -> str:
        """The owner's name as people read it; empty while nobody owns it."""
        return self.owner.name if self.owner else self.owner_name
