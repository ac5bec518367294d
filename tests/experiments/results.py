"""How tests set key results, initiatives and their stages."""

from datetime import timedelta
from typing import Any

from experiments.commands.initiatives import begin_initiative
from experiments.commands.key_results import set_key_result
from experiments.commands.stages import add_stage, plan_sprint
from experiments.domain.quarters import Quarter, quarter_of
from experiments.models import Initiative, KeyResult, Sprint, Stage
from tests.cast import Cast
from tests.experiments.story import today

DAY_S = 8 * 3600.0


def this_quarter() -> Quarter:
    return quarter_of(today())


def fed_result(cast: Cast, **others: Any) -> KeyResult:
    """Return Lea's key result: the lead time of the map, from what it is to five days, in this quarter."""
    given = {"map": cast.map.id, "figure": "lead_time", "target": "5d", "quarter": this_quarter().code, **others}
    return set_key_result(actor=cast.lea, given=given)


def counted_result(cast: Cast, **others: Any) -> KeyResult:
    """Return Lea's key result of a new series: reopened tickets from 20 to 10, in this quarter."""
    series = {"name": "Reopened tickets", "measure": "count", "worse_when": "higher"}
    given = {"new_series": series, "baseline": 20, "target": 10, "quarter": this_quarter().code, **others}
    return set_key_result(actor=cast.lea, given=given)


def an_initiative(cast: Cast, **others: Any) -> Initiative:
    return begin_initiative(actor=cast.lea, given={"name": "A second staging", "owner": cast.ben.id, **others})


def a_stage(cast: Cast, of: Initiative, name: str = "Try it", **others: Any) -> Stage:
    return add_stage(actor=cast.lea, initiative=of, given={"name": name, **others})


def a_sprint(cast: Cast, of: Initiative, **others: Any) -> Sprint:
    given = {"goal": "Slots can be booked", "starts_on": today(), "ends_on": today() + timedelta(days=13), **others}
    return plan_sprint(actor=cast.ben, initiative=of, given=given)
