"""A client's end of a socket, in the process of the test: the real application, without a network between."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import orjson
from asgiref.typing import ASGIReceiveEvent, ASGISendEvent

from vsm_workshop.asgi import application

ORIGIN = "http://localhost:8000"
# Nothing takes so long; a slow machine with much to do may take a good part of it.
PATIENCE_S = 60.0


class Closed(Exception):
    """The server ended the socket."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Wire:
    """One open socket; `hear` returns what the server sent, in order."""

    def __init__(self, map_id: UUID | str, cookie: str = "", *, origin: str | None = ORIGIN, app: Any = None) -> None:
        headers = [(b"host", b"localhost:8000"), (b"cookie", cookie.encode())]
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        path = f"/ws/maps/{map_id}/"
        self.scope = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "subprotocols": [],
            "client": ("127.0.0.1", 50000),
            "server": ("localhost", 8000),
            "extensions": {},
        }
        self.application = app or application
        self.said: asyncio.Queue[ASGIReceiveEvent] = asyncio.Queue()
        self.heard: asyncio.Queue[ASGISendEvent] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None
        self.is_slow = asyncio.Event()
        self.is_slow.set()

    async def open(self) -> "Wire":
        """Do the handshake; raises Closed where it is refused."""
        self.task = asyncio.create_task(self.application(self.scope, self.said.get, self._take))
        self.said.put_nowait({"type": "websocket.connect"})
        event = await self._next()
        assert event["type"] == "websocket.accept", event
        return self

    async def join(self, last_seq: int | None = None) -> dict[str, Any]:
        """Open, say hello and return the `welcome`."""
        await self.open()
        return await self.hello(last_seq)

    async def hello(self, last_seq: int | None = None) -> dict[str, Any]:
        self.say({"t": "hello", "protocol": 1, "last_seq": last_seq})
        return await self.until("welcome")

    def say(self, message: Mapping[str, Any] | str) -> None:
        text = message if isinstance(message, str) else orjson.dumps(message).decode()
        self.said.put_nowait({"type": "websocket.receive", "text": text, "bytes": None})

    def say_bytes(self, content: bytes) -> None:
        self.said.put_nowait({"type": "websocket.receive", "text": None, "bytes": content})

    async def hear(self, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """Return the next message; raises Closed at the end and TimeoutError where nothing comes."""
        event = await self._next(timeout_s)
        assert event["type"] == "websocket.send", event
        message: dict[str, Any] = orjson.loads(event["text"] or "")
        return message

    async def until(self, *names: str, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """Return the next message with one of these names, and drop what comes before it."""
        async with asyncio.timeout(timeout_s):
            while True:
                message = await self.hear(timeout_s)
                if message["t"] in names:
                    return message

    async def until_holds(self, name: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the next message with this name of which that holds, and drop what comes before it."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds(message := await self.until(name)):
                pass
        return message

    async def end(self) -> Closed:
        """Return how the server ended the socket, whatever came before."""
        try:
            while True:
                await self.hear()
        except Closed as closed:
            return closed

    async def drain(self, quiet_s: float = 0.2) -> list[dict[str, Any]]:
        """Return everything that comes until nothing has come for a while; on a slow machine more may come later."""
        messages = []
        try:
            while True:
                messages.append(await self.hear(quiet_s))
        except TimeoutError:
            return messages

    async def leave(self) -> None:
        """Close from this side, as a browser does that goes away."""
        if self.task is not None and not self.task.done():
            self.said.put_nowait({"type": "websocket.disconnect", "code": 1001, "reason": ""})
            await asyncio.wait_for(self.task, PATIENCE_S)

    async def _next(self, timeout_s: float = PATIENCE_S) -> ASGISendEvent:
        assert self.task is not None
        if self.heard.empty() and self.task.done():
            self.task.result()
        event = await asyncio.wait_for(self.heard.get(), timeout_s)
        if event["type"] == "websocket.close":
            raise Closed(event.get("code") or 1000, event.get("reason") or "")
        return event

    async def _take(self, event: ASGISendEvent) -> None:
        await self.is_slow.wait()
        self.heard.put_nowait(event)
