"""People judge the constraint of a map for themselves: what the figures say of it is hidden meanwhile."""

from uuid import UUID

from django.db import transaction

from maps.models import ConstraintJudging, Map


def hide_constraint(*, of: Map, occasion: UUID) -> None:
    """Let no figure of the workshop tell a constraint from now on; inside the caller's transaction."""
    assert transaction.get_connection().in_atomic_block
    ConstraintJudging.objects.get_or_create(occasion=occasion, defaults={"map": of})


def show_constraint(*, occasion: UUID) -> None:
    """Let the figures tell it again, unless it is judged on another occasion too; inside the caller's transaction."""
    assert transaction.get_connection().in_atomic_block
    ConstraintJudging.objects.filter(occasion=occasion).delete()
