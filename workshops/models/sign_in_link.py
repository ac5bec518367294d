from django.db import models
from django.utils import timezone

from workshops.models.user import User


class SignInLink(models.Model):
    """A one-time link that signs its user in; only its hash is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Sign-in link of {self.user_id}"

    def works(self) -> bool:
        """Whether the link would sign its user in now."""
        return self.used_at is None and self.expires_at >= timezone.now() and self.user.is_active
