from django.db import models

from workshops.models.workshop import Workshop


class Invitation(models.Model):
    """How people join a workshop: by code, link or QR code.

    Code and link are derived from the server's secret, this row's id and `version` (`workshops.secrets`), so the
    database holds only their
    hashes, and a facilitator can see them again at any time. Renewing raises `version`: the old ones stop working.
    """

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="invitation")
    version = models.PositiveIntegerField(default=1)
    code_hash = models.CharField(max_length=64, unique=True)
    link_hash = models.CharField(max_length=64, unique=True)
    passcode_hash = models.CharField(max_length=128, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Invitation to {self.workshop_id}"
