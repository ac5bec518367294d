import uuid

from django.db import models

from workshops.models import Participant, Workshop


class Series(models.Model):
    """Readings of one thing over time: the metric of an experiment, a guard, a key result, a signal.

    `measure` is that of `metrics.variation`: seconds of working time, items, a share of 0..1 or any other number.
    `worse_when` says which way hurts, so that a guard can be judged without asking. `signal` is the code of
    `experiments.domain.signals` that the series is read for in its workshop, empty for most.
    """

    class Measure(models.TextChoices):
        TIME = "time_s", "time"
        COUNT = "count", "count"
        SHARE = "share", "share"
        NUMBER = "number", "number"

    class WorseWhen(models.TextChoices):
        HIGHER = "higher", "higher"
        LOWER = "lower", "lower"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="series")
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=8, choices=Measure.choices)
    worse_when = models.CharField(max_length=6, choices=WorseWhen.choices)
    signal = models.CharField(max_length=20, blank=True)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "name"], name="series_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="series_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(measure__in=["time_s", "count", "share", "number"]), name="series_measure"
            ),
            models.CheckConstraint(condition=models.Q(worse_when__in=["higher", "lower"]), name="series_worse_when"),
            models.UniqueConstraint(
                fields=["workshop", "signal"], condition=~models.Q(signal=""), name="series_signal_once"
            ),
            models.CheckConstraint(
                condition=models.Q(signal="")
                | models.Q(signal__in=["lead_time", "meeting_time"], measure="time_s")
                | models.Q(signal__in=["people", "meetings"], measure="count")
                | models.Q(signal="value_added_ratio", measure="share"),
                name="series_signal",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReadingBatch(models.Model):
    """Readings that came in together, under the `op_id` that the client chose, so that a resend adds nothing twice.

    `origin` tells of a reading from the map which moment of which map it is and what its lead time rests on:
    `{"map", "title", "seq", "figure", "saved_state"?, "rests_on": {source: share}}`.
    """

    class Source(models.TextChoices):
        HAND = "hand", "by hand"
        PASTE = "paste", "pasted"
        CSV = "csv", "from a file"
        REST = "rest", "from another program"
        MAP = "map", "from the map"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="batches")
    op_id = models.CharField(max_length=64)
    source = models.CharField(max_length=5, choices=Source.choices)
    origin = models.JSONField(null=True, blank=True)
    created_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "reading batches"
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "op_id"], name="reading_batch_once"),
            models.CheckConstraint(
                condition=models.Q(source__in=["hand", "paste", "csv", "rest", "map"]), name="reading_batch_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.op_id}"


class Reading(models.Model):
    """One value at one moment, in the unit of its series' measure."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="readings")
    batch = models.ForeignKey(ReadingBatch, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    value = models.FloatField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["series", "at"], name="reading_by_moment")]
        constraints = [
            # PostgreSQL orders NaN above every number, so this refuses NaN and both infinities.
            models.CheckConstraint(
                condition=models.Q(value__gt=float("-inf"), value__lt=float("inf")), name="reading_is_finite"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} at {self.at:%Y-%m-%d}"
