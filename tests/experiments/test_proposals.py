"""What maps propose for the plan: bursts and changes come onto it once, with their wastes and their effects."""

import pytest

from experiments.commands.future_state import give_reason
from experiments.commands.improvements import propose_improvement
from experiments.commands.proposals import propose_bursts, propose_changes
from experiments.selectors.proposals import bursts_of, changes_to_make, sources_of
from maps.commands.edit import submit
from maps.commands.future_state import create_future_state
from maps.models import Map
from tests.cast import Cast
from tests.experiments.conftest import DAY_S
from workshops.errors import InvalidInput, NotAllowed

FUTURE = [
    {"do": "set", "id": "test", "fields": {"wait_time": "2d"}},
    {"do": "set", "id": "build", "fields": {"process_time": "1d"}},
    {"do": "set", "id": "ship", "fields": {"name": "Release"}},
]


@pytest.fixture
def future(cast: Cast) -> Map:
    made, _ = create_future_state(actor=cast.ana, of=cast.map, title="In a year", edits=FUTURE, op_id="future")
    return made


def test_bursts_come_onto_the_plan_once(cast: Cast) -> None:
    first = propose_bursts(actor=cast.mia, of=cast.map)
    assert [(entry.title, entry.waste, entry.element_id) for entry in first] == [
        ("A second staging", "waiting", "burst"),
        ("Improve “Build”", "", "mute"),
    ]
    assert propose_bursts(actor=cast.mia, of=cast.map) == []
    assert [burst.improvement for burst in bursts_of(cast.map)] == first


def test_one_burst_is_taken_by_its_id(cast: Cast) -> None:
    (taken,) = propose_bursts(actor=cast.ben, of=cast.map, keys=["mute"])
    assert taken.element_id == "mute"
    assert [(burst.element_id, burst.is_new) for burst in bursts_of(cast.map)] == [("burst", True), ("mute", False)]
    assert propose_bursts(actor=cast.ben, of=cast.map, keys=["mute"]) == []
    for no_burst in ("test", "nowhere"):
        with pytest.raises(InvalidInput):
            propose_bursts(actor=cast.ben, of=cast.map, keys=["burst", no_burst])
    assert bursts_of(cast.map)[0].is_new


def test_a_burst_that_came_along_is_the_current_states_own(cast: Cast, future: Map) -> None:
    new = {"kind": "note", "note": "burst", "text": "A check by a machine"}
    submit(map_id=future.id, actor=cast.ana, op_id="new", edits=[{"do": "add", "id": "new", "element": new}])
    assert [source.bursts for source in sources_of(actor=cast.vic)] == [
        bursts_of(cast.map),
        tuple(burst for burst in bursts_of(future) if burst.element_id == "new"),
    ]
    assert [entry.element_id for entry in propose_bursts(actor=cast.ana, of=future)] == ["new"]
    propose_bursts(actor=cast.ana, of=cast.map, keys=["burst"])
    assert propose_bursts(actor=cast.ana, of=future, keys=["burst"]) == []
    # Asked for on the future state, it is on the plan for the current state too.
    (taken,) = propose_bursts(actor=cast.ana, of=future, keys=["mute"])
    assert {burst.element_id: burst.improvement for burst in bursts_of(cast.map)}["mute"] == taken


def test_changes_of_a_future_state_come_with_waste_and_effect(cast: Cast, future: Map) -> None:
    give_reason(actor=cast.ben, of=future, key="test", waste="waiting", reason="Slots.")
    # A new name changes nothing about how work flows: nobody has to bring it about.
    assert {change.element_id for change in changes_to_make(future)} == {"test", "build"}
    taken = {entry.element_id: entry for entry in propose_changes(actor=cast.ben, of=future)}
    assert taken["test"].waste == "waiting"
    assert taken["test"].title.startswith("“Staging test”: wait time 8 d")
    assert taken["test"].expected_effect_s == pytest.approx(-6 * DAY_S / 0.8)
    build_s = taken["build"].expected_effect_s
    assert build_s is not None and build_s < -DAY_S
    assert propose_changes(actor=cast.ben, of=future) == []
    assert all(not change.is_new for change in changes_to_make(future))


WITHOUT_THE_TEST = [
    {"do": "remove", "id": "test"},
    {"do": "add", "id": "past", "element": {"kind": "flow", "flow": "push", "source": "build", "target": "ship"}},
]


def test_a_step_that_goes_is_priced_with_the_way_past_it(cast: Cast) -> None:
    leaner, _ = create_future_state(
        actor=cast.ana, of=cast.map, title="No staging", edits=WITHOUT_THE_TEST, op_id="lean"
    )
    (entry,) = propose_changes(actor=cast.ben, of=leaner)
    # (3 d + 9 d) / 0.8 and 1.25 d before; 3 d and 1.25 d since, and less work to do again at the first step.
    assert entry.element_id == "test"
    assert entry.expected_effect_s is not None and entry.expected_effect_s <= -12 * DAY_S


def test_a_step_that_comes_is_priced_with_its_arrows(cast: Cast) -> None:
    check = {"kind": "step", "name": "Check", "wait_time": "2d", "process_time": "1d", "people": 1}
    edits = [
        {"do": "add", "id": "check", "element": check},
        {"do": "remove", "id": "f2"},
        {"do": "add", "id": "in", "element": {"kind": "flow", "flow": "push", "source": "test", "target": "check"}},
        {"do": "add", "id": "out", "element": {"kind": "flow", "flow": "push", "source": "check", "target": "ship"}},
    ]
    longer, _ = create_future_state(actor=cast.ana, of=cast.map, title="Checked", edits=edits, op_id="long")
    (entry,) = propose_changes(actor=cast.ben, of=longer)
    assert entry.element_id == "check"
    assert entry.expected_effect_s == pytest.approx(3 * DAY_S)


def test_a_future_made_of_a_future_is_priced_against_the_current_state(cast: Cast, future: Map) -> None:
    again, _ = create_future_state(actor=cast.ana, of=future, title="In two years", edits=[], op_id="again")
    first = {entry.element_id: entry.expected_effect_s for entry in propose_changes(actor=cast.ben, of=future)}
    second = {entry.element_id: entry.expected_effect_s for entry in propose_changes(actor=cast.ben, of=again)}
    assert second == first
    assert None not in first.values()


def test_a_change_of_what_is_gone_meanwhile_has_no_effect_of_its_own(cast: Cast) -> None:
    leaner, _ = create_future_state(
        actor=cast.ana, of=cast.map, title="No staging", edits=WITHOUT_THE_TEST, op_id="lean"
    )
    submit(map_id=cast.map.id, actor=cast.ana, op_id="gone", edits=[{"do": "remove", "id": "test"}])
    (entry,) = propose_changes(actor=cast.ben, of=leaner)
    assert entry.expected_effect_s is None
    assert "The current state has changed around “Staging test” since" in entry.expected_effect_sentence


def test_a_change_that_nobody_makes_is_refused(cast: Cast, future: Map) -> None:
    with pytest.raises(InvalidInput):
        propose_changes(actor=cast.ben, of=future, keys=["ship"])
    assert propose_changes(actor=cast.ben, of=cast.map) == []


def test_only_who_may_propose_takes_from_a_map(cast: Cast, future: Map) -> None:
    for person in (cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            propose_bursts(actor=person, of=cast.map)
        with pytest.raises(NotAllowed):
            propose_changes(actor=person, of=future)


def test_what_was_proposed_by_hand_at_an_element_counts(cast: Cast, future: Map) -> None:
    entry = propose_improvement(actor=cast.ben, given={"title": "Slots", "map": future.id, "element_id": "test"})
    assert {change.element_id: change.improvement for change in changes_to_make(future)}["test"] == entry
