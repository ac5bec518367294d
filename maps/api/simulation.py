"""Simulations of a map over REST: start one, see how far it is, read its result, cancel it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.commands.simulation import cancel_simulation, start_simulation
from maps.models import SimulationJob
from maps.permissions import MapAct, may
from maps.selectors import map_for, result_of, simulation_for, simulations_of
from metrics.simulation import ARRIVAL_CHOICES, DISTRIBUTION_CHOICES, LARGEST_SEED, MOST_ITEMS, USUAL_ITEMS
from workshops.api.people import PersonSerializer
from workshops.api.reading import Pages, Strict, read_input


class SimulationSerializer(serializers.Serializer[Any]):
    """One simulation of a map and how far it is."""

    id = serializers.UUIDField()
    map = serializers.UUIDField(source="map_id")
    seq = serializers.IntegerField(help_text="The operation of the map after which it was asked for.")
    author = PersonSerializer(help_text="Who started it.")
    items = serializers.IntegerField()
    seed = serializers.IntegerField(help_text="The same seed on the same map gives the same result.")
    distribution = serializers.ChoiceField(choices=DISTRIBUTION_CHOICES)
    arrivals = serializers.ChoiceField(choices=ARRIVAL_CHOICES)
    state = serializers.ChoiceField(choices=SimulationJob.State.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    stage = serializers.CharField(allow_blank=True, help_text="How far it is, in a few words.")
    error = serializers.CharField(allow_blank=True, help_text="Why it failed, as a sentence for people.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    may_cancel = serializers.SerializerMethodField(help_text="Whether the reader may cancel it while it is open.")

    def get_may_cancel(self, job: SimulationJob) -> bool:
        reader = self.context["reader"]
        return job.author_id == reader.id or may(reader, MapAct.CANCEL_ANY_SIMULATION)


class EstimateSerializer(serializers.Serializer[Any]):
    """A value with its 95 % confidence interval, which is null where there is too little to tell."""

    value = serializers.FloatField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class LeadTimesSerializer(serializers.Serializer[Any]):
    mean = EstimateSerializer()
    p50 = EstimateSerializer()
    p85 = EstimateSerializer()
    p95 = EstimateSerializer()


class HistogramSerializer(serializers.Serializer[Any]):
    edges_s = serializers.ListField(child=serializers.FloatField())
    counts = serializers.ListField(child=serializers.IntegerField())


class StepResultSerializer(serializers.Serializer[Any]):
    """One step; null where people or demand are not known."""

    utilisation = serializers.FloatField(allow_null=True)
    wait_s_mean = serializers.FloatField()
    stated_wait_s = serializers.FloatField(
        allow_null=True, help_text="What the map says, where the queue arises by itself and this is only compared."
    )
    queue_mean = serializers.FloatField(allow_null=True)
    queue_max = serializers.IntegerField(allow_null=True)
    visits = serializers.FloatField()


class QueueOverTimeSerializer(serializers.Serializer[Any]):
    at_s = serializers.ListField(child=serializers.FloatField())
    steps = serializers.DictField(child=serializers.ListField(child=serializers.IntegerField()))


class ChosenDistributionSerializer(serializers.Serializer[Any]):
    element = serializers.CharField(allow_null=True)
    field = serializers.CharField()
    distribution = serializers.CharField()
    sentence = serializers.CharField()


class SimulationResultSerializer(serializers.Serializer[Any]):
    """The figures of a simulation; throughput and WIP are null where the demand is unknown."""

    items = serializers.IntegerField()
    seed = serializers.IntegerField()
    warm_up_items = serializers.IntegerField()
    warm_up_sentence = serializers.CharField()
    steady = serializers.BooleanField()
    sentence = serializers.CharField(allow_null=True, help_text="Why there is no steady state.")
    lead_time_s = LeadTimesSerializer()
    histogram = HistogramSerializer()
    throughput_per_day = EstimateSerializer(allow_null=True)
    wip = EstimateSerializer(allow_null=True)
    steps = serializers.DictField(child=StepResultSerializer())
    queue_over_time = QueueOverTimeSerializer()
    static_lead_time_s = serializers.FloatField(allow_null=True)
    static_expected_lead_time_s = serializers.FloatField(allow_null=True)
    difference_sentence = serializers.CharField()
    distributions = ChosenDistributionSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class SimulationWithResultSerializer(SimulationSerializer):
    """One simulation with its result, which is null until it is done; of steps it is silent while people judge which of
    them is the constraint.
    """

    result = serializers.SerializerMethodField()

    @extend_schema_field(SimulationResultSerializer(allow_null=True))
    def get_result(self, job: SimulationJob) -> Any:
        return result_of(job)


class NewSimulationSerializer(Strict):
    items = serializers.IntegerField(
        min_value=1, max_value=MOST_ITEMS, default=USUAL_ITEMS, help_text="How many items are counted."
    )
    seed = serializers.IntegerField(
        min_value=0, max_value=LARGEST_SEED, required=False, help_text="Without one the server draws one."
    )
    distribution = serializers.ChoiceField(
        choices=DISTRIBUTION_CHOICES, default="auto", help_text="auto: each time by its range and provenance."
    )
    arrivals = serializers.ChoiceField(choices=ARRIVAL_CHOICES, default="exponential")


class SimulationListView(APIView):
    pagination_class = Pages
    is_heavy = True

    @extend_schema(operation_id="list_simulations", responses=SimulationSerializer(many=True))
    def get(self, request: Request, map_id: UUID) -> Response:
        """The simulations of a map without their results, the newest first."""
        place, found = map_for(request.user, map_id)
        pages = Pages()
        page: Any = pages.paginate_queryset(simulations_of(actor=place, of=found), request, self)
        return pages.get_paginated_response(SimulationSerializer(page, many=True, context={"reader": place}).data)

    @extend_schema(
        operation_id="start_simulation",
        request=NewSimulationSerializer,
        responses={202: SimulationWithResultSerializer},
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Have the map simulated as it is now; 409 with what is missing where it cannot be."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewSimulationSerializer, request.data)
        job = start_simulation(actor=place, of=found, **asked)
        return Response(SimulationWithResultSerializer(job, context={"reader": place}).data, status=202)


class SimulationView(APIView):
    @extend_schema(operation_id="read_simulation", responses=SimulationWithResultSerializer)
    def get(self, request: Request, simulation_id: UUID) -> Response:
        """How far a simulation is, and its result once it is done."""
        place, job = simulation_for(request.user, simulation_id)
        return Response(SimulationWithResultSerializer(job, context={"reader": place}).data)


class CancelSimulationView(APIView):
    @extend_schema(operation_id="cancel_simulation", request=None, responses=SimulationWithResultSerializer)
    def post(self, request: Request, simulation_id: UUID) -> Response:
        """Stop a simulation; its author and facilitators. One that has ended stays as it is."""
        place, job = simulation_for(request.user, simulation_id)
        cancelled = cancel_simulation(actor=place, simulation_id=job.id)
        return Response(SimulationWithResultSerializer(cancelled, context={"reader": place}).data)
