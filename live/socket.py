"""One open socket: what is written to it waits here, so that a slow reader holds up nobody else."""

import asyncio
from collections import deque
from uuid import UUID, uuid4

from asgiref.typing import ASGISendCallable

from live.protocol import Close, weight_of
from live.wire import WriteFinished, finish
from workshops.telemetry import SOCKETS_ENDED, TRAFFIC

# A reader this far behind has what it missed sooner by connecting again.
WAITING_FRAMES = 1_000
WAITING_CHARACTERS = 16 * 1024 * 1024
TOO_FAR_BEHIND = "Too far behind; connect again to catch up."


class Socket:
    """The way out to one connection; writing never waits."""

    def __init__(
        self,
        send: ASGISendCallable,
        participant_id: UUID,
        *,
        session_key: str = "",
        write_finished: WriteFinished | None = None,
    ) -> None:
        self.connection = uuid4().hex
        self.participant_id = participant_id
        self.participant = str(participant_id)
        self.session_key = session_key
        # Whether it had its `welcome`, so that announcements follow.
        self.is_listening = False
        self.edits_waiting = 0
        self._send = send
        self._write_finished = write_finished
        self._is_sending = False
        self._frames: deque[str] = deque()
        self._characters = 0
        self._end: tuple[int, str] | None = None
        self._has_work = asyncio.Event()

    @property
    def is_ending(self) -> bool:
        return self._end is not None

    @property
    def end_code(self) -> int | None:
        """The close code with which this side ended it; None where the other side did, or nobody yet."""
        return self._end and self._end[0]

    def write(self, frame: str, finished: bytes | None = None) -> None:
        """Send a frame after those that wait; after `close` nothing is sent any more.

        `finished` is the same frame made ready for the network, where that was done once for many sockets.
        """
        if self._end is not None or self._goes_at_once(frame, finished):
            return
        self._frames.append(frame)
        self._characters += len(frame)
        self._has_work.set()
        if len(self._frames) > WAITING_FRAMES or (len(self._frames) > 1 and self._characters > WAITING_CHARACTERS):
            self._frames.clear()
            self.close(Close.TRY_AGAIN, TOO_FAR_BEHIND)

    def _goes_at_once(self, frame: str, finished: bytes | None) -> bool:
        """Write the frame past the queue where nothing is before it and the reader keeps up."""
        if self._write_finished is None or self._frames or self._is_sending:
            return False
        finished = finished or finish(frame)
        if not self._write_finished(finished):
            return False
        TRAFFIC.frames += 1
        TRAFFIC.bytes += len(finished)
        return True

    def close(self, code: int, reason: str) -> None:
        """End the socket once what waits has been sent; only the first call counts. A reason has 123 bytes at most."""
        if self._end is None:
            self._end = (int(code), reason)
            self._has_work.set()

    async def run(self) -> None:
        """Send what is written until the socket has been closed from this side."""
        while True:
            await self._has_work.wait()
            self._has_work.clear()
            while self._frames:
                text = self._frames.popleft()
                self._characters -= len(text)
                self._is_sending = True
                await self._send({"type": "websocket.send", "bytes": None, "text": text})
                self._is_sending = False
                TRAFFIC.frames += 1
                TRAFFIC.bytes += weight_of(text)
            if self._end is not None:
                code, reason = self._end
                SOCKETS_ENDED.labels(code).inc()
                await self._send({"type": "websocket.close", "code": code, "reason": reason})
                return
