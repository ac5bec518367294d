"""The agenda on its page: one form whose every button saves what was typed."""

from typing import Any

import pytest
from django.urls import reverse

from facilitation.commands.agenda import use_preset
from facilitation.commands.run import start_session
from facilitation.models import Phase, Session
from tests.cast import Cast, Person, client_of
from tests.pages.reading import inline_code_of, text_of
from tests.pages.test_workshop_pages import said_by


def phases_of(cast: Cast) -> list[Phase]:
    return list(Phase.objects.filter(workshop=cast.workshop))


def form_of(cast: Cast, act: str, **changes: list[str]) -> dict[str, Any]:
    """What the form sends when a button is pressed; `changes` are columns as they were typed."""
    phases = phases_of(cast)
    return {
        "act": act,
        "new_code": "break",
        "saw": [str(phase.id) for phase in phases],
        "id": [str(phase.id) for phase in phases],
        "code": [phase.code for phase in phases],
        "title": [phase.title for phase in phases],
        "minutes": [str(phase.minutes) for phase in phases],
        "instruction": [phase.instruction for phase in phases],
        **changes,
    }


def press(cast: Cast, data: dict[str, Any], who: Person | None = None) -> Any:
    return client_of(who or cast.ana).post(reverse("agenda", args=[cast.workshop.id]), data)


def look(cast: Cast, who: Person) -> Any:
    return client_of(who).get(reverse("agenda", args=[cast.workshop.id]))


def test_without_an_agenda_the_page_offers_one_to_facilitators_and_says_so_to_the_others(cast: Cast) -> None:
    assert "How long is your session?" in text_of(look(cast, cast.ana))
    assert "No session is planned yet" in text_of(look(cast, cast.ben))
    press(cast, {"act": "preset", "minutes": "120"})
    assert sum(phase.minutes for phase in phases_of(cast)) == 120
    page = text_of(look(cast, cast.ben))
    assert 'Agenda <span class="count">120 min</span>' in page
    assert "Remove" not in page


@pytest.mark.parametrize("minutes", ["", "100", "abc", "²"])
def test_a_preset_that_there_is_not_is_refused_with_a_sentence(cast: Cast, minutes: str) -> None:
    response = press(cast, {"act": "preset", "minutes": minutes})
    assert "There is no preset of" in said_by(response)
    assert not phases_of(cast)


def test_every_button_saves_what_was_typed(cast: Cast) -> None:
    use_preset(actor=cast.ana, minutes=90)
    titles = [phase.title for phase in phases_of(cast)]
    typed = ["Who is it for?", *titles[1:]]
    assert said_by(press(cast, form_of(cast, "down:0", title=typed))) == "The agenda was saved."
    assert [phase.title for phase in phases_of(cast)] == [titles[1], "Who is it for?", *titles[2:]]
    press(cast, form_of(cast, "up:1"))
    press(cast, form_of(cast, "add"))
    assert [phase.title for phase in phases_of(cast)] == [*typed, "Break"]
    press(cast, form_of(cast, "remove:1"))
    assert [phase.title for phase in phases_of(cast)] == [typed[0], *typed[2:], "Break"]
    press(cast, form_of(cast, "save", minutes=["7"] * 6))
    assert {phase.minutes for phase in phases_of(cast)} == {7}


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("minutes", "0", "needs a time box of 1 to 480 minutes"),
        ("minutes", "an hour", "needs a time box of 1 to 480 minutes"),
        ("minutes", "²", "needs a time box of 1 to 480 minutes"),
        ("title", " ", "A phase needs a title."),
        ("code", "dance", "“dance” is not a phase"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    cast: Cast, column: str, value: str, words: str
) -> None:
    use_preset(actor=cast.ana, minutes=90)
    before = phases_of(cast)
    form = form_of(cast, "save", instruction=["Say hello"] * len(before))
    form[column] = [value, *form[column][1:]]
    response = press(cast, form)
    assert response.status_code == 400
    page = text_of(response)
    # Beside the field, and above the page where it is seen at once.
    assert page.count(words) == 2
    assert "Say hello" in page
    assert [phase.instruction for phase in phases_of(cast)] == [phase.instruction for phase in before]


def test_who_comes_second_is_told_instead_of_overwriting(cast: Cast) -> None:
    use_preset(actor=cast.ana, minutes=90)
    stale = form_of(cast, "save")
    press(cast, form_of(cast, "remove:0"))
    assert "Somebody else changed the agenda" in said_by(press(cast, stale))
    assert len(phases_of(cast)) == 5
    assert "a phase that is none" in said_by(press(cast, form_of(cast, "save", id=["x"] * 5)))


def test_the_session_is_turned_from_its_page(cast: Cast) -> None:
    use_preset(actor=cast.ana, minutes=90)
    for act, state in (("start", "running"), ("pause", "paused"), ("resume", "running"), ("end", "ended")):
        press(cast, {"act": act})
        assert Session.objects.get(pk=cast.workshop.id).state == state
    assert "nothing to pause" in said_by(press(cast, {"act": "pause"}))


def test_the_page_needs_no_inline_code_in_any_state(cast: Cast) -> None:
    assert inline_code_of(look(cast, cast.ana)) == []
    start_session(actor=cast.ana)
    for who in (cast.ana, cast.lea):
        assert inline_code_of(look(cast, who)) == []
    page = text_of(look(cast, cast.ana))
    assert "Under way: Scope and customer" in page
    assert "On the map now: no step yet" in page
