from django.db import models

from reviews.models.saved_state import SavedState
from workshops.models import LeasedJob


class DocumentFormat(models.TextChoices):
    MAP_FILE = "vsm.json", "Map file"
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    SVG = "svg", "SVG"
    PNG = "png", "PNG"
    PDF = "pdf", "PDF"


class RenderJob(LeasedJob):
    """One document of a saved state: what is being made, how far it is, or the file itself."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting for a worker"
        RUNNING = "running", "being made"
        DONE = "done", "ready"
        FAILED = "failed", "failed"

    saved_state = models.ForeignKey(SavedState, on_delete=models.CASCADE, related_name="documents")
    format = models.CharField(max_length=8, choices=DocumentFormat.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    content = models.BinaryField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["saved_state", "format"], name="document_once_per_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed"]), name="document_state"
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="document_progress"),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_token__isnull=False, lease_until__isnull=False),
                name="document_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(content__isnull=False, size__isnull=False),
                name="document_done_has_a_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(error=""), name="document_failed_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "queued_at"], condition=models.Q(state__in=["queued", "running"]), name="document_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.saved_state_id}"

    @property
    def is_open(self) -> bool:
        """Whether a worker still has to make it."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)
