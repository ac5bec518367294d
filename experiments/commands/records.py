"""What every command of this app leaves behind: an entry of the audit and a doorbell."""

from typing import Any

from workshops.commands.audit import record_act
from workshops.commands.people import count_people_change
from workshops.models import Participant


def record(actor: Participant, act: str, **details: Any) -> None:
    """Write who did what and ring that the workshop changed, inside the transaction of the command."""
    record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act=act, details=details)
    count_people_change(actor.workshop)
