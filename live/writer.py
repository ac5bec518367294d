"""Edits that wait for one map are committed together: one transaction, one thread, one frame.

Nothing is acknowledged that is not committed, and the edits of one socket keep their order.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from live.background import DATABASE_DOWN, Background, in_database_thread
from live.protocol import Close, Unavailable, error_frame, frame, rejected_frame
from live.socket import Socket
from maps.commands.edit import Busy, Receipt, Request, submit_together
from maps.models import Operation
from workshops.errors import NotFound, WorkshopError
from workshops.telemetry import EDITS_NOT_SAVED

logger = logging.getLogger(__name__)

BATCH_LIMIT = 100
PATIENCE_S = 10.0
PAUSE_S = 0.2

NOT_SAVED = "The database cannot save now, so your change is not saved yet; it is kept and tried again."


class Faulty(WorkshopError):
    """An edit met a fault of the server's own."""

    code = "failed"
    status = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """An edit that waits, and who gets its answer."""

    socket: Socket
    request: Request


Outcome = Receipt | WorkshopError


class Writer:
    """The one door through which the sockets of this process write a map.

    `announce` gets what was committed here and how far the log is, and returns when the room shows it; `gone` is called
    where the map does not exist any more.
    """

    def __init__(
        self,
        map_id: UUID,
        background: Background,
        *,
        announce: Callable[[Sequence[Operation], int], Coroutine[Any, Any, None]],
        gone: Callable[[], None],
    ) -> None:
        self._map_id = map_id
        self._background = background
        self._announce = announce
        self._gone = gone
        self._waiting: deque[Waiting] = deque()
        self._running: asyncio.Task[None] | None = None
        self._is_finishing = False

    def add(self, socket: Socket, request: Request) -> None:
        """Put an edit in the queue; its answer comes as a frame."""
        if self._is_finishing:
            # The socket is about to be sent elsewhere, where the browser sends it again.
            return
        socket.edits_waiting += 1
        self._waiting.append(Waiting(socket, request))
        if self._running is None:
            self._running = self._background.start(self._run())

    async def finish(self) -> None:
        """Take no more, and return when everything that waits has been answered."""
        self._is_finishing = True
        if self._running is not None:
            await asyncio.wait({self._running})

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(BATCH_LIMIT, len(self._waiting)))]
                for waiting in batch:
                    waiting.socket.edits_waiting -= 1
                await self._settle(batch)
        finally:
            self._running = None

    async def _settle(self, batch: list[Waiting]) -> None:
        try:
            outcomes = await self._commit([waiting.request for waiting in batch])
        except NotFound as error:
            for waiting in batch:
                waiting.socket.write(rejected_frame(waiting.request.op_id, error))
            self._gone()
        except (Busy, *DATABASE_DOWN) as error:
            self._give_up(batch, error)
        except Exception as error:
            if len(batch) == 1:
                asked = batch[0].request
                fields = {"map_id": self._map_id, "op_id": asked.op_id, "participant_id": asked.actor_id}
                logger.exception("An edit failed.", extra=fields)
                self._refuse(batch[0], error)
            else:
                # One of them met a fault; the others shall not pay for it.
                for waiting in batch:
                    await self._settle([waiting])
        else:
            await self._answer(batch, outcomes)

    async def _commit(self, requests: list[Request]) -> list[Outcome]:
        """Return the outcomes of one transaction; tried again while the database or the map's row is not to be had.

        A commit whose answer was lost is found by its `op_id` at the next attempt.
        """
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + PATIENCE_S
        while True:
            try:
                return await in_database_thread(submit_together, map_id=self._map_id, requests=requests)
            except (Busy, *DATABASE_DOWN):
                if loop.time() + PAUSE_S > give_up_at:
                    raise
            await asyncio.sleep(PAUSE_S)

    async def _answer(self, batch: list[Waiting], outcomes: list[Outcome]) -> None:
        receipts = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
        if receipts:
            new = [receipt.operation for receipt in receipts if receipt.is_new]
            await self._announce(new, max(receipt.seq for receipt in receipts))
        for waiting, outcome in zip(batch, outcomes, strict=True):
            op_id = waiting.request.op_id
            if isinstance(outcome, WorkshopError):
                waiting.socket.write(rejected_frame(op_id, outcome))
            elif not outcome.is_new:
                waiting.socket.write(frame("accepted", {"op_id": op_id, "seq": outcome.seq}))

    def _give_up(self, batch: list[Waiting], error: Exception) -> None:
        """Send the writers away to come back with their edits: what is not answered is sent again, in order."""
        EDITS_NOT_SAVED.inc(len(batch))
        fields = {"map_id": self._map_id, "op_ids": [waiting.request.op_id for waiting in batch]}
        logger.warning("%d edits could not be saved: %s", len(batch), error, extra=fields)
        refusal = error if isinstance(error, Busy) else Unavailable(NOT_SAVED)
        writers = {waiting.socket for waiting in batch}
        for socket in writers:
            socket.write(error_frame(refusal))
            socket.close(Close.TRY_AGAIN, "Connect again; what is not saved will be tried again.")
        # Later edits of theirs must not overtake those that failed.
        self._waiting = deque(waiting for waiting in self._waiting if waiting.socket not in writers)

    def _refuse(self, waiting: Waiting, error: Exception) -> None:
        sentence = f"The server met a fault of its own ({type(error).__name__}), so this change was not saved."
        waiting.socket.write(rejected_frame(waiting.request.op_id, Faulty(sentence)))
