"""The short ways between a connection and the application, for what is many.

A frame for everybody is framed once and goes to each connection as it is; a movement is taken in where it arrives. The
server in front of the application offers both as an ASGI extension (`vsm_workshop/frames.py`); where it does not,
everything goes through `send` and `receive`, one by one.
"""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# The name in the scope's `extensions`; its value is the connection's ShortWays.
EXTENSION = "vsm.short_ways"

_FINAL_TEXT = 0x81

# Returns False where the frame cannot go now, because the reader is slow or the connection is ending.
WriteFinished = Callable[[bytes], bool]
# Gets the payload of a text frame; returns False where the message has to come through `receive`.
TakeAtOnce = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class ShortWays:
    """What a server offers beside `send` and `receive`: writing a finished frame, and naming who takes in at once."""

    write: WriteFinished
    listen: Callable[[TakeAtOnce], None]


def short_ways_of(extensions: Mapping[str, Any] | None) -> ShortWays | None:
    """Return what the scope of a connection offers, if it does."""
    return (extensions or {}).get(EXTENSION)


def finish(text: str) -> bytes:
    """Return a text frame as it goes over the network from a server."""
    # By hand, because it is done for everybody twenty times a second while cursors move: RFC 6455, 5.2.
    payload = text.encode()
    length = len(payload)
    if length < 126:
        return struct.pack("!BB", _FINAL_TEXT, length) + payload
    if length < 65_536:
        return struct.pack("!BBH", _FINAL_TEXT, 126, length) + payload
    return struct.pack("!BBQ", _FINAL_TEXT, 127, length) + payload
