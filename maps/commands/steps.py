"""A table of steps that becomes steps on a map."""

from uuid import uuid4

from maps.commands.edit import Receipt, submit
from maps.domain.append_steps import edits_to_append
from maps.domain.elements import Reading
from maps.domain.map_file import calendar_of
from maps.domain.steps_table import StepsTable, read_steps_table
from maps.models import Map, Operation
from maps.permissions import MapAct, require
from maps.selectors import snapshot_of
from workshops.errors import InvalidInput
from workshops.models import Participant


def preview_steps(*, actor: Participant, of: Map, text: str) -> StepsTable:
    """Return what a pasted table would add, and what is wrong with it; changes nothing."""
    require(actor, MapAct.EDIT)
    return read_steps_table(text, reading=Reading(calendar_of(of.workshop.calendar), "estimate"))


def append_steps(*, actor: Participant, of: Map, op_id: str, text: str) -> Receipt:
    """Add the steps of a pasted table to the right end of the map, in one operation and one undo step.

    Raises InvalidInput with every problem of the table and its place, and changes nothing then.
    """
    table = preview_steps(actor=actor, of=of, text=text)
    if table.problems:
        raise InvalidInput(table.problems)
    ids = [uuid4().hex for _ in range(2 * len(table.rows))]
    edits = edits_to_append(snapshot_of(of.id).elements, table.rows, ids=ids)
    return submit(map_id=of.id, actor=actor, op_id=op_id, edits=edits, cause=Operation.Cause.IMPORT)
