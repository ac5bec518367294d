import uuid

from django.db import models
from django.db.models import Q

from facilitation.domain.rounds import RoundKind, RoundState
from maps.models import Map
from workshops.models import Participant, Workshop


class Round(models.Model):
    """One question that everybody answers unseen; what it asks is in `options` (`facilitation.domain.options`).

    Open with `ends_at` in the past means closed. `result` is written at the reveal, `result_revision` counts what
    happens to it: 0 before it.
    """

    class Kind(models.TextChoices):
        NOTES = RoundKind.NOTES.value, "private notes"
        ESTIMATES = RoundKind.ESTIMATES.value, "blind estimates"
        VOTES = RoundKind.VOTES.value, "votes"
        EFFORT = RoundKind.EFFORT.value, "effort"
        CONSTRAINT = RoundKind.CONSTRAINT.value, "constraint"

    class State(models.TextChoices):
        PREPARED = RoundState.PREPARED.value, "prepared"
        OPEN = RoundState.OPEN.value, "open"
        CLOSED = RoundState.CLOSED.value, "closed"
        REVEALED = RoundState.REVEALED.value, "revealed"
        CANCELLED = RoundState.CANCELLED.value, "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="rounds")
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    prompt = models.CharField(max_length=500)
    is_anonymous = models.BooleanField()
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PREPARED)
    ends_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    result_revision = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["prepared_at", "id"]
        indexes = [models.Index(fields=["state", "ends_at"], name="round_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["notes", "estimates", "votes", "effort", "constraint"]), name="round_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "open", "closed", "revealed", "cancelled"]), name="round_state"
            ),
            models.CheckConstraint(condition=~Q(prompt=""), name="round_has_a_prompt"),
            models.CheckConstraint(
                condition=Q(state="revealed", result__isnull=False) | ~Q(state="revealed") & Q(result__isnull=True),
                name="round_result_with_the_reveal",
            ),
            models.CheckConstraint(condition=~Q(kind="effort") | Q(is_anonymous=True), name="round_effort_anonymous"),
        ]

    def __str__(self) -> str:
        return self.prompt


class Entry(models.Model):
    """What one person says in a round: a list of statements (`facilitation.domain.contributions`).

    In an anonymous round it has no author but the hash of a key that only its author's browser has, and after the
    reveal nothing at all: then each row is one statement. There is no time and no number of arrival here on purpose,
    and `facilitation.commands.entries` writes all rows of a round anew, in random order, at every change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entries")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    key_hash = models.CharField(max_length=64, null=True, blank=True)
    content = models.JSONField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=True) | Q(key_hash__isnull=True), name="entry_author_or_key"
            ),
            models.UniqueConstraint(fields=["round", "author"], name="entry_once_an_author"),
            models.UniqueConstraint(fields=["round", "key_hash"], name="entry_once_a_key"),
        ]

    def __str__(self) -> str:
        return f"Entry in {self.round_id}"


class TakingPart(models.Model):
    """A person who is in a round, whether they have written and whether they are done; never what.

    Written like entries: without time, and all rows of a round anew at every change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="taking_part")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    has_written = models.BooleanField(default=False)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "participant"], name="taking_part_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} in {self.round_id}"
