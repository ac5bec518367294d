"""What a room tells of its workshop's session: the same bytes for everybody (docs/PROTOCOL.md, X2)."""

from collections.abc import Mapping
from typing import Any

from facilitation.selectors.public import timed
from live.protocol import frame

Facilitation = Mapping[str, Any]


def facilitation_frame(state: Facilitation) -> str:
    """Return the message `facilitation`, with the server's time of this moment."""
    return frame("facilitation", timed(state))


def is_newer(state: Facilitation, known: Facilitation) -> bool:
    """Whether the session has changed since what is known of it."""
    return bool(state["revision"] > known["revision"])
