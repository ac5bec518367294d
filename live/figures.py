"""The figures of one map, computed after each change from its newest state (docs/PROTOCOL.md, F1)."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from live.background import Background, in_figures_thread
from maps.domain.elements import Elements
from maps.selectors import figures_of

# Twenty times a second is as often as anybody can see, and leaves a busy room its processor.
PAUSE_S = 0.05

Charter = dict[str, Any]
Moment = tuple[int, Charter, Elements]


class Figures:
    """`read` returns the newest state, `show` gets the figures as a frame; at most one computation runs at a time."""

    def __init__(self, background: Background, *, read: Callable[[], Moment], show: Callable[[str], None]) -> None:
        self._background = background
        self._read = read
        self._show = show
        self._is_stale = False
        self._is_running = False
        self.latest: bytes | None = None

    def refresh(self) -> None:
        """Compute anew, now or as soon as the computation that runs has ended."""
        self._is_stale = True
        if not self._is_running:
            self._is_running = True
            self._background.start(self._run())

    async def _run(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                self.latest = await in_figures_thread(_compute, *self._read())
                self._show('{"t":"metrics",' + self.latest[1:].decode())
                await asyncio.sleep(PAUSE_S)
        finally:
            self._is_running = False


def _compute(seq: int, charter: Charter, elements: Elements) -> bytes:
    figures: Mapping[str, Any] = figures_of(charter, elements)
    return orjson.dumps({"seq": seq, **figures})
