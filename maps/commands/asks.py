"""What may be asked of a map's log: edits, undo, redo, the import of a file, the restoring of a moment. Each plans
itself on the locked state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from maps.commands.log import LockedMap
from maps.domain.changes import Change, diff_elements
from maps.domain.elements import Elements, Reading
from maps.domain.errors import EditRejected
from maps.domain.plan import plan_edits
from maps.domain.undo import plan_reversal
from maps.models import Operation
from maps.permissions import MapAct
from maps.selectors import elements_at

_OWN_EDITS = (Operation.Cause.EDIT, Operation.Cause.IMPORT, Operation.Cause.RESTORE)

# What a map was created with is where everybody begins: one Ctrl+Z too many must not empty it before the room.
_NEVER_UNDONE = (Operation.Cause.UNDO, Operation.Cause.CREATE)


class NothingToUndo(EditRejected):
    code = "nothing_to_undo"


class NothingToRedo(EditRejected):
    code = "nothing_to_redo"


@dataclass(frozen=True, slots=True)
class Planned:
    """What an operation will hold."""

    changes: Mapping[str, Change]
    cause: str
    undoes: str | None = None
    replaced: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stayed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What an ask is planned on: the locked map, its elements, and the operations planned before it in the same
    transaction.
    """

    map: LockedMap
    elements: Elements
    reading: Reading
    actor_id: UUID
    batch: Sequence[Operation]

    def undone_in_batch(self) -> set[str]:
        return {operation.undoes for operation in self.batch if operation.undoes}

    def own_in_batch(self) -> list[Operation]:
        """Return the actor's operations of this transaction, the newest first."""
        return [operation for operation in reversed(self.batch) if operation.actor_id == self.actor_id]

    def own_in_log(self) -> Any:
        """Return the actor's committed operations that nobody has taken back, the newest first."""
        taken_back = Operation.objects.filter(map_id=self.map.id, undoes=OuterRef("op_id"))
        own = Operation.objects.filter(map_id=self.map.id, actor_id=self.actor_id)
        return own.exclude(Exists(taken_back)).exclude(op_id__in=self.undone_in_batch()).order_by("-seq")


class Ask(Protocol):
    act: ClassVar[MapAct]

    def plan(self, ground: Ground) -> Planned: ...


@dataclass(frozen=True, slots=True)
class EditAsk:
    """Do these edits, all or none; `edits` is as it came from outside."""

    act: ClassVar[MapAct] = MapAct.EDIT
    edits: object
    cause: str = Operation.Cause.EDIT

    def plan(self, ground: Ground) -> Planned:
        plan = plan_edits(ground.elements, self.edits, reading=ground.reading)
        replaced = {
            element_id: {name: _last_writer(ground, element_id, name) for name in names}
            for element_id, names in plan.replaced.items()
        }
        return Planned(plan.changes, self.cause, replaced=replaced)


@dataclass(frozen=True, slots=True)
class UndoAsk:
    """Take back the actor's latest operation that is neither an undo nor undone."""

    act: ClassVar[MapAct] = MapAct.EDIT

    def plan(self, ground: Ground) -> Planned:
        target = self._find(ground)
        if target is None:
            raise NothingToUndo("There is nothing of yours left to undo on this map.")
        return _take_back(target, ground, Operation.Cause.UNDO)

    def _find(self, ground: Ground) -> Operation | None:
        undone = ground.undone_in_batch()
        for operation in ground.own_in_batch():
            if operation.cause not in _NEVER_UNDONE and operation.changes and operation.op_id not in undone:
                return operation
        found: Operation | None = ground.own_in_log().exclude(cause__in=_NEVER_UNDONE).exclude(changes={}).first()
        return found


@dataclass(frozen=True, slots=True)
class RedoAsk:
    """Take back the actor's latest undo that is not yet redone, unless they have edited since."""

    act: ClassVar[MapAct] = MapAct.EDIT

    def plan(self, ground: Ground) -> Planned:
        target = self._find(ground)
        if target is None:
            raise NothingToRedo("There is nothing to redo: you have undone nothing since your last change.")
        return _take_back(target, ground, Operation.Cause.REDO)

    def _find(self, ground: Ground) -> Operation | None:
        undone = ground.undone_in_batch()
        for operation in ground.own_in_batch():
            if operation.cause in _OWN_EDITS and operation.changes:
                return None
            if operation.cause == Operation.Cause.UNDO and operation.op_id not in undone:
                return operation
        is_edit = Q(cause__in=_OWN_EDITS) & ~Q(changes={})
        # An edit that was undone still empties redo of what was undone before it, so edits count whether taken back
        # or not.
        latest_edit = (
            Operation.objects.filter(is_edit, map_id=ground.map.id, actor_id=ground.actor_id)
            .order_by("-seq")
            .values_list("seq", flat=True)
            .first()
        )
        found: Operation | None = (
            ground.own_in_log().filter(cause=Operation.Cause.UNDO, seq__gt=latest_edit or 0).first()
        )
        return found


@dataclass(frozen=True, slots=True)
class ReplaceAsk:
    """Make the map's elements exactly these: the import of a file, or what a new map begins with."""

    act: ClassVar[MapAct] = MapAct.IMPORT_OVER
    elements: Elements
    cause: str = Operation.Cause.IMPORT

    def plan(self, ground: Ground) -> Planned:
        return Planned(diff_elements(ground.elements, self.elements), self.cause)


@dataclass(frozen=True, slots=True)
class RestoreAsk:
    """Make the map what it was after operation `seq`."""

    act: ClassVar[MapAct] = MapAct.RESTORE
    seq: int

    def plan(self, ground: Ground) -> Planned:
        head = ground.map.head_seq + len(ground.batch)
        if not 0 <= self.seq <= head:
            raise EditRejected(f"This map has had {head} operations; there is no moment {self.seq} to restore.")
        if self.seq > ground.map.head_seq:
            target: Elements = ground.elements
        else:
            target = elements_at(ground.map.id, self.seq)
        return Planned(diff_elements(ground.elements, target), Operation.Cause.RESTORE)


def _take_back(target: Operation, ground: Ground, cause: str) -> Planned:
    reversal = plan_reversal(ground.elements, target.changes)
    return Planned(reversal.changes, cause, undoes=target.op_id, stayed=reversal.stayed)


def _last_writer(ground: Ground, element_id: str, name: str) -> str:
    """Return the participant whose value the field has now."""
    committed = Operation.objects.filter(map_id=ground.map.id, changes__has_key=element_id).order_by("-seq")
    for operation in chain(reversed(ground.batch), committed.iterator(chunk_size=20)):
        after = operation.changes.get(element_id, {}).get("after")
        if after is not None and name in after:
            return str(operation.actor_id)
    return str(ground.actor_id)
