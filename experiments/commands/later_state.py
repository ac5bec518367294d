"""The stream mapped again after a future state: what it is now is held against what that promised."""

from django.db import transaction

from experiments.selectors.future_state import current_state_of
from maps.commands.later_state import Beginning, create_later_state
from maps.models import Map
from workshops.models import Participant


@transaction.atomic
def map_again(*, actor: Participant, future: Map, title: str, begin: Beginning, op_id: str) -> tuple[Map, bool]:
    """Make a further current state that answers the future state as it is now; facilitators.

    It begins blank, or as a copy of the current state that the future state was made of, as that is now. Returns it and
    whether it is new: a known `op_id` returns what it made. Raises NoPromise for a map that is no future state.
    """
    base = current_state_of(future)
    return create_later_state(actor=actor, future=future, base=base, title=title, begin=begin, op_id=op_id)
