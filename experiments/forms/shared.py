"""Forms that several people fill in at a time: each saves what they changed, and where two changed the same, both are
shown.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from experiments.forms.merging import Merged, merge
from experiments.forms.problems import show_problems
from experiments.models import Campaign, Experiment, Improvement, Initiative, KeyResult
from experiments.selectors.plan import latest_hand_on
from workshops.errors import Conflict, InvalidInput, Problem

Shared = Campaign | Experiment | Improvement | Initiative | KeyResult


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed: what it says now, and what I wrote where I changed it too."""

    label: str
    theirs: str
    mine: str
    is_clash: bool


class SharedForm(forms.Form):
    """A form that carries what stood there when its writer began (`base`, `revision`), so that it knows what they
    changed. `stands` are the values of the thing now; `initial` fills in others. `field_of_place` says at which field
    a command's problem is shown, where the field is called otherwise.
    """

    field_of_place: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, *args: Any, stands: Mapping[str, Any] | None = None, revision: int | None = None, **kwargs: Any
    ) -> None:
        self.stands = {name: _text(value) for name, value in (stands or {}).items()}
        self.stands_at = revision
        kwargs["initial"] = {**(stands or {}), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    @property
    def base(self) -> str:
        """What its writer began with, as it travels in the page."""
        return str(self.data["base"]) if "base" in self.data else json.dumps(self.stands)

    @property
    def revision(self) -> int | None:
        """The revision of the thing at `base`, as it travels in the page."""
        return self.saw_revision if "revision" in self.data else self.stands_at

    @property
    def saw_revision(self) -> int | None:
        """The revision that its writer saw; None where the page did not say."""
        return revision_in(self.data)

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that its writer changed; those that a page without `base` says otherwise than the thing."""
        began = self._began_with() or self.stands
        wrote = self.shown()
        return [name for name in wrote if (wrote[name] or "") != (began.get(name) or "")]

    def shown(self) -> dict[str, Any]:
        """Return what was typed into it, in the words of `stands`; what is in error is left out."""
        self.is_valid()
        return {name: _text(self.cleaned_data[name]) for name in self.fields if name in self.cleaned_data}

    def changes(self, *references: str) -> dict[str, Any]:
        """Return what its writer changed; of the `references` that name another thing, none is None. It is valid."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data}
        return changed | {name: changed[name] or None for name in references if name in changed}

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem of a command at its field."""
        show_problems(self, problems, self.field_of_place)

    def merged_with(self, now: Mapping[str, Any]) -> Merged:
        """Return what it shows next, after somebody else left the thing as `now`."""
        stands = {name: _text(now[name]) for name in now if name in self.fields}
        return merge(base=self._began_with(), mine=self.shown(), now=stands)

    def clashes_of(self, merged: Merged) -> list[Clash]:
        """Return the fields that somebody else changed, those first that its writer changed too."""
        return [
            *(self._clash(name, merged, is_clash=True) for name in merged.clashes),
            *(self._clash(name, merged, is_clash=False) for name in merged.theirs),
        ]

    def _clash(self, name: str, merged: Merged, *, is_clash: bool) -> Clash:
        field = self.fields[name]
        mine = _words(field, merged.values[name]) if is_clash else ""
        return Clash(str(field.label or name), _words(field, self.stands[name]), mine, is_clash)

    def _began_with(self) -> dict[str, Any]:
        """What stood there when its writer began; a page that lost it counts as one in which all was written."""
        try:
            base = json.loads(self.data.get("base", ""))
        except json.JSONDecodeError:
            return {}
        return base if isinstance(base, dict) else {}


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A form that was not saved, as its page shows it next: with what is wrong in it, or what `who` else changed."""

    form: SharedForm
    status: int
    clashes: Sequence[Clash] = ()
    who: str = ""

    def context(self) -> dict[str, Any]:
        """Return what its page shows of it."""
        return {"form": self.form, "clashes": self.clashes, "who": self.who}


def save_shared(
    form: SharedForm,
    thing: Shared,
    *,
    stands: Callable[[Any], Mapping[str, Any]],
    save: Callable[[int | None], object],
    again: Callable[[dict[str, Any]], SharedForm],
) -> Unsaved | None:
    """Save what the form's writer changed, by `save(saw_revision)`; returns what is shown where nothing was saved.

    Where somebody else changed the same, `again(initial)` is the form on top of the thing as it is then.
    """
    if not form.is_valid():
        return Unsaved(form, 400)
    try:
        merged = _save_on_top(form, thing, stands, save)
    except InvalidInput as error:
        form.show(error.problems)
        return Unsaved(form, 400)
    except Conflict as error:
        form.add_error(None, error.message)
        return Unsaved(form, 409)
    if merged is None:
        return None
    shown = again(form.shown() | merged.values)
    return Unsaved(shown, 409, shown.clashes_of(merged), latest_hand_on(thing))


def _save_on_top(
    form: SharedForm,
    thing: Shared,
    stands: Callable[[Any], Mapping[str, Any]],
    save: Callable[[int | None], object],
) -> Merged | None:
    """Save, and where others changed other fields, try again on top of theirs; returns what clashed, saving nothing."""
    saw = form.saw_revision
    while True:
        try:
            save(saw)
        except Conflict as error:
            if "revision" not in error.details:
                raise
            thing.refresh_from_db()
            merged = form.merged_with(stands(thing))
            if merged.clashes:
                return merged
            saw = thing.revision
        else:
            return None


def revision_in(data: Mapping[str, Any]) -> int | None:
    """Return the revision that a page says its reader saw; None where it says none."""
    text = str(data.get("revision", ""))
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return sorted(value)
    return "" if value is None else str(value)


def _words(field: forms.Field, value: Any) -> str:
    """A choice by its name, several of them in one line, and nothing as nothing."""
    if isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.widgets.ChoiceWidget):
        names = dict(_flat(field.widget.choices))
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(names.get(one, str(one)) for one in chosen) or "nothing"
    if isinstance(field, forms.BooleanField):
        return "yes" if value else "no"
    return str(value) or "nothing"


def _flat(choices: Iterable[Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for value, named in choices:
        flat += _flat(named) if isinstance(named, list | tuple) else [(str(value), str(named))]
    return flat
