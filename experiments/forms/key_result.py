"""A key result as a form: what measures it, from where to where, in which quarter, who sees to it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.domain.quarters import Quarter
from experiments.forms.fields import choose, choose_owner
from experiments.forms.problems import describe_fields
from experiments.forms.shared import SharedForm
from experiments.models import KeyResult, Objective, Series
from experiments.models.key_result import FED_FIGURES
from experiments.selectors.key_results import aim_of, quarter_of_key_result
from maps.models import Map
from workshops.models import Participant

NEW = "new"
QUARTERS_AHEAD = 4
_FIELDS_OF_NEW = {"new_name": "name", "new_measure": "measure", "new_worse_when": "worse_when", "new_unit": "unit"}
PLACES = {
    "series": "measured_by",
    "figure": "measured_by",
    "map": "measured_by",
    "measure": "new_measure",
    "worse_when": "new_worse_when",
    "unit": "new_unit",
}
"""At which field of the form a problem of the command is shown."""


class KeyResultForm(SharedForm):
    """What can be said about a key result at any time."""

    name = forms.CharField(max_length=200, label="Name")
    objective = forms.ChoiceField(required=False, label="Objective")
    new_objective = forms.CharField(max_length=300, required=False, label="… or a new objective")
    baseline = forms.CharField(max_length=60, required=False, label="From (baseline)")
    target = forms.CharField(max_length=60, label="To (target)")
    quarter = forms.ChoiceField(label="Quarter")
    owner = forms.ChoiceField(required=False, label="Owner")
    owner_name = forms.CharField(max_length=80, required=False, label="… or somebody from outside, by name")

    def __init__(
        self,
        *args: Any,
        objectives: Iterable[Objective],
        people: Sequence[Participant],
        today: Quarter,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "objective", [("", "none"), *((str(found.pk), found.title) for found in objectives)])
        choose_owner(self, people)
        asked = str(self.initial.get("quarter", today.code))
        choose(self, "quarter", _quarters(today, asked))
        describe_fields(self)

    def given(self) -> dict[str, Any]:
        """Return what its writer changed, as the commands read it; the form is valid."""
        return self.changes("owner", "objective")


class NewKeyResultForm(KeyResultForm):
    """A key result that is not set yet, with what measures it."""

    measured_by = forms.ChoiceField(label="Measured by")
    new_name = forms.CharField(max_length=200, required=False, label="What is counted or timed")
    new_measure = forms.ChoiceField(choices=Series.Measure.choices, required=False, label="It is a")
    new_worse_when = forms.ChoiceField(choices=Series.WorseWhen.choices, required=False, label="Worse when")
    new_unit = forms.CharField(max_length=40, required=False, label="Unit")

    def __init__(self, *args: Any, maps: Iterable[Map], series: Iterable[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        choose(self, "measured_by", _measures(maps, series))

    def given(self) -> dict[str, Any]:
        """Return the whole key result, as the command reads it; the form is valid."""
        read = self.cleaned_data
        given = {name: read[name] for name in ("name", "new_objective", "baseline", "target", "quarter", "owner_name")}
        given |= {name: read[name] or None for name in ("owner", "objective")}
        kind, _, named = read["measured_by"].partition(":")
        if kind == NEW:
            given["new_series"] = {of: read[name] for name, of in _FIELDS_OF_NEW.items() if read[name]}
        elif kind == "figure":
            given["map"], _, given["figure"] = named.partition(":")
        else:
            given["series"] = named
        return given


def fields_of(key_result: KeyResult) -> dict[str, Any]:
    """Return the form's fields as the key result has them."""
    aim = aim_of(key_result)
    return {
        "name": key_result.name,
        "objective": str(key_result.objective_id or ""),
        "baseline": aim.words(key_result.baseline),
        "target": aim.words(key_result.target),
        "quarter": quarter_of_key_result(key_result).code,
        "owner": str(key_result.owner_id or ""),
        "owner_name": key_result.owner_name,
    }


def _quarters(today: Quarter, asked: str) -> list[tuple[str, str]]:
    shown, quarter = [today.previous], today
    for _ in range(QUARTERS_AHEAD + 1):
        shown.append(quarter)
        quarter = quarter.next
    listed = [(one.code, f"{one} (now)" if one == today else str(one)) for one in shown]
    known = {code for code, _ in listed}
    return listed if asked in known else [(asked, asked), *listed]


def _measures(maps: Iterable[Map], series: Iterable[Series]) -> list[Any]:
    figures = [
        (
            f"The figures of “{of.title}”",
            [(f"figure:{of.pk}:{code}", _capital(FLOW_METRICS[code].name)) for code in FED_FIGURES],
        )
        for of in maps
    ]
    known = [(f"series:{found.pk}", found.name) for found in series]
    return [
        ("", "choose …"),
        *figures,
        *([("Measurements of this workshop", known)] if known else []),
        (NEW, "Something that nobody reads yet"),
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
