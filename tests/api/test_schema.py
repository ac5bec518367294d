"""The OpenAPI document is valid, complete and true: generated requests get documented answers and never a 5xx."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache as once
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from experiments.commands.campaigns import add_intervention, plan_campaign
from experiments.commands.experiments import draft_experiment
from experiments.commands.improvements import propose_improvement
from experiments.commands.readings import add_readings
from experiments.commands.series import create_series
from experiments.models import (
    Campaign,
    Experiment,
    Improvement,
    Initiative,
    Intervention,
    KeyResult,
    Objective,
    ReadingBatch,
    Series,
    Sprint,
    Stage,
)
from facilitation.commands.circles import circle_constraint
from facilitation.commands.comments import write_comment
from facilitation.commands.rounds import prepare_round
from facilitation.commands.validation import ask_for_validation
from facilitation.models import Circle, Comment, RealItem, Round, Validation
from maps.commands.locks import lock
from maps.commands.what_if import share_what_if
from maps.models import MapLock, SimulationJob, WhatIf
from reviews.commands.documents import request_document
from reviews.commands.states import save_state
from reviews.models import RenderJob, SavedState
from tests.api.calls import add, send, step
from tests.cast import Cast, client_of
from tests.experiments.results import a_sprint, a_stage, an_initiative, counted_result, this_quarter
from tests.facilitation.real_items import bring
from vsm_workshop import api_urls
from workshops.commands.tokens import create_token

EXAMPLES = 8
EXAMPLES_OF_NOBODY = 2
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Served, but not described: the description itself, and what answers where nothing is.
NOT_DESCRIBED = {"api_schema", "api_nothing"}


@once
def document() -> dict[str, Any]:
    return dict(SchemaGenerator().get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


def operations() -> list[tuple[str, str]]:
    return [(path, method) for path, methods in document()["paths"].items() for method in methods]


def takes_input(path: str, method: str) -> bool:
    operation = document()["paths"][path][method]
    return "requestBody" in operation or any(part["in"] == "query" for part in operation.get("parameters", ()))


@pytest.fixture
def described() -> dict[str, Any]:
    return document()


def test_the_document_is_valid_and_served_as_it_is(described: dict[str, Any]) -> None:
    validate_schema(described)  # type: ignore[no-untyped-call]
    assert Client().get("/api/schema/").json() == described


def test_every_address_is_described_with_its_refusals(described: dict[str, Any]) -> None:
    served = [pattern for pattern in api_urls.urlpatterns if pattern.name not in NOT_DESCRIBED]
    assert len(described["paths"]) == len(served)
    for methods in described["paths"].values():
        for operation in methods.values():
            assert {"400", "401", "429", "503"} <= set(operation["responses"])
            assert operation["description"].endswith(".")


def test_the_names_of_operations_are_said_once(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for methods in described["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))


@contextmanager
def connection_outlives_requests() -> Iterator[None]:
    """A request ends by giving its connection back; here that is the test's own, with its open transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture
def filled(cast: Cast) -> Cast:
    edits = [add("a", step("Design", wait_time="3d")), add("b", step("Build", process_time="2h"))]
    send(client_of(cast.ben), "post", f"/api/maps/{cast.map.id}/operations/", {"op_id": "one", "edits": edits})
    share_what_if(actor=cast.ben, of=cast.map, title="One more", edits=[add("c", step("Test"))])
    lock(actor=cast.ana, of=cast.map, scope="element", element_id="b")
    SimulationJob.objects.create(
        map=cast.map, author=cast.ben, seq=1, charter={}, items=9, seed=1, distribution="auto", arrivals="constant"
    )
    series = create_series(actor=cast.ben, given={"name": "Wait", "measure": "time_s", "worse_when": "higher"})
    readings = [{"at": "2026-03-01", "value": 60}, {"at": "2026-03-02", "value": 90}]
    add_readings(actor=cast.ben, series=series, op_id="two", given=readings, source="rest")
    propose_improvement(actor=cast.ben, given={"title": "A second staging"})
    draft_experiment(actor=cast.ben, given={"change": "booking slots", "series": series.id})
    campaign = plan_campaign(actor=cast.ana, given={"name": "Reviews begin within a day"})
    add_intervention(actor=cast.ana, campaign=campaign, text="Pairs", made_on=date(2026, 3, 2))
    result = counted_result(cast, new_series=None, series=series.id, new_objective="Less waiting")
    initiative = an_initiative(cast, key_results=[result.id])
    a_stage(cast, initiative)
    a_sprint(cast, initiative)
    prepare_round(
        actor=cast.ana,
        map_id=cast.map.id,
        kind="estimates",
        prompt="How long does it wait?",
        is_anonymous=False,
        options={},
        round_id=uuid4(),
    )
    circle_constraint(actor=cast.ana, of=cast.map, circle_id=uuid4(), element_id="b")
    write_comment(actor=cast.ana, of=cast.map, comment_id=uuid4(), text="Why so long?", element_id="a")
    ask_for_validation(actor=cast.ana, map_id=cast.map.id, validation_id=uuid4())
    bring(cast, cast.ana, visits=[{"step": "a", "wait_time": "1d"}])
    state = save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")
    request_document(actor=cast.ana, saved_state_id=state.id, format="csv")
    return cast


@once
def read_by_schemathesis() -> Any:
    return schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())


def run(filled: Cast, path: str, method: str, mode: GenerationMode, *, token: str, examples: int) -> None:
    """Send generated requests about things that exist, and check every answer against the document."""
    things = {
        "map_id": str(filled.map.id),
        "workshop_id": str(filled.workshop.id),
        "participant_id": str(filled.mia.id),
        "seq": 1,
        "token_id": 1,
        "simulation_id": str(SimulationJob.objects.get().id),
        "element_id": "step-0",
        "series_id": str(Series.objects.get().id),
        "batch_id": str(ReadingBatch.objects.get().id),
        "improvement_id": str(Improvement.objects.get().id),
        "experiment_id": str(Experiment.objects.get().id),
        "campaign_id": str(Campaign.objects.get().id),
        "intervention_id": str(Intervention.objects.get().id),
        "what_if_id": str(WhatIf.objects.get().id),
        "state_id": str(SavedState.objects.get().id),
        "document_id": str(RenderJob.objects.get().id),
        "lock_id": str(MapLock.objects.get().id),
        "round_id": str(Round.objects.get().id),
        "circle_id": str(Circle.objects.get().id),
        # By generated requests there may be more of them by now.
        "comment_id": str(Comment.objects.earliest("written_at").id),
        "validation_id": str(Validation.objects.get().id),
        "item_id": str(RealItem.objects.get().id),
        "objective_id": str(Objective.objects.get().id),
        "key_result_id": str(KeyResult.objects.get().id),
        "initiative_id": str(Initiative.objects.get().id),
        "stage_id": str(Stage.objects.get().id),
        "sprint_id": str(Sprint.objects.get().id),
        "quarter": this_quarter().code,
        "code": "meetings",
    }

    with connection_outlives_requests():
        strategy = read_by_schemathesis()[path][method.upper()].as_strategy(generation_mode=mode)

    @seed(20260)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def check(case: Case[Any]) -> None:
        cache.clear()
        case.path_parameters = {name: things[name] for name in case.path_parameters or {}}
        case.headers.pop("Authorization", None)
        case.cookies = {}
        response = case.call(headers={"Authorization": f"Token {token}"})
        case.validate_response(response, checks=CHECKS)

    with connection_outlives_requests():
        check()


@pytest.mark.parametrize(("path", "method"), operations())
def test_requests_as_described_get_documented_answers(filled: Cast, path: str, method: str) -> None:
    _, token = create_token(user=filled.ana.user)
    run(filled, path, method, GenerationMode.POSITIVE, token=token, examples=EXAMPLES)


@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, method in operations() if takes_input(path, method)]
)
def test_other_requests_get_documented_answers(filled: Cast, path: str, method: str) -> None:
    _, token = create_token(user=filled.ana.user)
    run(filled, path, method, GenerationMode.NEGATIVE, token=token, examples=EXAMPLES)


def test_generated_requests_with_a_wrong_token_are_refused_as_documented(filled: Cast) -> None:
    for path, method in operations():
        run(filled, path, method, GenerationMode.POSITIVE, token="wrong", examples=EXAMPLES_OF_NOBODY)
