"""Circling the constraint: what is kept beside it, who may, what is told while people judge, what a resend does."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from facilitation.commands.circles import circle_constraint, erase_circle
from facilitation.commands.reveal import reveal_round
from facilitation.commands.rounds import cancel_round
from facilitation.models import Circle
from facilitation.selectors.circles import circled_at, circles_of
from facilitation.selectors.public import public_state
from maps.commands.edit import submit
from tests.cast import Cast
from tests.facilitation.rounds.conftest import opened, write
from workshops.audit_sentences import sentence_of
from workshops.errors import InvalidInput, NotAllowed, NotFound, WorkshopError
from workshops.models import AuditEntry


def circle(cast: Cast, element: str, **asked: Any) -> Circle:
    made, _ = circle_constraint(actor=cast.ana, of=cast.map, circle_id=uuid4(), element_id=element, **asked)
    return made


def told(cast: Cast) -> list[dict[str, Any]]:
    """Return the circles as everybody hears of them."""
    found: list[dict[str, Any]] = public_state(cast.workshop.id)["circles"]
    return found


def code_of(act: Any) -> str:
    with pytest.raises(WorkshopError) as refused:
        act()
    return refused.value.code


def test_a_circle_keeps_who_when_and_what_the_figures_said(cast: Cast) -> None:
    before = public_state(cast.workshop.id)["revision"]
    made = circle(cast, "build")
    (shown,) = told(cast)
    assert public_state(cast.workshop.id)["revision"] == before + 1
    assert (shown["element"], shown["name"], shown["by"], shown["seq"]) == ("build", "Build", str(cast.ana.id), 1)
    assert shown["at"] == made.at.isoformat()
    assert (shown["figures"]["step"], shown["figures"]["rule"]) == ("test", "pile_up")
    assert shown["figures"]["evidence"]
    assert shown["sentence"] == "The room circled “Build”; the figures say “Staging test” by pile-up."


def test_the_figures_of_then_stay_when_the_map_changes(cast: Cast) -> None:
    circle(cast, "test")
    edits = [{"do": "set", "id": "ship", "fields": {"wait_time": "30d", "name": "Release"}, "saw": {}}]
    submit(map_id=cast.map.id, actor=cast.ben, op_id="slower", edits=edits)
    (shown,) = told(cast)
    assert shown["figures"]["step"] == "test"
    assert shown["sentence"] == "The room circled “Staging test”, and the figures say the same by pile-up."
    anew = circle(cast, "test").figures
    assert anew is not None
    assert anew["name"] == "Release"


def test_where_no_constraint_is_known_the_circle_says_so(cast: Cast) -> None:
    empty = {"wait_time": None, "process_time": None}
    edits = [{"do": "set", "id": key, "fields": empty, "saw": {}} for key in ("build", "test", "ship")]
    submit(map_id=cast.map.id, actor=cast.ben, op_id="empty", edits=edits)
    circle(cast, "ship")
    (shown,) = told(cast)
    assert shown["figures"] is None
    assert shown["sentence"] == "The room circled “Ship”; the figures could not name a constraint yet."


def test_the_newest_circle_of_a_map_stands_and_all_are_kept(cast: Cast) -> None:
    first, second = circle(cast, "build"), circle(cast, "test")
    assert [shown["id"] for shown in told(cast)] == [str(second.id)]
    assert [shown["id"] for shown in circles_of(actor=cast.vic, of=cast.map)] == [str(second.id), str(first.id)]
    assert code_of(lambda: erase_circle(actor=cast.ana, of=cast.map, circle_id=first.id)) == "circled_anew"
    erase_circle(actor=cast.ana, of=cast.map, circle_id=second.id)
    assert told(cast) == []
    kept = circles_of(actor=cast.vic, of=cast.map)
    assert [shown["erased_by"] for shown in kept] == [str(cast.ana.id), None]
    revision = public_state(cast.workshop.id)["revision"]
    erase_circle(actor=cast.ana, of=cast.map, circle_id=second.id)
    assert circles_of(actor=cast.vic, of=cast.map) == kept
    assert public_state(cast.workshop.id)["revision"] >= revision


def test_a_resend_circles_nothing_twice(cast: Cast) -> None:
    made = circle(cast, "build")
    again, is_new = circle_constraint(actor=cast.ana, of=cast.map, circle_id=made.id, element_id="build")
    assert (again.id, is_new, Circle.objects.count()) == (made.id, False, 1)


def test_what_the_figures_say_is_told_to_nobody_while_people_judge(cast: Cast) -> None:
    made = circle(cast, "build")
    asked = opened(cast, "constraint")
    (shown,) = told(cast)
    assert (shown["figures"], shown["figures_hidden"]) == (None, True)
    assert "Staging test" not in str(shown) + str(circles_of(actor=cast.ana, of=cast.map))
    assert code_of(lambda: circle(cast, "test")) == "still_judged"
    assert Circle.objects.get().id == made.id
    cancel_round(actor=cast.ana, round_id=asked.id)
    (shown,) = told(cast)
    assert (shown["figures"]["step"], shown["figures_hidden"]) == ("test", False)


def test_a_circle_names_the_revealed_round_that_it_came_from(cast: Cast) -> None:
    asked = opened(cast, "constraint", anonymous=False)
    write(cast.mia, asked, {"element": "test", "why": "One environment"})
    reveal_round(actor=cast.ana, round_id=asked.id)
    assert circle(cast, "test", round_id=asked.id).round_id == asked.id
    notes = opened(cast, "notes")
    for other in (notes.id, uuid4()):
        with pytest.raises(InvalidInput):
            circle(cast, "test", round_id=other)


@pytest.mark.parametrize("element", ["f1", "nothing"])
def test_only_a_step_of_the_map_is_circled(cast: Cast, element: str) -> None:
    with pytest.raises(InvalidInput):
        circle(cast, element)
    assert not Circle.objects.exists()


def test_only_a_facilitator_circles_and_erases(cast: Cast) -> None:
    made = circle(cast, "build")
    for person in (cast.ben, cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            circle_constraint(actor=person, of=cast.map, circle_id=uuid4(), element_id="test")
        with pytest.raises(NotAllowed):
            erase_circle(actor=person, of=cast.map, circle_id=made.id)
    assert [shown["id"] for shown in told(cast)] == [str(made.id)]


def test_an_id_of_another_map_is_refused_and_no_circle_is_found_there(cast: Cast) -> None:
    made = circle(cast, "build")
    other = cast.workshop.maps.create(title="Later")
    fill_other = {"kind": "step", "name": "Build", "x": 0, "y": 0}
    submit(map_id=other.id, actor=cast.ana, op_id="other", edits=[{"do": "add", "id": "build", "element": fill_other}])
    taken = code_of(lambda: circle_constraint(actor=cast.ana, of=other, circle_id=made.id, element_id="build"))
    assert taken == "id_taken"
    with pytest.raises(NotFound):
        erase_circle(actor=cast.ana, of=other, circle_id=made.id)


def test_a_moment_has_the_circle_that_stood_then(cast: Cast) -> None:
    before = timezone.now()
    made = circle(cast, "build")
    between = timezone.now()
    erase_circle(actor=cast.ana, of=cast.map, circle_id=made.id)
    assert circled_at(cast.map.id, before) is None
    stood = circled_at(cast.map.id, between)
    assert stood is not None
    assert stood.element == "build"
    assert stood.sentence.startswith("The room circled “Build”")
    assert circled_at(cast.map.id, timezone.now()) is None


def test_the_audit_says_who_circled_what(cast: Cast) -> None:
    made = circle(cast, "build")
    erase_circle(actor=cast.ana, of=cast.map, circle_id=made.id)
    said = [sentence_of(entry) for entry in AuditEntry.objects.filter(act__in=["circle_constraint", "erase_circle"])]
    assert sorted(said) == [
        "Ana circled “Build” as the constraint of “Feature delivery”.",
        "Ana erased the circle around “Build” on “Feature delivery”.",
    ]
