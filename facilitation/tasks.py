"""What the clock has workers do for sessions."""

from celery import shared_task

from facilitation.commands.rounds import close_overdue_rounds


@shared_task(name="facilitation.close_overdue_rounds")
def close_overdue() -> None:
    """Close every round whose time is up, so that each screen hears of it."""
    close_overdue_rounds()
