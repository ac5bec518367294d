from datetime import date, timedelta

import pytest

from experiments.domain.plan_words import due_words, effect_words, opening_sentence
from metrics.calendar import Calendar

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-12, "12 days overdue"),
        (-1, "1 day overdue"),
        (0, "due today"),
        (1, "due tomorrow"),
        (2, "due in 2 days"),
        (14, "due in 14 days"),
        (15, ""),
    ],
)
def test_a_due_date_says_how_far_it_is(days: int, words: str) -> None:
    assert due_words(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("effect_s", "words"),
    [
        (-3.5 * 8 * 3600, "3.5 d shorter"),
        (2 * 3600, "2 h longer"),
        (0, "no difference"),
        (-1e-9, "no difference"),
    ],
)
def test_an_effect_says_its_direction(effect_s: float, words: str) -> None:
    assert effect_words(effect_s, Calendar()) == words


@pytest.mark.parametrize(
    ("overdue", "unfinished", "sentence"),
    [
        (0, 0, ""),
        (3, 2, "3 actions are overdue, 2 unfinished: begin with them."),
        (1, 0, "One action is overdue: begin with it."),
        (1, 1, "One action is overdue, one unfinished: begin with them."),
        (0, 1, "One action is unfinished: begin with it."),
        (0, 4, "4 actions are unfinished: begin with them."),
    ],
)
def test_what_opens_the_session_is_a_sentence(overdue: int, unfinished: int, sentence: str) -> None:
    assert opening_sentence(overdue, unfinished) == sentence
