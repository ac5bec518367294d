"""What travels of a map, for the OpenAPI document: elements, edits, operations, figures.

Elements and edits are read by `maps.domain`, which says what is wrong with them; here they are only described.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from maps.domain.elements import ID_PATTERN, KINDS
from maps.models import Map, Operation
from metrics import StreamMetrics
from workshops.api.charter import CharterField
from workshops.models import Participant, Role

_ID: Mapping[str, Any] = {"type": "string", "pattern": f"^{ID_PATTERN.pattern}$"}
_FIELDS: Mapping[str, Any] = {"type": "object", "additionalProperties": True}
_ELEMENT: Mapping[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string", "enum": list(KINDS)}},
    "additionalProperties": True,
    "description": "Fields as in the schema of the map file (`/api/schema/map-file/`), in normal form.",
}
_ELEMENTS: Mapping[str, Any] = {"type": "object", "additionalProperties": dict(_ELEMENT)}
_CHANGES: Mapping[str, Any] = {
    "type": "object",
    "description": "By element: only the fields that changed; null where the element was not there or is gone.",
    "additionalProperties": {
        "type": "object",
        "required": ["before", "after"],
        "properties": {side: {**_FIELDS, "nullable": True} for side in ("before", "after")},
    },
}


def _edit(do: str, required: tuple[str, ...], **parts: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["do", "id", *required],
        "properties": {"do": {"type": "string", "enum": [do]}, "id": dict(_ID), **parts},
    }


_EDITS: Mapping[str, Any] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 2000,
    "description": "All are done or none.",
    "items": {
        "oneOf": [
            _edit("add", ("element",), element=dict(_ELEMENT)),
            _edit("set", ("fields",), fields=dict(_FIELDS), saw={**_FIELDS, "nullable": True}),
            _edit("remove", ()),
        ]
    },
}


def _figure_schema(name: str, annotation: object) -> dict[str, Any]:
    text = str(annotation)
    if "tuple[" in text:
        item = {"type": "string"} if name == "outside" else _FIELDS
        return {"type": "array", "items": dict(item)}
    if "Mapping" in text or "Constraint" in text:
        return {**_FIELDS, "nullable": "None" in text}
    if "float" in text:
        return {"type": "number", "nullable": True}
    return {"type": "integer"} if "int" in text else {"type": "string"}


FIGURES_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "Seconds of working time unless the name says otherwise. What cannot be known is null and named in "
    "`missing` or `problems`.",
    "required": ["seq", *(field.name for field in fields(StreamMetrics))],
    "properties": {
        "seq": {"type": "integer", "minimum": 0},
        **{field.name: _figure_schema(field.name, field.type) for field in fields(StreamMetrics)},
        "constraint_hidden": {
            "type": "boolean",
            "description": "True while people judge which step is the constraint: neither it nor loads are told.",
        },
    },
}


@extend_schema_field(dict(_ELEMENT))
class ElementField(serializers.DictField):
    """One element in normal form."""


@extend_schema_field({**FIGURES_SCHEMA})
class FiguresField(serializers.DictField):
    """All figures of a map at one moment."""


@extend_schema_field(dict(_ELEMENTS))
class ElementsField(serializers.DictField):
    """All elements of a map by their ids."""


@extend_schema_field(dict(_CHANGES))
class ChangesField(serializers.DictField):
    """What an operation did."""


@extend_schema_field(dict(_EDITS))
class EditsField(serializers.JSONField):
    """What a client asks for; read by `maps.domain.plan`."""


class MapSerializer(serializers.Serializer[Any]):
    """A map without its elements."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Map.Kind.choices)
    title = serializers.CharField()
    workshop = serializers.UUIDField(source="workshop_id")
    seq = serializers.IntegerField(source="head_seq", help_text="The number of the latest operation.")


class MapListSerializer(serializers.Serializer[Any]):
    results = MapSerializer(many=True)


class SnapshotSerializer(serializers.Serializer[Any]):
    """A map as it is now, for one of its people."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Map.Kind.choices)
    title = serializers.CharField()
    workshop = serializers.UUIDField()
    seq = serializers.IntegerField()
    role = serializers.ChoiceField(choices=Role.choices)
    charter = CharterField()
    elements = ElementsField()


class MomentSerializer(serializers.Serializer[Any]):
    """A map as it was after operation `seq`."""

    seq = serializers.IntegerField()
    elements = ElementsField()
    metrics = FiguresField(required=False, help_text="With `figures`: by the charter of today.")


class OperationSerializer(serializers.Serializer[Any]):
    """One entry of a map's log (docs/PROTOCOL.md, section 1)."""

    seq = serializers.IntegerField()
    op_id = serializers.CharField()
    actor = serializers.UUIDField(help_text="The participant.")
    at = serializers.DateTimeField()
    changes = ChangesField()
    cause = serializers.ChoiceField(choices=Operation.Cause.choices)
    undoes = serializers.CharField(required=False)
    replaced = serializers.DictField(child=serializers.DictField(child=serializers.CharField()), required=False)
    stayed = serializers.ListField(child=serializers.CharField(), required=False)


class OperationListSerializer(serializers.Serializer[Any]):
    """A stretch of the log, in order."""

    seq = serializers.IntegerField(help_text="The number of the map's latest operation.")
    results = OperationSerializer(many=True)


class ReceiptSerializer(serializers.Serializer[Any]):
    """What an `op_id` became; the same for every resend."""

    op_id = serializers.CharField()
    seq = serializers.IntegerField()
    operation = OperationSerializer()


def snapshot_json(place: Participant, of: Map, seq: int, elements: Mapping[str, Any]) -> dict[str, Any]:
    """Return a map as it is now, in the shape of SnapshotSerializer."""
    return {
        "id": str(of.id),
        "kind": of.kind,
        "title": of.title,
        "workshop": str(of.workshop_id),
        "seq": seq,
        "role": place.role,
        "charter": of.workshop.charter,
        "elements": elements,
    }
