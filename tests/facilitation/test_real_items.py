"""Real items: who sees and changes them, what is kept of them, what they bring onto the map; W1 to W3 of
docs/PROTOCOL.md.
"""

from uuid import uuid4

import pytest

from facilitation.commands.real_items import ITEM_LIMIT, StaleItem, TooManyItems, bring_item, change_item, drop_item
from facilitation.commands.reveal import Accepted
from facilitation.commands.walk import NothingWalked, take_walked
from facilitation.models import RealItem, Session, StepVisit
from facilitation.selectors.real_items import item_for, items_of, walk_json
from maps.commands.edit import submit
from maps.models import Operation
from maps.selectors import snapshot_of
from tests.cast import Cast, make_cast
from tests.facilitation.real_items import VISITS, bring, draw_steps
from workshops.commands.workshop import delete_workshop
from workshops.errors import Conflict, InvalidInput, NotAllowed, NotFound
from workshops.models import AuditEntry, Participant

HOUR = 3600

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    draw_steps(cast)
    return cast


def sees(actor: Participant) -> list[str]:
    return [item.name for item in items_of(actor=actor)]


def revision(cast: Cast) -> int:
    session = Session.objects.filter(workshop=cast.workshop).first()
    return session.revision if session else 0


def test_a_draft_is_for_its_owner_and_facilitators(cast: Cast) -> None:
    draft = bring(cast, cast.ben, "Draft", state="draft")
    bring(cast, cast.mia, "Shared")
    assert sees(cast.ben) == sees(cast.ana) == ["Draft", "Shared"]
    assert sees(cast.mia) == sees(cast.lea) == sees(cast.vic) == ["Shared"]
    with pytest.raises(NotFound):
        item_for(cast.mia.user, draft.id)
    assert item_for(cast.ana.user, draft.id)[1] == draft


def test_what_others_see_is_told_to_their_screens_and_a_draft_is_not(cast: Cast) -> None:
    before = revision(cast)
    item = bring(cast, cast.ben, state="draft")
    change_item(actor=cast.ben, item_id=item.id, note="From the ticket")
    assert revision(cast) == before
    change_item(actor=cast.ben, item_id=item.id, state="shared")
    change_item(actor=cast.ben, item_id=item.id, name="CHK-1413")
    drop_item(actor=cast.ben, item_id=item.id)
    assert revision(cast) == before + 3


def test_only_the_owner_and_facilitators_change_it(cast: Cast) -> None:
    item = bring(cast, cast.ben)
    for other in (cast.mia, cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            change_item(actor=other, item_id=item.id, name="Mine")
        with pytest.raises(NotAllowed):
            drop_item(actor=other, item_id=item.id)
    for other in (cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            bring(cast, other)
    with pytest.raises(NotAllowed, match="only facilitators can take walked values"):
        change_item(actor=cast.ben, item_id=item.id, state="walked")
    assert change_item(actor=cast.ana, item_id=item.id, name="CHK-1").name == "CHK-1"
    with pytest.raises(NotFound):
        change_item(actor=make_cast().ana, item_id=item.id, name="Theirs")


def test_visits_are_replaced_as_a_whole_and_in_their_order(cast: Cast) -> None:
    item = bring(cast, cast.ben)
    change_item(actor=cast.ben, item_id=item.id, visits=[VISITS[1], VISITS[0] | {"came_back": True, "reason": "Wrong"}])
    rows = list(StepVisit.objects.filter(item=item).values_list("position", "step_id", "came_back", "reason"))
    assert rows == [(0, "b", False, ""), (1, "a", True, "Wrong")]


def test_a_wrong_order_saves_nothing(cast: Cast) -> None:
    item = bring(cast, cast.ben)
    wrong = [VISITS[0], VISITS[1] | {"started_at": "2024-05-07T10:00"}]
    with pytest.raises(InvalidInput, match="At “Build” it was started 7 May 2024, 10:00"):
        change_item(actor=cast.ben, item_id=item.id, visits=wrong, name="Other")
    item.refresh_from_db()
    assert (item.name, item.revision) == ("CHK-1412", 1)


def test_two_devices_do_not_overwrite_each_other(cast: Cast) -> None:
    item = bring(cast, cast.ben)
    change_item(actor=cast.ben, item_id=item.id, name="On the phone", saw_revision=1)
    with pytest.raises(StaleItem) as refused:
        change_item(actor=cast.ben, item_id=item.id, name="On the laptop", saw_revision=1)
    assert refused.value.details == {"revision": 2}


def test_a_resend_brings_one_item_and_a_foreign_id_is_refused(cast: Cast) -> None:
    item_id = uuid4()
    assert bring(cast, cast.ben, item_id=item_id) == bring(cast, cast.ben, item_id=item_id)
    with pytest.raises(Conflict, match="Another item has this id"):
        bring(cast, cast.mia, item_id=item_id)
    with pytest.raises(InvalidInput, match="a name that its people know"):
        bring(cast, cast.ben, name="  ")
    with pytest.raises(NotFound):
        bring_item(actor=cast.ben, map_id=make_cast().map.id, name="Elsewhere")


def test_a_workshop_holds_so_many_items(cast: Cast) -> None:
    row = {"workshop": cast.workshop, "map": cast.map, "brought_by": cast.ben}
    RealItem.objects.bulk_create(RealItem(name=str(number), **row) for number in range(ITEM_LIMIT))
    with pytest.raises(TooManyItems):
        bring(cast, cast.ben)


def test_the_walk_shows_actual_beside_perceived(cast: Cast) -> None:
    bring(cast, cast.ben)
    bring(cast, cast.mia, "Unseen", state="draft")
    walk = walk_json(actor=cast.vic, of=cast.map)
    assert [item["name"] for item in walk["items"]] == ["CHK-1412"]
    design, build = walk["steps"]
    assert design["wait_time"] | {"values": []} == {
        "perceived_s": 8 * HOUR,
        "actual": {"n": 1, "median": 8 * HOUR, "low": 8 * HOUR, "high": 8 * HOUR},
        "difference_s": 0,
        "values": [],
        "target": "a",
    }
    # 32 h before it was begun, and 4 h in which it lay afterwards.
    assert build["wait_time"]["actual"]["median"] == 36 * HOUR
    assert build["process_time"]["actual"]["median"] == 8 * HOUR
    assert walk["findings"][0]["sentence"] == (
        "“CHK-1412” took 7 d from arrival to delivery; the map says 5.5 d: 1.5 d longer than thought."
    )
    assert walk_json(actor=cast.vic, of=cast.map, chosen=[uuid4()])["items"] == []


def test_several_items_are_taken_as_one_operation_with_n_and_range(cast: Cast) -> None:
    bring(cast, cast.ben)
    second = [{"step": "a", "wait_time": "3d", "process_time": "2h"}]
    bring(cast, cast.mia, "CHK-1500", visits=second)
    receipt = take_walked(actor=cast.ana, of=cast.map, op_id="take")
    assert set(receipt.operation.changes) == {"a", "b"}
    elements = snapshot_of(cast.map.id).elements
    assert elements["a"]["wait_time"] == {
        "value": 16 * HOUR,
        "low": 8 * HOUR,
        "high": 24 * HOUR,
        "source": "walked",
        "n": 2,
    }
    assert elements["b"]["process_time"] == {"value": 8 * HOUR, "source": "walked", "n": 1}
    assert {item.state for item in items_of(actor=cast.ana)} == {"walked"}
    assert AuditEntry.objects.get(act="take_walked").details == {"map": cast.map.title, "items": 2, "values": 4}
    again = take_walked(actor=cast.ana, of=cast.map, op_id="take")
    assert (again.is_new, again.seq) == (False, receipt.seq)
    assert Operation.objects.filter(map=cast.map).count() == 2


def test_single_values_are_taken_and_others_may_be_said(cast: Cast) -> None:
    item = bring(cast, cast.ben)
    accepted = [Accepted("a", "process_time", "3h"), Accepted("b", "wait_time")]
    take_walked(actor=cast.ana, of=cast.map, op_id="take", items=[item.id], accepted=accepted)
    elements = snapshot_of(cast.map.id).elements
    assert elements["a"]["process_time"] == {
        "value": 3 * HOUR,
        "low": 3 * HOUR,
        "high": 4 * HOUR,
        "source": "walked",
        "n": 1,
    }
    assert elements["b"]["wait_time"]["value"] == 36 * HOUR
    assert elements["b"]["process_time"]["source"] == "estimate"


def test_what_cannot_be_taken_is_said(cast: Cast) -> None:
    with pytest.raises(NothingWalked):
        take_walked(actor=cast.ana, of=cast.map, op_id="take")
    bring(cast, cast.ben, visits=VISITS[:1])
    with pytest.raises(NothingWalked):
        take_walked(actor=cast.ana, of=cast.map, op_id="take", accepted=[])
    with pytest.raises(InvalidInput, match="No shared item says"):
        take_walked(actor=cast.ana, of=cast.map, op_id="take", accepted=[Accepted("b", "wait_time")])
    with pytest.raises(InvalidInput, match="could not be read"):
        take_walked(actor=cast.ana, of=cast.map, op_id="take", accepted=[Accepted("a", "wait_time", "soon")])
    with pytest.raises(NotAllowed):
        take_walked(actor=cast.ben, of=cast.map, op_id="take")
    queue = {"kind": "queue", "x": -200, "wait_time": "1d"}
    flow = {"kind": "flow", "flow": "push", "source": "q", "target": "a"}
    edits = [{"do": "add", "id": "q", "element": queue}, {"do": "add", "id": "qa", "element": flow}]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="queue", edits=edits)
    with pytest.raises(InvalidInput, match="“Design” waits in queues and by itself"):
        take_walked(actor=cast.ana, of=cast.map, op_id="take", accepted=[Accepted("a", "wait_time")])


def test_a_wait_that_stands_in_the_queue_goes_into_the_queue(cast: Cast) -> None:
    edits = [
        {"do": "add", "id": "q", "element": {"kind": "queue", "x": -200, "items": 3}},
        {"do": "add", "id": "qa", "element": {"kind": "flow", "flow": "push", "source": "q", "target": "a"}},
        {"do": "set", "id": "a", "fields": {"wait_time": None}, "saw": {"wait_time": None}},
    ]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="queue", edits=edits)
    bring(cast, cast.ben)
    take_walked(actor=cast.ana, of=cast.map, op_id="take")
    elements = snapshot_of(cast.map.id).elements
    assert elements["q"]["wait_time"] == {"value": 8 * HOUR, "source": "walked", "n": 1}
    assert "wait_time" not in elements["a"]


def test_what_was_told_before_the_map_was_drawn_finds_its_steps() -> None:
    cast = make_cast()
    bring(cast, cast.ben, visits=[{"name": "design", "wait_time": "1d", "process_time": "1h"}])
    assert walk_json(actor=cast.ana, of=cast.map)["elsewhere"][0]["name"] == "design"
    draw_steps(cast)
    walk = walk_json(actor=cast.ana, of=cast.map)
    assert (walk["elsewhere"], walk["steps"][0]["items"]) == ([], 1)


def test_a_workshop_with_items_can_be_deleted(cast: Cast) -> None:
    bring(cast, cast.ben)
    delete_workshop(actor=cast.ana)
    assert not RealItem.objects.exists()
