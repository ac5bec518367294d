"""Finished WebSocket frames: what goes to everybody is framed once, and goes to each connection as it is.

The server in front of the application offers this as an ASGI extension (`vsm_workshop/frames.py`); where it does not,
frames go through `send` one by one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from websockets.frames import Frame, Opcode

# The name in the scope's `extensions`; its value is {"write": WriteFinished}.
EXTENSION = "vsm.finished_frames"

# Returns False where the frame cannot go now, because the reader is slow or the connection is ending.
WriteFinished = Callable[[bytes], bool]


def finish(text: str) -> bytes:
    """Return a text frame as it goes over the network from a server."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def finished_writer(extensions: Mapping[str, Any] | None) -> WriteFinished | None:
    """Return the short way out that the scope of a connection offers, if it does."""
    offered = (extensions or {}).get(EXTENSION)
    return offered and offered["write"]
