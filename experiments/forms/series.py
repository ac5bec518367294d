"""A series of readings as a form, and the form for one reading."""

from typing import Any

from django import forms

from experiments.forms.problems import describe_fields
from experiments.models import Series

MEASURES = [
    ("time_s", "a time: how long something takes or waits"),
    ("count", "a count: how many there are"),
    ("share", "a share: between 0 % and 100 %"),
    ("number", "another number"),
]
WORSE_WHEN = [("higher", "higher"), ("lower", "lower")]


class SeriesForm(forms.Form):
    """What a series is; what it measures is fixed once it has begun."""

    name = forms.CharField(
        max_length=200, label="What is read", widget=forms.TextInput({"placeholder": "Staging wait"})
    )
    measure = forms.ChoiceField(choices=MEASURES, label="It is")
    worse_when = forms.ChoiceField(choices=WORSE_WHEN, label="It is worse when it is")
    unit = forms.CharField(max_length=40, required=False, label="Unit")

    def __init__(self, *args: Any, of: Series | None = None, **kwargs: Any) -> None:
        if of is not None:
            kwargs.setdefault("initial", {name: getattr(of, name) for name in ("name", "worse_when", "unit")})
        super().__init__(*args, **kwargs)
        if of is not None:
            del self.fields["measure"]
        describe_fields(self)
