"""The state of a map that edits are planned on: cached in the process, valid only at the `head_seq` under the lock."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from maps.commands.log import LockedMap
from maps.domain.changes import apply_changes
from maps.domain.elements import Elements
from maps.models import Operation
from maps.projection import load_elements

CACHED_MAPS = 200
_REPLAY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class MapState:
    """The elements of a map after operation `seq`."""

    seq: int
    elements: Elements


class _StateCache:
    """The newest known states of the maps used last; thread-safe."""

    def __init__(self) -> None:
        self._states: OrderedDict[UUID, MapState] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, map_id: UUID) -> MapState | None:
        with self._lock:
            state = self._states.get(map_id)
            if state is not None:
                self._states.move_to_end(map_id)
            return state

    def put(self, map_id: UUID, state: MapState) -> None:
        with self._lock:
            self._states[map_id] = state
            self._states.move_to_end(map_id)
            while len(self._states) > CACHED_MAPS:
                self._states.popitem(last=False)


_cache = _StateCache()


def state_under_lock(locked: LockedMap) -> MapState:
    """Return the state at the `head_seq` of a row that this transaction has locked: cached, caught up from the log, or
    read from the rows.
    """
    cached = _cache.get(locked.id)
    if cached is not None and cached.seq == locked.head_seq:
        return cached
    if cached is not None and 0 < locked.head_seq - cached.seq <= _REPLAY_LIMIT:
        elements = cached.elements
        newer = Operation.objects.filter(map_id=locked.id, seq__gt=cached.seq).order_by("seq")
        for changes in newer.values_list("changes", flat=True):
            elements = apply_changes(elements, changes)
        return MapState(locked.head_seq, elements)
    seq, elements = load_elements(locked.id)
    return MapState(seq, elements)


def remember_state(map_id: UUID, state: MapState) -> None:
    """Keep a state that has been committed."""
    _cache.put(map_id, state)
