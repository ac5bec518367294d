"""Everybody on the pages of key results, the quarterly review and initiatives."""

from datetime import timedelta

from experiments.models.key_result import FED_FIGURES
from tests.cast import Cast
from tests.experiments.results import a_sprint, a_stage, an_initiative, counted_result, fed_result, this_quarter
from tests.experiments.story import today
from tests.pages.rows import INSIDE, INSIDE_REDIRECTED, Row, workshop

DECIDERS = (302, 404, 403, 403, 200, 403, 200)
DECIDERS_ACT = (302, 404, 403, 403, 302, 403, 302)
ALL_BUT_VIEWERS = (302, 404, 403, 403, 200, 200, 200)
ALL_BUT_VIEWERS_ACT = (302, 404, 403, 403, 302, 302, 302)

NEW_RESULT = {
    "measured_by": "new",
    "new_name": "Escaped defects",
    "new_measure": "count",
    "new_worse_when": "higher",
    "baseline": "9",
    "target": "3",
    "quarter": this_quarter().code,
}
SPRINT = {
    "goal": "Slots can be booked",
    "starts_on": today().isoformat(),
    "ends_on": (today() + timedelta(days=13)).isoformat(),
}


def a_result(cast: Cast) -> list[object]:
    return [counted_result(cast).id]


def a_fed_result(cast: Cast) -> list[object]:
    return [fed_result(cast, baseline="10d", figure=FED_FIGURES[0]).id]


def this_review(cast: Cast) -> list[object]:
    return [cast.workshop.id, this_quarter().code]


def initiative(cast: Cast) -> list[object]:
    return [an_initiative(cast, owner=None).id]


def stage(cast: Cast) -> list[object]:
    return [a_stage(cast, an_initiative(cast, owner=None)).id]


def sprint(cast: Cast) -> list[object]:
    return [a_sprint(cast, an_initiative(cast, owner=None)).id]


RESULT_ROWS = (
    Row("key_results", "get", workshop, INSIDE),
    Row("key_result_new", "get", workshop, DECIDERS),
    Row("key_result_new", "post", workshop, DECIDERS_ACT, NEW_RESULT),
    Row("key_result", "get", a_result, INSIDE),
    Row(
        "key_result",
        "post",
        a_result,
        DECIDERS_ACT,
        {"name": "Reopened", "baseline": "20", "target": "8", "quarter": this_quarter().code, "revision": "1"},
    ),
    # The map is empty: whoever may take its figure is sent back and hears there that it is not known.
    Row("key_result_take", "post", a_fed_result, ALL_BUT_VIEWERS_ACT),
    # It has no reading to go on from, which is said on its page.
    Row("key_result_carry", "post", a_result, DECIDERS_ACT, {"target": "5"}),
    Row("key_result_delete", "post", a_result, DECIDERS_ACT),
    Row("review_now", "get", workshop, INSIDE_REDIRECTED),
    Row("review", "get", this_review, INSIDE),
    Row("review_decide", "post", this_review, DECIDERS_ACT, {"decision": "continue", "reason": "The wait fell"}),
    Row("initiatives", "get", workshop, INSIDE),
    Row("initiative_new", "get", workshop, DECIDERS),
    Row("initiative_new", "post", workshop, DECIDERS_ACT, {"name": "A second staging"}),
    Row("initiative", "get", initiative, INSIDE),
    Row("initiative", "post", initiative, DECIDERS_ACT, {"name": "Slots", "revision": "1"}),
    Row("initiative_state", "post", initiative, DECIDERS_ACT, {"state": "running"}),
    Row("stage_add", "post", initiative, DECIDERS_ACT, {"name": "Build it"}),
    Row("stage", "get", stage, DECIDERS),
    Row("stage", "post", stage, DECIDERS_ACT, {"name": "Build it"}),
    Row("stage_remove", "post", stage, DECIDERS_ACT),
    Row("stage_decide", "post", stage, DECIDERS_ACT, {"decision": "invest", "reason": "It works"}),
    Row("sprint_plan", "post", initiative, ALL_BUT_VIEWERS_ACT, SPRINT),
    Row("sprint", "get", sprint, ALL_BUT_VIEWERS),
    Row("sprint", "post", sprint, ALL_BUT_VIEWERS_ACT, SPRINT),
    Row("sprint_remove", "post", sprint, ALL_BUT_VIEWERS_ACT),
)
