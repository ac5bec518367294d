from django.db import models

from workshops.models.user import User


class AuditEntry(models.Model):
    """Who did what to a workshop outside its map (the map's own log is `maps.Operation`); survives the workshop's
    deletion.
    """

    workshop_id = models.UUIDField(db_index=True)
    workshop_name = models.CharField(max_length=200)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=80)
    act = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.act}"
