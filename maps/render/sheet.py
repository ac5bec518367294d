"""What is drawn on one sheet, and the drawing that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from maps.domain.elements import Elements
from maps.render.marks import Mark


@dataclass(frozen=True, slots=True)
class Sheet:
    """A saved map with its figures; `checksum` and `seq` say which state it is, `remark` what could not be drawn,
    `circled` is the step that the room circled as the constraint.
    """

    title: str
    kind: str
    name: str
    saved_by: str
    saved_at: datetime
    charter: Mapping[str, Any]
    elements: Elements
    figures: Mapping[str, Any]
    seq: int
    checksum: str
    remark: str = ""
    circled: str | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks that stand together: moved by (x, y) after being enlarged by `scale`."""

    marks: Sequence[Mark]
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing in canvas units, with what it shows in words."""

    width: float
    height: float
    layers: Sequence[Layer]
    title: str
    description: str
