"""What travels of rounds."""

from typing import Any

from rest_framework import serializers

from facilitation.commands.rounds import PROMPT_LIMIT
from facilitation.domain.contributions import NOTES_EACH
from facilitation.domain.options import ESTIMATE_FIELDS, MOST_TARGETS
from facilitation.domain.rounds import LONGEST_MINUTES
from facilitation.models import Round
from maps.api.operations import OpIdSerializer
from workshops.api.reading import Strict

_MOST_STATEMENTS = max(NOTES_EACH, MOST_TARGETS * len(ESTIMATE_FIELDS))


class RoundSerializer(serializers.Serializer[Any]):
    """A round as everybody sees it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Round.Kind.choices)
    map = serializers.UUIDField()
    prompt = serializers.CharField()
    anonymous = serializers.BooleanField()
    state = serializers.ChoiceField(choices=Round.State.choices)
    ends_at = serializers.DateTimeField(allow_null=True)
    done = serializers.IntegerField(help_text="How many of those who take part are done; never who.")
    of = serializers.IntegerField(help_text="How many take part.")
    result_revision = serializers.IntegerField(help_text="0 before the reveal; rises with what is accepted.")
    options = serializers.DictField(help_text="What it asks about, with the names of that moment.")
    result = serializers.DictField(allow_null=True, help_text="Null before the reveal, for everybody.")


class RoundListSerializer(serializers.Serializer[Any]):
    results = RoundSerializer(many=True)


class NewRoundSerializer(Strict):
    id = serializers.UUIDField(help_text="Chosen by the client; a resend uses it again and prepares nothing twice.")
    map = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Round.Kind.choices)
    prompt = serializers.CharField(max_length=PROMPT_LIMIT)
    anonymous = serializers.BooleanField(help_text="Said before people write, and never changed.")
    options = serializers.DictField(required=False, default=dict)


class OpenSerializer(Strict):
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_MINUTES, required=False, allow_null=True)


class ExtendSerializer(Strict):
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_MINUTES)
    saw_ends_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="The end that was seen; where it is another, nothing is changed."
    )


class RevealSerializer(Strict):
    although_few = serializers.BooleanField(required=False, default=False)


class EstimateSerializer(Strict):
    element = serializers.CharField(max_length=64)
    field = serializers.ChoiceField(choices=ESTIMATE_FIELDS)
    value = serializers.JSONField(required=False, allow_null=True, help_text="Absent: the median.")


class AcceptSerializer(OpIdSerializer):
    accept = EstimateSerializer(many=True, required=False, allow_empty=False, help_text="Absent: every median.")


class PartSerializer(Strict):
    done = serializers.BooleanField()


class ContributionSerializer(Strict):
    contribution = serializers.ListField(
        child=serializers.DictField(), max_length=_MOST_STATEMENTS, help_text="All that I say; empty takes it back."
    )


class MyPartSerializer(serializers.Serializer[Any]):
    """What I have written; nobody else can read it before the reveal."""

    contribution = serializers.ListField(child=serializers.DictField())
    has_written = serializers.BooleanField(
        help_text="Without a contribution: in another browser, in an anonymous round."
    )
    done = serializers.BooleanField(source="is_done")
