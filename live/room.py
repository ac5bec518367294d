"""One map as this process shows it: its state, its sockets, and everything that is announced to them.

The room's state is fed by the log alone, in order. A `welcome` is made of it in one go without waiting, so that the
announcements that follow continue it exactly.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any
from uuid import UUID

import orjson

from facilitation.selectors.public import timed
from live.background import DATABASE_DOWN, Background, in_database_thread
from live.facilitation import facilitation_frame, is_newer
from live.figures import Figures, Moment, notes_alone
from live.presence import Moved, Presence
from live.protocol import PROTOCOL, Close, Whereabouts, frame
from live.selectors import Admission, Head, WorkshopView, encoded_operations, open_map, workshop_of
from live.socket import Socket
from live.wire import finish
from live.writer import Writer
from maps.commands.edit import Request
from maps.domain.changes import apply_changes
from maps.domain.elements import Elements
from maps.models import Operation
from maps.selectors import REPLAY_LIMIT, operations_after
from workshops import fanout
from workshops.errors import NotFound
from workshops.telemetry import DOORBELLS_MISSED, OPERATIONS_FRAME_BYTES, PRESENCE_FRAMES, WELCOMES

logger = logging.getLogger(__name__)

KEPT_BYTES = 4 * 1024 * 1024
CATCH_UP_AT_ONCE = 500
# After an edit that leaves the figures as they are: every screen has the right ones already (docs/PROTOCOL.md, F1).
FIGURES_WAIT_S = 0.25
PRESENCE_HEAD = '{"t":"presence","people":{'
MAP_GONE = "This map does not exist any more, or you have no access to it."
REMOVED = "You were removed from this workshop."
SIGN_IN = "Sign in or join first."


class Room:
    """`process` names this process to the others; `close` is called once the map is found to be gone."""

    def __init__(
        self, map_id: UUID, workshop_id: UUID, *, process: str, background: Background, close: Callable[[], None]
    ) -> None:
        self.map_id = map_id
        self.workshop_id = workshop_id
        self.sockets: dict[str, Socket] = {}
        self.presence = Presence(show=self._show_presence, tell=self._tell_presence)
        self._process = process
        self._background = background
        self._close = close
        self._seq = 0
        self._elements: Elements = {}
        self._workshop: WorkshopView
        self._snapshot: tuple[int, bytes] | None = None
        # The newest operations as they travel, with their sequence numbers, without a gap.
        self._recent: deque[tuple[int, bytes]] = deque()
        self._recent_bytes = 0
        self._figures = Figures(background, read=self._moment, show=self._show_figures)
        # Figures that did not change go out with what comes next, or a moment later.
        self._waiting_figures: str | None = None
        self._figures_timer: asyncio.TimerHandle | None = None
        self._writer = Writer(map_id, background, announce=self._take_commit, gone=self.dissolve)
        self._catching_up = asyncio.Lock()
        self._reading_workshop = asyncio.Lock()
        self._is_workshop_asked_for = False
        self._rung_seq = 0
        self._is_ringing = False

    @property
    def seq(self) -> int:
        return self._seq

    @property
    def log_fields(self) -> dict[str, str]:
        """What lines of the log about this room carry."""
        return {"map_id": str(self.map_id), "workshop_id": str(self.workshop_id)}

    async def load(self) -> None:
        """Read the state from the database; raises NotFound where there is no such map."""
        opening = await in_database_thread(open_map, self.map_id)
        self._seq, self._elements, self._workshop = opening.seq, opening.elements, opening.workshop
        self._figures.refresh()

    # ------------------------------------------------------------------------------------------------ sockets

    async def welcome(self, socket: Socket, admission: Admission, last_seq: int | None) -> None:
        """Answer `hello`: from here on the socket has everything, once and in order (R3, R4)."""
        # Whoever has seen something newer than this room must not be taken back behind it.
        await self.catch_up(max(admission.head_seq, last_seq or 0))
        known = self._workshop
        if admission.revision > known.revision or admission.session_revision > known.facilitation["revision"]:
            await self.read_workshop()
        older = await self._read_replay(last_seq)
        role = self._workshop.roles.get(socket.participant)
        if role is None:
            socket.close(Close.REMOVED, REMOVED)
            return
        socket.is_listening = True
        content = {
            "protocol": PROTOCOL,
            "role": role,
            "seq": self._seq,
            "me": socket.participant,
            "connection": socket.connection,
            "presence": self.presence.everyone_but(socket.connection),
            "metrics": self._figures.latest and orjson.Fragment(self._figures.latest),
            "facilitation": timed(self._workshop.facilitation),
            **self._replay_or_snapshot(last_seq, older),
        }
        WELCOMES.labels("replay" if "replay" in content else "snapshot").inc()
        workshop = self._workshop.encoded.decode()
        socket.write(f"{frame('welcome', content)[:-1]},{workshop}}}")

    def place(self, socket: Socket, whereabouts: Whereabouts) -> None:
        self.presence.place(socket.connection, whereabouts.as_json(socket.participant))

    def submit(self, socket: Socket, request: Request) -> None:
        self._writer.add(socket, request)

    async def finish_writing(self) -> None:
        """Take no more edits, and return when those that wait are answered and shown."""
        await self._writer.finish()

    def leave(self, socket: Socket) -> None:
        if self.sockets.pop(socket.connection, None) is not None:
            self.presence.leave(socket.connection)

    def part_with(self, ended_sessions: Set[str]) -> None:
        """Send those away whose session has ended: they signed out, in this tab or another one (A5)."""
        for socket in list(self.sockets.values()):
            if socket.session_key in ended_sessions:
                socket.close(Close.SIGN_IN, SIGN_IN)

    def dissolve(self) -> None:
        """Send everybody away, because the map does not exist any more."""
        for socket in list(self.sockets.values()):
            socket.close(Close.NO_SUCH_MAP, MAP_GONE)
        self._close()

    # ------------------------------------------------------------------------------------------------ the log

    async def catch_up(self, seq: int) -> None:
        """Announce what the log has beyond the room's state, if it is said to reach to `seq`."""
        if seq <= self._seq:
            return
        async with self._catching_up:
            is_behind = seq > self._seq
            while is_behind:
                newer = await in_database_thread(operations_after, self.map_id, self._seq, limit=CATCH_UP_AT_ONCE)
                self._announce(newer)
                is_behind = len(newer) == CATCH_UP_AT_ONCE

    async def _take_commit(self, committed: Sequence[Operation], head_seq: int) -> None:
        self._announce(committed)
        try:
            await self.catch_up(head_seq)
        except DATABASE_DOWN as error:
            # The commit stands; the room reads again within a second.
            logger.warning("A map could not be read after a commit: %s", error, extra=self.log_fields)
        self._ring()

    def _announce(self, operations: Sequence[Operation]) -> None:
        """Apply the operations that follow on the state and send them as one frame (R1); `catch_up` mends gaps."""
        messages = []
        are_about_notes = True
        for operation in operations:
            if operation.seq == self._seq + 1:
                self._seq = operation.seq
                self._elements = apply_changes(self._elements, operation.changes)
                are_about_notes = are_about_notes and notes_alone(operation.changes, self._elements)
                messages.append(orjson.dumps(operation.as_message()))
                self._keep(operation.seq, messages[-1])
        if messages:
            text = f'{{"t":"operations","operations":[{b",".join(messages).decode()}]}}'
            OPERATIONS_FRAME_BYTES.observe(len(text))
            self._broadcast_waiting_figures()
            self._broadcast(text)
            self._figures.refresh(are_same=are_about_notes)

    def _keep(self, seq: int, message: bytes) -> None:
        self._recent.append((seq, message))
        self._recent_bytes += len(message)
        while self._recent and (len(self._recent) > REPLAY_LIMIT or self._recent_bytes > KEPT_BYTES):
            self._recent_bytes -= len(self._recent.popleft()[1])

    async def _read_replay(self, last_seq: int | None) -> Mapping[int, bytes]:
        """Return the operations after `last_seq` that only the log has."""
        oldest_kept = self._recent[0][0] if self._recent else self._seq + 1
        is_replayable = last_seq is not None and self._seq - REPLAY_LIMIT <= last_seq <= self._seq
        if last_seq is None or not is_replayable or last_seq + 1 >= oldest_kept:
            return {}
        return await in_database_thread(encoded_operations, self.map_id, last_seq, REPLAY_LIMIT)

    def _replay_or_snapshot(self, last_seq: int | None, older: Mapping[int, bytes]) -> dict[str, Any]:
        if last_seq is not None and self._seq - REPLAY_LIMIT <= last_seq <= self._seq:
            known = {**older, **dict(self._recent)}
            wanted = range(last_seq + 1, self._seq + 1)
            # While the log was read, more may have come than is kept.
            if all(seq in known for seq in wanted):
                return {"replay": [orjson.Fragment(known[seq]) for seq in wanted]}
        return {"snapshot": {"elements": orjson.Fragment(self._encoded_elements())}}

    def _encoded_elements(self) -> bytes:
        """Return the elements as they travel, encoded once for everybody who comes at the same moment."""
        if self._snapshot is None or self._snapshot[0] != self._seq:
            self._snapshot = (self._seq, orjson.dumps(self._elements))
        return self._snapshot[1]

    def _moment(self) -> Moment:
        return self._seq, dict(self._workshop.charter), self._elements, self._workshop.hides_constraint

    def greet(self, process: str) -> None:
        """Tell another process that has just opened this map who is here and how far the log is."""
        self.presence.meet(process)
        self.presence.repeat()
        self._rung_seq = 0
        self._ring()

    def _ring(self) -> None:
        """Ring for the other processes that have this map open, if there are any."""
        if not self.presence.is_shared:
            return
        if not self._is_ringing and self._rung_seq < self._seq:
            self._is_ringing = True
            self._background.start(self._ring_the_others())

    async def _ring_the_others(self) -> None:
        try:
            while self._rung_seq < self._seq:
                self._rung_seq = self._seq
                await fanout.send_map_changed(self.map_id, seq=self._seq, process=self._process)
        finally:
            self._is_ringing = False

    # ------------------------------------------------------------------------------------------- the workshop

    async def compare(self, head: Head | None) -> None:
        """Read again what is newer in the database than here; None: the map is gone."""
        if head is None:
            self.dissolve()
            return
        if head.seq > self._seq:
            DOORBELLS_MISSED.inc()
        await self.catch_up(head.seq)
        known = self._workshop
        revisions = (known.revision, known.access_revision, known.facilitation["revision"])
        if (head.revision, head.access_revision, head.session_revision) != revisions:
            await self.read_workshop()

    async def read_workshop(self) -> None:
        """Read charter and people again, tell what changed, and close the sockets of those who were removed (A2).

        A reading that waits for its turn serves all who ask meanwhile: fifty people who join at once cause a few.
        """
        if self._is_workshop_asked_for:
            async with self._reading_workshop:
                return
        self._is_workshop_asked_for = True
        async with self._reading_workshop:
            self._is_workshop_asked_for = False
            try:
                workshop = await in_database_thread(workshop_of, self.map_id)
            except NotFound:
                self.dissolve()
                return
            before, self._workshop = self._workshop, workshop
        for socket in list(self.sockets.values()):
            if socket.participant not in workshop.roles:
                socket.close(Close.REMOVED, REMOVED)
        if workshop.encoded != before.encoded:
            self._tell_workshop()
        if is_newer(workshop.facilitation, before.facilitation):
            self._broadcast(facilitation_frame(workshop.facilitation))
        if workshop.hides_constraint and not before.hides_constraint:
            # Until the figures are computed without it, nobody is told those that have it.
            self._figures.latest = self._waiting_figures = None
        if workshop.charter != before.charter or workshop.hides_constraint != before.hides_constraint:
            self._figures.refresh()

    def _tell_workshop(self) -> None:
        encoded, roles = self._workshop.encoded.decode(), self._workshop.roles
        frames = {role: f'{{"t":"workshop","role":"{role}",{encoded}}}' for role in set(roles.values())}
        for socket in self.sockets.values():
            if socket.is_listening and socket.participant in roles:
                socket.write(frames[roles[socket.participant]])

    # ------------------------------------------------------------------------------------------------ frames

    def _broadcast(self, text: str) -> None:
        finished = finish(text)
        for socket in self.sockets.values():
            if socket.is_listening:
                socket.write(text, finished)

    def _show_figures(self, text: str, have_changed: bool) -> None:
        is_first = self._waiting_figures is None
        self._waiting_figures = text
        if have_changed:
            self._broadcast_waiting_figures()
        elif is_first:
            loop = asyncio.get_running_loop()
            self._figures_timer = loop.call_later(FIGURES_WAIT_S, self._broadcast_waiting_figures)

    def _broadcast_waiting_figures(self) -> None:
        if self._waiting_figures is not None:
            text, self._waiting_figures = self._waiting_figures, None
            if self._figures_timer is not None:
                self._figures_timer.cancel()
            self._broadcast(text)

    def _show_presence(self, moved: Moved) -> None:
        """Send who moved, each person's own movement left out of what they get; every entry is encoded once."""
        PRESENCE_FRAMES.inc()
        entries = {connection: f'"{connection}":{orjson.dumps(entry).decode()}' for connection, entry in moved.items()}
        everybody = f"{PRESENCE_HEAD}{','.join(entries.values())}}}}}"
        finished = finish(everybody)
        start = len(PRESENCE_HEAD)
        for connection, entry in entries.items():
            end = start + len(entry) + 1
            socket = self.sockets.get(connection)
            if socket is not None and socket.is_listening and len(entries) > 1:
                # Without the entry and the comma after it, or before it where it is the last.
                is_last = end > len(everybody) - 2
                socket.write(everybody[: start - is_last] + everybody[end - is_last :])
            start = end
        for connection, socket in self.sockets.items():
            if socket.is_listening and connection not in entries:
                socket.write(everybody, finished)

    def _tell_presence(self, moved: Moved) -> None:
        sending = fanout.send_presence(self.map_id, people=dict(moved), process=self._process)
        self._background.start(sending)
