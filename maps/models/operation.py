from typing import Any

from django.db import models

from maps.models.map import Map
from workshops.models import Participant


class Operation(models.Model):
    """One entry of a map's append-only log (docs/PROTOCOL.md, section 1)."""

    class Cause(models.TextChoices):
        CREATE = "create"
        EDIT = "edit"
        UNDO = "undo"
        REDO = "redo"
        IMPORT = "import"
        RESTORE = "restore"

    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="operations")
    seq = models.PositiveBigIntegerField()
    op_id = models.CharField(max_length=64)
    actor = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="operations")
    changes = models.JSONField()
    cause = models.CharField(max_length=8, choices=Cause.choices, default=Cause.EDIT)
    undoes = models.CharField(max_length=64, null=True, blank=True)
    replaced = models.JSONField(null=True, blank=True)
    stayed = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["map_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["map", "seq"], name="operation_seq_once"),
            models.UniqueConstraint(fields=["map", "op_id"], name="operation_op_id_once"),
            # One operation is taken back once: two undos that meet cannot both take the same.
            models.UniqueConstraint(
                fields=["map", "undoes"], condition=models.Q(undoes__isnull=False), name="operation_undone_once"
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="operation_seq_from_one"),
        ]
        indexes = [models.Index(fields=["map", "actor", "-seq"], name="operation_by_actor")]

    def __str__(self) -> str:
        return f"{self.map_id} #{self.seq}"

    def as_message(self) -> dict[str, Any]:
        """Return the operation as it travels (docs/PROTOCOL.md, section 1)."""
        message: dict[str, Any] = {
            "seq": self.seq,
            "op_id": self.op_id,
            "actor": str(self.actor_id),
            "at": self.created_at.isoformat(),
            "changes": self.changes,
            "cause": self.cause,
        }
        for name in ("undoes", "replaced", "stayed"):
            if value := getattr(self, name):
                message[name] = value
        return message
