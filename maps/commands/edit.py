"""The spine: every change of a map, wherever it comes from, becomes one operation of its log here.

Lock the map's row → permission → known `op_id`? → plan → write the touched rows and the operation with `seq = head_seq
+ 1` → commit → announce.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone

from maps.commands.asks import Ask, EditAsk, Ground, Planned, RedoAsk, ReplaceAsk, RestoreAsk, UndoAsk
from maps.commands.log import append_operations, lock_map, read_around
from maps.commands.state import MapState, remember_state, state_under_lock
from maps.domain.changes import Changes, apply_changes
from maps.domain.elements import ID_PATTERN, Elements, Reading, display_name, label_of
from maps.domain.errors import EditRejected, ElementGone
from maps.domain.locks import added_by, check_locks, check_own
from maps.domain.map_file import calendar_of
from maps.models import Operation
from maps.permissions import MapAct, may, require
from maps.projection import write_elements
from workshops import fanout
from workshops.errors import Conflict, InvalidInput, NotFound, Problem, Removed, WorkshopError
from workshops.models import Participant
from workshops.telemetry import BATCH_SIZE, COMMIT_SECONDS, EDITS_REJECTED, EDITS_RESENT, OPERATIONS_COMMITTED

logger = logging.getLogger(__name__)


class OpIdTaken(EditRejected):
    """The `op_id` was used by another participant."""

    code = "op_id_taken"


class Busy(Conflict):
    """The map's row was locked for longer than the lock timeout."""

    code = "busy"
    status = 503


@dataclass(frozen=True, slots=True)
class Request:
    """One participant's ask under the `op_id` that their client chose."""

    actor_id: UUID
    op_id: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Receipt:
    """The operation that an `op_id` became; `is_new` is False where it was known before."""

    operation: Operation
    is_new: bool

    @property
    def seq(self) -> int:
        return self.operation.seq


def submit(
    *, map_id: UUID, actor: Participant, op_id: str, edits: object, cause: str = Operation.Cause.EDIT
) -> Receipt:
    """Do the edits, all or none, and announce them; a known `op_id` returns its stored receipt and changes nothing."""
    return _submit_one(map_id, Request(actor.id, op_id, EditAsk(edits, cause)))


def undo(*, map_id: UUID, actor: Participant, op_id: str) -> Receipt:
    """Take back the actor's latest operation, as a new one."""
    return _submit_one(map_id, Request(actor.id, op_id, UndoAsk()))


def redo(*, map_id: UUID, actor: Participant, op_id: str) -> Receipt:
    """Take back the actor's latest undo, as a new operation."""
    return _submit_one(map_id, Request(actor.id, op_id, RedoAsk()))


def create_elements(*, map_id: UUID, actor: Participant, op_id: str, elements: Elements) -> Receipt:
    """Give a new map the elements (in normal form) that it begins with; nobody's undo goes behind them."""
    return _submit_one(map_id, Request(actor.id, op_id, ReplaceAsk(elements, Operation.Cause.CREATE)))


def replace_elements(*, map_id: UUID, actor: Participant, op_id: str, elements: Elements) -> Receipt:
    """Make the map's elements exactly these (in normal form), in one operation and one undo step."""
    return _submit_one(map_id, Request(actor.id, op_id, ReplaceAsk(elements)))


def restore_moment(*, map_id: UUID, actor: Participant, op_id: str, seq: int) -> Receipt:
    """Make the map what it was after operation `seq`, in one operation and one undo step."""
    return _submit_one(map_id, Request(actor.id, op_id, RestoreAsk(seq)))


def _submit_one(map_id: UUID, request: Request) -> Receipt:
    with transaction.atomic():
        (outcome,) = submit_together(map_id=map_id, requests=[request])
        if isinstance(outcome, Receipt) and outcome.is_new:
            fanout.ring_map_changed(map_id, seq=outcome.seq)
    if isinstance(outcome, WorkshopError):
        raise outcome
    return outcome


def submit_together(*, map_id: UUID, requests: Sequence[Request]) -> list[Receipt | WorkshopError]:
    """Commit all requests in one transaction, each planned alone on what the ones before it left; the outcomes in
    their order.

    A rejection never touches its neighbours. Announces nothing: the caller does, after the commit.
    Raises NotFound where the map is gone, Busy where its row stayed locked.
    """
    began = time.perf_counter()
    try:
        with transaction.atomic():
            batch = _Batch(map_id, requests)
            outcomes = batch.run()
            if batch.operations:
                state = MapState(batch.operations[-1].seq, batch.elements)
                transaction.on_commit(lambda: remember_state(map_id, state))
                transaction.on_commit(lambda: _note_commit(batch, time.perf_counter() - began))
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == "55P03":
            sentence = "Many people are saving at once; your change was kept and will be tried again."
            raise Busy(sentence) from error
        raise
    BATCH_SIZE.observe(len(requests))
    for outcome in outcomes:
        if isinstance(outcome, WorkshopError):
            EDITS_REJECTED.labels(outcome.code).inc()
        elif not outcome.is_new:
            EDITS_RESENT.inc()
    return [_explain(map_id, request, outcome) for request, outcome in zip(requests, outcomes, strict=True)]


class _Batch:
    """The requests that one transaction commits."""

    def __init__(self, map_id: UUID, requests: Sequence[Request]) -> None:
        self.requests = requests
        locked = lock_map(map_id)
        if locked is None:
            raise NotFound("This map does not exist any more, so the change was not saved.")
        self.map = locked
        op_ids = [request.op_id for request in requests if ID_PATTERN.fullmatch(request.op_id)]
        self.around = read_around(locked, {request.actor_id for request in requests}, op_ids)
        self.state = state_under_lock(self.map)
        self.elements: Elements = self.state.elements
        self.operations: list[Operation] = []
        self.reading = Reading(calendar_of(locked.calendar), "estimate")

    def run(self) -> list[Receipt | WorkshopError]:
        outcomes: list[Receipt | WorkshopError] = []
        for request in self.requests:
            try:
                outcomes.append(self.take(request))
            except WorkshopError as error:
                outcomes.append(error)
        if self.operations:
            self.write()
        return outcomes

    def take(self, request: Request) -> Receipt:
        actor = self.around.actors.get(request.actor_id)
        if actor is None:
            raise NotFound("This map does not exist any more, so the change was not saved.")
        if actor.removed_at is not None:
            raise Removed("You were removed from this workshop, so the change was not saved.")
        require(actor, request.ask.act)
        if not ID_PATTERN.fullmatch(request.op_id):
            raise InvalidInput([Problem("op_id", "“op_id” must be 1 to 64 letters, digits, “-” or “_”.")])
        known = self.around.known.get(request.op_id)
        if known is not None:
            if known.actor_id != request.actor_id:
                raise OpIdTaken("This op_id belongs to another participant's change; nothing was saved.")
            return Receipt(known, is_new=False)
        ground = Ground(self.map, self.elements, self.reading, request.actor_id, self.operations)
        planned = request.ask.plan(ground)
        if not may(actor, MapAct.CHANGE_LOCKED):
            check_locks(self.around.locks, self.elements, planned.changes)
            if self.map.is_own_only:
                check_own(planned.changes, self.own_among(planned.changes, actor), self.elements)
        return self.append(request, planned)

    def own_among(self, changes: Changes, actor: Participant) -> set[str]:
        """Return those of the changed elements that the actor added."""
        if all(change["before"] is None for change in changes.values()):
            return set()
        log = Operation.objects.filter(map_id=self.map.id, actor_id=actor.id, changes__has_any_keys=list(changes))
        planned = [operation.changes for operation in self.operations if operation.actor_id == actor.id]
        return added_by([*log.values_list("changes", flat=True), *planned])

    def append(self, request: Request, planned: Planned) -> Receipt:
        operation = Operation(
            map_id=self.map.id,
            seq=self.map.head_seq + len(self.operations) + 1,
            op_id=request.op_id,
            actor_id=request.actor_id,
            changes=planned.changes,
            cause=planned.cause,
            undoes=planned.undoes,
            replaced=planned.replaced or None,
            stayed=list(planned.stayed) or None,
            created_at=timezone.now(),
        )
        if planned.changes:
            self.elements = apply_changes(self.elements, planned.changes)
        self.operations.append(operation)
        self.around.known[request.op_id] = operation
        return Receipt(operation, is_new=True)

    def write(self) -> None:
        touched = {element_id: None for operation in self.operations for element_id in operation.changes}
        write_elements(self.map.id, self.state.elements, self.elements, touched)
        append_operations(self.map, self.operations)


def _note_commit(batch: _Batch, duration_s: float) -> None:
    """Count and log what was committed; ids alone, because what people write is theirs."""
    COMMIT_SECONDS.observe(duration_s)
    for operation in batch.operations:
        OPERATIONS_COMMITTED.labels(operation.cause).inc()
    fields = {
        "map_id": batch.map.id,
        "workshop_id": batch.map.workshop_id,
        "seq": batch.operations[-1].seq,
        "op_ids": [operation.op_id for operation in batch.operations],
        "participant_id": ",".join({str(operation.actor_id) for operation in batch.operations}),
        "duration_ms": round(duration_s * 1000, 1),
    }
    logger.info("Edits were committed.", extra=fields)


def _explain(map_id: UUID, request: Request, outcome: Receipt | WorkshopError) -> Receipt | WorkshopError:
    """Tell who removed the element that an edit wanted to change; outside the lock, only for rejections."""
    if not isinstance(outcome, ElementGone) or not isinstance(request.ask, EditAsk):
        return outcome
    element_id = outcome.element_id
    removals = Operation.objects.filter(map_id=map_id, changes__has_key=element_id).select_related("actor")
    removal = removals.order_by("-seq").first()
    removed = removal and removal.changes[element_id]["before"]
    if removal is None or not removed or removal.changes[element_id]["after"] is not None:
        return outcome
    name = display_name(element_id, {element_id: removed})
    by = "you" if removal.actor_id == request.actor_id else removal.actor.name
    what = _lost_part(request.ask.edits, element_id, removed["kind"])
    message = f"“{name}” was removed by {by}, so {what} was not saved."
    return ElementGone(element_id, message, name=name, removed_by=str(removal.actor_id))


def _lost_part(edits: object, element_id: str, kind: str) -> str:
    names = [
        label_of(kind, str(name))
        for edit in (edits if isinstance(edits, list) else [])
        if isinstance(edit, Mapping) and edit.get("id") == element_id and isinstance(edit.get("fields"), Mapping)
        for name in _field_names(edit)
    ]
    return f"its {', '.join(names)}" if names else "the change"


def _field_names(edit: Mapping[str, Any]) -> list[str]:
    return [name for name in edit["fields"] if name not in ("x", "y")] or ["position"]
