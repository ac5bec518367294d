"""What of an experiment can still be changed while it runs."""

from typing import Any

from django import forms

from experiments.forms.fields import DayInput, choose_owner
from experiments.forms.problems import describe_fields
from experiments.forms.shared import SharedForm
from experiments.models import Experiment
from experiments.selectors.plan import owners_for
from workshops.models import Participant


class RunningForm(SharedForm):
    """Owner, end and review."""

    owner = forms.ChoiceField(required=False, label="Owner")
    owner_name = forms.CharField(required=False, max_length=80, label="Or somebody who is not here")
    ends_on = forms.DateField(required=False, label="It ends on", widget=DayInput())
    review_on = forms.DateField(required=False, label="The result is reviewed on", widget=DayInput())

    def __init__(self, *args: Any, actor: Participant, of: Experiment, **kwargs: Any) -> None:
        super().__init__(*args, stands=running_fields(of), revision=of.revision, **kwargs)
        choose_owner(self, owners_for(actor=actor, entry=of))
        describe_fields(self)

    def given(self) -> dict[str, Any]:
        """Return what its writer changed, as the command takes it; the form is valid."""
        return self.changes("owner")


def running_fields(experiment: Experiment) -> dict[str, Any]:
    """Return the form's fields as the experiment has them."""
    plain = {name: getattr(experiment, name) for name in ("owner_name", "ends_on", "review_on")}
    return plain | {"owner": str(experiment.owner_id or "")}
