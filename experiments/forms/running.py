"""What of an experiment can still be changed while it runs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from experiments.forms.experiment import DayInput
from experiments.forms.problems import describe_fields
from experiments.models import Experiment
from experiments.selectors.plan import owners_for
from workshops.models import Participant


class RunningForm(forms.Form):
    """Owner, end and review."""

    owner = forms.ChoiceField(required=False, label="Owner")
    owner_name = forms.CharField(required=False, max_length=80, label="Or somebody who is not here")
    ends_on = forms.DateField(required=False, label="It ends on", widget=DayInput())
    review_on = forms.DateField(required=False, label="The result is reviewed on", widget=DayInput())
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, actor: Participant, of: Experiment) -> None:
        names = ("owner_name", "ends_on", "review_on", "revision")
        shown = {name: getattr(of, name) for name in names}
        super().__init__(data, initial=shown | {"owner": str(of.owner_id or "")})
        owners = owners_for(actor=actor, entry=of)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "nobody yet"), *((str(person.id), person.name) for person in owners)]
        describe_fields(self)

    def given(self) -> dict[str, Any]:
        """Return the fields as the command takes them."""
        data = self.cleaned_data
        return {
            "owner": UUID(data["owner"]) if data["owner"] else None,
            **{name: data[name] for name in ("owner_name", "ends_on", "review_on")},
        }

    def saw_revision(self) -> int:
        """Return the revision that the person had read."""
        return int(self.cleaned_data["revision"])
