"""The form of a draft as texts, and what two people wrote differently as they read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from experiments.forms.experiment import ExperimentForm, initial_of
from experiments.forms.merging import Merged
from experiments.models import Experiment


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed: what it says now, and what I wrote where I changed it too."""

    label: str
    theirs: str
    mine: str
    is_clash: bool


def shown_of(experiment: Experiment) -> dict[str, Any]:
    """Return the values of a form that shows this experiment."""
    return {name: _text(value) for name, value in initial_of(experiment).items()}


def shown_by(form: ExperimentForm) -> dict[str, Any]:
    """Return what was typed into a form that is in order, in the same words."""
    names = [name for name in form.fields if name in form.cleaned_data]
    return {name: _text(form.cleaned_data[name]) for name in names}


def clashes_of(form: ExperimentForm, merged: Merged, *, now: dict[str, Any]) -> list[Clash]:
    """Return the fields that somebody else changed, those first that I changed too."""
    return [
        *(_clash(form, name, now, merged, is_clash=True) for name in merged.clashes),
        *(_clash(form, name, now, merged, is_clash=False) for name in merged.theirs),
    ]


def _clash(form: ExperimentForm, name: str, now: dict[str, Any], merged: Merged, *, is_clash: bool) -> Clash:
    field = form.fields[name]
    label = str(field.label or name)
    return Clash(label, _words(field, now[name]), _words(field, merged.values[name]) if is_clash else "", is_clash)


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    return sorted(value) if isinstance(value, list) else str(value)


def _words(field: forms.Field, value: Any) -> str:
    """A choice by its name, several of them in one line, and nothing as nothing."""
    if isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.widgets.ChoiceWidget):
        names = dict(_flat(field.widget.choices))
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(names.get(one, str(one)) for one in chosen) or "nothing"
    return str(value) or "nothing"


def _flat(choices: Iterable[Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for value, named in choices:
        flat += _flat(named) if isinstance(named, list | tuple) else [(str(value), str(named))]
    return flat
