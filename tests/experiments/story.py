"""How tests bring an experiment along: series with readings, and a draft that can start."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from experiments.commands.experiments import draft_experiment
from experiments.commands.readings import add_readings
from experiments.commands.series import create_series
from experiments.models import Experiment, Series
from tests.cast import Cast

HALVE_THE_WAIT = [{"do": "set", "id": "test", "fields": {"people": 2}}]


def today() -> date:
    return timezone.now().date()


def series(cast: Cast, name: str = "Staging wait", measure: str = "time_s", worse_when: str = "higher") -> Series:
    return create_series(actor=cast.ben, given={"name": name, "measure": measure, "worse_when": worse_when})


def read_daily(cast: Cast, of: Series, values: Sequence[float], *, ends_on: date, op_id: str = "r") -> None:
    """Add one reading a day, the last of them on `ends_on`."""
    first = datetime.combine(ends_on, datetime.min.time(), UTC) - timedelta(days=len(values) - 1)
    given = [
        {"at": (first + timedelta(days=number, hours=9)).isoformat(), "value": value}
        for number, value in enumerate(values)
    ]
    add_readings(actor=cast.ben, series=of, op_id=op_id, given=given, source="rest")


def plan(cast: Cast, of: Series, **others: Any) -> dict[str, Any]:
    """Return everything that an experiment of 20 days that ended yesterday needs to start."""
    return {
        "change": "booking the staging environment in slots",
        "metric": "wait_time",
        "map": cast.map.id,
        "element_id": "test",
        "direction": "reduce",
        "percent": 50.0,
        "within": "3 weeks",
        "how_measured": "Time from “ready for test” to “in test”, from the board, each ticket",
        "series": of.id,
        "guard_absence": "Nothing else waits for the slots.",
        "owner": cast.ben.id,
        "starts_on": today() - timedelta(days=21),
        "ends_on": today() - timedelta(days=1),
        "review_on": today() + timedelta(days=1),
        **others,
    }


def ready_experiment(cast: Cast, **others: Any) -> Experiment:
    """Return a draft of Ben's with a baseline of twelve readings, which can start."""
    wait = series(cast)
    read_daily(cast, wait, [8.0, 9, 7, 8, 10, 8, 7, 9, 8, 8, 9, 7], ends_on=today() - timedelta(days=22), op_id="base")
    return draft_experiment(actor=cast.ben, given=plan(cast, wait, **others))
