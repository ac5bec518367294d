"""Where revealed notes stand: beside what they are about, in a grid otherwise, and never on anything."""

from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from facilitation.domain.placing import GAP, Box, NewNote, box_of, place_notes, size_of

Elements = dict[str, dict[str, Any]]
places = st.integers(-800, 800)
steps = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.fixed_dictionaries({"kind": st.just("step"), "name": st.just("Step"), "x": places, "y": places}),
)
notes = st.lists(
    st.builds(NewNote, st.text("wait ", min_size=1, max_size=300), st.sampled_from([None, *"abcd"]), st.booleans()),
    max_size=12,
)


def boxes(new: list[NewNote], at: list[tuple[int, int]]) -> list[Box]:
    return [Box(x, y, *size_of(note)) for note, (x, y) in zip(new, at, strict=True)]


def cover(one: Box, other: Box) -> bool:
    # Places are whole numbers, so half a unit of the gap may be lost.
    wide = abs(one.x - other.x) < (one.width + other.width) / 2 + GAP - 1
    return wide and abs(one.y - other.y) < (one.height + other.height) / 2 + GAP - 1


@given(steps, notes)
def test_no_new_note_covers_anything(elements: Elements, new: list[NewNote]) -> None:
    placed = boxes(new, place_notes(elements, new))
    there = [box_of(element) for element in elements.values()]
    assert not any(cover(one, other) for one, other in combinations(placed, 2))
    assert not any(cover(one, other) for one in placed for other in there)


def test_a_note_about_a_step_stands_below_it() -> None:
    elements: Elements = {"build": {"kind": "step", "name": "Build", "x": 500, "y": 100}}
    ((x, y),) = place_notes(elements, [NewNote("We wait", "build", False)])
    assert x == 500
    assert y > 100


def test_a_note_about_an_arrow_stands_at_the_box_it_leads_to() -> None:
    elements: Elements = {
        "build": {"kind": "step", "name": "Build", "x": 0, "y": 0},
        "test": {"kind": "queue", "x": 400, "y": 0},
        "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
    }
    ((x, _),) = place_notes(elements, [NewNote("Nobody knows when", "f1", False)])
    assert x == 400


def test_notes_about_nothing_stand_in_rows_below_the_map() -> None:
    elements: Elements = {"build": {"kind": "step", "name": "Build", "x": 0, "y": 0}}
    at = place_notes(elements, [NewNote("We wait", None, False)] * 8)
    rows = sorted({y for _, y in at})
    assert [sum(1 for _, y in at if y == row) for row in rows] == [6, 2]
    assert min(rows) > 95
    assert len({x for x, _ in at}) == 6


def test_notes_find_a_place_on_an_empty_map() -> None:
    assert len(set(place_notes({}, [NewNote("We wait", None, True)] * 3))) == 3
