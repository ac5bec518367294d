"""uvicorn's WebSocket protocol with a short way out: finished frames go to the transport as they are.

Measured: through `send`, a frame of operations cost a wake-up, an encoding and a framing for each of its readers, which
was most of what an edit cost in a room of fifty.
"""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from live.wire import EXTENSION


class FinishedFramesProtocol(WebSocketsSansIOProtocol):
    """Offers the extension `vsm.finished_frames` to the application."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            # The application begins at the loop's next turn, so it finds this.
            self.scope["extensions"][EXTENSION] = {"write": self.write_finished}

    def write_finished(self, frame: bytes) -> bool:
        """Hand a finished frame to the transport, which sends what one turn of the loop wrote together.

        Returns False, and does nothing, where `send` would wait or fail.
        """
        if not self.writable.is_set() or self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True
