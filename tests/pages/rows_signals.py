"""Everybody on the pages of the signals and of what became of a promise."""

from datetime import date

from experiments.commands.future_state import derive_future_state
from experiments.commands.later_state import map_again
from experiments.commands.signals import begin_signal, feed_signal
from maps.commands.edit import submit
from tests.cast import Cast
from tests.pages.rows import INSIDE, Row, workshop

EDITORS_ACT = (302, 404, 403, 403, 403, 302, 302)
ALL_BUT_VIEWERS_ACT = (302, 404, 403, 403, 302, 302, 302)


def people(cast: Cast) -> list[object]:
    begin_signal(actor=cast.mia, code="people")
    return [cast.workshop.id, "people"]


def meetings(cast: Cast) -> list[object]:
    return [cast.workshop.id, "meetings"]


def lead_time(cast: Cast) -> list[object]:
    map_one_step(cast)
    feed_signal(actor=cast.ana, code="lead_time", of=cast.map)
    return [cast.workshop.id, "lead_time"]


def map_one_step(cast: Cast) -> None:
    step = {"kind": "step", "name": "Design", "x": 0, "y": 0, "wait_time": "2d", "process_time": "1d"}
    submit(map_id=cast.map.id, actor=cast.ana, op_id="one", edits=[{"do": "add", "id": "design", "element": step}])


def a_later_state(cast: Cast) -> list[object]:
    map_one_step(cast)
    future, _ = derive_future_state(
        actor=cast.ana,
        of=cast.map,
        title="In a year",
        target_condition="Nobody waits for a design.",
        horizon_ends_on=date(2031, 3, 31),
        edits=[{"do": "set", "id": "design", "fields": {"wait_time": "1d"}}],
        op_id="future",
    )
    return [map_again(actor=cast.ana, future=future, title="A year later", begin="copy", op_id="later")[0].id]


SIGNALS_ROWS = (
    Row("signals", "get", workshop, INSIDE),
    Row(
        "signals_meetings",
        "post",
        workshop,
        EDITORS_ACT,
        {"op_id": "one", "text": "2026-03-02; 4; 150\n2026-03-09; 3; 1h"},
    ),
    Row("signals_choose", "post", meetings, EDITORS_ACT, {"source": "new"}),
    Row("signals_drop", "post", people, EDITORS_ACT),
    # The figure was read when the map was chosen, so whoever may take it hears that nothing has changed since.
    Row("signals_take", "post", lead_time, ALL_BUT_VIEWERS_ACT),
    Row("signals_reading", "post", people, EDITORS_ACT, {"op_id": "one", "at": "2026-03-02", "value": "8"}),
    Row("promise", "get", a_later_state, INSIDE),
)
