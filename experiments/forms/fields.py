"""Fields that many forms have."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from workshops.models import Participant


class DayInput(forms.DateInput):
    """A date as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def choose(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    """Give a field of a form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def choose_owner(form: forms.Form, people: Iterable[Participant]) -> None:
    """Offer these people, and nobody, as the owner."""
    choose(form, "owner", [("", "nobody yet"), *((str(person.pk), person.name) for person in people)])
