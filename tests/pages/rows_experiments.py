"""Everybody on the pages of experiments and measurements."""

from experiments.commands.experiments import draft_experiment
from experiments.commands.readings import add_readings
from experiments.commands.series import create_series
from experiments.models import Experiment, ReadingBatch, Series
from tests.cast import Cast
from tests.pages.rows import INSIDE, Row, workshop

EDITORS = (302, 404, 403, 403, 403, 200, 200)
EDITORS_ACT = (302, 404, 403, 403, 403, 302, 302)
FACILITATOR_ACTS = (302, 404, 403, 403, 403, 403, 302)


def draft(cast: Cast) -> Experiment:
    return draft_experiment(actor=cast.ben, given={"change": "a WIP limit of three"})


def series(cast: Cast) -> Series:
    return create_series(
        actor=cast.ben, given={"name": "Staging wait", "measure": "time_s", "worse_when": "higher", "unit": "d"}
    )


def a_draft(cast: Cast) -> list[object]:
    return [draft(cast).id]


def a_series(cast: Cast) -> list[object]:
    return [series(cast).id]


def a_batch(cast: Cast) -> list[object]:
    of = series(cast)
    add_readings(actor=cast.ben, series=of, op_id="one", given=[{"at": "2026-03-02", "value": "2d"}], source="hand")
    return [of.id, ReadingBatch.objects.get(series=of).id]


_SERIES = {"name": "Reopened tickets", "measure": "count", "worse_when": "higher"}
_READING = {"op_id": "page", "at": "2026-03-02", "value": "2d"}
_TABLE = {"op_id": "page", "text": "2026-03-02\t2d"}

EXPERIMENT_ROWS = (
    Row("experiments", "get", workshop, INSIDE),
    Row("experiment_new", "get", workshop, EDITORS),
    Row("experiment_new", "post", workshop, EDITORS_ACT, {"change": "Slots"}),
    Row("experiment_preview", "post", workshop, INSIDE, {"change": "Slots"}),
    Row("experiment", "get", a_draft, INSIDE),
    Row("experiment_edit", "get", a_draft, EDITORS),
    Row("experiment_edit", "post", a_draft, EDITORS_ACT, {"change": "Slots"}),
    # Ben drafted it and does not own it: its state is not his.
    Row("experiment_decide", "post", a_draft, FACILITATOR_ACTS, {"state": "abandoned", "reason": "Not now"}),
    Row("experiment_running", "post", a_draft, EDITORS_ACT, {"revision": "1"}),
    Row("experiment_to_map", "post", a_draft, EDITORS_ACT, {"op_id": "map"}),
    Row("measurements", "get", workshop, INSIDE),
    Row("measurements", "post", workshop, EDITORS_ACT, _SERIES),
    Row("series", "get", a_series, INSIDE),
    Row("series_change", "post", a_series, EDITORS_ACT, {"name": "Wait", "worse_when": "higher"}),
    Row("series_delete", "post", a_series, EDITORS_ACT),
    Row("series_reading", "post", a_series, EDITORS_ACT, _READING),
    Row("series_readings", "post", a_series, EDITORS_ACT, _TABLE),
    Row("series_preview", "post", a_series, EDITORS, {"text": "2026-03-02\t2d"}),
    Row("series_withdraw", "post", a_batch, EDITORS_ACT),
)
