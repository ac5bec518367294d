"""Whether the map is right, on pages: asked by a facilitator, answered by everybody, on a phone and without script."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from facilitation.commands.rounds import open_round, prepare_round
from facilitation.commands.validation import answer_validation, ask_for_validation, end_validation
from facilitation.models import Validation, ValidationAnswer
from maps.commands.edit import submit
from tests.cast import Cast, Person, client_of
from tests.pages.reading import inline_code_of, text_of
from tests.pages.test_workshop_pages import said_by
from workshops.addresses import return_path

STEPS = {
    "build": {
        "kind": "step",
        "name": "Build",
        "role": "Developers",
        "wait_time": {"value": "3d", "low": "1d", "high": "5d", "source": "walked", "n": 2},
        "process_time": "2d",
        "complete_accurate": 0.9,
        "value_class": "adding",
    },
    "test": {"kind": "step", "name": "Staging test", "wait_time": "8d", "process_time": "1d"},
    "pile": {"kind": "queue", "name": "To test", "items": 12},
    "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "pile"},
    "f2": {"kind": "flow", "flow": "push", "source": "pile", "target": "test"},
    "back": {"kind": "flow", "flow": "rework", "source": "test", "target": "build", "share": 0.2},
}


def edit(cast: Cast, *edits: dict[str, object]) -> None:
    submit(map_id=cast.map.id, actor=cast.mia, op_id=uuid4().hex, edits=list(edits))


@pytest.fixture
def asked(cast: Cast) -> Validation:
    edit(cast, *({"do": "add", "id": key, "element": element} for key, element in STEPS.items()))
    return ask_for_validation(
        actor=cast.ana, map_id=cast.map.id, validation_id=uuid4(), message="Your own steps first."
    )


def look(who: Person, asked: Validation) -> str:
    response = client_of(who).get(reverse("validation", args=[asked.id]))
    assert inline_code_of(response) == []
    return text_of(response)


def press(who: Person, asked: Validation, act: str, *wrong: tuple[str, str]) -> Any:
    data = {"act": act, "element": [one for one, _ in wrong], "text": [text for _, text in wrong]}
    return client_of(who).post(reverse("validation", args=[asked.id]), data)


def test_a_facilitator_asks_once_and_is_led_to_the_answers(cast: Cast) -> None:
    edit(cast, {"do": "add", "id": "a", "element": STEPS["test"]})
    at = reverse("validations", args=[cast.map.id])
    client = client_of(cast.ana)
    assert "Ask everybody whether “Feature delivery” is right" in text_of(client.get(at))
    form = {"new_id": str(uuid4()), "message": "Your own steps first."}
    for _ in range(2):
        response = client.post(at, form)
        made = Validation.objects.get()
        assert response["Location"] == reverse("validation", args=[made.id])
    assert (str(made.id), made.message) == (form["new_id"], form["message"])
    assert "Nobody was asked yet" not in text_of(client_of(cast.ben).get(at))


def test_of_an_empty_map_nobody_is_asked_and_the_page_says_why(cast: Cast) -> None:
    response = client_of(cast.ana).post(reverse("validations", args=[cast.map.id]), {"message": "Please look."})
    assert response.status_code == 400
    assert "Nothing is on “Feature delivery” yet" in text_of(response)
    assert "Please look." in text_of(response)


def test_who_did_not_see_the_open_question_does_not_end_it(cast: Cast, asked: Validation) -> None:
    at = reverse("validations", args=[cast.map.id])
    client = client_of(cast.ana)
    assert "Everybody is asked about “Feature delivery” already" in said_by(client.post(at, {"message": ""}))
    client.post(at, {"instead_of": str(asked.id)})
    assert Validation.objects.filter(ended_at__isnull=True).exclude(pk=asked.pk).count() == 1


def test_everybody_sees_the_map_as_it_was_with_figures_and_a_table(cast: Cast, asked: Validation) -> None:
    edit(cast, {"do": "set", "id": "build", "fields": {"name": "Develop", "wait_time": "1d"}})
    page = look(cast.ben, asked)
    assert "Your own steps first." in page
    assert '<th scope="row">Build<span class="hint">Developers · value-adding</span>' in page
    assert '3 d <span class="hint">1–5 d, walked (2)</span>' in page
    assert "Staging test → Build</strong> 20 % is sent back" in page
    assert "12 items" in page
    assert "Develop<" not in page
    drawing = client_of(cast.ben).get(reverse("validation_drawing", args=[asked.id]))
    words = drawing.content.decode()
    assert ">Build<" in words
    assert "Current state after operation 1" in words
    assert "SHA-256" not in words


def test_one_press_says_that_the_map_is_right(cast: Cast, asked: Validation) -> None:
    assert "Is this how it is?" in look(cast.ben, asked)
    response = press(cast.ben, asked, "right", ("", ""))
    assert response["Location"] == reverse("validation", args=[asked.id])
    assert ValidationAnswer.objects.get().wrong == []
    assert "You said: this is how it is" in look(cast.ben, asked)


def test_what_is_wrong_is_written_in_as_many_rows_as_it_takes_and_nothing_typed_is_lost(
    cast: Cast, asked: Validation
) -> None:
    typed = ("test", "We wait two weeks.")
    page = text_of(press(cast.ben, asked, "more", typed))
    assert "We wait two weeks." in page
    assert '<option value="test" selected>Staging test</option>' in page
    assert page.count("<fieldset") == 2
    page = text_of(press(cast.ben, asked, "about:back", typed, ("", "")))
    assert '<option value="back" selected>Staging test → Build</option>' in page
    assert not ValidationAnswer.objects.exists()
    press(cast.ben, asked, "wrong", typed, ("", "A step is missing."), ("", "  "))
    assert ValidationAnswer.objects.get().wrong == [
        {"element": "test", "text": "We wait two weeks."},
        {"element": None, "text": "A step is missing."},
    ]
    page = look(cast.ben, asked)
    assert "You said: something is wrong" in page
    assert "A step is missing.</textarea>" in page


@pytest.mark.parametrize("wrong", [(), (("test", ""),)])
def test_an_answer_without_a_word_is_refused_beside_its_field(
    cast: Cast, asked: Validation, wrong: tuple[tuple[str, str], ...]
) -> None:
    response = press(cast.ben, asked, "wrong", *wrong)
    assert response.status_code == 400
    assert "Write in a few words what is wrong." in text_of(response)
    assert not ValidationAnswer.objects.exists()


def test_what_was_typed_stands_there_still_when_the_question_was_ended_meanwhile(cast: Cast, asked: Validation) -> None:
    end_validation(actor=cast.ana, validation_id=asked.id)
    response = press(cast.ben, asked, "wrong", ("test", "We wait two weeks."))
    assert response.status_code == 409
    page = text_of(response)
    assert "was ended, so your answer was not saved" in page
    assert "We wait two weeks." in page


def test_a_facilitator_sees_who_said_what_with_the_way_to_it_and_who_is_missing(cast: Cast, asked: Validation) -> None:
    answer_validation(actor=cast.mia, validation_id=asked.id, wrong=[])
    wrong = [{"element": "test", "text": "We wait two weeks."}, {"element": "build", "text": "Not done by us."}]
    answer_validation(actor=cast.lea, validation_id=asked.id, wrong=wrong)
    edit(cast, {"do": "set", "id": "test", "fields": {"wait_time": "10d"}}, {"do": "remove", "id": "build"})
    page = look(cast.ana, asked)
    assert "2 of 3 have answered: 1 finds it right, 1 says that something is wrong" in page
    assert f'href="/maps/{cast.map.id}/?select=test">Staging test</a> <span class="tag">changed since</span>' in page
    assert 'Build <span class="tag">removed since</span>' in page
    assert "The map has been changed 1 time since." in page
    assert 'Not answered yet <span class="count">1</span>' in page
    assert f"http://testserver/validations/{asked.id}/" in page
    for person in (cast.ben, cast.lea, cast.vic):
        other = look(person, asked)
        assert "1 finds it right" not in other
        assert 'id="answers"' not in other
    assert "We wait two weeks." not in look(cast.ben, asked)


def test_who_only_reads_looks_on(cast: Cast, asked: Validation) -> None:
    page = look(cast.vic, asked)
    assert "Members and leaders are asked; you look on." in page
    assert "<button" not in page.split('id="content"')[1]


def test_who_has_not_answered_is_told_wherever_they_come_in(cast: Cast, asked: Validation) -> None:
    words = "Ana asks you: is “Feature delivery” right?"
    ways = [
        reverse("dashboard"),
        reverse("workshop", args=[cast.workshop.id]),
        reverse("agenda", args=[cast.workshop.id]),
    ]

    def told(who: Person) -> set[bool]:
        return {words in text_of(client_of(who).get(way)) for way in ways}

    assert told(cast.ben) == told(cast.lea) == {True}
    assert told(cast.ana) == told(cast.vic) == {False}
    assert words not in look(cast.ben, asked)
    press(cast.ben, asked, "right")
    assert told(cast.ben) == {False}


def test_the_return_link_leads_to_the_question_and_nowhere_else(cast: Cast, asked: Validation) -> None:
    way = return_path(cast.ben)
    assert way is not None
    phone = Client()
    at = reverse("validation", args=[asked.id])
    assert f'name="next" value="{at}">Say whether “Feature delivery” is right' in text_of(phone.get(way))
    assert phone.post(way, {"next": at})["Location"] == at
    assert "Is this how it is?" in text_of(phone.get(at))
    board = reverse("workshop_board", args=[cast.workshop.id])
    for elsewhere in ("https://example.org/", "//example.org/", ""):
        assert phone.post(way, {"next": elsewhere})["Location"] == board
    press(cast.ben, asked, "right")
    assert "Say whether" not in text_of(phone.get(way))


def test_the_list_keeps_every_question_with_its_state(cast: Cast, asked: Validation) -> None:
    answer_validation(actor=cast.ben, validation_id=asked.id, wrong=[])
    ask_for_validation(actor=cast.ana, map_id=cast.map.id, validation_id=uuid4(), instead_of=asked.id)
    page = text_of(client_of(cast.ben).get(reverse("validations", args=[cast.map.id])))
    assert "0 of 3 have answered." in page
    assert "1 of 3 have answered. You said: this is how it is." in page
    assert "Ask everybody" not in page


def test_while_people_judge_the_constraint_the_page_does_not_name_it(cast: Cast, asked: Validation) -> None:
    def drawn() -> Any:
        return client_of(cast.ben).get(reverse("validation_drawing", args=[asked.id]))

    assert "work piles up here" in look(cast.ben, asked)
    assert "work piles up here" in drawn().content.decode()
    judged = prepare_round(
        actor=cast.ana,
        round_id=uuid4(),
        map_id=cast.map.id,
        kind="constraint",
        prompt="Which step holds us up?",
        is_anonymous=False,
        options={},
    )
    open_round(actor=cast.ana, round_id=judged.id)
    assert "work piles up here" not in look(cast.ben, asked)
    assert "work piles up here" not in drawn().content.decode()
    assert drawn()["Cache-Control"] == "no-store"
