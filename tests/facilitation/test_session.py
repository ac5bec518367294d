"""The run of the session: agenda, clock, attention; who may, what is announced, what a resend does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from facilitation.commands.agenda import PhaseIsOn, StaleAgenda, change_agenda, use_preset
from facilitation.commands.attention import call_attention, release_attention
from facilitation.commands.run import (
    end_session,
    extend_phase,
    go_to_phase,
    pause_session,
    resume_session,
    start_session,
)
from facilitation.domain.agenda import PRESETS, USUAL_MIN
from facilitation.domain.clock import WrongMoment
from facilitation.models import Phase, Session
from facilitation.selectors.public import public_state
from maps.commands.edit import submit
from maps.models import Map
from tests.api.calls import add, send, step
from tests.cast import Cast, client_of, make_cast
from workshops.audit_sentences import sentence_of
from workshops.commands.people import change_role, remove_participant
from workshops.errors import InvalidInput, NotAllowed, NotFound
from workshops.models import AuditEntry

pytestmark = pytest.mark.django_db
AREA = {"x": 0.0, "y": -50.0, "width": 900.0, "height": 500.0}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def session(cast: Cast) -> Session:
    return Session.objects.get(pk=cast.workshop.id)


def titles(cast: Cast) -> list[str]:
    return [phase["title"] for phase in public_state(cast.workshop.id)["session"]["phases"]]


def as_given(phase: Phase, **fields: Any) -> dict[str, Any]:
    names = ("id", "code", "title", "instruction", "minutes")
    return {name: getattr(phase, name) for name in names} | fields


def test_a_session_that_nobody_planned_is_planned_and_empty(cast: Cast) -> None:
    state = public_state(cast.workshop.id)
    assert (state["revision"], state["session"]["state"], state["session"]["phases"]) == (0, "planned", [])
    assert not Session.objects.exists()


def test_starting_without_an_agenda_takes_the_usual_one(cast: Cast) -> None:
    started = start_session(actor=cast.ana)
    assert titles(cast) == [phase.title for phase in PRESETS[USUAL_MIN]]
    assert started.phase is not None
    assert started.phase.title == "Scope and customer"
    assert started.ends_at is not None
    left = started.ends_at - timezone.now()
    assert timedelta(minutes=started.phase.minutes - 10) < left <= timedelta(minutes=started.phase.minutes)
    again = start_session(actor=cast.ana)
    assert again.ends_at == started.ends_at


def test_a_facilitator_whose_connection_drops_changes_nothing_and_another_goes_on(cast: Cast) -> None:
    change_role(actor=cast.ana, participant_id=cast.mia.id, role="facilitator")
    cast.mia.refresh_from_db()
    start_session(actor=cast.ana)
    paused = pause_session(actor=cast.mia)
    assert (paused.state, paused.ends_at) == ("paused", None)
    resume_session(actor=cast.mia)
    remove_participant(actor=cast.mia, participant_id=cast.ana.id)
    second = Phase.objects.get(workshop=cast.workshop, position=1)
    assert go_to_phase(actor=cast.mia, phase_id=second.id).phase_id == second.id
    assert end_session(actor=cast.mia).state == "ended"


def test_x9_more_time_counts_once_however_often_it_is_sent(cast: Cast) -> None:
    began = start_session(actor=cast.ana).ends_at
    assert began is not None
    for _ in range(3):
        extended = extend_phase(actor=cast.ana, minutes=5, op_id="five")
    assert extended.ends_at == began + timedelta(minutes=5)
    assert extend_phase(actor=cast.ana, minutes=5, op_id="other").ends_at == began + timedelta(minutes=10)
    for minutes in (0, -5, 121):
        with pytest.raises(InvalidInput, match="1 to 120"):
            extend_phase(actor=cast.ana, minutes=minutes, op_id="odd")


def test_nothing_can_be_turned_before_it_has_begun(cast: Cast) -> None:
    for turn in (pause_session, resume_session, end_session):
        with pytest.raises(WrongMoment):
            turn(actor=cast.ana)
    assert not Session.objects.filter(revision__gt=0).exists()


def test_an_agenda_is_changed_before_and_during_the_session(cast: Cast) -> None:
    first, second, *rest = use_preset(actor=cast.ana, minutes=90)
    start_session(actor=cast.ana)
    ends_at = session(cast).ends_at
    asked = [
        as_given(second, minutes=60),
        as_given(first),
        {"title": "Lunch", "code": "break", "minutes": 45},
        *map(as_given, rest),
    ]
    change_agenda(actor=cast.ana, phases=asked, saw=[str(phase.id) for phase in (first, second, *rest)])
    assert titles(cast)[:3] == ["Current state", "Scope and customer", "Lunch"]
    # The phase under way keeps its clock; its time box counts from the next time that it begins.
    assert (session(cast).phase_id, session(cast).ends_at) == (first.id, ends_at)
    with pytest.raises(PhaseIsOn):
        change_agenda(actor=cast.ana, phases=[as_given(second)])
    with pytest.raises(PhaseIsOn):
        use_preset(actor=cast.ana, minutes=120)
    end_session(actor=cast.ana)
    use_preset(actor=cast.ana, minutes=120)
    assert session(cast).phase_id is None


def test_two_who_change_the_agenda_at_once_are_told(cast: Cast) -> None:
    phases = use_preset(actor=cast.ana, minutes=90)
    saw = [str(phase.id) for phase in phases]
    change_agenda(actor=cast.ana, phases=[as_given(phase) for phase in phases[1:]], saw=saw)
    with pytest.raises(StaleAgenda):
        change_agenda(actor=cast.ana, phases=[as_given(phase) for phase in phases], saw=saw)
    with pytest.raises(StaleAgenda):
        change_agenda(actor=cast.ana, phases=[as_given(phase) for phase in phases])
    assert len(titles(cast)) == len(phases) - 1


def test_a_phase_of_another_workshop_is_none(cast: Cast) -> None:
    other = make_cast()
    theirs = use_preset(actor=other.ana, minutes=90)[0]
    with pytest.raises(NotFound):
        go_to_phase(actor=cast.ana, phase_id=theirs.id)
    with pytest.raises(StaleAgenda):
        change_agenda(actor=cast.ana, phases=[as_given(theirs)])
    assert Phase.objects.get(pk=theirs.id).workshop_id == other.workshop.id


@pytest.mark.parametrize("name", ["ben", "lea", "vic"])
def test_only_facilitators_run_and_plan(cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    acts = (
        lambda: use_preset(actor=actor, minutes=90),
        lambda: change_agenda(actor=actor, phases=[{"title": "Mine", "minutes": 5}]),
        lambda: start_session(actor=actor),
        lambda: call_attention(actor=actor, kind="view", map_id=cast.map.id, area=AREA),
        lambda: release_attention(actor=actor),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not Session.objects.exists()


def test_everybody_is_brought_to_a_place_until_they_are_released(cast: Cast) -> None:
    call_attention(actor=cast.ana, kind="view", map_id=cast.map.id, area=AREA)
    attention = public_state(cast.workshop.id)["attention"]
    assert (attention["kind"], attention["area"], attention["element"]) == ("view", AREA, None)
    assert attention["by"] == str(cast.ana.id)
    submit(map_id=cast.map.id, actor=cast.ben, op_id="b", edits=[add("build", step("Build"))])
    call_attention(actor=cast.ana, kind="element", map_id=cast.map.id, element="build")
    attention = public_state(cast.workshop.id)["attention"]
    assert (attention["kind"], attention["element"], attention["area"]) == ("element", "build", None)
    release_attention(actor=cast.ana)
    assert public_state(cast.workshop.id)["attention"] is None


def test_nobody_is_brought_to_what_is_not_there(cast: Cast) -> None:
    elsewhere = Map.objects.create(workshop=make_cast().workshop, title="Theirs")
    for map_id in (elsewhere.id, uuid4()):
        with pytest.raises(NotFound):
            call_attention(actor=cast.ana, kind="view", map_id=map_id, area=AREA)
    with pytest.raises(NotFound):
        call_attention(actor=cast.ana, kind="element", map_id=cast.map.id, element="gone")
    for area in (None, {}, {**AREA, "width": 0.0}, {**AREA, "x": float("inf")}):
        with pytest.raises(InvalidInput):
            call_attention(actor=cast.ana, kind="view", map_id=cast.map.id, area=area)
    assert public_state(cast.workshop.id)["attention"] is None


def test_every_change_has_the_next_revision_and_a_refusal_none(cast: Cast) -> None:
    use_preset(actor=cast.ana, minutes=90)
    start_session(actor=cast.ana)
    pause_session(actor=cast.ana)
    assert session(cast).revision == 3
    with pytest.raises(NotFound):
        go_to_phase(actor=cast.ana, phase_id=uuid4())
    assert session(cast).revision == 3


def test_who_ran_the_session_is_in_the_audit(cast: Cast) -> None:
    use_preset(actor=cast.ana, minutes=90)
    start_session(actor=cast.ana)
    extend_phase(actor=cast.ana, minutes=5, op_id="five")
    end_session(actor=cast.ana)
    said = [sentence_of(entry) for entry in AuditEntry.objects.order_by("id")][-4:]
    assert said == [
        "Ana planned the session with 90 minutes.",
        "Ana started the session with “Scope and customer”.",
        "Ana gave “Scope and customer” 5 minutes more.",
        "Ana ended the session.",
    ]


def test_over_rest_times_come_with_the_servers_own(cast: Cast) -> None:
    ana, address = client_of(cast.ana), f"/api/workshops/{cast.workshop.id}/session/"
    send(ana, "post", f"{address}start/")
    state = send(client_of(cast.vic), "get", address).json()
    now, ends_at = parse_datetime(state["now"]), parse_datetime(state["session"]["ends_at"])
    assert now is not None
    assert ends_at is not None
    assert timedelta() < ends_at - now <= timedelta(minutes=15)
    assert state["session"]["phases"][0]["minutes"] == 15


def test_how_far_a_map_is_over_rest(cast: Cast) -> None:
    submit(map_id=cast.map.id, actor=cast.ben, op_id="b", edits=[add("build", step("Build", wait_time="2d"))])
    answer = send(client_of(cast.lea), "get", f"/api/maps/{cast.map.id}/progress/").json()
    said = {phase["code"]: (phase["done"], phase["sentence"]) for phase in answer["results"]}
    assert said["scope"] == (True, "the charter is complete")
    assert said["current_state"] == (False, "0 of 1 step has times, 0 of 1 a %C/A")
    assert answer["seq"] == 1
