"""The reveal of a round, and what the room accepts of it: who may, what is kept, what is shown."""

import pytest

from facilitation.commands.reveal import Accepted, accept_estimates, reveal_round
from facilitation.commands.rounds import (
    close_round,
)
from facilitation.models import Entry, Round
from facilitation.selectors.rounds import round_json
from maps.commands.edit import submit, undo
from maps.models import Operation
from maps.selectors import snapshot_of
from tests.cast import Cast
from tests.facilitation.rounds.conftest import brief, code_of, opened, write
from workshops.errors import NotAllowed, WorkshopError

DAY_S = 8 * 3600


def test_notes_come_onto_the_map_in_one_operation_of_the_facilitator(cast: Cast) -> None:
    of = opened(cast, "notes", anonymous=False, note="idea")
    write(cast.ben, of, {"text": "Book slots", "about": "test"}, {"text": "Fewer tickets"})
    write(cast.mia, of, {"text": "A second server", "about": "gone"})
    shown = reveal_round(actor=cast.ana, round_id=of.id)
    operation = Operation.objects.get(op_id=f"reveal-{of.id}")
    assert operation.actor_id == cast.ana.id
    elements = snapshot_of(cast.map.id).elements
    notes = {elements[note["id"]]["text"]: elements[note["id"]] for note in (shown.result or {})["notes"]}
    assert set(notes) == {"Book slots\n— Ben", "Fewer tickets\n— Ben", "A second server\n— Mia"}
    assert notes["Book slots\n— Ben"]["about"] == "test"
    assert "about" not in notes["A second server\n— Mia"]
    assert {note["note"] for note in notes.values()} == {"idea"}
    undo(map_id=cast.map.id, actor=cast.ana, op_id="away-with-them")
    assert len(snapshot_of(cast.map.id).elements) == 5


def test_what_cannot_go_onto_the_map_is_not_revealed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maps.domain.plan.ELEMENT_LIMIT", 5)
    of = opened(cast, "notes", anonymous=False)
    write(cast.ben, of, {"text": "One too many"})
    assert code_of(lambda: reveal_round(actor=cast.ana, round_id=of.id)) == "too_many_elements"
    assert brief(cast, of)["state"] == "open"
    assert Entry.objects.get().content == [{"text": "One too many"}]


def test_a_round_in_which_nobody_wrote_reveals_nothing(cast: Cast) -> None:
    of = opened(cast, "notes")
    shown = reveal_round(actor=cast.ana, round_id=of.id)
    assert shown.result == {"people": 0, "notes": []}
    assert Operation.objects.count() == 1


@pytest.mark.parametrize("people", [1, 2, 3])
def test_fewer_than_three_are_revealed_only_after_a_warning(cast: Cast, people: int) -> None:
    of = opened(cast, "votes")
    for person in (cast.ana, cast.ben, cast.mia)[:people]:
        write(person, of, {"target": "test"})
    if people < 3:
        assert code_of(lambda: reveal_round(actor=cast.ana, round_id=of.id)) == "too_few"
        assert brief(cast, of)["state"] == "open"
    shown = reveal_round(actor=cast.ana, round_id=of.id, although_few=people < 3)
    assert shown.result is not None
    assert shown.result["targets"][0]["count"] == people


def test_few_named_people_need_no_warning(cast: Cast) -> None:
    of = opened(cast, "votes", anonymous=False)
    write(cast.ben, of, {"target": "test"})
    shown = reveal_round(actor=cast.ana, round_id=of.id)
    assert (shown.result or {})["targets"][0]["by"] == [{"participant": str(cast.ben.id), "dots": 1}]


def test_after_the_reveal_anonymous_statements_stand_alone(cast: Cast) -> None:
    of = opened(cast, "effort")
    for person, score in ((cast.ana, 1), (cast.ben, 2), (cast.mia, 3)):
        write(person, of, {"element": "build", "customer": score}, {"element": "test", "worker": score})
    ids = set(Entry.objects.values_list("id", flat=True))
    reveal_round(actor=cast.ana, round_id=of.id)
    after = list(Entry.objects.filter(round=of))
    assert sorted(len(entry.content) for entry in after) == [1] * 6
    assert {(entry.author_id, entry.key_hash) for entry in after} == {(None, None)}
    assert not ids & {entry.id for entry in after}


def test_nobody_sees_a_result_before_the_reveal(cast: Cast) -> None:
    of = opened(cast, "votes")
    write(cast.ben, of, {"target": "test"})
    close_round(actor=cast.ana, round_id=of.id)
    assert round_json(Round.objects.get(pk=of.id))["result"] is None
    assert brief(cast, of)["result_revision"] == 0


def test_what_people_circle_is_kept_beside_what_the_figures_say(cast: Cast) -> None:
    of = opened(cast, "constraint", anonymous=False)
    write(cast.ben, of, {"element": "build", "why": "Everybody asks me"})
    write(cast.mia, of, {"element": "test"})
    result = reveal_round(actor=cast.ana, round_id=of.id).result or {}
    assert result["figures"]["step"] == "test"
    assert result["figures"]["rule"] == "pile_up"
    assert {step["element"]: step["count"] for step in result["steps"]} == {"build": 1, "test": 1}
    assert result["steps"][0]["judged"] == [{"text": "Everybody asks me", "participant": str(cast.ben.id)}]


# ------------------------------------------------------------------------------------------------ accepting


def estimated(cast: Cast) -> Round:
    of = opened(cast, "estimates", fields=["wait_time", "complete_accurate"])
    for person, wait in ((cast.ana, "1d"), (cast.ben, "2d"), (cast.mia, "6d")):
        write(
            person,
            of,
            {"element": "test", "field": "wait_time", "value": wait},
            {"element": "build", "field": "complete_accurate", "value": "80 %"},
        )
    return reveal_round(actor=cast.ana, round_id=of.id)


def test_every_median_is_accepted_in_one_operation(cast: Cast) -> None:
    of = estimated(cast)
    receipt = accept_estimates(actor=cast.ana, round_id=of.id, op_id="all")
    elements = snapshot_of(cast.map.id).elements
    assert elements["test"]["wait_time"] == {
        "value": 2 * DAY_S,
        "low": DAY_S,
        "high": 6 * DAY_S,
        "source": "estimate",
    }
    assert elements["build"]["complete_accurate"] == {"value": 0.8, "source": "estimate"}
    assert set(receipt.operation.changes) == {"build", "test"}
    shown = round_json(Round.objects.get(pk=of.id))
    assert shown["result"]["steps"][1]["fields"]["wait_time"]["accepted"] == 2 * DAY_S
    assert shown["result_revision"] == 2
    again = accept_estimates(actor=cast.ana, round_id=of.id, op_id="all")
    assert not again.is_new
    assert Round.objects.get(pk=of.id).result_revision == 2


def test_the_room_may_accept_another_value(cast: Cast) -> None:
    of = estimated(cast)
    accept_estimates(actor=cast.ana, round_id=of.id, op_id="one", accepted=[Accepted("test", "wait_time", "8d")])
    assert snapshot_of(cast.map.id).elements["test"]["wait_time"] == {
        "value": 8 * DAY_S,
        "low": DAY_S,
        "high": 8 * DAY_S,
        "source": "estimate",
    }


def test_a_step_that_was_deleted_meanwhile_is_named_and_the_others_are_accepted(cast: Cast) -> None:
    of = opened(cast, "estimates", fields=["wait_time"])
    submit(map_id=cast.map.id, actor=cast.ben, op_id="gone", edits=[{"do": "remove", "id": "test"}])
    for person in (cast.ana, cast.ben, cast.mia):
        said = [{"element": element, "field": "wait_time", "value": "3d"} for element in ("build", "test")]
        write(person, of, *said)
    reveal_round(actor=cast.ana, round_id=of.id)
    with pytest.raises(WorkshopError, match="“Staging test” is not on the map any more"):
        accept_estimates(actor=cast.ana, round_id=of.id, op_id="one", accepted=[Accepted("test", "wait_time")])
    accept_estimates(actor=cast.ana, round_id=of.id, op_id="all")
    assert snapshot_of(cast.map.id).elements["build"]["wait_time"]["value"] == 3 * DAY_S
    submit(map_id=cast.map.id, actor=cast.ben, op_id="gone-too", edits=[{"do": "remove", "id": "build"}])
    assert code_of(lambda: accept_estimates(actor=cast.ana, round_id=of.id, op_id="none")) == "nothing_to_accept"


def test_only_what_was_estimated_and_revealed_can_be_accepted(cast: Cast) -> None:
    of = estimated(cast)
    nobody_said = [Accepted("ship", "wait_time")]
    assert (
        code_of(lambda: accept_estimates(actor=cast.ana, round_id=of.id, op_id="a", accepted=nobody_said)) == "invalid"
    )
    unreadable = [Accepted("test", "wait_time", "soon")]
    assert (
        code_of(lambda: accept_estimates(actor=cast.ana, round_id=of.id, op_id="b", accepted=unreadable)) == "invalid"
    )
    votes = opened(cast, "votes")
    assert code_of(lambda: accept_estimates(actor=cast.ana, round_id=votes.id, op_id="c")) == "round_state"
    with pytest.raises(NotAllowed):
        accept_estimates(actor=cast.ben, round_id=of.id, op_id="d")
