"""The record of who did what; called by commands, inside their transaction."""

from typing import Any

from workshops.models import AuditEntry, User, Workshop


def record_act(
    *, workshop: Workshop, user: User | None, actor_name: str, act: str, details: dict[str, Any] | None = None
) -> None:
    """Write one entry of the audit; its sentence is composed where it is shown."""
    AuditEntry.objects.create(
        workshop_id=workshop.id,
        workshop_name=workshop.name,
        user=user,
        actor_name=actor_name,
        act=act,
        details=details or {},
    )
