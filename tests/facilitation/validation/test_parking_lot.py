"""The parking lot of a map, as its log tells it."""

from facilitation.selectors.parking import ParkingLot, parking_lot_of
from maps.commands.edit import undo
from tests.cast import Cast
from tests.facilitation.validation.conftest import edit


def note(text: str, kind: str = "parking_lot") -> dict[str, object]:
    return {"kind": "note", "note": kind, "text": text, "x": 0, "y": 300}


def look(cast: Cast) -> ParkingLot:
    return parking_lot_of(actor=cast.vic, of=cast.map)


def test_notes_wait_in_the_order_in_which_they_came(cast: Cast) -> None:
    edit(cast, {"do": "add", "id": "z", "element": note("Contracts")}, who=cast.ben)
    edit(cast, {"do": "add", "id": "a", "element": note("Which tool?", "question")})
    edit(cast, {"do": "add", "id": "m", "element": note("Holidays")})
    edit(cast, {"do": "set", "id": "a", "fields": {"note": "parking_lot"}}, who=cast.ana)
    edit(cast, {"do": "set", "id": "z", "fields": {"text": "Contracts with suppliers"}})
    lot = look(cast)
    assert [(one.element_id, one.by, one.seq) for one in lot.parked] == [
        ("z", cast.ben.id, 2),
        ("m", cast.mia.id, 4),
        ("a", cast.ana.id, 5),
    ]
    assert lot.dealt == []


def test_what_was_dealt_with_says_what_became_of_it_and_can_be_put_back(cast: Cast) -> None:
    for key in ("improve", "gone", "stays"):
        edit(cast, {"do": "add", "id": key, "element": note(key)})
    edit(cast, {"do": "set", "id": "improve", "fields": {"note": "burst", "text": "A second staging"}}, who=cast.ben)
    edit(cast, {"do": "remove", "id": "gone"}, who=cast.ana)
    lot = look(cast)
    assert [one.element_id for one in lot.parked] == ["stays"]
    assert [(one.element_id, one.text, one.became, one.by) for one in lot.dealt] == [
        ("gone", "gone", None, cast.ana.id),
        ("improve", "A second staging", "burst", cast.ben.id),
    ]
    for one in lot.dealt:
        edit(cast, *(dict(back) for back in one.edits))
    lot = look(cast)
    assert {one.element_id for one in lot.parked} == {"stays", "gone", "improve"}
    assert lot.dealt == []


def test_taking_back_and_removing_for_another_reason_tell_no_wrong_story(cast: Cast) -> None:
    edit(cast, {"do": "add", "id": "a", "element": note("Contracts")}, who=cast.ben)
    undo(map_id=cast.map.id, actor=cast.ben, op_id="undo")
    edit(cast, {"do": "add", "id": "b", "element": note("Holidays")})
    edit(cast, {"do": "set", "id": "b", "fields": {"note": "idea"}})
    edit(cast, {"do": "remove", "id": "b"})
    lot = look(cast)
    assert lot.parked == []
    # Ben's is off the map and can come back; the idea was no parked note any more when it was removed.
    assert [one.element_id for one in lot.dealt] == ["a"]
