"""What travels of saved states and their documents."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from maps.api.operations import LARGEST_SEQ
from maps.api.schemas import FIGURES_SCHEMA, ElementsField
from maps.models import Map
from reviews.models import DocumentFormat, RenderJob, SavedState
from reviews.selectors import figures_of_state
from workshops.api.charter import CharterField
from workshops.api.reading import Strict

_FIGURES: Mapping[str, Any] = {
    **FIGURES_SCHEMA,
    "required": [name for name in FIGURES_SCHEMA["required"] if name != "seq"],
    "properties": {name: schema for name, schema in FIGURES_SCHEMA["properties"].items() if name != "seq"},
}


@extend_schema_field(dict(_FIGURES))
class FiguresField(serializers.DictField):
    """All figures of a state, as they were when it was saved."""


class SavedStateSerializer(serializers.Serializer[Any]):
    """A saved state without what is on the map."""

    id = serializers.UUIDField()
    map = serializers.UUIDField(source="map_id")
    name = serializers.CharField()
    seq = serializers.IntegerField(help_text="The operation of the map after which it was saved.")
    kind = serializers.ChoiceField(choices=Map.Kind.choices)
    title = serializers.CharField()
    checksum = serializers.CharField(help_text="SHA-256 of the map file and the figures.")
    created_by = serializers.UUIDField(source="created_by_id", help_text="The participant.")
    created_at = serializers.DateTimeField()


class DocumentSerializer(serializers.Serializer[Any]):
    """One document of a saved state and how far it is."""

    id = serializers.UUIDField()
    saved_state = serializers.UUIDField(source="saved_state_id")
    format = serializers.ChoiceField(choices=DocumentFormat.choices)
    state = serializers.ChoiceField(choices=RenderJob.State.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    stage = serializers.CharField(allow_blank=True, help_text="What is being done, in a few words.")
    attempts = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True, help_text="Why it failed, as a sentence for people.")
    size = serializers.IntegerField(allow_null=True)
    checksum = serializers.CharField(allow_blank=True, help_text="SHA-256 of the file.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    file = serializers.SerializerMethodField(help_text="Where the file is, once it is done.")

    def get_file(self, job: RenderJob) -> str | None:
        return reverse("api_document_file", args=[job.id]) if job.state == RenderJob.State.DONE else None


class SavedStateWithContentSerializer(SavedStateSerializer):
    """A saved state with everything that it holds, and its documents."""

    charter = CharterField()
    elements = ElementsField()
    figures = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()

    @extend_schema_field(FiguresField)
    def get_figures(self, state: SavedState) -> Any:
        return figures_of_state(state)

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, _: object) -> Any:
        return DocumentSerializer(self.context["documents"], many=True).data


class NewStateSerializer(Strict):
    name = serializers.CharField(max_length=200, help_text="What people will call it.")
    seq = serializers.IntegerField(
        min_value=0,
        max_value=LARGEST_SEQ,
        required=False,
        help_text="The map as it was after this operation; without it, as it is now.",
    )


class NewDocumentSerializer(Strict):
    format = serializers.ChoiceField(choices=DocumentFormat.choices)
