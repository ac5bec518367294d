"""The charter as it travels; `workshops.charter.read_charter` reads it and says what is wrong."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workshops.charter import DEMAND_PERIODS, QUEUE_RULES, TEXT_LIMITS

_NUMBER: Mapping[str, Any] = {"type": "number", "minimum": 0, "exclusiveMinimum": True}
_DEMAND: Mapping[str, Any] = {
    "type": "object",
    "required": ["items", "per"],
    "additionalProperties": False,
    "properties": {"items": _NUMBER, "per": {"type": "string", "enum": list(DEMAND_PERIODS)}},
}
_CALENDAR: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "hours_per_day": {**_NUMBER, "maximum": 24},
        "days_per_week": {**_NUMBER, "maximum": 7},
        "days_per_month": {**_NUMBER, "maximum": 31},
        "time_zone": {"type": "string"},
        "day_starts": {"type": "string", "pattern": "^\\d\\d:\\d\\d$"},
        "working_days": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}},
        "holidays": {"type": "array", "items": {"type": "string", "format": "date"}},
    },
}
_TEXTS: Mapping[str, Any] = {name: {"type": "string", "maxLength": limit} for name, limit in TEXT_LIMITS.items()}
CHARTER_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **_TEXTS,
        "demand": _DEMAND,
        "calendar": _CALENDAR,
        "queue_rule": {"type": "string", "enum": list(QUEUE_RULES)},
    },
}
CHARTER_CHANGES_SCHEMA: Mapping[str, Any] = {
    **CHARTER_SCHEMA,
    "description": "The parts to set; null takes a part back to its default.",
    "properties": {name: {**part, "nullable": True} for name, part in CHARTER_SCHEMA["properties"].items()},
}


@extend_schema_field(dict(CHARTER_SCHEMA))
class CharterField(serializers.DictField):
    """A charter in normal form."""


@extend_schema_field(dict(CHARTER_CHANGES_SCHEMA))
class CharterChangesField(serializers.DictField):
    """Parts of a charter."""
