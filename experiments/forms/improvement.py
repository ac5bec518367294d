"""An improvement as a form: what is said about it, seen and written, and what it would change on a map."""

from collections.abc import Sequence
from typing import Any

from django import forms

from experiments.commands.improvements import TITLE_LIMIT
from experiments.forms.fields import DayInput, choose, choose_owner
from experiments.forms.problems import describe_fields
from experiments.forms.shared import SharedForm
from experiments.models import Improvement
from maps.domain.elements import Elements, display_name
from maps.models import Map
from maps.render.words import WASTES as WASTE_WORDS
from maps.render.words import clean
from workshops.models import Participant

WASTE_CHOICES = [("", "not named yet"), *((waste, words.capitalize()) for waste, words in WASTE_WORDS.items())]
EFFECT_FIELDS = (
    ("wait_time", "Wait before it"),
    ("process_time", "Process time"),
    ("complete_accurate", "%C/A"),
    ("people", "People"),
    ("batch_size", "Batch size"),
)
_NUMBERS = ("complete_accurate", "people", "batch_size")

MapsWithElements = Sequence[tuple[Map, Elements]]


class ImprovementForm(SharedForm):
    """What is said about an improvement."""

    title = forms.CharField(max_length=TITLE_LIMIT, label="What is to be done")
    waste = forms.ChoiceField(choices=WASTE_CHOICES, required=False, label="Waste it removes")
    owner = forms.ChoiceField(required=False, label="Owner")
    owner_name = forms.CharField(max_length=80, required=False, label="… or somebody from outside, by name")
    milestone = forms.CharField(max_length=200, required=False, label="Milestone")
    due_on = forms.DateField(required=False, label="Due", widget=DayInput())

    def __init__(self, *args: Any, people: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_owner(self, people)
        describe_fields(self)

    def given(self) -> dict[str, Any]:
        """Return what its writer changed, as the commands read it; the form is valid."""
        return self.changes("owner")


class NewImprovementForm(ImprovementForm):
    """An improvement that nobody proposed yet; it can be about a step of a map."""

    about = forms.ChoiceField(required=False, label="Step on the map")

    def __init__(self, *args: Any, maps: MapsWithElements, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "about", [("", "the stream as a whole"), *_steps_of(maps)])

    def given(self) -> dict[str, Any]:
        given = super().given()
        about = given.pop("about", "")
        return given | (_place(about) if about else {})


class EffectForm(forms.Form):
    """One value of one step that the improvement would change."""

    step = forms.ChoiceField(label="Step")
    field = forms.ChoiceField(choices=EFFECT_FIELDS, label="What changes")
    value = forms.CharField(max_length=60, label="New value")

    def __init__(self, *args: Any, maps: MapsWithElements, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "step", _steps_of(maps))
        describe_fields(self)

    def given(self, of: Improvement) -> dict[str, Any]:
        """Return the edits with their map, as the commands read them; the form is valid."""
        place = _place(self.cleaned_data["step"])
        field = self.cleaned_data["field"]
        value = _as_number(self.cleaned_data["value"]) if field in _NUMBERS else self.cleaned_data["value"]
        edits = [{"do": "set", "id": place["element_id"], "fields": {field: value}}]
        # What it came from stays its place.
        if of.element_id and str(of.map_id) == place["map"]:
            place["element_id"] = of.element_id
        return place | {"edits": edits}


def fields_of(improvement: Improvement) -> dict[str, Any]:
    """Return the form's fields as the improvement has them."""
    return {
        "title": improvement.title,
        "waste": improvement.waste,
        "owner": str(improvement.owner_id or ""),
        "owner_name": improvement.owner_name,
        "milestone": improvement.milestone,
        "due_on": improvement.due_on,
    }


def _steps_of(maps: MapsWithElements) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the steps of every map, by the names of both."""
    steps = [
        (
            one.title,
            [
                (f"{one.pk}:{key}", clean(display_name(key, elements)))
                for key, element in elements.items()
                if element["kind"] == "step"
            ],
        )
        for one, elements in maps
    ]
    return [(title, named) for title, named in steps if named]


def _place(chosen: str) -> dict[str, Any]:
    map_id, _, element_id = chosen.partition(":")
    return {"map": map_id, "element_id": element_id}


def _as_number(written: str) -> float | int | str:
    """“90 %” as 0.9, “3” as 3; what is no number stays as it is, and the command says what is wrong."""
    text = written.strip().removesuffix("%").strip().replace(",", ".")
    try:
        number = float(text) / (100 if written.strip().endswith("%") else 1)
    except ValueError:
        return written
    return int(number) if number.is_integer() else number
