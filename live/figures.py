"""The figures of one map, computed after each change from its newest state (docs/PROTOCOL.md, F1)."""

import asyncio
from collections.abc import Callable
from typing import Any

import orjson

from live.background import Background, in_figures_thread
from maps.domain.changes import Changes
from maps.domain.elements import Elements
from maps.domain.masking import without_constraint
from maps.selectors import figures_of
from workshops.telemetry import FIGURES_SECONDS

# Twenty times a second is as often as anybody can see, and leaves a busy room its processor.
PAUSE_S = 0.05

Charter = dict[str, Any]
# Number of the newest operation, charter, elements, and whether people judge the constraint just now.
Moment = tuple[int, Charter, Elements, bool]


class Figures:
    """`read` returns the newest state, `show` gets the figures as a frame and whether they differ from those before.

    At most one computation runs at a time.
    """

    def __init__(
        self, background: Background, *, read: Callable[[], Moment], show: Callable[[str, bool], None]
    ) -> None:
        self._background = background
        self._read = read
        self._show = show
        # Something is to be shown; and for that, to be computed.
        self._is_due = False
        self._is_stale = False
        self._is_running = False
        self._figures: bytes | None = None
        self.latest: bytes | None = None

    def refresh(self, *, are_same: bool = False) -> None:
        """Tell the figures of the newest state, computed anew unless they are the same; now or as soon as can be."""
        self._is_due = True
        self._is_stale = self._is_stale or not are_same
        if not self._is_running:
            self._is_running = True
            self._background.start(self._run())

    async def _run(self) -> None:
        try:
            while self._is_due:
                self._is_due = False
                seq, charter, elements, is_judged = self._read()
                before = figures = self._figures
                if figures is None or self._is_stale:
                    # Forgotten meanwhile, so that a failure does not leave those of an older state to be told.
                    self._is_stale, self._figures = False, None
                    figures = self._figures = await in_figures_thread(_compute, charter, elements, is_judged)
                self.latest = b'{"seq":%d,%b' % (seq, figures[1:])
                self._show('{"t":"metrics",' + self.latest[1:].decode(), figures != before)
                await asyncio.sleep(PAUSE_S)
        finally:
            self._is_running = False


def notes_alone(changes: Changes, elements: Elements) -> bool:
    """Whether the changes that led to `elements` touch nothing but notes, which no figure knows."""
    return all(
        not fields or fields.get("kind", "note") == "note"
        for element_id, change in changes.items()
        for fields in (change["before"], change["after"], elements.get(element_id))
    )


def _compute(charter: Charter, elements: Elements, is_judged: bool) -> bytes:
    with FIGURES_SECONDS.time():
        figures = figures_of(charter, elements)
        return orjson.dumps(without_constraint(figures) if is_judged else figures)
