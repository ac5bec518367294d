"""Everybody on every address: what each person of the cast is answered, and no address without a row."""

from datetime import date
from typing import Any

import pytest
from django.urls import URLPattern

from experiments.commands.campaigns import add_intervention, plan_campaign
from experiments.commands.experiments import draft_experiment
from experiments.commands.future_state import derive_future_state
from experiments.commands.improvements import propose_improvement
from experiments.commands.later_state import map_again
from experiments.commands.lens import answer_lens
from experiments.commands.readings import add_readings
from experiments.commands.series import create_series
from facilitation.commands.agenda import use_preset
from maps.commands.edit import submit
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
from tests.api.rows_results import RESULT_ROWS, things_of_results
from tests.api.rows_rounds import ROUND_ROWS, things_of_rounds
from tests.api.rows_stream import STREAM_ROWS
from tests.cast import Cast, Person, client_of
from vsm_workshop import api_urls
from workshops.commands.invitation import invitation_secrets
from workshops.commands.people import remove_participant
from workshops.commands.tokens import create_token
from workshops.models import Invitation

METHODS = ("get", "post", "put", "patch", "delete")

FILE = {"format": "vsm-workshop/map", "version": 1, "charter": {"name": "Feature delivery"}, "elements": {}}

EDITS = [add("b", step("Build"))]
AIM = {"target_condition": "A feature a week", "horizon_ends_on": "2031-03-31"}
REASON = {"waste": "waiting", "reason": "Nobody waits for a build"}
SERIES = {"name": "Staging wait", "measure": "time_s", "worse_when": "higher"}
ANSWERS = {"reach": "local", "cause": "known", "teams": "one", "attempts": "none", "urgency": "soon"}
DROP = {"state": "dropped", "reason": "Staging goes away"}
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
    Row(
        "api_future_states",
        "post",
        "maps/{mapped}/future-states/",
        facilitators(201),
        lambda cast: {"op_id": "new", "title": "In a year", "edits": [], **AIM},
    ),
    Row("api_future_states", "get", "maps/{map}/future-states/", INSIDE),
    Row("api_comparison", "get", "maps/{map}/comparison/", INSIDE),
    Row("api_design", "patch", "maps/{future}/design/", facilitators(200), lambda cast: AIM),
    Row("api_reason", "put", "maps/{future}/reasons/b/", editors(200), lambda cast: REASON),
    Row("api_series_list", "get", "workshops/{workshop}/series/", INSIDE),
    Row(
        "api_series_list", "post", "workshops/{workshop}/series/", editors(201), lambda cast: {**SERIES, "name": "New"}
    ),
    Row("api_series", "get", "series/{series}/", INSIDE),
    Row("api_series", "patch", "series/{series}/", editors(200), lambda cast: {"unit": "h"}),
    # Mia began it: of the others only facilitators may delete it, or withdraw what she added.
    Row("api_series", "delete", "series/{series}/", facilitators(204)),
    Row("api_readings", "get", "series/{series}/readings/", INSIDE),
    Row(
        "api_readings",
        "post",
        "series/{series}/readings/",
        editors(201),
        lambda cast: {"op_id": "new", "readings": [{"at": "2026-03-01", "value": "2h"}]},
    ),
    Row("api_reading_batches", "get", "series/{series}/batches/", INSIDE),
    Row("api_reading_batch", "delete", "series/{series}/batches/{batch}/", facilitators(204)),
    Row("api_chart", "get", "series/{series}/chart/", INSIDE),
    Row("api_plan", "get", "workshops/{workshop}/plan/", INSIDE),
    Row("api_opening", "get", "workshops/{workshop}/plan/opening/", INSIDE),
    Row("api_plan_csv", "get", "workshops/{workshop}/plan/csv/", INSIDE),
    Row("api_plan_calendar", "get", "workshops/{workshop}/plan/calendar/", INSIDE),
    Row("api_improvements", "get", "workshops/{workshop}/improvements/", INSIDE),
    Row(
        "api_improvements", "post", "workshops/{workshop}/improvements/", editors(201), lambda cast: {"title": "Slots"}
    ),
    Row("api_bursts", "get", "maps/{map}/bursts/improvements/", INSIDE),
    Row("api_bursts", "post", "maps/{map}/bursts/improvements/", editors(200)),
    Row("api_changes", "get", "maps/{map}/changes/improvements/", INSIDE),
    Row("api_changes", "post", "maps/{map}/changes/improvements/", editors(200)),
    Row("api_improvement", "get", "improvements/{improvement}/", INSIDE),
    # Mia proposed it: of the others only facilitators may change it, and she herself may not decide it.
    Row("api_improvement", "patch", "improvements/{improvement}/", facilitators(200), lambda cast: {"title": "Slots"}),
    Row("api_improvement_state", "post", "improvements/{improvement}/state/", facilitators(200), lambda cast: DROP),
    Row("api_experiments", "get", "workshops/{workshop}/experiments/", INSIDE),
    Row("api_experiments", "post", "workshops/{workshop}/experiments/", editors(201), lambda cast: {"change": "Slots"}),
    Row("api_experiment", "get", "experiments/{experiment}/", INSIDE),
    Row("api_experiment", "patch", "experiments/{experiment}/", facilitators(200), lambda cast: {"percent": 20}),
    Row(
        "api_experiment_state",
        "post",
        "experiments/{experiment}/state/",
        facilitators(200),
        lambda cast: {**DROP, "state": "abandoned"},
    ),
    # It is a draft, so everybody hears that there is nothing to judge, and editors that there is nothing to write.
    Row("api_judgement", "get", "experiments/{experiment}/judgement/", everyone_inside(409)),
    Row("api_map_values", "get", "experiments/{experiment}/map-values/", INSIDE),
    Row("api_map_values", "post", "experiments/{experiment}/map-values/", editors(409), lambda cast: {"op_id": "new"}),
    Row("api_campaigns", "get", "workshops/{workshop}/campaigns/", INSIDE),
    Row("api_campaigns", "post", "workshops/{workshop}/campaigns/", editors(201), lambda cast: {"name": "Reviews"}),
    Row("api_campaign", "get", "campaigns/{campaign}/", INSIDE),
    Row("api_campaign", "patch", "campaigns/{campaign}/", facilitators(200), lambda cast: {"serves": "The customer"}),
    Row(
        "api_campaign_state",
        "post",
        "campaigns/{campaign}/state/",
        facilitators(200),
        lambda cast: {**DROP, "state": "reported"},
    ),
    Row("api_campaign_standing", "get", "campaigns/{campaign}/standing/", INSIDE),
    Row(
        "api_interventions",
        "post",
        "campaigns/{campaign}/interventions/",
        facilitators(201),
        lambda cast: {"made_on": "2026-03-02", "text": "Two reviewers a day"},
    ),
    Row("api_intervention", "delete", "campaigns/{campaign}/interventions/{intervention}/", facilitators(204)),
    Row("api_lens", "get", "lens/", SIGNED_IN),
    Row("api_lens", "post", "lens/", SIGNED_IN, lambda cast: {"answers": ANSWERS}),
    Row(
        "api_lens_start",
        "post",
        "lens/start/",
        (401, 201, 403, 201, 403, 201),
        lambda cast: {"name": "Reviews", "answers": ANSWERS},
    ),
    Row("api_workshop_lens", "get", "workshops/{workshop}/lens/", INSIDE),
    Row(
        "api_workshop_lens",
        "post",
        "workshops/{workshop}/lens/",
        (401, 404, 403, 201, 201, 201),
        lambda cast: {"answers": ANSWERS},
    ),
    Row("api_workshop_lens_start", "post", "workshops/{assessed}/lens/start/", editors(201)),
    Row("api_states", "get", "maps/{map}/states/", INSIDE),
    Row("api_states", "post", "maps/{map}/states/", facilitators(201), lambda cast: {"name": "As we found it"}),
    Row("api_state", "get", "states/{state}/", INSIDE),
    Row("api_documents", "post", "states/{state}/documents/", everyone_inside(202), lambda cast: {"format": "csv"}),
    Row("api_document", "get", "documents/{document}/", INSIDE),
    Row("api_document_file", "get", "documents/{document}/file/", INSIDE),
    # The document is done, so whoever may have it made again hears that it has not failed.
    Row("api_document_retry", "post", "documents/{document}/retry/", everyone_inside(409)),
    *RESULT_ROWS,
    *STREAM_ROWS,
    *ROUND_ROWS,
)


def code_of(cast: Cast) -> str:
    return invitation_secrets(Invitation.objects.get(workshop=cast.workshop)).code


def address_of(row: Row, cast: Cast) -> str:
    token, _ = create_token(user=cast.ana.user)
    things = {"workshop": cast.workshop.id, "map": cast.map.id, "mia": cast.mia.id, "token": token.id}
    if "{what_if}" in row.address:
        shared, _ = share_what_if(actor=cast.mia, of=cast.map, title="Two at Build", edits=EDITS)
        things["what_if"] = shared.id
    if any(name in row.address for name in ("{mapped}", "{future}", "{later}")):
        things["mapped"] = mapped(cast).id
    if "{future}" in row.address or "{later}" in row.address:
        future = future_of(cast)
        things["future"] = future.id
    if "{later}" in row.address:
        things["later"] = map_again(actor=cast.ana, future=future, title="Later", begin="copy", op_id="later")[0].id
    things |= things_of_experiments(row, cast) | things_of_results(row.address, cast)
    things |= things_of_rounds(row.address, cast)
    if "{simulation}" in row.address:
        things["simulation"] = open_simulation(cast).id
    if "{lock}" in row.address:
        things["lock"] = lock(actor=cast.ana, of=cast.map, scope="map")[0].id
    if "{state}" in row.address or "{document}" in row.address:
        state = save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")
        things |= {"state": state.id, "document": finished_document(state).id}
    return f"/api/{row.address.format(**things)}"


def things_of_experiments(row: Row, cast: Cast) -> dict[str, object]:
    """Return what Mia brought along, as far as the address names it."""
    things: dict[str, object] = {}
    if "{series}" in row.address:
        series = create_series(actor=cast.mia, given=SERIES)
        readings = [{"at": "2026-03-01", "value": 60}]
        receipt = add_readings(actor=cast.mia, series=series, op_id="mias", given=readings, source="rest")
        things |= {"series": series.id, "batch": receipt.batch.id}
    if "{improvement}" in row.address:
        things["improvement"] = propose_improvement(actor=cast.mia, given={"title": "A second staging"}).id
    if "{experiment}" in row.address:
        things["experiment"] = draft_experiment(actor=cast.mia, given={"change": "booking slots"}).id
    if "{campaign}" in row.address:
        campaign = plan_campaign(actor=cast.mia, given={"name": "Reviews"})
        made = add_intervention(actor=cast.mia, campaign=campaign, text="Pairs", made_on=date(2026, 3, 1))
        things |= {"campaign": campaign.id, "intervention": made.id}
    if "{assessed}" in row.address:
        answer_lens(actor=cast.mia, concern="Reviews take days", answers=ANSWERS)
        things["assessed"] = cast.workshop.id
    return things


def mapped(cast: Cast) -> Map:
    """Return the map of the cast, complete enough to make a future state of it."""
    fields = {"wait_time": "2d", "process_time": "1d", "wastes": ["waiting"]}
    submit(map_id=cast.map.id, actor=cast.mia, op_id="mapped", edits=[add("a", step("Design", **fields))])
    return cast.map


def future_of(cast: Cast) -> Map:
    future, _ = derive_future_state(
        actor=cast.ana,
        of=cast.map,
        title="In a year",
        target_condition=AIM["target_condition"],
        horizon_ends_on=date.fromisoformat(AIM["horizon_ends_on"]),
        edits=EDITS,
        op_id="future",
    )
    return future


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
