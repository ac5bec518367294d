"""Everybody on every address: what each person of the cast is answered, and no address without a row."""

from typing import Any

import pytest
from django.urls import URLPattern

from facilitation.commands.agenda import use_preset
from maps.commands.locks import lock
from maps.commands.what_if import share_what_if
from maps.models import Map, SimulationJob
from reviews.commands.leases import claim_job, finish_job
from reviews.commands.states import save_state
from reviews.models import RenderJob, SavedState
from tests.api.calls import add, send, step
from tests.api.rows import (
    ANYBODY,
    INSIDE,
    PEOPLE,
    SIGNED_IN,
    Row,
    editors,
    everyone_inside,
    facilitators,
)
from tests.api.rows_circles import CIRCLE_ROWS, things_of_circles
from tests.api.rows_comments import COMMENT_ROWS, things_of_comments
from tests.api.rows_history import HISTORY_ROWS, things_of_history
from tests.api.rows_plan import PLAN_ROWS, things_of_plan
from tests.api.rows_real_items import REAL_ITEM_ROWS, things_of_real_items
from tests.api.rows_results import RESULT_ROWS, things_of_results
from tests.api.rows_rounds import ROUND_ROWS, things_of_rounds
from tests.api.rows_stream import STREAM_ROWS
from tests.api.rows_validation import VALIDATION_ROWS, things_of_validation
from tests.cast import Cast, Person, client_of
from vsm_workshop import api_urls
from workshops.commands.invitation import invitation_secrets
from workshops.commands.people import remove_participant
from workshops.commands.tokens import create_token
from workshops.models import Invitation

METHODS = ("get", "post", "put", "patch", "delete")

FILE = {"format": "vsm-workshop/map", "version": 1, "charter": {"name": "Feature delivery"}, "elements": {}}

EDITS = [add("b", step("Build"))]
IN_A_WORKSHOP = (
    "{workshop}",
    "{map}",
    "{mapped}",
    "{future}",
    "{later}",
    "{state}",
    "{document}",
    "{simulation}",
    "{series}",
    "{improvement}",
    "{experiment}",
    "{campaign}",
    "{assessed}",
    "{objective}",
    "{key_result}",
    "{fed}",
    "{initiative}",
    "{stage}",
    "{sprint}",
    "{round}",
    "{prepared}",
    "{revealed}",
    "{validation}",
    "{asked_about}",
    "{comment}",
    "{item}",
    "{walked}",
)


ROWS = (
    Row("api_schema", "get", "schema/", ANYBODY),
    Row("api_map_file_schema", "get", "schema/map-file/", ANYBODY),
    Row("api_join", "post", "join/", ANYBODY, lambda cast: {"code": code_of(cast), "name": "Mia"}),
    Row("api_tokens", "get", "tokens/", SIGNED_IN),
    Row("api_tokens", "post", "tokens/", (401, 201, 201, 201, 201, 201), lambda cast: {"name": "Script"}),
    Row("api_token", "delete", "tokens/{token}/", (401, 404, 404, 404, 404, 204)),
    Row("api_me", "get", "me/", SIGNED_IN),
    Row("api_me", "patch", "me/", SIGNED_IN, lambda cast: {"name": "Mia"}),
    Row("api_templates", "get", "templates/", SIGNED_IN),
    Row("api_workshops", "get", "workshops/", SIGNED_IN),
    Row(
        "api_workshops",
        "post",
        "workshops/",
        (401, 201, 403, 201, 403, 201),
        lambda cast: {"charter": {"name": "Bugs"}},
    ),
    Row("api_workshop", "get", "workshops/{workshop}/", INSIDE),
    Row("api_workshop", "patch", "workshops/{workshop}/", facilitators(200), lambda cast: {"charter": {"unit": "bug"}}),
    Row("api_workshop", "delete", "workshops/{workshop}/", facilitators(204)),
    Row("api_archive", "post", "workshops/{workshop}/archive/", facilitators(200)),
    Row("api_unarchive", "post", "workshops/{workshop}/unarchive/", facilitators(200)),
    Row("api_duplicate", "post", "workshops/{workshop}/duplicate/", facilitators(201)),
    Row("api_participants", "get", "workshops/{workshop}/participants/", INSIDE),
    Row(
        "api_participant",
        "patch",
        "workshops/{workshop}/participants/{mia}/",
        facilitators(200),
        lambda cast: {"role": "leader"},
    ),
    Row("api_participant", "delete", "workshops/{workshop}/participants/{mia}/", facilitators(204)),
    Row("api_let_in", "post", "workshops/{workshop}/participants/{mia}/let-in/", facilitators(200)),
    Row("api_invitation", "get", "workshops/{workshop}/invitation/", facilitators(200)),
    Row(
        "api_invitation",
        "patch",
        "workshops/{workshop}/invitation/",
        facilitators(200),
        lambda cast: {"is_open": False},
    ),
    Row("api_invitation", "post", "workshops/{workshop}/invitation/", facilitators(200)),
    Row("api_maps", "get", "workshops/{workshop}/maps/", INSIDE),
    Row("api_audit", "get", "workshops/{workshop}/audit/", facilitators(200)),
    Row("api_map", "get", "maps/{map}/", INSIDE),
    Row("api_map", "patch", "maps/{map}/", facilitators(200), lambda cast: {"title": "As we saw it"}),
    Row("api_metrics", "get", "maps/{map}/metrics/", INSIDE),
    Row("api_explanation", "get", "maps/{map}/explanation/", INSIDE),
    Row("api_explanation", "post", "maps/{map}/explanation/", everyone_inside(200), lambda cast: {"edits": EDITS}),
    Row("api_sensitivity", "get", "maps/{map}/sensitivity/", INSIDE),
    Row("api_sensitivity", "post", "maps/{map}/sensitivity/", everyone_inside(200), lambda cast: {"edits": EDITS}),
    Row("api_operations", "get", "maps/{map}/operations/", INSIDE),
    Row(
        "api_operations",
        "post",
        "maps/{map}/operations/",
        editors(201),
        lambda cast: {"op_id": "new", "edits": [add("b", step("Build"))]},
    ),
    Row("api_progress", "get", "maps/{map}/progress/", INSIDE),
    Row("api_locks", "get", "maps/{map}/locks/", INSIDE),
    Row("api_locks", "post", "maps/{map}/locks/", facilitators(201), lambda cast: {"scope": "map"}),
    Row("api_locks", "patch", "maps/{map}/locks/", facilitators(200), lambda cast: {"members_may": "own"}),
    Row("api_lock", "delete", "maps/{map}/locks/{lock}/", facilitators(204)),
    Row("api_session", "get", "workshops/{workshop}/session/", INSIDE),
    Row(
        "api_agenda",
        "put",
        "workshops/{workshop}/session/agenda/",
        facilitators(200),
        lambda cast: {"phases": [{"title": "Scope", "code": "scope", "minutes": 10}]},
    ),
    Row(
        "api_agenda_preset",
        "post",
        "workshops/{workshop}/session/agenda/preset/",
        facilitators(200),
        lambda cast: {"minutes": 90},
    ),
    Row("api_session_start", "post", "workshops/{workshop}/session/start/", facilitators(200)),
    # Nothing runs yet, so whoever may turn the clock hears that.
    Row("api_session_pause", "post", "workshops/{workshop}/session/pause/", facilitators(409)),
    Row("api_session_resume", "post", "workshops/{workshop}/session/resume/", facilitators(409)),
    Row("api_session_end", "post", "workshops/{workshop}/session/end/", facilitators(409)),
    Row(
        "api_session_extend",
        "post",
        "workshops/{workshop}/session/extend/",
        facilitators(409),
        lambda cast: {"minutes": 5, "op_id": "more"},
    ),
    Row(
        "api_session_go_to",
        "post",
        "workshops/{workshop}/session/go-to/",
        facilitators(200),
        lambda cast: {"phase": str(use_preset(actor=cast.ana, minutes=90)[1].id)},
    ),
    Row(
        "api_session_attention",
        "put",
        "workshops/{workshop}/session/attention/",
        facilitators(200),
        lambda cast: {"kind": "view", "map": str(cast.map.id), "area": {"x": 0, "y": 0, "width": 900, "height": 500}},
    ),
    Row("api_session_attention", "delete", "workshops/{workshop}/session/attention/", facilitators(200)),
    # Nobody of the cast has done anything yet, so whoever may undo hears that there is nothing to undo.
    Row("api_undo", "post", "maps/{map}/undo/", editors(409), lambda cast: {"op_id": "new"}),
    Row("api_redo", "post", "maps/{map}/redo/", editors(409), lambda cast: {"op_id": "new"}),
    Row("api_moment", "get", "maps/{map}/at/0/", INSIDE),
    Row("api_restore", "post", "maps/{map}/restore/", facilitators(201), lambda cast: {"op_id": "new", "seq": 0}),
    Row("api_map_file", "get", "maps/{map}/file/", INSIDE),
    Row("api_map_file", "post", "maps/{map}/file/", facilitators(200), lambda cast: FILE),
    Row("api_steps", "post", "maps/{map}/steps/", editors(201), lambda cast: {"op_id": "new", "text": "Design\t3d"}),
    Row("api_simulations", "get", "maps/{map}/simulations/", INSIDE),
    # The map is empty, so whoever may simulate it hears what it needs.
    Row("api_simulations", "post", "maps/{map}/simulations/", everyone_inside(409), lambda cast: {"items": 100}),
    Row("api_simulation", "get", "simulations/{simulation}/", INSIDE),
    # Mia started it: of the others only facilitators may cancel it.
    Row("api_simulation_cancel", "post", "simulations/{simulation}/cancel/", facilitators(200)),
    Row("api_what_if", "post", "maps/{map}/what-if/", everyone_inside(200), lambda cast: {"edits": EDITS}),
    Row("api_what_ifs", "get", "maps/{map}/what-ifs/", INSIDE),
    Row(
        "api_what_ifs",
        "post",
        "maps/{map}/what-ifs/",
        (401, 404, 403, 201, 201, 201),
        lambda cast: {"title": "With Build", "edits": EDITS},
    ),
    Row("api_shared_what_if", "get", "maps/{map}/what-ifs/{what_if}/", INSIDE),
    # Mia shared it: of the others only facilitators may take it away.
    Row("api_shared_what_if", "delete", "maps/{map}/what-ifs/{what_if}/", facilitators(204)),
    Row("api_states", "get", "maps/{map}/states/", INSIDE),
    Row("api_states", "post", "maps/{map}/states/", facilitators(201), lambda cast: {"name": "As we found it"}),
    Row("api_state", "get", "states/{state}/", INSIDE),
    Row("api_documents", "post", "states/{state}/documents/", everyone_inside(202), lambda cast: {"format": "csv"}),
    Row("api_document", "get", "documents/{document}/", INSIDE),
    Row("api_document_file", "get", "documents/{document}/file/", INSIDE),
    # The document is done, so whoever may have it made again hears that it has not failed.
    Row("api_document_retry", "post", "documents/{document}/retry/", everyone_inside(409)),
    *HISTORY_ROWS,
    *PLAN_ROWS,
    *RESULT_ROWS,
    *STREAM_ROWS,
    *ROUND_ROWS,
    *VALIDATION_ROWS,
    *COMMENT_ROWS,
    *REAL_ITEM_ROWS,
    *CIRCLE_ROWS,
)


def code_of(cast: Cast) -> str:
    return invitation_secrets(Invitation.objects.get(workshop=cast.workshop)).code


def address_of(row: Row, cast: Cast) -> str:
    token, _ = create_token(user=cast.ana.user)
    things = {"workshop": cast.workshop.id, "map": cast.map.id, "mia": cast.mia.id, "token": token.id}
    if "{what_if}" in row.address:
        shared, _ = share_what_if(actor=cast.mia, of=cast.map, title="Two at Build", edits=EDITS)
        things["what_if"] = shared.id
    things |= things_of_plan(row.address, cast) | things_of_results(row.address, cast)
    things |= things_of_rounds(row.address, cast) | things_of_history(row.address, cast)
    things |= things_of_validation(row.address, cast)
    things |= things_of_comments(row.address, cast)
    things |= things_of_real_items(row.address, cast)
    things |= things_of_circles(row.address, cast)
    if "{simulation}" in row.address:
        things["simulation"] = open_simulation(cast).id
    if "{lock}" in row.address:
        things["lock"] = lock(actor=cast.ana, of=cast.map, scope="map")[0].id
    if "{state}" in row.address or "{document}" in row.address:
        state = save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")
        things |= {"state": state.id, "document": finished_document(state).id}
    return f"/api/{row.address.format(**things)}"


def open_simulation(cast: Cast) -> SimulationJob:
    return SimulationJob.objects.create(
        map=cast.map, author=cast.mia, seq=0, charter={}, items=100, seed=1, distribution="auto", arrivals="constant"
    )


def finished_document(state: SavedState) -> RenderJob:
    job = RenderJob.objects.create(saved_state=state, format="vsm.json")
    lease = claim_job(job.id)
    assert lease is not None
    finish_job(lease, b"{}")
    return job


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.route}")
def test_each_person_gets_the_answer_of_their_role(row: Row, name: str, cast: Cast) -> None:
    person: Person | None = getattr(cast, name, None)
    response = send(client_of(person), row.method, address_of(row, cast), row.body(cast))
    assert response.status_code == row.expected[PEOPLE.index(name)], response.content
    if response.status_code >= 400:
        problem = response.json()
        assert set(problem) == {"code", "message", "details"}
        assert problem["message"].endswith((".", "?"))


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if any(of in row.address for of in IN_A_WORKSHOP)],
    ids=lambda row: f"{row.method} {row.route}",
)
def test_who_was_removed_is_told_so_and_gets_nothing(row: Row, cast: Cast) -> None:
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    response = send(client_of(cast.ben), row.method, address_of(row, cast), row.body(cast))
    assert (response.status_code, response.json()["code"]) == (403, "removed")


@pytest.mark.parametrize(
    "row", [row for row in ROWS if "{map}" in row.address], ids=lambda row: f"{row.method} {row.route}"
)
def test_a_map_of_strangers_and_no_map_look_the_same(row: Row, cast: Cast) -> None:
    stan, address = client_of(cast.stan), address_of(row, cast)
    theirs = send(stan, row.method, address, row.body(cast))
    Map.objects.all().delete()
    none = send(stan, row.method, address, row.body(cast))
    assert (theirs.status_code, theirs.json()) == (none.status_code, none.json())


def test_every_route_and_method_has_a_row() -> None:
    served = set()
    for pattern in api_urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        view: Any = getattr(pattern.callback, "view_class", None)
        served |= {(pattern.name, method) for method in METHODS if hasattr(view, method)}
    assert {(row.route, row.method) for row in ROWS} == served
