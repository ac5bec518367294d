"""The words in which the OpenAPI document describes answers that the engine composes."""

from collections.abc import Mapping
from typing import Any

TEXT: Mapping[str, Any] = {"type": "string"}
TEXTS: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}}
NUMBER: Mapping[str, Any] = {"type": "number"}
KNOWN_OR_NOT: Mapping[str, Any] = {"type": "number", "nullable": True}
SEQ: Mapping[str, Any] = {"type": "integer", "minimum": 0}


def record(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object that has all of these properties."""
    fields = {name: dict(schema) for name, schema in properties.items()}
    return {"type": "object", "required": list(fields), "properties": fields}


def list_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An array of these."""
    return {"type": "array", "items": dict(entry)}
