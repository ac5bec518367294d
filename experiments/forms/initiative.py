"""Initiatives, their stages and sprints as forms."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from experiments.forms.fields import DayInput, choose, choose_owner
from experiments.forms.problems import describe_fields
from experiments.forms.shared import SharedForm
from experiments.models import Experiment, Improvement, Initiative, KeyResult, Sprint, Stage
from experiments.selectors.key_results import aim_of
from workshops.models import Participant

BELONGING = ("key_results", "improvements", "experiments")


class InitiativeForm(SharedForm):
    """What is said about an initiative and what belongs to it."""

    name = forms.CharField(max_length=200, label="Name")
    purpose = forms.CharField(
        max_length=1_000, required=False, label="What it is for", widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ChoiceField(required=False, label="Owner")
    owner_name = forms.CharField(max_length=80, required=False, label="… or somebody from outside, by name")
    is_investment = forms.BooleanField(required=False, label="It is an investment")
    key_results = forms.MultipleChoiceField(
        required=False, label="Key results that it serves", widget=forms.CheckboxSelectMultiple
    )
    improvements = forms.MultipleChoiceField(
        required=False, label="Improvements that belong to it", widget=forms.CheckboxSelectMultiple
    )
    experiments = forms.MultipleChoiceField(
        required=False, label="Experiments that belong to it", widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Participant],
        key_results: Iterable[KeyResult],
        improvements: Iterable[Improvement],
        experiments: Iterable[Experiment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_owner(self, people)
        choose(self, "key_results", [(str(one.pk), f"{one} · Q{one.quarter} {one.year}") for one in key_results])
        choose(self, "improvements", [(str(one.pk), str(one)) for one in improvements])
        choose(self, "experiments", [(str(one.pk), str(one)) for one in experiments])
        describe_fields(self)

    @property
    def lists(self) -> list[forms.BoundField]:
        """The fields that say what belongs together."""
        return [self[name] for name in BELONGING]

    def given(self) -> dict[str, Any]:
        """Return what its writer changed, as the commands read it; the form is valid."""
        return self.changes("owner")


class StageForm(forms.Form):
    """A stage, with a field for each key result that its gate can ask; empty where it does not ask it."""

    name = forms.CharField(max_length=200, label="Stage")
    gate_on = forms.DateField(required=False, label="Gate on", widget=DayInput())

    def __init__(self, *args: Any, key_results: Iterable[KeyResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(key_results)
        for one in self.asked:
            aim = aim_of(one)
            side = "at most" if aim.better == "lower" else "at least"
            self.fields[_criterion(one)] = forms.CharField(
                max_length=60,
                required=False,
                label=f"{one}: {side}",
                widget=forms.TextInput(attrs={"placeholder": aim.words(one.target)}),
            )
        describe_fields(self)

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[_criterion(one)] for one in self.asked]

    def given(self, of: Stage | None = None) -> dict[str, Any]:
        """Return the whole stage, as commands read it; the form is valid. What was not changed stays to the digit."""
        read = self.cleaned_data
        kept = {one.key_result_id: one.threshold for one in of.criteria.all()} if of is not None else {}
        criteria = [
            {"key_result": one.pk, "threshold": read[field] if field in self.changed_data else kept[one.pk]}
            for one in self.asked
            if read[field := _criterion(one)]
        ]
        return {"name": read["name"], "gate_on": read["gate_on"], "criteria": criteria}

    def places(self) -> dict[str, str]:
        """Return at which field a problem of a criterion is shown."""
        filled = [_criterion(one) for one in self.asked if self.cleaned_data.get(_criterion(one))]
        return {f"criteria.{place}.threshold": name for place, name in enumerate(filled)}


class SprintForm(forms.Form):
    """A sprint, and the key result that its goal serves."""

    goal = forms.CharField(max_length=300, label="Goal")
    starts_on = forms.DateField(label="From", widget=DayInput())
    ends_on = forms.DateField(label="To", widget=DayInput())
    key_result = forms.ChoiceField(required=False, label="Key result that it serves")

    def __init__(self, *args: Any, key_results: Iterable[KeyResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "key_result", [("", "it serves none"), *((str(one.pk), str(one)) for one in key_results)])
        describe_fields(self)

    def given(self) -> dict[str, Any]:
        """Return the whole sprint, as the commands read it; the form is valid."""
        return {**self.cleaned_data, "key_result": self.cleaned_data["key_result"] or None}


def initiative_fields(initiative: Initiative) -> dict[str, Any]:
    """Return the form's fields as the initiative has them."""
    return {
        "name": initiative.name,
        "purpose": initiative.purpose,
        "owner": str(initiative.owner_id or ""),
        "owner_name": initiative.owner_name,
        "is_investment": initiative.is_investment,
        **{name: [str(key) for key in getattr(initiative, name).values_list("pk", flat=True)] for name in BELONGING},
    }


def stage_fields(stage: Stage) -> dict[str, Any]:
    """Return the form's fields as the stage has them."""
    asked = stage.criteria.select_related("key_result__series", "key_result__workshop")
    thresholds = {_criterion(one.key_result): aim_of(one.key_result).words(one.threshold) for one in asked}
    return {"name": stage.name, "gate_on": stage.gate_on, **thresholds}


def sprint_fields(sprint: Sprint) -> dict[str, Any]:
    """Return the form's fields as the sprint has them."""
    return {
        "goal": sprint.goal,
        "starts_on": sprint.starts_on,
        "ends_on": sprint.ends_on,
        "key_result": str(sprint.key_result_id or ""),
    }


def _criterion(of: KeyResult) -> str:
    return f"criterion_{of.pk.hex}"
