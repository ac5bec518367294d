"""Key results: set, changed until a gate decides by them, carried on; and where they stand by their readings."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from experiments.commands.gates import decide_review
from experiments.commands.key_results import (
    KeyResultStands,
    add_objective,
    carry_key_result,
    change_key_result,
    change_objective,
    delete_key_result,
    delete_objective,
    set_key_result,
)
from experiments.commands.series import delete_series
from experiments.models import KeyResult, Series
from experiments.selectors.key_results import key_result_for, key_result_now
from tests.cast import Cast
from tests.experiments.results import a_sprint, an_initiative, counted_result, fed_result, this_quarter
from tests.experiments.story import read_daily, series, today
from workshops.errors import Conflict, InvalidInput, NotAllowed, NotFound

DAY_S = 8 * 3600.0


def now(of: KeyResult) -> Any:
    return key_result_now(KeyResult.objects.select_related("series__workshop", "workshop").get(pk=of.pk))


def test_the_lead_time_of_the_map_is_a_key_result(cast: Cast) -> None:
    found = fed_result(cast)
    assert (found.name, found.target) == ("Lead time of “Feature delivery”", 5 * DAY_S)
    assert found.baseline == pytest.approx(13.25 * DAY_S)
    standing = now(found).standing
    assert standing.reach == "not_moved"
    assert now(found).movement is None


def test_where_it_stands_is_the_newest_reading_of_its_quarter(cast: Cast) -> None:
    found = counted_result(cast)
    assert now(found).standing.reach == "not_known"
    read_daily(cast, found.series, [17, 15], ends_on=today())
    assert (now(found).standing.now, now(found).standing.progress) == (15, pytest.approx(0.5))
    last = this_quarter().starts_on - timedelta(days=1)
    early = counted_result(cast, new_series=None, series=found.series_id, quarter=this_quarter().next.code)
    assert now(early).standing.sentence.startswith("Not known: nothing was read in")
    past = counted_result(cast, new_series=None, series=found.series_id, quarter=this_quarter().previous.code)
    assert now(past).standing.reach == "not_known"
    read_daily(cast, found.series, [12], ends_on=last, op_id="late")
    assert now(past).standing.now == 12


def test_movement_is_told_once_there_are_readings_on_both_sides(cast: Cast) -> None:
    found = counted_result(cast)
    before = this_quarter().starts_on - timedelta(days=1)
    read_daily(cast, found.series, [20, 22, 19, 21, 20, 23, 18, 21, 20, 22, 19, 21], ends_on=before, op_id="before")
    assert now(found).movement is None
    days = (today() - this_quarter().starts_on).days + 1
    read_daily(cast, found.series, ([9, 8, 10, 9, 8, 9, 10, 8] * 12)[: max(days, 1)], ends_on=today(), op_id="since")
    assert now(found).movement is not None
    if days >= 8:
        assert now(found).movement.verdict == "improved"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"new_series": None}, "Say what measures it"),
        ({"figure": "lead_time"}, "Say what measures it"),
        ({"target": 20}, "The target is the baseline"),
        ({"target": ""}, "The target is missing"),
        ({"target": "soon"}, "The target: “soon” is not a number"),
        ({"baseline": None}, "Say where it stands now"),
        ({"quarter": "2026"}, "Name the quarter as year and number"),
        ({"objective": "7d0b7d1c-2f7e-4f3e-9d6b-0d8f6a1b2c3d"}, "There is no such objective"),
        ({"new_series": {"name": "", "measure": "count", "worse_when": "higher"}}, "The name of the series is empty"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_is_said(cast: Cast, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        counted_result(cast, **given)
    assert not KeyResult.objects.exists()
    assert not Series.objects.exists()


def test_objectives_hold_key_results(cast: Cast) -> None:
    found = counted_result(cast, new_objective="Fewer surprises")
    assert found.objective is not None
    assert add_objective(actor=cast.ana, title=" Fewer  surprises ") == found.objective
    with pytest.raises(Conflict, match="is a key result of “Fewer surprises”"):
        delete_objective(actor=cast.lea, objective=found.objective)
    other = add_objective(actor=cast.lea, title="Less waiting")
    with pytest.raises(InvalidInput, match="There is an objective “Fewer surprises” already"):
        change_objective(actor=cast.lea, objective=other, title="Fewer surprises")
    delete_objective(actor=cast.lea, objective=other)


def test_who_sets_and_changes(cast: Cast) -> None:
    for name in ("ben", "vic"):
        with pytest.raises(NotAllowed), transaction.atomic():
            set_key_result(actor=getattr(cast, name), given={"target": 1})
    found = counted_result(cast, owner=cast.ben.id)
    assert change_key_result(actor=cast.ben, key_result=found, given={"target": 8}).target == 8
    with pytest.raises(NotAllowed, match="only facilitators, leaders and the owner"):
        change_key_result(actor=cast.mia, key_result=found, given={"target": 7})
    with pytest.raises(Conflict, match="was changed by somebody else while you wrote"):
        change_key_result(actor=cast.lea, key_result=found, given={"target": 7}, saw_revision=1)
    with pytest.raises(NotFound):
        key_result_for(cast.stan, found.pk)


def test_once_a_gate_decided_by_it_what_it_claims_stands(cast: Cast) -> None:
    found = counted_result(cast)
    decide_review(actor=cast.lea, quarter=this_quarter(), decision="continue", reason="It moves")
    with pytest.raises(KeyResultStands, match="A gate has decided by “Reopened tickets”, so its target"):
        change_key_result(actor=cast.lea, key_result=found, given={"target": 12})
    assert change_key_result(actor=cast.lea, key_result=found, given={"owner": cast.ben.id}).owner == cast.ben
    with pytest.raises(KeyResultStands):
        delete_key_result(actor=cast.lea, key_result=found)


def test_it_is_carried_into_the_next_quarter_once(cast: Cast) -> None:
    found = counted_result(cast, owner=cast.ben.id, new_objective="Fewer surprises")
    read_daily(cast, found.series, [14], ends_on=today())
    carried = carry_key_result(actor=cast.lea, key_result=found, target="6")
    assert (carried.baseline, carried.target, carried.owner) == (14, 6, cast.ben)
    assert (carried.year, carried.quarter) == (this_quarter().next.year, this_quarter().next.number)
    assert (carried.objective, carried.carried_from) == (found.objective, found)
    with pytest.raises(Conflict, match="goes on in"):
        carry_key_result(actor=cast.lea, key_result=found)


def test_it_is_deleted_while_nothing_goes_by_it_and_its_readings_stay(cast: Cast) -> None:
    wait = series(cast)
    found = counted_result(cast, new_series=None, series=wait.id)
    sprint = a_sprint(cast, an_initiative(cast), key_result=found.pk)
    with pytest.raises(Conflict, match="is what the sprint “Slots can be booked” goes by"):
        delete_key_result(actor=cast.lea, key_result=found)
    with pytest.raises(Conflict, match="“Staging wait” is what “Staging wait” rests on"):
        delete_series(actor=cast.ana, series=wait)
    sprint.delete()
    delete_key_result(actor=cast.lea, key_result=found)
    assert Series.objects.filter(pk=wait.pk).exists()


@pytest.mark.parametrize(
    "broken",
    [{"target": 20.0}, {"baseline": float("nan")}, {"target": float("inf")}, {"quarter": 5}, {"name": ""}],
    ids=str,
)
def test_the_database_refuses_what_the_commands_would(cast: Cast, broken: dict[str, Any]) -> None:
    found = counted_result(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyResult.objects.filter(pk=found.pk).update(**broken)
