"""What the clock has done about people: see `CELERY_BEAT_SCHEDULE`."""

import logging

from celery import shared_task

from workshops.commands import retention

logger = logging.getLogger(__name__)


@shared_task(name="workshops.forget_expired")
def forget_expired() -> None:
    """Forget what nobody can use any more; a second run finds nothing."""
    gone = retention.forget_expired()
    logger.info("Forgotten: %d expired sessions, %d old sign-in links.", gone.sessions, gone.sign_in_links)
