"""Experiments through their commands: what a draft may lack, what a start needs, who decides, what is kept."""

from datetime import timedelta

import pytest

from experiments.commands.experiments import HypothesisStands, change_experiment, decide_experiment, draft_experiment
from experiments.commands.map_values import NothingToWrite, offer_map_values, write_map_values
from experiments.domain.states import MoveNotAllowed, MoveRefused
from experiments.models import Decision, Experiment
from experiments.selectors.judgement import NotStarted, composed, judge_experiment
from maps.commands.edit import undo
from maps.commands.future_state import create_future_state
from maps.selectors import snapshot_of
from tests.cast import Cast, make_cast
from tests.experiments.story import HALVE_THE_WAIT, plan, read_daily, ready_experiment, series, today
from workshops.errors import Conflict, InvalidInput, NotAllowed
from workshops.models import AuditEntry


def places(error: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [problem.place for problem in error.value.problems]


def test_a_draft_may_lack_everything_but_not_hold_what_cannot_be(cast: Cast) -> None:
    draft = draft_experiment(actor=cast.ben, given={})
    assert draft.state == "draft"
    assert "[the change]" in composed(draft).sentence
    with pytest.raises(InvalidInput) as error:
        draft_experiment(
            actor=cast.ben,
            given={"metric": "story_points", "percent": -3.0, "map": cast.map.id, "element_id": "burst"},
        )
    assert places(error) == ["metric", "percent", "element_id"]
    assert Experiment.objects.count() == 1


def test_the_sentence_names_step_metric_and_percent(cast: Cast) -> None:
    draft = ready_experiment(cast)
    assert composed(draft).sentence == (
        "We believe that by booking the staging environment in slots we will reduce the wait time of “Staging test” "
        "by 50 % within 3 weeks."
    )


def test_a_start_names_everything_that_is_missing(cast: Cast) -> None:
    draft = draft_experiment(actor=cast.ben, given={"change": "smaller batches", "owner": cast.ben.id})
    with pytest.raises(InvalidInput) as error:
        decide_experiment(actor=cast.ana, experiment=draft, to="running")
    assert {"metric", "direction", "percent", "within", "how_measured", "starts_on", "review_on", "guards"} <= set(
        places(error)
    )
    assert {"baseline", "series"} <= set(places(error))
    draft.refresh_from_db()
    assert (draft.state, Decision.objects.count()) == ("draft", 0)


def test_two_changes_are_no_experiment(cast: Cast) -> None:
    draft = ready_experiment(cast, change="- smaller batches\n- a second environment")
    with pytest.raises(InvalidInput) as error:
        decide_experiment(actor=cast.ana, experiment=draft, to="running")
    assert places(error) == ["change"]


def test_guards_are_required_or_their_absence_explained(cast: Cast) -> None:
    draft = ready_experiment(cast, guard_absence="")
    with pytest.raises(InvalidInput) as error:
        decide_experiment(actor=cast.ben, experiment=draft, to="running")
    assert places(error) == ["guards"]
    reopened = series(cast, "Reopened", "share")
    change_experiment(actor=cast.ben, experiment=draft, given={"guards": [reopened.id]})
    assert decide_experiment(actor=cast.ben, experiment=draft, to="running").state == "running"


def test_the_metric_cannot_guard_itself_and_readings_must_be_of_its_kind(cast: Cast) -> None:
    draft = ready_experiment(cast)
    share = series(cast, "Reopened", "share")
    with pytest.raises(InvalidInput) as error:
        change_experiment(actor=cast.ben, experiment=draft, given={"guards": [draft.series_id]})
    assert places(error) == ["guards"]
    with pytest.raises(InvalidInput) as error:
        change_experiment(actor=cast.ben, experiment=draft, given={"series": share.id})
    assert places(error) == ["series"]


def test_nothing_of_another_workshop_can_be_named(cast: Cast) -> None:
    other = make_cast()
    theirs = series(other, "Theirs")
    with pytest.raises(InvalidInput) as error:
        draft_experiment(
            actor=cast.ben,
            given={"map": other.map.id, "series": theirs.id, "guards": [theirs.id], "owner": other.ben.id},
        )
    assert places(error) == ["owner", "map", "series", "guards"]


def test_once_it_runs_the_hypothesis_stands(cast: Cast) -> None:
    running = decide_experiment(actor=cast.ana, experiment=ready_experiment(cast), to="running")
    with pytest.raises(HypothesisStands) as error:
        change_experiment(actor=cast.ana, experiment=running, given={"percent": 10.0, "review_on": today()})
    assert error.value.details["fixed"] == ["percent"]
    later = today() + timedelta(days=9)
    changed = change_experiment(actor=cast.ana, experiment=running, given={"review_on": later, "owner": cast.lea.id})
    assert (changed.review_on, changed.owner, changed.percent) == (later, cast.lea, 50.0)


def test_who_read_an_older_version_overwrites_nobody(cast: Cast) -> None:
    draft = ready_experiment(cast)
    change_experiment(actor=cast.ben, experiment=draft, given={"percent": 40.0}, saw_revision=1)
    with pytest.raises(Conflict):
        change_experiment(actor=cast.ana, experiment=draft, given={"percent": 30.0}, saw_revision=1)
    draft.refresh_from_db()
    assert draft.percent == 40.0


def test_members_change_their_own_drafts_only(cast: Cast) -> None:
    draft = ready_experiment(cast, owner=None)
    with pytest.raises(NotAllowed):
        change_experiment(actor=cast.mia, experiment=draft, given={"percent": 30.0})
    assert change_experiment(actor=cast.ana, experiment=draft, given={"percent": 30.0}).percent == 30.0


def test_owners_and_facilitators_decide(cast: Cast) -> None:
    draft = ready_experiment(cast, owner=cast.lea.id)
    with pytest.raises(MoveNotAllowed):
        decide_experiment(actor=cast.ben, experiment=draft, to="running")
    assert decide_experiment(actor=cast.lea, experiment=draft, to="running").state == "running"


def test_somebody_who_only_reads_cannot_own(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as error:
        draft_experiment(actor=cast.ben, given={"owner": cast.vic.id})
    assert places(error) == ["owner"]


def test_the_engine_stands_beside_what_is_expected(cast: Cast) -> None:
    draft = ready_experiment(cast, edits=HALVE_THE_WAIT)
    assert draft.predicted is not None
    assert draft.predicted["today"] == 8 * 8 * 3600
    assert draft.predicted["predicted"] < draft.predicted["today"]
    fall = (draft.predicted["predicted"] / draft.predicted["today"] - 1) * 100
    assert draft.predicted["percent"] == pytest.approx(fall)
    assert draft.predicted["sentence"].startswith("By the engine the wait time would fall by ")


def test_a_figure_that_the_map_does_not_hold_has_no_prediction_but_a_sentence(cast: Cast) -> None:
    draft = ready_experiment(cast, edits=HALVE_THE_WAIT, metric="batch_size", series=None)
    assert draft.predicted is not None
    assert draft.predicted["percent"] is None
    assert "cannot tell the batch size today" in draft.predicted["sentence"]


def finish(cast: Cast, since: list[float], **others: object) -> Experiment:
    """Return an experiment whose period is over, with these waits, one a day, since the start."""
    draft = ready_experiment(cast, **others)
    running = decide_experiment(actor=cast.ben, experiment=draft, to="running")
    assert running.series is not None
    read_daily(cast, running.series, since, ends_on=today() - timedelta(days=2), op_id="since")
    return decide_experiment(actor=cast.ben, experiment=running, to="to_be_judged")


HALVED = [4.0, 3, 4, 5, 4, 3, 4, 4, 5, 4, 3, 4]
AS_BEFORE = [8.0, 9, 7, 8, 9, 8, 8, 7, 9, 8, 7, 8]


def test_a_halved_wait_is_a_signal_and_kept_as_evidence(cast: Cast) -> None:
    judged = finish(cast, HALVED)
    verdict = judge_experiment(actor=cast.vic, of=judged).judgement
    assert (verdict.metric.verdict, verdict.suggestion) == ("improved", "adopt")
    decided = decide_experiment(actor=cast.ben, experiment=judged, to="adopted", reason="The wait is halved.")
    last = Decision.objects.get(experiment=decided, after="adopted")
    assert last.evidence is not None
    assert last.evidence["metric"]["verdict"] == "improved"
    assert "chart" not in last.evidence["metric"]
    assert (last.before, last.reason, last.decided_by) == ("to_be_judged", "The wait is halved.", cast.ben)
    assert AuditEntry.objects.filter(act="decide_experiment", workshop_id=cast.workshop.id).count() == 3


def test_no_evidence_of_change_is_an_answer(cast: Cast) -> None:
    verdict = judge_experiment(actor=cast.ben, of=finish(cast, AS_BEFORE)).judgement
    assert verdict.metric.verdict == "no_evidence"
    assert "no evidence of change" in verdict.metric.sentence.lower()


def test_a_guard_that_got_worse_comes_first(cast: Cast) -> None:
    steady, reopened = series(cast, "Effort score", "number", "lower"), series(cast, "Reopened", "share")
    before, since = today() - timedelta(days=22), today() - timedelta(days=2)
    for of, old, new in ((steady, 3.0, 3.0), (reopened, 0.10, 0.30)):
        swing = old / 20
        read_daily(cast, of, [old + swing * (-1) ** day for day in range(12)], ends_on=before, op_id="base")
        read_daily(cast, of, [new + swing * (-1) ** day for day in range(12)], ends_on=since, op_id="since")
    judged = finish(cast, HALVED, guards=[steady.id, reopened.id])
    verdict = judge_experiment(actor=cast.ana, of=judged).judgement
    assert [guard.name for guard in verdict.guards] == ["Reopened", "Effort score"]
    assert verdict.guards[0].verdict == "worse"
    assert verdict.sentences[0] == verdict.guards[0].sentence
    assert verdict.suggestion != "adopt"


def test_readings_after_the_period_are_not_its_result(cast: Cast) -> None:
    judged = finish(cast, AS_BEFORE)
    assert judged.series is not None
    read_daily(cast, judged.series, [1.0], ends_on=today(), op_id="after")
    verdict = judge_experiment(actor=cast.ben, of=judged).judgement
    assert len(verdict.metric.chart.readings) == 24


def test_a_draft_has_no_verdict(cast: Cast) -> None:
    with pytest.raises(NotStarted):
        judge_experiment(actor=cast.ben, of=ready_experiment(cast))


def test_adopting_offers_what_was_measured_and_writes_it_in_one_operation(cast: Cast) -> None:
    judged = finish(cast, [value * 3600 for value in HALVED])
    assert offer_map_values(actor=cast.ben, of=judged).after is None
    decided = decide_experiment(actor=cast.ben, experiment=judged, to="adopted", reason="It works.")
    offer = offer_map_values(actor=cast.ben, of=decided)
    assert offer.before == {"value": 8 * 8 * 3600, "source": "estimate"}
    assert offer.after is not None
    mean = sum(HALVED) / 12 * 3600
    assert offer.after["value"] == pytest.approx(mean)
    assert (offer.after["source"], offer.after["n"]) == ("measured", 12)
    assert offer.after["low"] <= offer.after["value"] <= offer.after["high"]
    receipt = write_map_values(actor=cast.ben, experiment=decided, op_id="values")
    snapshot = snapshot_of(cast.map.id)
    assert snapshot.seq == receipt.seq == 2
    assert snapshot.elements["test"]["wait_time"] == pytest.approx(offer.after)
    again = write_map_values(actor=cast.ben, experiment=decided, op_id="values")
    assert (again.is_new, again.seq) == (False, receipt.seq)
    decided.refresh_from_db()
    assert decided.map_updated_seq == receipt.seq
    undo(map_id=cast.map.id, actor=cast.ben, op_id="back")
    assert snapshot_of(cast.map.id).elements["test"]["wait_time"]["value"] == 8 * 8 * 3600


def test_a_leader_who_owns_it_decides_but_does_not_edit_the_map(cast: Cast) -> None:
    judged = finish(cast, HALVED)
    decided = decide_experiment(actor=cast.ana, experiment=judged, to="adopted", reason="It works.")
    with pytest.raises(NotAllowed):
        write_map_values(actor=cast.lea, experiment=decided, op_id="values")
    assert snapshot_of(cast.map.id).seq == 1


def test_an_experiment_on_a_future_state_writes_to_the_current_one(cast: Cast) -> None:
    future, _ = create_future_state(actor=cast.ana, of=cast.map, title="In a year", edits=HALVE_THE_WAIT, op_id="f")
    judged = finish(cast, HALVED, map=future.id)
    decided = decide_experiment(actor=cast.ana, experiment=judged, to="adopted", reason="It works.")
    write_map_values(actor=cast.ana, experiment=decided, op_id="values")
    assert snapshot_of(cast.map.id).elements["test"]["wait_time"]["source"] == "measured"
    assert snapshot_of(future.id).elements["test"]["wait_time"]["source"] == "guess"


def test_what_the_map_computes_is_not_written(cast: Cast) -> None:
    judged = finish(cast, HALVED, metric="lead_time")
    decided = decide_experiment(actor=cast.ana, experiment=judged, to="adopted", reason="It works.")
    with pytest.raises(NothingToWrite):
        write_map_values(actor=cast.ana, experiment=decided, op_id="values")


def test_what_is_adapted_goes_on_in_a_draft_that_follows(cast: Cast) -> None:
    judged = finish(cast, AS_BEFORE)
    with pytest.raises(InvalidInput):
        draft_experiment(actor=cast.ben, given={"follows": judged.id})
    adapted = decide_experiment(actor=cast.ana, experiment=judged, to="adapted", reason="Slots of half a day.")
    given = {"follows": adapted.id, "change": "booking slots of half a day"}
    following = draft_experiment(actor=cast.ben, given=given)
    assert (following.follows, following.series, following.change) == (adapted, adapted.series, given["change"])
    assert (following.starts_on, following.state) == (None, "draft")


def test_a_verdict_needs_a_reason_and_ends_it(cast: Cast) -> None:
    judged = finish(cast, AS_BEFORE)
    with pytest.raises(InvalidInput):
        decide_experiment(actor=cast.ben, experiment=judged, to="abandoned")
    decide_experiment(actor=cast.ben, experiment=judged, to="abandoned", reason="No evidence of change.")
    with pytest.raises(MoveRefused):
        decide_experiment(actor=cast.ana, experiment=judged, to="running", reason="Again.")


def test_a_baseline_of_one_reading_is_none(cast: Cast) -> None:
    wait = series(cast)
    read_daily(cast, wait, [8.0], ends_on=today() - timedelta(days=22))
    draft = draft_experiment(actor=cast.ben, given=plan(cast, wait))
    with pytest.raises(InvalidInput) as error:
        decide_experiment(actor=cast.ana, experiment=draft, to="running")
    assert places(error) == ["baseline"]
