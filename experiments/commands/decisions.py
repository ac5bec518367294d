"""A change of state: by the state machine, under the row's lock, and kept with its reason."""

from typing import Any, TypeVar

from django.utils import timezone

from experiments.commands.records import record
from experiments.domain.states import StateMachine
from experiments.models import Campaign, Decision, Experiment, Gate, Improvement, Initiative
from experiments.permissions import hands_of
from workshops.commands.locking import lock_workshop
from workshops.errors import InvalidInput, NotFound, Problem
from workshops.models import Participant

REASON_LIMIT = 1_000

Thing = TypeVar("Thing", Improvement, Experiment, Campaign)
Moved = TypeVar("Moved", Improvement, Experiment, Campaign, Initiative, Gate)


def lock_thing(actor: Participant, thing: Thing) -> Thing:
    """Return the thing with its row locked and its people loaded; raises NotFound where it is gone."""
    lock_workshop(actor.workshop_id)
    rows = type(thing).objects.select_for_update(no_key=True, of=("self",)).select_related("owner", "map")
    locked = rows.filter(pk=thing.pk, workshop_id=actor.workshop_id).first()
    if locked is None:
        raise NotFound(f"“{thing}” does not exist any more; nothing was changed.")
    locked.workshop = actor.workshop
    return locked


def check_move(actor: Participant, thing: Moved, machine: StateMachine, to: str, reason: str) -> str:
    """Return the reason as it is kept; raises what the machine says where this move is not open to the actor."""
    kept = " ".join(reason.replace("\x00", "").split())
    if len(kept) > REASON_LIMIT:
        sentence = f"The reason has {len(kept)} characters; at most {REASON_LIMIT} can be kept."
        raise InvalidInput([Problem("reason", sentence)])
    machine.take(name=str(thing), state=thing.state, to=to, hands=hands_of(actor, thing), reason=kept)
    return kept


def move(
    actor: Participant, thing: Moved, *, kind: str, to: str, reason: str, evidence: dict[str, Any] | None = None
) -> Moved:
    """Write the new state of a locked thing whose move was checked, with the decision and the audit.

    `kind` is `experiment`, `improvement`, `campaign`, `initiative` or `gate`.
    """
    before, thing.state = thing.state, to
    thing.revision += 1
    thing.save()
    Decision.objects.create(
        workshop=actor.workshop,
        before=before,
        after=to,
        reason=reason,
        evidence=evidence,
        decided_by=actor,
        decided_at=timezone.now(),
        **{kind: thing},
    )
    record(actor, f"decide_{kind}", **{kind: str(thing.pk)}, name=str(thing)[:200], before=before, after=to)
    return thing
