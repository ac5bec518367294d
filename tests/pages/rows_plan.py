"""Everybody on the pages of the plan."""

from experiments.commands.improvements import propose_improvement
from maps.commands.edit import submit
from maps.commands.future_state import create_future_state
from tests.cast import Cast
from tests.pages.rows import FACILITATORS_ACT, INSIDE, Row, workshop

EDITORS = (302, 404, 403, 403, 403, 200, 200)
EDITORS_ACT = (302, 404, 403, 403, 403, 302, 302)

STEP = {"kind": "step", "name": "Staging test", "wait_time": "8d", "process_time": "1d", "people": 1}
BURST = {"kind": "note", "note": "burst", "text": "A second staging", "about": "test", "waste": "waiting"}


def an_improvement(cast: Cast) -> list[object]:
    """One that Mia proposed, so that of the people who are asked only Ana may change it."""
    given = {"title": "A second staging", "owner_name": "Operations"}
    return [propose_improvement(actor=cast.mia, given=given).id]


def a_map_with_a_burst(cast: Cast) -> list[object]:
    edits = [{"do": "add", "id": "test", "element": STEP}, {"do": "add", "id": "burst", "element": BURST}]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    return [cast.map.id]


def an_improvement_and_a_step(cast: Cast) -> list[object]:
    """The step is on the only map, so that its place is known to the form beforehand."""
    a_map_with_a_burst(cast)
    return an_improvement(cast)


def a_future_state(cast: Cast) -> list[object]:
    a_map_with_a_burst(cast)
    edits = [{"do": "set", "id": "test", "fields": {"wait_time": "2d"}}]
    future, _ = create_future_state(actor=cast.ana, of=cast.map, title="In a year", edits=edits, op_id="future")
    return [future.id]


PLAN_ROWS = (
    Row("plan", "get", workshop, INSIDE),
    Row("plan_sources", "get", workshop, INSIDE),
    Row("improvement_new", "get", workshop, EDITORS),
    Row("improvement_new", "post", workshop, EDITORS_ACT, {"title": "A second staging"}),
    Row("improvement", "get", an_improvement, INSIDE),
    Row("improvement", "post", an_improvement, FACILITATORS_ACT, {"title": "Two stagings"}),
    Row("improvement_state", "post", an_improvement, FACILITATORS_ACT, {"to": "planned"}),
    # What is asked lacks a step; before that it is asked who asks.
    Row("improvement_effect", "post", an_improvement_and_a_step, (302, 404, 403, 403, 403, 403, 400)),
    Row("plan_bursts", "post", a_map_with_a_burst, EDITORS_ACT, {"element": "burst"}),
    Row("plan_changes", "post", a_future_state, EDITORS_ACT, {"element": "test"}),
)
