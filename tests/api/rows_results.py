"""Everybody on the addresses of key results, gates and initiatives."""

from experiments.commands.feeds import feed_series
from experiments.commands.key_results import add_objective
from tests.api.rows import INSIDE, Row, all_but_viewers, deciders
from tests.cast import Cast
from tests.experiments.results import a_sprint, a_stage, an_initiative, counted_result, this_quarter

NEW_RESULT = {
    "new_series": {"name": "Escaped defects", "measure": "count", "worse_when": "higher"},
    "baseline": 9,
    "target": 3,
}
SPRINT = {"goal": "Slots can be booked", "starts_on": "2026-03-02", "ends_on": "2026-03-13"}
WHY = {"reason": "The wait fell by half"}

RESULT_ROWS = (
    Row("api_objectives", "get", "workshops/{workshop}/objectives/", INSIDE),
    Row("api_objectives", "post", "workshops/{workshop}/objectives/", deciders(201), lambda cast: {"title": "Flow"}),
    Row("api_objective", "patch", "objectives/{objective}/", deciders(200), lambda cast: {"title": "Faster"}),
    Row("api_objective", "delete", "objectives/{objective}/", deciders(204)),
    Row("api_key_results", "get", "workshops/{workshop}/key-results/", INSIDE),
    Row(
        "api_key_results",
        "post",
        "workshops/{workshop}/key-results/",
        deciders(201),
        lambda cast: {**NEW_RESULT, "quarter": "2026-2"},
    ),
    Row("api_key_result", "get", "key-results/{key_result}/", INSIDE),
    Row("api_key_result", "patch", "key-results/{key_result}/", deciders(200), lambda cast: {"target": 5}),
    Row("api_key_result", "delete", "key-results/{key_result}/", deciders(204)),
    # It has no reading to go on from, so whoever may carry it hears that.
    Row("api_carry", "post", "key-results/{key_result}/carry/", deciders(400), lambda cast: {}),
    Row("api_feeds", "post", "maps/{map}/feeds/", all_but_viewers(200), lambda cast: {"figure": "lead_time"}),
    # The map is empty, so whoever may take its figure hears that it is not known.
    Row("api_figures", "post", "series/{fed}/figures/", all_but_viewers(409)),
    Row("api_review", "get", "workshops/{workshop}/reviews/2026-2/", INSIDE),
    Row(
        "api_review_decisions",
        "post",
        "workshops/{workshop}/reviews/{quarter}/decisions/",
        deciders(201),
        lambda cast: {"decision": "continue", **WHY},
    ),
    Row("api_gates", "get", "workshops/{workshop}/gates/", INSIDE),
    Row("api_initiatives", "get", "workshops/{workshop}/initiatives/", INSIDE),
    Row("api_initiatives", "post", "workshops/{workshop}/initiatives/", deciders(201), lambda cast: {"name": "Slots"}),
    Row("api_initiative", "get", "initiatives/{initiative}/", INSIDE),
    Row("api_initiative", "patch", "initiatives/{initiative}/", deciders(200), lambda cast: {"name": "Slots"}),
    Row(
        "api_initiative_state",
        "post",
        "initiatives/{initiative}/state/",
        deciders(200),
        lambda cast: {"state": "stopped", **WHY},
    ),
    Row("api_stages", "post", "initiatives/{initiative}/stages/", deciders(201), lambda cast: {"name": "Build it"}),
    Row("api_stage", "patch", "stages/{stage}/", deciders(200), lambda cast: {"name": "Build it"}),
    Row("api_stage", "delete", "stages/{stage}/", deciders(204)),
    Row("api_stage_gate", "get", "stages/{stage}/gate/", INSIDE),
    Row("api_stage_gate", "post", "stages/{stage}/gate/", deciders(201), lambda cast: {"decision": "invest", **WHY}),
    Row("api_sprints", "post", "initiatives/{initiative}/sprints/", all_but_viewers(201), lambda cast: SPRINT),
    Row("api_sprint", "patch", "sprints/{sprint}/", all_but_viewers(200), lambda cast: {"goal": "Slots are booked"}),
    Row("api_sprint", "delete", "sprints/{sprint}/", all_but_viewers(204)),
)


def things_of_results(address: str, cast: Cast) -> dict[str, object]:
    """Return what Lea set, as far as the address names it; nobody owns it."""
    things: dict[str, object] = {"quarter": this_quarter().code}
    if "{objective}" in address:
        things["objective"] = add_objective(actor=cast.lea, title="Less waiting").id
    if "{key_result}" in address:
        things["key_result"] = counted_result(cast).id
    if "{fed}" in address:
        things["fed"] = feed_series(actor=cast.lea, of=cast.map, figure="lead_time").id
    if any(name in address for name in ("{initiative}", "{stage}", "{sprint}")):
        initiative = an_initiative(cast, owner=None)
        things["initiative"] = initiative.id
        if "{stage}" in address:
            things["stage"] = a_stage(cast, initiative).id
        if "{sprint}" in address:
            things["sprint"] = a_sprint(cast, initiative).id
    return things
