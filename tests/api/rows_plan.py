"""Everybody on the addresses of future states, the plan, experiments, campaigns and the lens."""

from datetime import date

from experiments.commands.campaigns import add_intervention, plan_campaign
from experiments.commands.experiments import draft_experiment
from experiments.commands.future_state import derive_future_state
from experiments.commands.improvements import propose_improvement
from experiments.commands.later_state import map_again
from experiments.commands.lens import answer_lens
from experiments.commands.readings import add_readings
from experiments.commands.series import create_series
from maps.commands.edit import submit
from maps.models import Map
from tests.api.calls import add, step
from tests.api.rows import INSIDE, SIGNED_IN, Row, editors, everyone_inside, facilitators
from tests.cast import Cast

EDITS = [add("b", step("Build"))]
AIM = {"target_condition": "A feature a week", "horizon_ends_on": "2031-03-31"}
REASON = {"waste": "waiting", "reason": "Nobody waits for a build"}
SERIES = {"name": "Staging wait", "measure": "time_s", "worse_when": "higher"}
ANSWERS = {"reach": "local", "cause": "known", "teams": "one", "attempts": "none", "urgency": "soon"}
DROP = {"state": "dropped", "reason": "Staging goes away"}

PLAN_ROWS = (
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
)


def things_of_plan(address: str, cast: Cast) -> dict[str, object]:
    """Return what Mia brought along, as far as the address names it, and the maps that came of hers."""
    things: dict[str, object] = {}
    if any(name in address for name in ("{mapped}", "{future}", "{later}")):
        things["mapped"] = mapped(cast).id
    if "{future}" in address or "{later}" in address:
        future = future_of(cast)
        things["future"] = future.id
    if "{later}" in address:
        things["later"] = map_again(actor=cast.ana, future=future, title="Later", begin="copy", op_id="later")[0].id
    if "{series}" in address:
        series = create_series(actor=cast.mia, given=SERIES)
        readings = [{"at": "2026-03-01", "value": 60}]
        receipt = add_readings(actor=cast.mia, series=series, op_id="mias", given=readings, source="rest")
        things |= {"series": series.id, "batch": receipt.batch.id}
    if "{improvement}" in address:
        things["improvement"] = propose_improvement(actor=cast.mia, given={"title": "A second staging"}).id
    if "{experiment}" in address:
        things["experiment"] = draft_experiment(actor=cast.mia, given={"change": "booking slots"}).id
    if "{campaign}" in address:
        campaign = plan_campaign(actor=cast.mia, given={"name": "Reviews"})
        made = add_intervention(actor=cast.mia, campaign=campaign, text="Pairs", made_on=date(2026, 3, 1))
        things |= {"campaign": campaign.id, "intervention": made.id}
    if "{assessed}" in address:
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
