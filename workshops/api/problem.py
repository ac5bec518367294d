"""What every refusal of the API looks like."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": "object", "additionalProperties": True})
class DetailsField(serializers.DictField):
    """What a machine can do more with than the sentence: `problems` with their places, `retry_after_s`, an element."""


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal: nothing was changed."""

    code = serializers.CharField(help_text="For machines; stays the same when the sentence is worded better.")
    message = serializers.CharField(help_text="One sentence for people: what happened, why, and what now.")
    details = DetailsField()
