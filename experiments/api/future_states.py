"""Future states: what they rest on, their aim, how they differ from the current state and why, and the figures."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from experiments.commands.future_state import TEXT_LIMIT, derive_future_state, give_reason, state_design
from experiments.domain.difference_words import FieldDifference
from experiments.domain.differences import Difference
from experiments.models import ChangeReason, FutureStateDesign
from experiments.permissions import ExperimentAct, may
from experiments.selectors.future_state import Comparison, comparison_of, future_states_of, readiness_of
from maps.api.operations import OpIdSerializer
from maps.api.schemas import EditsField, MapSerializer
from maps.commands.workshop import TITLE_LIMIT
from maps.domain.elements import WASTES
from maps.models import Map
from maps.permissions import MapAct
from maps.permissions import may as may_on_map
from maps.selectors import map_for
from workshops.api.reading import Strict, read_input
from workshops.models import Participant

_ELEMENT = serializers.DictField(allow_null=True, help_text="The element in normal form; null where there is none.")


class NewFutureStateSerializer(OpIdSerializer):
    title = serializers.CharField(max_length=TITLE_LIMIT)
    target_condition = serializers.CharField(max_length=TEXT_LIMIT, help_text="What is to be true then.")
    horizon_ends_on = serializers.DateField(help_text="By when.")
    edits = EditsField(required=False, help_text="What differs from the map as it is; none: a copy of it.")


class DesignSerializer(serializers.Serializer[Any]):
    """What a future state is for, and by when."""

    target_condition = serializers.CharField()
    horizon_ends_on = serializers.DateField(allow_null=True)


class DesignChangeSerializer(Strict):
    """What is left out stays."""

    target_condition = serializers.CharField(max_length=TEXT_LIMIT, required=False)
    horizon_ends_on = serializers.DateField(required=False)


class FutureStateSerializer(MapSerializer):
    """A future state, and the moment of the map that it was made of."""

    derived_from = serializers.UUIDField(source="derived_from_id")
    derived_seq = serializers.IntegerField(allow_null=True)
    target_condition = serializers.SerializerMethodField()
    horizon_ends_on = serializers.SerializerMethodField()

    def get_target_condition(self, of: Map) -> str:
        design = _design_of(of)
        return design.target_condition if design else ""

    @extend_schema_field({"type": "string", "format": "date", "nullable": True})
    def get_horizon_ends_on(self, of: Map) -> str | None:
        design = _design_of(of)
        return design.horizon_ends_on.isoformat() if design and design.horizon_ends_on else None


class GapSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    element = serializers.CharField(allow_null=True)
    sentence = serializers.CharField()
    blocks = serializers.BooleanField(help_text="Whether no future state can be made before.")


class ReadinessSerializer(serializers.Serializer[Any]):
    is_complete = serializers.BooleanField(help_text="Whether a future state can be made: nothing that lacks blocks.")
    gaps = GapSerializer(many=True)


class FutureStateListSerializer(serializers.Serializer[Any]):
    readiness = ReadinessSerializer()
    may_derive = serializers.BooleanField(help_text="Whether the reader may make one, once nothing is missing.")
    results = FutureStateSerializer(many=True)


class ReasonSerializer(Strict):
    waste = serializers.ChoiceField(choices=WASTES, allow_null=True, help_text="Null: none is named.")
    reason = serializers.CharField(max_length=TEXT_LIMIT, allow_blank=True)


class FieldChangeSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    name = serializers.CharField(help_text="What people call the field.")
    before = serializers.CharField(help_text="In words.")
    after = serializers.CharField()
    weighs = serializers.BooleanField(help_text="Whether work flows otherwise: a name, a place or a source does not.")


class ChangeSerializer(serializers.Serializer[Any]):
    """One element in which the future state differs, and what was said of it."""

    key = serializers.CharField(help_text="The element's id.")
    what = serializers.ChoiceField(choices=("added", "removed", "changed", "rewired", "effect", "relabelled", "moved"))
    kind = serializers.ChoiceField(choices=("step", "queue", "flow", "note"))
    name = serializers.CharField()
    before = _ELEMENT
    after = _ELEMENT
    fields_changed = FieldChangeSerializer(many=True)
    belongs_to = serializers.CharField(allow_null=True, help_text="The box whose coming or going brought it along.")
    along = serializers.IntegerField(help_text="How many differences belong to it.")
    needs_reason = serializers.BooleanField()
    is_for_its_own_sake = serializers.BooleanField(help_text="It needs a waste that it removes, and none is named.")
    waste = serializers.ChoiceField(choices=WASTES, allow_null=True)
    reason = serializers.CharField()
    author = serializers.CharField(allow_null=True, help_text="Who said so last.")


class BaseSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    then_seq = serializers.IntegerField(help_text="The changes are those to the current state after this operation.")
    now_seq = serializers.IntegerField()
    has_changed = serializers.BooleanField(help_text="Whether the current state is another by now.")


class MaySerializer(serializers.Serializer[Any]):
    state_design = serializers.BooleanField()
    give_reasons = serializers.BooleanField()


class ColumnSerializer(serializers.Serializer[Any]):
    moment = serializers.ChoiceField(choices=("then", "now", "future"))
    map = serializers.UUIDField()
    title = serializers.CharField()
    rests_on = serializers.DictField(child=serializers.FloatField(), help_text="The share of its lead time by source.")


class FigureRowSerializer(serializers.Serializer[Any]):
    figure = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.ChoiceField(choices=("s", "share", "items_per_day", "items", "count"))
    better = serializers.ChoiceField(choices=("less", "more"))
    values = serializers.ListField(child=serializers.FloatField(allow_null=True))
    differences = serializers.ListField(
        child=serializers.FloatField(allow_null=True), help_text="To the current state as it is now."
    )


class ComparisonSerializer(serializers.Serializer[Any]):
    """A map beside its family: the current state, and every future state that was made of it."""

    seq = serializers.IntegerField()
    base = BaseSerializer(allow_null=True)
    design = DesignSerializer(allow_null=True)
    may = MaySerializer()
    changes = ChangeSerializer(many=True)
    sentence = serializers.CharField(help_text="How many changes there are, and how many name no waste.")
    columns = ColumnSerializer(many=True)
    figures = FigureRowSerializer(many=True)


class FutureStateListView(APIView):
    is_heavy = True

    @extend_schema(operation_id="list_future_states", responses=FutureStateListSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """The future states of the map's current state, and what that lacks for another one."""
        place, found = map_for(request.user, map_id)
        readiness = readiness_of(actor=place, of=found)
        answer = {
            "readiness": {
                "is_complete": readiness.is_complete_enough,
                "gaps": [lack.as_json() for lack in readiness.lacks],
            },
            "may_derive": may_on_map(place, MapAct.CREATE_FUTURE_STATE),
            "results": FutureStateSerializer(future_states_of(actor=place, of=found), many=True).data,
        }
        return Response(answer)

    @extend_schema(
        operation_id="create_future_state",
        request=NewFutureStateSerializer,
        responses={
            201: OpenApiResponse(FutureStateSerializer, description="Made; its board is at `/maps/{id}/`."),
            200: OpenApiResponse(FutureStateSerializer, description="This `op_id` made it before."),
        },
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Make a future state of the map as it is now with the edits done; facilitators, once nothing is missing."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewFutureStateSerializer, request.data)
        made, is_new = derive_future_state(
            actor=place,
            of=found,
            title=asked["title"],
            target_condition=asked["target_condition"],
            horizon_ends_on=asked["horizon_ends_on"],
            edits=asked.get("edits", []),
            op_id=asked["op_id"],
        )
        return Response(FutureStateSerializer(made).data, status=201 if is_new else 200)


class ComparisonView(APIView):
    is_heavy = True

    @extend_schema(operation_id="read_comparison", responses=ComparisonSerializer)
    def get(self, request: Request, map_id: UUID) -> Response:
        """How the map differs from its current state and why, and its figures beside those of its family."""
        place, found = map_for(request.user, map_id)
        return Response(_comparison_json(place, comparison_of(actor=place, of=found)))


class DesignView(APIView):
    @extend_schema(operation_id="state_design", request=DesignChangeSerializer, responses=DesignSerializer)
    def patch(self, request: Request, map_id: UUID) -> Response:
        """State the target condition or the horizon of a future state anew; facilitators."""
        place, found = map_for(request.user, map_id)
        asked = read_input(DesignChangeSerializer, request.data)
        return Response(DesignSerializer(state_design(actor=place, of=found, **asked)).data)


class ReasonView(APIView):
    @extend_schema(operation_id="give_reason", request=ReasonSerializer, responses=ReasonSerializer)
    def put(self, request: Request, map_id: UUID, element_id: str) -> Response:
        """Say which waste a change removes, and why; nothing said takes it back. Facilitators and members."""
        place, found = map_for(request.user, map_id)
        asked = read_input(ReasonSerializer, request.data)
        said = give_reason(actor=place, of=found, key=element_id, waste=asked["waste"] or "", reason=asked["reason"])
        return Response(_reason_json(said))


def _design_of(of: Map) -> FutureStateDesign | None:
    return getattr(of, "design", None)


def _reason_json(said: ChangeReason | None) -> dict[str, str | None]:
    return {"waste": (said.waste or None) if said else None, "reason": said.reason if said else ""}


def _field_json(field: FieldDifference) -> dict[str, Any]:
    return {
        "field": field.field,
        "name": field.label,
        "before": field.before,
        "after": field.after,
        "weighs": field.weighs,
    }


def _change_json(found: Comparison, change: Difference) -> dict[str, Any]:
    said = found.said.get(change.key)
    then = found.base.then if found.base else {}
    return {
        "key": change.key,
        "what": change.kind,
        "kind": change.element_kind,
        "name": change.name,
        "before": then.get(change.key),
        "after": found.elements.get(change.key),
        "fields_changed": [_field_json(field) for field in change.fields],
        "belongs_to": change.belongs_to,
        "along": found.reasoned.along(change.key),
        "needs_reason": change.needs_reason,
        "is_for_its_own_sake": change.key in found.reasoned.for_their_own_sake,
        **_reason_json(said),
        "author": said.author.name if said else None,
    }


def _comparison_json(place: Participant, found: Comparison) -> dict[str, Any]:
    base = found.base
    return {
        "seq": found.seq,
        "base": base
        and {
            "id": base.map.id,
            "title": base.map.title,
            "then_seq": base.then_seq,
            "now_seq": base.now.seq,
            "has_changed": base.then != base.now.elements,
        },
        "design": DesignSerializer(found.design).data if found.design else None,
        "may": {
            "state_design": may(place, ExperimentAct.STATE_DESIGN),
            "give_reasons": may(place, ExperimentAct.GIVE_REASON),
        },
        "changes": [_change_json(found, change) for change in found.changes],
        "sentence": found.reasoned.sentence,
        "columns": [
            {
                "moment": column.moment,
                "map": column.map.id,
                "title": column.map.title,
                "rests_on": dict(column.rests_on),
            }
            for column in found.columns
        ],
        "figures": FigureRowSerializer(found.figures, many=True).data,
    }
