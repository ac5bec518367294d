"""In which order rows are locked, and the first lock of every command that locks more than its own row."""

from uuid import UUID

from workshops.models import Workshop

# Whoever takes locks in one order never waits in a circle. A row of any other table is written only while one that it
# hangs on is held, and what belongs to the run of a session while its session is. Edits hold their map alone.
LOCK_ORDER = (
    "workshops_workshop",
    "facilitation_session",
    "facilitation_round",
    "facilitation_realitem",
    "experiments_initiative",
    "experiments_improvement",
    "experiments_experiment",
    "experiments_campaign",
    "experiments_keyresult",
    "maps_map",
    "experiments_series",
)


def lock_workshop(workshop_id: UUID) -> Workshop:
    """Return the workshop, its row locked until the end of the transaction.

    It comes before every other lock. New rows may refer to the workshop meanwhile: edits of its maps go on.
    """
    return Workshop.objects.select_for_update(no_key=True).get(pk=workshop_id)


def lock_everything(workshop_id: UUID) -> Workshop:
    """Return the workshop, locked together with what hangs on it: nobody is in the middle of a change."""
    workshop = lock_workshop(workshop_id)
    parts = {relation.related_model._meta.db_table: relation for relation in Workshop._meta.related_objects}
    for table in LOCK_ORDER:
        if table in parts:
            rows = parts[table].related_model._base_manager.filter(workshop_id=workshop_id)
            list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return workshop
