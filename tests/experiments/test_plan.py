"""The plan: improvements from bursts, changes and thoughts, what opens the next session, files for other programs."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar, Event

from experiments.commands.campaigns import decide_campaign
from experiments.commands.experiments import decide_experiment
from experiments.commands.improvements import (
    change_improvement,
    decide_improvement,
    propose_improvement,
)
from experiments.documents import plan_calendar, plan_csv
from experiments.domain.plan_documents import PlanDay, write_plan_calendar
from experiments.domain.states import MoveNotAllowed, MoveRefused
from experiments.models import Decision, Improvement
from experiments.selectors.plan import decisions_of, plan_of
from maps.commands.edit import submit
from maps.commands.future_state import create_future_state
from tests.cast import Cast, make_cast
from tests.experiments.campaign_story import ready_campaign
from tests.experiments.conftest import DAY_S
from tests.experiments.story import HALVE_THE_WAIT, ready_experiment, today
from workshops.errors import Conflict, InvalidInput, NotAllowed

SIX_HOURS = [{"do": "set", "id": "test", "fields": {"wait_time": "6h"}}]


def propose(cast: Cast, **given: object) -> Improvement:
    return propose_improvement(actor=cast.ben, given={"title": "A second staging", **given})


def test_the_engine_prices_its_edits_in_lead_time(cast: Cast) -> None:
    wait = propose(cast, map=cast.map.id, edits=SIX_HOURS)
    # The wait is passed 1 ÷ (1 − 0.2) times: what comes back waits again.
    assert wait.expected_effect_s == pytest.approx((6 - 64) * 3600 / 0.8)
    assert propose(cast, map=cast.map.id).expected_effect_s is None


def test_without_a_known_lead_time_a_sentence_stands_for_the_effect(cast: Cast) -> None:
    clear = [{"do": "set", "id": "ship", "fields": {"wait_time": None}}]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="clear", edits=clear)
    entry = propose(cast, map=cast.map.id, edits=HALVE_THE_WAIT)
    assert entry.expected_effect_s is None
    assert "Ship" in entry.expected_effect_sentence


def test_one_change_of_a_future_state_is_priced_alone(cast: Cast) -> None:
    edits = [
        *SIX_HOURS,
        {"do": "set", "id": "build", "fields": {"process_time": "1d"}},
        {"do": "add", "id": "check", "element": {"kind": "step", "name": "Check"}},
    ]
    future, _ = create_future_state(actor=cast.ana, of=cast.map, title="In a year", edits=edits, op_id="f")
    entry = propose(cast, map=future.id, element_id="build")
    assert entry.expected_effect_s is not None
    # A day of work less, 1.25 times, and with the load the wait of at most a day before it falls; not the other wait.
    assert -2 * 1.25 * DAY_S < entry.expected_effect_s < -1.25 * DAY_S
    # A step that no arrow joins stands outside the stream.
    assert propose(cast, map=future.id, element_id="check").expected_effect_s == 0
    unchanged = propose(cast, map=future.id, element_id="ship")
    assert (unchanged.expected_effect_s, unchanged.expected_effect_sentence) == (None, "")


def test_an_owner_is_a_participant_or_an_invited_person(cast: Cast) -> None:
    entry = propose(cast, owner_name="Someone from operations")
    assert entry.who == "Someone from operations"
    changed = change_improvement(actor=cast.ana, improvement=entry, given={"owner": cast.lea.id})
    assert (changed.who, changed.owner_name) == ("Lea", "")
    changed = change_improvement(actor=cast.ana, improvement=entry, given={"owner_name": "Operations"})
    assert (changed.owner, changed.who) == (None, "Operations")
    with pytest.raises(InvalidInput):
        propose(cast, owner=cast.lea.id, owner_name="Operations")
    with pytest.raises(InvalidInput):
        propose(cast, owner=make_cast().mia.id)


def test_what_is_planned_has_an_owner_and_its_owner_decides(cast: Cast) -> None:
    entry = propose(cast)
    with pytest.raises(InvalidInput) as error:
        decide_improvement(actor=cast.ana, improvement=entry, to="planned")
    assert error.value.problems[0].place == "owner"
    change_improvement(actor=cast.ben, improvement=entry, given={"owner": cast.lea.id})
    with pytest.raises(MoveNotAllowed):
        decide_improvement(actor=cast.ben, improvement=entry, to="planned")
    decide_improvement(actor=cast.lea, improvement=entry, to="planned")
    with pytest.raises(MoveRefused):
        decide_improvement(actor=cast.lea, improvement=entry, to="done")
    decide_improvement(actor=cast.lea, improvement=entry, to="doing")
    with pytest.raises(InvalidInput):
        decide_improvement(actor=cast.lea, improvement=entry, to="dropped", reason="  ")
    decide_improvement(actor=cast.lea, improvement=entry, to="dropped", reason="Staging goes away.")
    history = [(row.before, row.after, row.reason) for row in decisions_of(actor=cast.vic, about=entry)]
    assert history == [
        ("proposed", "planned", ""),
        ("planned", "doing", ""),
        ("doing", "dropped", "Staging goes away."),
    ]


def test_others_change_neither_words_nor_state(cast: Cast) -> None:
    entry = propose(cast)
    for person in (cast.mia, cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            change_improvement(actor=person, improvement=entry, given={"title": "Mine"})
        with pytest.raises(NotAllowed):
            decide_improvement(actor=person, improvement=entry, to="dropped", reason="Mine.")
    with pytest.raises(NotAllowed):
        propose_improvement(actor=cast.lea, given={"title": "Mine"})
    entry.refresh_from_db()
    assert (entry.title, entry.state, Decision.objects.count()) == ("A second staging", "proposed", 0)


def test_two_who_write_at_once_overwrite_nobody(cast: Cast) -> None:
    entry = propose(cast)
    change_improvement(actor=cast.ben, improvement=entry, given={"milestone": "Spring"}, saw_revision=1)
    with pytest.raises(Conflict) as error:
        change_improvement(actor=cast.ana, improvement=entry, given={"milestone": "Autumn"}, saw_revision=1)
    assert error.value.details == {"revision": 2}


def test_what_is_overdue_or_unfinished_opens_the_next_session(cast: Cast) -> None:
    late = propose(cast, title="Late", due_on=today() - timedelta(days=2), owner=cast.ben.id)
    begun = propose(cast, title="Begun", due_on=today() + timedelta(days=9), owner=cast.ben.id)
    decide_improvement(actor=cast.ana, improvement=begun, to="doing")
    done = propose(cast, title="Done", due_on=today() - timedelta(days=9), owner=cast.ben.id)
    decide_improvement(actor=cast.ana, improvement=done, to="doing")
    decide_improvement(actor=cast.ana, improvement=done, to="done")
    propose(cast, title="An idea")
    waiting = decide_experiment(actor=cast.ana, experiment=ready_experiment(cast), to="running")
    waiting = decide_experiment(actor=cast.ana, experiment=waiting, to="to_be_judged")
    plan = plan_of(actor=cast.vic)
    assert [entry.title for entry in plan.overdue_improvements] == [late.title]
    assert [entry.title for entry in plan.unfinished_improvements] == [begun.title]
    assert (list(plan.overdue_experiments), list(plan.unfinished_experiments)) == ([], [waiting])


def test_the_csv_holds_no_formula(cast: Cast) -> None:
    propose(cast, title='=HYPERLINK("x")', owner_name="@cmd", milestone="+1", map=cast.map.id, edits=SIX_HOURS)
    ready_experiment(cast, change="-2 people")
    answer = plan_csv(actor=cast.vic)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Kind"], row["Title"], row["Owner"], row["Milestone"]) for row in rows] == [
        ("improvement", '\'=HYPERLINK("x")', "'@cmd", "'+1"),
        ("experiment", "'-2 people", "Ben", ""),
    ]
    assert float(rows[0]["Expected effect (h)"]) == -72.5
    assert urlsplit(rows[0]["Link"]).path == f"/improvements/{rows[0]['ID']}/"
    assert urlsplit(rows[1]["Link"]).path == f"/experiments/{rows[1]['ID']}/"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.csv"'


def test_the_calendar_holds_due_dates_and_reviews_and_cancels_what_is_decided(cast: Cast) -> None:
    title = "Slots; half a day, “fair”\\ and é" * 5
    entry = propose(cast, title=title, due_on=date(2026, 12, 24), owner=cast.ben.id)
    experiment = ready_experiment(cast)
    content = plan_calendar(actor=cast.vic).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = events_of(content)
    due = events[f"improvement-{entry.id}@localhost"]
    assert str(due["summary"]) == f"Due: {title} (Ben)"
    assert (date(2026, 12, 24), date(2026, 12, 25)) == (due.DTSTART, due.DTEND)
    assert str(due["url"]).endswith(f"/improvements/{entry.id}/")
    assert experiment.review_on == events[f"experiment-{experiment.id}@localhost"].DTSTART
    decide_improvement(actor=cast.ana, improvement=entry, to="dropped", reason="No.")
    cancelled = events_of(plan_calendar(actor=cast.vic).content)[str(due["uid"])]
    assert (str(cancelled["status"]), str(cancelled["sequence"])) == ("CANCELLED", "2")
    assert str(due["sequence"]) == "1"


def test_the_calendar_holds_the_ends_of_campaigns(cast: Cast) -> None:
    campaign = ready_campaign(cast)
    uid = f"campaign-{campaign.id}@localhost"
    end = events_of(plan_calendar(actor=cast.vic).content)[uid]
    assert (str(end["summary"]), end.DTSTART) == (f"Campaign ends: {campaign.name} (Ben)", campaign.ends_on)
    assert str(end["url"]).endswith(f"/campaigns/{campaign.id}/")
    assert ("status" in end, str(end["sequence"])) == (False, "1")
    decide_campaign(actor=cast.ana, campaign=campaign, to="reported", reason="Not worth it.")
    called_off = events_of(plan_calendar(actor=cast.vic).content)[uid]
    assert (str(called_off["status"]), str(called_off["sequence"])) == ("CANCELLED", "2")


def events_of(content: bytes) -> dict[str, Event]:
    events = [part for part in Calendar.from_ical(content).walk("VEVENT") if isinstance(part, Event)]
    return {str(event["uid"]): event for event in events}


def test_no_text_breaks_out_of_its_line_in_a_calendar() -> None:
    hostile = "Due\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:Mine"
    day = PlanDay("a@b", date(2026, 3, 1), hostile, hostile, "https://example.org/", 1)
    content = write_plan_calendar([day], name=hostile, at=datetime(2026, 1, 1, tzinfo=UTC))
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    (event,) = events_of(content).values()
    assert str(event["summary"]) == hostile.replace("\r", " ")
