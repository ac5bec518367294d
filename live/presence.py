"""Who is where on one map: of the connections of this process, and of the others' as far as they have told.

Movements are gathered, so that the number of frames does not grow with the number of people (docs/PROTOCOL.md, L3).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

FRAME_EVERY_S = 1 / 20
FRAME_EVERY_IN_A_CROWD_S = 1 / 10
CROWD = 100
# From here on frames become rarer, up to a third by the time it is a crowd: what they carry grows with the people.
MANY = 75
# What another process told is repeated, because a message can be lost, and forgotten, because a process can die.
REPEAT_AFTER_S = 3.0
FORGET_AFTER_S = 10.0

Entry = Mapping[str, Any]
Moved = Mapping[str, Entry | None]


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A connection of another process."""

    process: str
    entry: Entry
    heard_at: float


class Presence:
    """The presence of one map; `show` gets what moved for the sockets here, `tell` for the other processes."""

    def __init__(self, *, show: Callable[[Moved], None], tell: Callable[[Moved], None]) -> None:
        self._show = show
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._here: dict[str, Entry] = {}
        self._elsewhere: dict[str, _Elsewhere] = {}
        # Other processes that have this map open, and when they last said so.
        self._processes: dict[str, float] = {}
        # Who moved since the last frame, and whether they are of this process.
        self._moved: dict[str, bool] = {}
        # What is read only when the next frame is made.
        self._unread: list[Callable[[], None]] = []
        self._shown_at = 0.0
        self._told_at = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def connections_elsewhere(self) -> int:
        return len(self._elsewhere)

    @property
    def is_shared(self) -> bool:
        """Whether another process has this map open, as far as any has told of late."""
        return bool(self._processes)

    def everyone_but(self, connection: str) -> dict[str, Entry]:
        """Return where everybody is, in the shape of `welcome`."""
        entries = {other: elsewhere.entry for other, elsewhere in self._elsewhere.items()} | self._here
        entries.pop(connection, None)
        return entries

    def place(self, connection: str, entry: Entry) -> None:
        """Say where a connection of this process is now."""
        if self._here.get(connection) != entry:
            self._here[connection] = entry
            self._note(connection, is_here=True)

    def read_later(self, read: Callable[[], None]) -> None:
        """Call this just before the next frame is made; it may place a connection."""
        self._unread.append(read)
        self._make_frame_soon()

    def leave(self, connection: str) -> None:
        """Say that a connection of this process has ended."""
        if self._here.pop(connection, None) is not None:
            self._note(connection, is_here=True)

    def meet(self, process: str) -> None:
        """Note that another process has this map open; one that is new here is told everything."""
        is_new = process not in self._processes
        self._processes[process] = self._loop.time()
        if is_new:
            self.repeat()

    def hear(self, process: str, moved: Moved) -> None:
        """Take in what another process told."""
        self.meet(process)
        now = self._loop.time()
        for connection, entry in moved.items():
            known = self._elsewhere.get(connection)
            if entry is None:
                self._elsewhere.pop(connection, None)
            else:
                self._elsewhere[connection] = _Elsewhere(process, entry, now)
            if entry != (known and known.entry):
                self._note(connection, is_here=False)

    def repeat(self) -> None:
        """Tell the other processes everything, because one of them asked or because it is time."""
        self._told_at = self._loop.time()
        if self._here:
            self._tell(dict(self._here))

    def tidy(self) -> None:
        """Repeat and forget what is due; to be called about once a second."""
        now = self._loop.time()
        if now - self._told_at >= REPEAT_AFTER_S:
            self.repeat()
        for connection, elsewhere in list(self._elsewhere.items()):
            if now - elsewhere.heard_at > FORGET_AFTER_S:
                del self._elsewhere[connection]
                self._note(connection, is_here=False)
        self._processes = {
            process: heard_at for process, heard_at in self._processes.items() if now - heard_at <= FORGET_AFTER_S
        }

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _note(self, connection: str, *, is_here: bool) -> None:
        self._moved[connection] = is_here
        self._make_frame_soon()

    def _make_frame_soon(self) -> None:
        if self._timer is None:
            pause = pause_between_frames_s(len(self._here) + len(self._elsewhere))
            self._timer = self._loop.call_at(max(self._loop.time(), self._shown_at + pause), self._flush)

    def _flush(self) -> None:
        unread, self._unread = self._unread, []
        try:
            for read in unread:
                read()
        finally:
            # Only now: what was read belongs to this frame and asks for no other.
            self._timer = None
        if not self._moved:
            return
        self._shown_at = self._loop.time()
        moved, self._moved = self._moved, {}
        entries = {connection: elsewhere.entry for connection, elsewhere in self._elsewhere.items()} | self._here
        self._show({connection: entries.get(connection) for connection in moved})
        mine = {connection: entries.get(connection) for connection, is_here in moved.items() if is_here}
        if mine and self.is_shared:
            self._tell(mine)


def pause_between_frames_s(people: int) -> float:
    """Return how long to gather movements before the next frame (docs/PROTOCOL.md, L3)."""
    if people > CROWD:
        return FRAME_EVERY_IN_A_CROWD_S
    return FRAME_EVERY_S * max(1.0, people / MANY)
