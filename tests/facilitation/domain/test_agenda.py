"""Agendas: the presets hold what they promise, and what is wrong with one is said with its place."""

from typing import Any
from uuid import uuid4

import pytest

from facilitation.domain.agenda import PRESETS, TITLES, read_agenda
from workshops.errors import InvalidInput

METHOD = ["scope", "current_state", "waste", "future_state", "experiment", "plan"]


@pytest.mark.parametrize("minutes", PRESETS)
def test_a_preset_takes_as_long_as_it_says_in_the_order_of_the_method(minutes: int) -> None:
    phases = PRESETS[minutes]
    assert sum(phase.minutes for phase in phases) == minutes
    codes = list(dict.fromkeys(phase.code for phase in phases if phase.code != "break"))
    assert codes[: len(METHOD)] == METHOD
    assert all(phase.instruction for phase in phases)


@pytest.mark.parametrize("minutes", PRESETS)
def test_the_largest_part_is_the_current_state_and_long_sessions_have_breaks(minutes: int) -> None:
    spent = {code: sum(phase.minutes for phase in PRESETS[minutes] if phase.code == code) for code in TITLES}
    assert max(spent, key=lambda code: spent[code]) == "current_state"
    assert (spent["break"] > 0) == (minutes >= 120)


def phase(**fields: Any) -> dict[str, Any]:
    return {"code": "scope", "title": "Scope", "minutes": 10, **fields}


def test_an_agenda_is_read_in_its_order_with_its_words_tidied() -> None:
    known = uuid4()
    first, second = read_agenda([phase(title="  Who   is it for? ", id=known), phase(instruction="a\r\nb ")])
    assert (first.title, first.id) == ("Who is it for?", known)
    assert (second.instruction, second.id) == ("a\nb", None)


@pytest.mark.parametrize(
    ("given", "place", "words"),
    [
        ([], "phases", "at least one"),
        ([phase()] * 31, "phases", "at most 30"),
        ([phase(title=" ")], "phases.0.title", "needs a title"),
        ([phase(), phase(title="x" * 81)], "phases.1.title", "at most 80"),
        ([phase(minutes=0)], "phases.0.minutes", "“Scope” needs a time box of 1 to 480"),
        ([phase(minutes=True)], "phases.0.minutes", "1 to 480"),
        ([phase(code="dance")], "phases.0.code", "“dance” is not a phase"),
        ([phase(instruction="x" * 1001)], "phases.0.instruction", "at most 1000"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(given: list[dict[str, Any]], place: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_agenda(given)
    assert [(problem.place, words in problem.sentence) for problem in refused.value.problems] == [(place, True)]


def test_a_phase_that_occurs_twice_is_refused() -> None:
    known = uuid4()
    with pytest.raises(InvalidInput, match="occurs twice"):
        read_agenda([phase(id=known), phase(id=known)])
