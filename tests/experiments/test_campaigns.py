"""Campaigns through their commands: what one may lack, what a start needs, what stands once it runs, its report."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.commands.campaigns import (
    ClaimStands,
    add_intervention,
    change_campaign,
    decide_campaign,
    plan_campaign,
    remove_intervention,
)
from experiments.commands.readings import add_readings
from experiments.commands.series import delete_series
from experiments.domain.states import CAMPAIGN, MoveNotAllowed
from experiments.models import Campaign, Decision, GuardMetric
from experiments.permissions import hands_of
from experiments.selectors.campaign_standing import standing_for
from experiments.selectors.campaigns import constraints_of, outcomes_of, report_of, why_time_to_map
from maps.commands.edit import submit
from tests.cast import Cast, make_cast
from tests.experiments.campaign_story import (
    DOUBLED,
    HALVED,
    HANDLE_TIME,
    REOPENED,
    read_since,
    ready_campaign,
    running_campaign,
)
from tests.experiments.story import series, today
from workshops.errors import Conflict, InvalidInput, NotAllowed, NotFound, WorkshopError
from workshops.models import AuditEntry


def places(error: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [problem.place for problem in error.value.problems]


def codes(campaign: Campaign, cast: Cast) -> list[str]:
    return [warning.code for warning in standing_for(actor=cast.vic, of=campaign).warnings]


def test_a_plan_may_lack_everything_but_its_name(cast: Cast) -> None:
    assert plan_campaign(actor=cast.mia, given={"name": "Reviews"}).state == "planned"
    with pytest.raises(InvalidInput) as error:
        plan_campaign(actor=cast.mia, given={"target": "6m", "map": cast.map.id, "element_id": "burst"})
    assert places(error) == ["name", "element_id", "target"]
    assert Campaign.objects.count() == 1


def test_a_start_names_everything_that_is_missing(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as error:
        decide_campaign(actor=cast.ana, campaign=plan_campaign(actor=cast.ben, given={"name": "A"}), to="running")
    assert places(error) == ["series", "how_measured", "serves", "starts_on", "harm_possible", "target", "owner"]
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("lacking", "place"),
    [
        ({"guards": []}, "guards"),
        ({"harm_possible": False, "harm": "", "guards": []}, "harm"),
        ({"starts_on": today() - timedelta(days=40)}, "baseline"),
        ({"target": None}, "target"),
        ({"place": ""}, "place"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_a_campaign_needs_to_run(cast: Cast, lacking: dict[str, object], place: str) -> None:
    campaign = ready_campaign(cast, **lacking)
    assert [gap.field for gap in standing_for(actor=cast.vic, of=campaign).missing] == [place]
    with pytest.raises(InvalidInput) as error:
        decide_campaign(actor=cast.ben, campaign=campaign, to="running")
    assert places(error) == [place]


def test_a_target_that_luck_hits_is_warned_of_and_runs(cast: Cast) -> None:
    campaign = ready_campaign(cast, target="11m")
    assert codes(campaign, cast) == ["target_by_luck"]
    running = decide_campaign(actor=cast.ben, campaign=campaign, to="running")
    started = Decision.objects.get(campaign=running)
    assert started.evidence is not None
    assert [warning["code"] for warning in started.evidence["warnings"]] == ["target_by_luck"]
    assert (started.before, started.after, started.decided_by) == ("planned", "running", cast.ben)


def test_whoever_says_that_nothing_else_can_suffer_needs_no_guard(cast: Cast) -> None:
    campaign = ready_campaign(cast, harm_possible=False, harm="Nobody else works on it", guards=[])
    assert decide_campaign(actor=cast.ana, campaign=campaign, to="running").state == "running"
    assert "no_guard" not in codes(campaign, cast)


def test_a_target_is_written_as_readings_are(cast: Cast) -> None:
    share = series(cast, "Resolved for good", "share", "lower")
    assert plan_campaign(actor=cast.ben, given={"name": "A", "series": share.id, "target": "80"}).target == 0.8
    assert ready_campaign(cast).target == 360
    with pytest.raises(InvalidInput) as error:
        plan_campaign(actor=cast.ben, given={"name": "A", "series": share.id, "target": "soon"})
    assert places(error) == ["target"]


def test_another_metric_drops_the_target_of_the_old_one(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    changed = change_campaign(actor=cast.ben, campaign=campaign, given={"series": series(cast, "Age").id})
    assert changed.target is None


def test_nothing_of_another_workshop_can_be_named(cast: Cast) -> None:
    other = make_cast()
    theirs = series(other, "Theirs")
    given = {"name": "A", "map": other.map.id, "series": theirs.id, "lead_time": theirs.id, "guards": [theirs.id]}
    with pytest.raises(InvalidInput) as error:
        plan_campaign(actor=cast.ben, given={**given, "owner": other.ben.id})
    assert places(error) == ["owner", "map", "series", "lead_time", "guards"]


def test_once_it_runs_its_claim_stands_and_guards_only_come(cast: Cast) -> None:
    campaign = running_campaign(cast)
    watched = campaign.guards.get().series_id
    refusals: list[dict[str, Any]] = [{"target": "9m"}, {"guards": []}]
    for refused in refusals:
        with pytest.raises(ClaimStands):
            change_campaign(actor=cast.ana, campaign=campaign, given=refused)
    more = series(cast, "Hard cases", "count")
    later = today() + timedelta(days=30)
    given = {"guards": [watched, more.id], "ends_on": later, "owner": cast.lea.id}
    changed = change_campaign(actor=cast.ana, campaign=campaign, given=given)
    assert (changed.ends_on, changed.owner, changed.target) == (later, cast.lea, 360)
    assert [guard.series for guard in changed.guards.all()] == [campaign.guards.first().series, more]  # type: ignore[union-attr]


def test_who_read_an_older_version_overwrites_nobody(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    change_campaign(actor=cast.ben, campaign=campaign, given={"serves": "The customer"}, saw_revision=1)
    with pytest.raises(Conflict):
        change_campaign(actor=cast.ana, campaign=campaign, given={"serves": "Nobody"}, saw_revision=1)


def test_members_change_and_decide_only_what_is_theirs(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    with pytest.raises(NotAllowed):
        change_campaign(actor=cast.mia, campaign=campaign, given={"serves": "Nobody"})
    with pytest.raises(MoveNotAllowed):
        decide_campaign(actor=cast.mia, campaign=campaign, to="running")
    with pytest.raises(NotAllowed):
        plan_campaign(actor=cast.lea, given={"name": "A"})


def test_interventions_begin_the_readings_since_and_stand_after_the_report(cast: Cast) -> None:
    campaign = running_campaign(cast)
    with pytest.raises(InvalidInput) as error:
        add_intervention(actor=cast.ben, campaign=campaign, text=" ", made_on=None)
    assert places(error) == ["text", "made_on"]
    early = today() - timedelta(days=60)
    with pytest.raises(InvalidInput):
        add_intervention(actor=cast.ben, campaign=campaign, text="Earlier", made_on=early)
    made = add_intervention(actor=cast.ben, campaign=campaign, text="Pairs", made_on=today())
    assert add_intervention(actor=cast.ben, campaign=campaign, text=" Pairs ", made_on=today()).pk == made.pk
    remove_intervention(actor=cast.ben, campaign=campaign, intervention_id=made.pk)
    with pytest.raises(NotFound):
        remove_intervention(actor=cast.ben, campaign=campaign, intervention_id=made.pk)
    read_since(cast, campaign, HALVED, REOPENED)
    judged = standing_for(actor=cast.vic, of=campaign).judgement
    assert judged is not None
    assert judged.metric.effect is not None
    assert (judged.metric.effect.readings_before, judged.metric.effect.readings_since) == (12, 12)
    assert judged.metric.chart.segments[1].name == "Templates for the ten usual questions"
    decide_campaign(actor=cast.ben, campaign=campaign, to="reported", reason="It holds.")
    with pytest.raises(ClaimStands):
        add_intervention(actor=cast.ben, campaign=campaign, text="Late", made_on=today())


def test_the_whack_a_mole_comes_first_and_stays_in_the_report(cast: Cast) -> None:
    campaign = running_campaign(cast)
    read_since(cast, campaign, HALVED, DOUBLED)
    standing = standing_for(actor=cast.vic, of=campaign)
    assert standing.warnings[0].code == "guard_deteriorating"
    assert standing.judgement is not None
    assert standing.judgement.headline.startswith("Guard first: “Reopened tickets” got worse")
    reported = decide_campaign(actor=cast.ben, campaign=campaign, to="reported", reason="Quick, and not solved.")
    assert reported.ends_on == today()
    report = report_of(actor=cast.lea, of=reported)
    assert report is not None and report.evidence is not None
    assert report.evidence["sentences"][0].startswith("“Reopened tickets” got worse")
    assert report.evidence["metric"]["verdict"] == "improved"
    assert (report.evidence["metric"]["mean_before"], report.evidence["metric"]["mean_since"]) == (
        pytest.approx(sum(HANDLE_TIME) / 12),
        pytest.approx(sum(HALVED) / 12),
    )
    assert "chart" not in report.evidence["guards"][0]
    (outcome,) = outcomes_of(actor=cast.vic)
    assert (outcome.improved, outcome.guards_worse) == (True, ("Reopened tickets",))
    (why,) = why_time_to_map(actor=cast.vic)
    assert why.endswith("It is time to map.")


def test_a_report_is_what_was_known_then(cast: Cast) -> None:
    campaign = running_campaign(cast)
    read_since(cast, campaign, HANDLE_TIME, REOPENED)
    reported = decide_campaign(actor=cast.ben, campaign=campaign, to="reported", reason="Nothing moved.")
    assert reported.series is not None
    add_readings(
        actor=cast.ben,
        series=reported.series,
        op_id="late",
        given=[{"at": today().isoformat(), "value": 1}],
        source="rest",
    )
    report = report_of(actor=cast.ben, of=reported)
    assert report is not None and report.evidence is not None
    assert report.evidence["metric"]["verdict"] == "no_evidence"


def test_what_was_called_off_is_no_failure(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    with pytest.raises(InvalidInput):
        decide_campaign(actor=cast.ben, campaign=campaign, to="reported")
    decide_campaign(actor=cast.ben, campaign=campaign, to="reported", reason="Another thing is more urgent.")
    assert outcomes_of(actor=cast.ben) == []


def test_the_next_one_begins_with_what_the_last_was_about(cast: Cast) -> None:
    campaign = running_campaign(cast)
    with pytest.raises(InvalidInput):
        plan_campaign(actor=cast.ben, given={"follows": campaign.id})
    decide_campaign(actor=cast.ben, campaign=campaign, to="reported", reason="Try it with training.")
    following = plan_campaign(actor=cast.mia, given={"follows": campaign.id})
    assert (following.name, following.series, following.target, following.starts_on) == (
        "Handle time down to six minutes, again",
        campaign.series,
        None,
        None,
    )
    assert [guard.series.name for guard in following.guards.all()] == ["Reopened tickets"]


def test_a_campaign_is_tied_to_the_constraint_that_the_figures_name(cast: Cast) -> None:
    (constraint,) = constraints_of(actor=cast.ben)
    assert (constraint.step, constraint.name, constraint.rule) == ("test", "Staging test", "utilisation")
    elsewhere = ready_campaign(cast, map=cast.map.id, element_id="build")
    assert codes(elsewhere, cast) == ["not_on_constraint"]
    on_it = change_campaign(actor=cast.ben, campaign=elsewhere, given={"element_id": "test"})
    assert codes(on_it, cast) == []
    assert (on_it.element_name, standing_for(actor=cast.vic, of=on_it).constraint) == ("Staging test", constraint)
    submit(
        map_id=cast.map.id, actor=cast.ben, op_id="gone", edits=[{"do": "set", "id": "test", "fields": {"people": 9}}]
    )
    assert codes(on_it, cast) == ["not_on_constraint"]


def test_lead_time_that_stays_is_said(cast: Cast) -> None:
    lead = series(cast, "Lead time")
    campaign = running_campaign(cast, lead_time=lead.id)
    read_since(cast, campaign, HALVED, REOPENED)
    values = [90_000.0, 91_000, 89_000, 90_500, 90_000, 89_500, 91_000, 90_000, 90_000, 89_000, 91_500, 90_000]
    for op_id, ends in (("before", 22), ("since", 1)):
        first = today() - timedelta(days=ends + 11)
        rows = [{"at": (first + timedelta(days=day)).isoformat(), "value": value} for day, value in enumerate(values)]
        add_readings(actor=cast.ben, series=lead, op_id=op_id, given=rows, source="rest")
    assert codes(campaign, cast) == ["lead_time_unmoved"]


def test_output_is_no_flow(cast: Cast) -> None:
    points = series(cast, "Story points", "count", "lower")
    campaign = plan_campaign(actor=cast.ben, given={"name": "More points", "series": points.id})
    assert "output_counted" in codes(campaign, cast)


def test_readings_under_a_campaign_are_not_deleted(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    assert campaign.series is not None
    for of in (campaign.series, campaign.guards.get().series):
        with pytest.raises(Conflict) as error:
            delete_series(actor=cast.ana, series=of)
        assert "Handle time down to six minutes" in error.value.message


def test_who_did_what_is_told(cast: Cast) -> None:
    running_campaign(cast)
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"plan_campaign", "decide_campaign", "add_intervention"} <= acts


REASONS = st.sampled_from(["", "  ", "It holds."])
TRIES = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben", "mia", "lea", "vic"]), st.sampled_from([*CAMPAIGN.codes, "done"]), REASONS
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(wanted=TRIES)
def test_a_campaign_follows_its_machine(cast: Cast, wanted: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        campaign = ready_campaign(cast)
        state, history = campaign.state, []
        for name, to, reason in wanted:
            actor = getattr(cast, name)
            campaign.refresh_from_db()
            moves = {move.target: move for move in CAMPAIGN.open_moves(state, hands_of(actor, campaign))}
            may = to in moves and (bool(reason.strip()) or not moves[to].needs_reason)
            try:
                decide_campaign(actor=actor, campaign=campaign, to=to, reason=reason)
                assert may
                history.append((state, to, reason.strip(), actor.pk))
                state = to
            except WorkshopError as error:
                assert not may
                assert error.message.endswith(".")
        campaign.refresh_from_db()
        told = [(row.before, row.after, row.reason, row.decided_by_id) for row in campaign.decisions.all()]
        assert (campaign.state, told) == (state, history)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "broken",
    [{"state": "done"}, {"target": float("nan")}, {"state": "running", "series": None}, {"name": ""}],
    ids=str,
)
def test_the_database_refuses_what_the_commands_would(cast: Cast, broken: dict[str, object]) -> None:
    campaign = ready_campaign(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**broken)


def test_a_guard_watches_exactly_one_thing(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    for thing in ({"campaign": campaign}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GuardMetric.objects.create(series=campaign.guards.get().series, **thing)
