"""What a command refused, shown at the fields of the form that asked for it."""

from collections.abc import Mapping

from django import forms

from workshops.errors import Problem


def show_problems(form: forms.Form, problems: tuple[Problem, ...], fields: Mapping[str, str] | None = None) -> None:
    """Put each problem at the field of its place, or above the form; `fields` names those that are called otherwise."""
    form.is_valid()
    for problem in problems:
        name = (fields or {}).get(problem.place, problem.place)
        form.add_error(name if name in form.fields else None, problem.sentence)


def describe_fields(form: forms.Form) -> None:
    """Tie every field to its hint and its errors, for people who hear the page."""
    for name, field in form.fields.items():
        field.widget.attrs.setdefault("aria-describedby", f"{name}-hint {name}-errors")
        if isinstance(field.widget, forms.TextInput | forms.Textarea):
            field.widget.attrs.setdefault("autocomplete", "off")
