"""The checksum of a saved state: the same for the same content, however its numbers were stored in between."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from maps.domain.map_file import MapFile, write_map_file


def checksum_of(file: MapFile, figures: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of the map file's bytes followed by the figures as sorted, dense JSON."""
    canonical = MapFile(
        charter=_canonical(dict(file.charter)), kind=file.kind, title=file.title, elements=_canonical(file.elements)
    )
    written = json.dumps(_canonical(figures), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(write_map_file(canonical) + written.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """Write a number that is whole as an integer: the database gives 3.0 and 3 back alike, and 1e22 as digits."""
    if isinstance(value, Mapping):
        return {str(name): _canonical(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(float(value))
    return value
