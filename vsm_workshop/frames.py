"""uvicorn's WebSocket protocol with short ways: finished frames go to the transport as they are, and what needs no
waiting is taken in where it arrives.

Measured: through `send`, a frame of operations cost a wake-up, an encoding and a framing for each of its readers, which
was most of what an edit cost in a room of fifty; through `receive`, a movement cost a queue, a wake-up and a pause of
the reading.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, apply_mask  # type: ignore[attr-defined]
from websockets.http11 import Request

from live.wire import EXTENSION, ShortWays, TakeAtOnce

_FINAL_TEXT = 0x81
_MASKED = 0x80


class ShortWaysProtocol(WebSocketsSansIOProtocol):
    """Offers the extension `vsm.short_ways` to the application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.take_at_once: TakeAtOnce | None = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            # The application begins at the loop's next turn, so it finds this.
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = ShortWays(self.write_finished, self.listen)

    def data_received(self, data: bytes) -> None:
        # RFC 6455, 5.2: one final text frame and nothing else; its length in one byte, masked; the mask; the payload.
        # In the middle of another frame only its own sender could make bytes look like that, and would gain nothing.
        is_lone_text = len(data) > 6 and data[0] == _FINAL_TEXT and data[1] == _MASKED + len(data) - 6
        if not (is_lone_text and self._takes_at_once(apply_mask(data[6:], data[2:6]))):
            super().data_received(data)

    def _takes_at_once(self, payload: bytes) -> bool:
        if self.take_at_once is None or self.read_paused or self.close_sent or not self.queue.empty():
            # Nothing may overtake what waits in the queue.
            return False
        return self.take_at_once(payload)

    def handle_text(self, event: Frame) -> None:
        if not (event.fin and self._takes_at_once(bytes(event.data))):
            super().handle_text(event)

    def listen(self, take_at_once: TakeAtOnce) -> None:
        """Offer every text frame to this first."""
        self.take_at_once = take_at_once

    def write_finished(self, frame: bytes) -> bool:
        """Hand a finished frame to the transport, which sends what one turn of the loop wrote together.

        Returns False, and does nothing, where `send` would wait or fail.
        """
        if not self.writable.is_set() or self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True
