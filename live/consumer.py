"""The socket of one person on one map: says who it is, reads what they send, and hands it to the room.

Thin on purpose: what a message is stands in `protocol`, what it does in the room and below.
"""

import asyncio
import logging
from collections.abc import Callable

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope, WebSocketScope

from live.background import DATABASE_DOWN, in_database_thread
from live.limits import Kind, Pace
from live.protocol import (
    MESSAGE_LIMIT_BYTES,
    PROTOCOL,
    Close,
    Edit,
    Elsewhere,
    Hello,
    HelloFirst,
    MapFull,
    Ping,
    Redo,
    TooMany,
    Unavailable,
    Undo,
    Whereabouts,
    error_frame,
    frame,
    read_message,
    weight_of,
)
from live.room import MAP_GONE, REMOVED, SIGN_IN, Room
from live.rooms import Rooms, rooms_of_this_process
from live.selectors import Admission, admit
from live.socket import Socket
from live.wire import short_ways_of
from maps.commands.asks import Ask, EditAsk, RedoAsk, UndoAsk
from maps.commands.edit import Request
from workshops.errors import NotFound, Removed, SignInNeeded, WorkshopError
from workshops.log_context import logged_with
from workshops.telemetry import GAPS_REPAIRED

logger = logging.getLogger(__name__)

# After the server's own close, this long is waited for a reader that takes nothing in.
GOODBYE_S = 10.0
EDITS_WAITING = 200
# How every browser of ours begins a movement; written otherwise it is read as well, a little later.
MOVEMENT = b'{"t":"presence"'
UNAVAILABLE = "The database does not answer; nothing was changed, and you will be connected again."


class MapConsumer:
    """The ASGI application of `/ws/maps/<map id>/`; the Origin was checked before it."""

    def __init__(self, rooms: Callable[[], Rooms] = rooms_of_this_process) -> None:
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        assert scope["type"] == "websocket"
        await receive()
        # A refusal before accepting would hide its reason from the page.
        await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
        try:
            admission = await in_database_thread(admit, _cookies_of(scope), _map_id_of(scope))
        except WorkshopError as error:
            await _refuse(send, error)
            return
        except DATABASE_DOWN:
            await _refuse(send, Unavailable(UNAVAILABLE))
            return
        short = short_ways_of(scope.get("extensions"))
        socket = Socket(
            send,
            admission.participant_id,
            session_key=admission.session_key,
            write_finished=short.write if short else None,
        )
        ids = {"map_id": admission.map_id, "workshop_id": admission.workshop_id, "participant_id": socket.participant}
        with logged_with(connection=socket.connection, **{name: str(value) for name, value in ids.items()}):
            visit = _Visit(self._rooms(), admission, socket)
            if short is not None:
                short.listen(visit.take_at_once)
            await visit.run(receive)


def _map_id_of(scope: WebSocketScope) -> str:
    route: dict[str, dict[str, str]] = scope.get("url_route", {})  # type: ignore[assignment]
    return route["kwargs"].get("map_id", "")


def _cookies_of(scope: WebSocketScope) -> str:
    return "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")


async def _refuse(send: ASGISendCallable, error: WorkshopError) -> None:
    code, reason = _close_of(error)
    if code in (Close.TRY_AGAIN, Close.TOO_MANY):
        await send({"type": "websocket.send", "bytes": None, "text": error_frame(error)})
    await send({"type": "websocket.close", "code": int(code), "reason": reason})


def _close_of(error: WorkshopError) -> tuple[Close, str]:
    match error:
        case SignInNeeded():
            return Close.SIGN_IN, SIGN_IN
        case Removed():
            return Close.REMOVED, REMOVED
        case NotFound():
            return Close.NO_SUCH_MAP, MAP_GONE
        case Elsewhere():
            return Close.ELSEWHERE, error.message
        case MapFull():
            return Close.TOO_MANY, "Too many people have this map open."
        case _:
            return Close.TRY_AGAIN, "Connect again."


class _Visit:
    """One socket from its admission to its end."""

    def __init__(self, rooms: Rooms, admission: Admission, socket: Socket) -> None:
        self._rooms = rooms
        self._admission = admission
        self._socket = socket
        self._pace = Pace()
        self._clock = asyncio.get_running_loop().time
        self._room: Room
        # Whether every message so far was dealt with, so that the next may be taken in at once.
        self._is_idle = False
        # The newest movement that was not read yet, and how many it makes with those that it replaced.
        self._movement: str | None = None
        self._movements = 0

    async def run(self, receive: ASGIReceiveCallable) -> None:
        """Serve the socket until either side ends it."""
        sending = asyncio.create_task(self._send())
        try:
            room = await self._rooms.enter(self._socket, self._admission)
        except (WorkshopError, *DATABASE_DOWN) as error:
            self._end(error)
            await asyncio.wait({sending}, timeout=GOODBYE_S)
            sending.cancel()
            return
        self._room = room
        began = self._clock()
        logger.info("A socket opened.")
        reading = asyncio.create_task(self._read(receive))
        try:
            await asyncio.wait({sending, reading}, return_when=asyncio.FIRST_COMPLETED)
            if self._socket.is_ending and not sending.done():
                await asyncio.wait({sending}, timeout=GOODBYE_S)
        finally:
            self._is_idle = False
            self._movement = None
            self._rooms.leave(self._socket, room)
            duration_ms = round((self._clock() - began) * 1000)
            logger.info("A socket ended.", extra={"code": self._socket.end_code, "duration_ms": duration_ms})
            for task in (sending, reading):
                task.cancel()
            await asyncio.gather(sending, reading, return_exceptions=True)
        if reading.done() and not reading.cancelled():
            reading.result()

    async def _send(self) -> None:
        try:
            await self._socket.run()
        except (OSError, RuntimeError):
            # The connection was lost, or the server is closing it: the reading side hears of it.
            return

    async def _read(self, receive: ASGIReceiveCallable) -> None:
        """Take in messages, one at a time and in order."""
        while True:
            self._is_idle = True
            event = await receive()
            self._is_idle = False
            # What comes after the close was decided must not be done: it could overtake what was not.
            if event["type"] == "websocket.disconnect" or self._socket.is_ending:
                return
            assert event["type"] == "websocket.receive"
            try:
                hello = self._take(event.get("text"))
                if hello is not None:
                    await self._greet(hello)
            except DATABASE_DOWN as error:
                self._end(error)
            except WorkshopError as error:
                self._socket.write(error_frame(error))

    def take_at_once(self, payload: bytes) -> bool:
        """Take in a movement where it arrives; False: it is something else, or has to wait for what came before.

        It is read when the next frame of presence is made, unless another has replaced it by then.
        """
        if not self._is_idle or self._socket.is_ending or not payload.startswith(MOVEMENT):
            return False
        try:
            self._movement = payload.decode()
        except UnicodeDecodeError:
            return False
        self._movements += 1
        if self._movements == 1:
            self._room.presence.read_later(self._read_movement)
        return True

    def _read_movement(self) -> None:
        text, count = self._movement, self._movements
        self._movement, self._movements = None, 0
        if text is None or self._socket.is_ending:
            return
        try:
            self._check_pace(Kind.PRESENCE, count - 1)
            self._take(text)
        except WorkshopError as error:
            self._socket.write(error_frame(error))

    def _end(self, error: Exception) -> None:
        refusal = error if isinstance(error, WorkshopError) else Unavailable(UNAVAILABLE)
        code, reason = _close_of(refusal)
        if code in (Close.TRY_AGAIN, Close.TOO_MANY):
            self._socket.write(error_frame(refusal))
        self._socket.close(code, reason)

    def _take(self, text: str | None) -> Hello | None:
        """Do what a message asks for; a `hello` is returned, because answering it may take a while."""
        if text is not None and weight_of(text) > MESSAGE_LIMIT_BYTES:
            self._socket.close(Close.TOO_LARGE, "A message may weigh 1 MiB at most.")
            return None
        try:
            message = read_message(text or "")
        except WorkshopError as error:
            self._check_pace(Kind.OTHER)
            raise error
        match message:
            case Ping():
                self._check_pace(Kind.OTHER)
                self._socket.write(frame("pong", {"seq": self._room.seq}))
            case Hello():
                self._check_pace(Kind.OTHER)
                return message
            case Whereabouts():
                # What came before it and was not read is out of date.
                self._movement = None
                self._check_pace(Kind.PRESENCE)
                self._check_hello()
                self._room.place(self._socket, message)
            case Edit(op_id, edits):
                self._submit(op_id, EditAsk(edits))
            case Undo(op_id):
                self._submit(op_id, UndoAsk())
            case Redo(op_id):
                self._submit(op_id, RedoAsk())
        return None

    async def _greet(self, hello: Hello) -> None:
        if hello.protocol != PROTOCOL:
            self._socket.close(Close.NEW_VERSION, "The server speaks another version; reload the page.")
            return
        is_first = not self._socket.is_listening
        if not is_first:
            GAPS_REPAIRED.inc()
        await self._room.welcome(self._socket, self._admission, hello.last_seq)
        if is_first:
            self._room.place(self._socket, Whereabouts.NOWHERE)

    def _submit(self, op_id: str, ask: Ask) -> None:
        self._check_pace(Kind.EDIT)
        self._check_hello()
        if self._socket.edits_waiting >= EDITS_WAITING:
            raise TooMany("Too many changes wait to be saved; this one was not taken and is to be sent again.")
        self._room.submit(self._socket, Request(self._socket.participant_id, op_id, ask))

    def _check_hello(self) -> None:
        if not self._socket.is_listening:
            raise HelloFirst("Say hello first; nothing was done.")

    def _check_pace(self, kind: Kind, count: int = 1) -> None:
        now = self._clock()
        if self._pace.allows(kind, now, count):
            return
        if self._pace.is_flooding(now):
            self._socket.close(Close.TOO_MANY, "Ten seconds of too many messages.")
        raise TooMany("Messages come faster than they may; this one was not taken. Wait a moment and send it again.")
