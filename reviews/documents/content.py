"""What a document is made of: a saved state without its database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from facilitation.domain.circles import Circled
from maps.domain.elements import Elements
from maps.domain.map_file import MapFile


@dataclass(frozen=True, slots=True)
class SavedContent:
    """A saved state as documents read it; `checksum` is that of the whole state, `circled` what the room had circled
    when it was saved.
    """

    name: str
    file: MapFile
    figures: Mapping[str, Any]
    seq: int
    checksum: str
    saved_by: str
    saved_at: datetime
    circled: Circled | None = None

    @property
    def charter(self) -> Mapping[str, Any]:
        return self.file.charter

    @property
    def elements(self) -> Elements:
        return self.file.elements


class DocumentError(Exception):
    """The document cannot be made; the text is one sentence for people."""
