"""All rooms of this process, what they hear from the other processes, and the look at the database once a second.

A doorbell only says that something may be new. It can be lost, hence the look.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from django.db import DatabaseError, InterfaceError

from live.background import DATABASE_DOWN, Background, in_database_thread, replace_dead_connections
from live.doorbells import Doorbells
from live.limits import SOCKETS_A_MAP
from live.protocol import Close, Elsewhere, MapFull
from live.room import Room
from live.selectors import Admission, look_at
from live.socket import Socket
from workshops import fanout
from workshops.telemetry import DOORBELLS_HEARD, MAPS_OPEN, SOCKETS_OPEN

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
# People who reload or whose network blinked find their room as they left it.
KEPT_EMPTY_S = 10.0
HANDED_OVER_LOOK_S = 0.02
ELSEWHERE = "This server process restarts; connect again."


class Rooms:
    """The rooms of one process (of one event loop); each opens with its first socket and closes after its last."""

    def __init__(self) -> None:
        self.process = uuid4().hex
        self._background = Background()
        self._doorbells = Doorbells(self._hear)
        self._rooms: dict[UUID, Room] = {}
        self._opening: dict[UUID, asyncio.Task[None]] = {}
        self._is_leaving = False
        self._background.start(self._doorbells.keep_subscribed())
        self._background.start(self._doorbells.receive())
        self._background.start(self._look_again_and_again())
        self._background.start(self._keep_connections_alive())

    async def enter(self, socket: Socket, admission: Admission) -> Room:
        """Put the socket into its room, which is ready when this returns.

        Raises MapFull, NotFound where the map has just gone, and what a database raises that is down.
        """
        if self._is_leaving:
            raise Elsewhere(ELSEWHERE)
        room = self._rooms.get(admission.map_id) or self._open(admission)
        if len(room.sockets) + room.presence.connections_elsewhere >= SOCKETS_A_MAP:
            raise MapFull(f"{SOCKETS_A_MAP} people have this map open, which is as many as can; try again later.")
        room.sockets[socket.connection] = socket
        SOCKETS_OPEN.inc()
        try:
            # One visitor who leaves meanwhile must not end the opening for the others.
            await asyncio.shield(self._opening[room.map_id])
        except BaseException:
            self.leave(socket, room)
            raise
        return room

    def leave(self, socket: Socket, room: Room) -> None:
        if socket.connection in room.sockets:
            SOCKETS_OPEN.dec()
        room.leave(socket)
        if not room.sockets:
            asyncio.get_running_loop().call_later(KEPT_EMPTY_S, self._close_if_empty, room)

    async def hand_over(self, *, patience_s: float) -> None:
        """Commit what waits, then send every socket to another process; new ones are sent there at once.

        Returns when all have gone, and after about `patience_s` in any case.
        """
        self._is_leaving = True
        give_up_at = asyncio.get_running_loop().time() + patience_s
        finishing = [asyncio.ensure_future(room.finish_writing()) for room in self._rooms.values()]
        if finishing:
            await asyncio.wait(finishing, timeout=patience_s / 2)
        sockets = [socket for room in self._rooms.values() for socket in room.sockets.values()]
        for socket in sockets:
            socket.close(Close.ELSEWHERE, ELSEWHERE)
        while any(room.sockets for room in self._rooms.values()) and asyncio.get_running_loop().time() < give_up_at:
            await asyncio.sleep(HANDED_OVER_LOOK_S)
        logger.info("%d sockets were sent to another process.", len(sockets))

    async def stop(self) -> None:
        """End everything that runs beside the sockets."""
        for room in list(self._rooms.values()):
            self._close(room)
        await self._background.stop()

    def _open(self, admission: Admission) -> Room:
        def close() -> None:
            self._close(room)

        room = Room(
            admission.map_id,
            admission.workshop_id,
            process=self.process,
            background=self._background,
            close=close,
        )
        self._rooms[room.map_id] = room
        MAPS_OPEN.inc()
        self._opening[room.map_id] = self._background.start(self._make_ready(room))
        return room

    async def _make_ready(self, room: Room) -> None:
        # Listening begins before reading, so that nothing falls in between.
        await self._doorbells.listen(fanout.map_group(room.map_id), fanout.workshop_group(room.workshop_id))
        try:
            await room.load()
        except BaseException:
            self._close(room)
            raise
        await fanout.ask_presence(room.map_id, process=self.process)

    def _close_if_empty(self, room: Room) -> None:
        if not room.sockets:
            self._close(room)

    def _close(self, room: Room) -> None:
        if self._rooms.get(room.map_id) is not room:
            return
        del self._rooms[room.map_id]
        del self._opening[room.map_id]
        MAPS_OPEN.dec()
        room.presence.stop()
        groups = [fanout.map_group(room.map_id)]
        if all(other.workshop_id != room.workshop_id for other in self._rooms.values()):
            groups.append(fanout.workshop_group(room.workshop_id))
        self._doorbells.forget(*groups)

    def open_rooms(self) -> list[Room]:
        """Return the rooms that have their state."""
        return [room for map_id, room in self._rooms.items() if _is_open(self._opening[map_id])]

    def _hear(self, message: Mapping[str, Any]) -> None:
        if message.get("process") == self.process:
            return
        DOORBELLS_HEARD.labels(message["type"]).inc()
        for room in self.open_rooms():
            match message["type"]:
                case "map.changed" if message["map"] == str(room.map_id):
                    self._background.start(self._repair(room, message["seq"]))
                case "workshop.changed" | "access.changed" if message["workshop"] == str(room.workshop_id):
                    self._background.start(self._repair(room, None))
                case "presence" if message["map"] == str(room.map_id):
                    room.presence.hear(message["process"], message["people"])
                case "presence.asked" if message["map"] == str(room.map_id):
                    room.greet(message["process"])

    async def _repair(self, room: Room, seq: int | None) -> None:
        try:
            if seq is None:
                await room.read_workshop()
            else:
                await room.catch_up(seq)
        except DATABASE_DOWN as error:
            logger.warning(
                "A map could not be read (%s); it is read again within a second.", error, extra=room.log_fields
            )

    async def _look_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self._look()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The open maps could not be looked at: %s", error)

    async def _keep_connections_alive(self) -> None:
        # Beside the look, which itself waits for a connection when they are dead.
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await in_database_thread(replace_dead_connections)

    async def _look(self) -> None:
        """Compare all open rooms and the sessions of their people with the database, in one visit."""
        self._doorbells.mend()
        rooms = self.open_rooms()
        for room in rooms:
            room.presence.tidy()
        if rooms:
            sessions = {socket.session_key for room in rooms for socket in room.sockets.values()}
            heads, living = await in_database_thread(look_at, [room.map_id for room in rooms], sessions)
            for room in rooms:
                room.part_with(sessions - living)
                await room.compare(heads.get(room.map_id))


def _is_open(opening: asyncio.Task[None]) -> bool:
    return opening.done() and not opening.cancelled() and opening.exception() is None


_rooms_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Rooms] = WeakKeyDictionary()


def rooms_of_this_process() -> Rooms:
    """Return the rooms of the running event loop, of which a server process has one."""
    loop = asyncio.get_running_loop()
    rooms = _rooms_of_loops.get(loop)
    if rooms is None:
        rooms = _rooms_of_loops[loop] = Rooms()
    return rooms
