"""What nobody can use any more is forgotten, four times a day; docs/OPERATIONS.md lists what is kept for how long."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from workshops.models import SignInLink

# For as long the page can still say that a link was used or has expired, instead of not knowing it.
LINKS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went."""

    sessions: int
    sign_in_links: int


def forget_expired() -> Forgotten:
    """Delete sessions that have expired, and sign-in links that were used or expired `LINKS_KEPT` ago."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    limit = now - LINKS_KEPT
    links, _ = SignInLink.objects.filter(Q(expires_at__lt=limit) | Q(used_at__lt=limit)).delete()
    return Forgotten(sessions=sessions, sign_in_links=links)
