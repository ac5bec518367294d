"""A campaign as a form: what is pushed, where, how far, until when, and what could suffer from it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from experiments.forms.fields import DayInput, choose, choose_owner
from experiments.forms.problems import describe_fields, show_problems
from experiments.forms.series import MEASURES, WORSE_WHEN
from experiments.forms.shared import SharedForm
from experiments.models import Campaign, Series
from experiments.selectors.campaigns import MapConstraint, constraints_of
from experiments.selectors.places import MapPlaces, places_of
from experiments.selectors.plan import owners_for
from experiments.selectors.series import series_of
from maps.domain.map_file import calendar_of
from metrics.durations import format_duration_exact
from workshops.errors import Problem
from workshops.models import Participant

NEW = "new"
HARM = [("", "not said yet"), ("yes", "Yes"), ("no", "No")]
_HARM_OF = {"yes": True, "no": False, "": None}
_TEXTS = ("name", "place", "how_measured", "target", "what_changes", "serves", "harm", "owner_name")
_FIELD_OF_PLACE = {"map": "tie", "element_id": "tie", "baseline": "series", "unit": "new_unit"}


class SeriesChoice(forms.Form):
    """A series of the workshop, or one that begins here."""

    new_series = forms.CharField(required=False, max_length=200, label="Name of the new measurement")
    new_measure = forms.ChoiceField(required=False, choices=MEASURES, label="It is")
    new_worse = forms.ChoiceField(required=False, choices=WORSE_WHEN, label="It is worse when it is")
    new_unit = forms.CharField(required=False, max_length=40, label="Its unit")

    def begun(self, chosen: str) -> dict[str, Any] | None:
        """Return the series that is to begin; None where one was chosen or no name was given."""
        data = self.cleaned_data
        name = (data.get("new_series") or "").strip()
        if chosen != NEW or not name:
            return None
        return {
            "name": name,
            "measure": data.get("new_measure") or "number",
            "worse_when": data.get("new_worse") or "higher",
            "unit": data.get("new_unit") or "",
        }


class GuardChoice(forms.Form):
    """A guard that begins here."""

    new_guard = forms.CharField(required=False, max_length=200, label="Another guard")
    new_guard_measure = forms.ChoiceField(required=False, choices=MEASURES[::-1], label="It is")
    new_guard_worse = forms.ChoiceField(required=False, choices=WORSE_WHEN, label="It is worse when it is")
    new_guard_unit = forms.CharField(required=False, max_length=40, label="Its unit")

    def begun_guard(self) -> dict[str, Any] | None:
        """Return the guard that is to begin; None where none was named."""
        data = self.cleaned_data
        name = (data.get("new_guard") or "").strip()
        if not name:
            return None
        return {
            "name": name,
            "measure": data.get("new_guard_measure") or "number",
            "worse_when": data.get("new_guard_worse") or "higher",
            "unit": data.get("new_guard_unit") or "",
        }


class CampaignForm(SharedForm, SeriesChoice, GuardChoice):
    """Everything that a campaign can hold; one that is planned may lack anything but its name."""

    field_of_place = _FIELD_OF_PLACE

    name = forms.CharField(max_length=200, label="What this campaign is to bring")
    series = forms.ChoiceField(required=False, label="The metric that is pushed")
    tie = forms.ChoiceField(required=False, label="The step that it works at")
    place = forms.CharField(required=False, max_length=200, label="Or the place in words")
    how_measured = forms.CharField(
        required=False, max_length=1_000, label="How it is measured", widget=forms.Textarea({"rows": 2})
    )
    target = forms.CharField(required=False, max_length=40, label="Target")
    what_changes = forms.CharField(
        required=False, max_length=1_000, label="What is to change in the process", widget=forms.Textarea({"rows": 2})
    )
    serves = forms.CharField(required=False, max_length=500, label="What it serves")
    lead_time = forms.ChoiceField(required=False, label="Where the stream’s lead time is read")
    starts_on = forms.DateField(required=False, label="It starts on", widget=DayInput())
    ends_on = forms.DateField(required=False, label="It ends on", widget=DayInput())
    owner = forms.ChoiceField(required=False, label="Owner")
    owner_name = forms.CharField(required=False, max_length=80, label="Or somebody who is not here")
    harm_possible = forms.ChoiceField(
        required=False,
        choices=HARM,
        label="Could it be met by making something else worse?",
        widget=forms.RadioSelect,
    )
    harm = forms.CharField(
        required=False, max_length=1_000, label="How, or why not", widget=forms.Textarea({"rows": 2})
    )
    guards = forms.MultipleChoiceField(required=False, label="Guards", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, actor: Participant, of: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, stands=shown_of(of), revision=of.revision, **kwargs)
        offer_choices(self, actor, of)
        describe_fields(self)

    def keep_only(self, names: Sequence[str]) -> None:
        """Leave out every other field, of a campaign that runs."""
        for name in [name for name in self.fields if name not in names]:
            del self.fields[name]

    def given(self) -> dict[str, Any]:
        """Return what its writer changed, as the commands read it; the form is valid."""
        return as_given(self.cleaned_data, self.changed_data)

    def as_far_as_known(self) -> dict[str, Any]:
        """Return all that can be read of the fields."""
        self.is_valid()
        return as_given(self.cleaned_data, list(self.cleaned_data))


class NewCampaignForm(SeriesChoice):
    """What a campaign begins with; the rest is asked on its own page."""

    name = forms.CharField(max_length=200, label="What is to get better?")
    tie = forms.ChoiceField(required=False, label="Where?")
    series = forms.ChoiceField(required=False, label="By which metric would you see it?")

    def __init__(self, *args: Any, actor: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, actor, None)
        describe_fields(self)

    def given(self) -> dict[str, Any]:
        """Return what was typed as the commands read it; the form is valid."""
        return as_given(self.cleaned_data, [name for name in ("name", "tie", "series") if self.cleaned_data[name]])

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem of a command at its field."""
        show_problems(self, problems, _FIELD_OF_PLACE)


class GuardForm(GuardChoice):
    """One more guard for a campaign that runs: a series of the workshop, or one that begins here."""

    guard = forms.ChoiceField(required=False, label="Another guard")

    def __init__(self, *args: Any, actor: Participant, of: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {of.series_id, *of.guards.values_list("series", flat=True)}
        others = [one for one in series_of(actor=actor) if one.pk not in taken]
        choose(self, "guard", [("", "begin a new one"), *((str(one.pk), one.name) for one in others)])
        describe_fields(self)

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem of a command at its field."""
        show_problems(self, problems, {"guards": "guard", "series": "guard"})


def offer_choices(form: forms.Form, actor: Participant, of: Campaign | None) -> None:
    """Give the fields that choose something what there is to choose from."""
    all_series = [(str(one.pk), one.name) for one in series_of(actor=actor)]
    times = series_of(actor=actor).filter(measure__in=[Series.Measure.TIME, Series.Measure.NUMBER])
    offered: dict[str, list[Any]] = {
        "series": [("", "choose or begin"), (NEW, "Begin a new one"), *all_series],
        "guards": [one for one in all_series if of is None or one[0] != str(of.series_id)],
        "lead_time": [("", "it is not read"), *((str(one.pk), one.name) for one in times)],
        "tie": _ties(places_of(actor=actor), constraints_of(actor=actor), of),
    }
    for name, choices in offered.items():
        if name in form.fields:
            choose(form, name, choices)
    if "owner" in form.fields:
        choose_owner(form, owners_for(actor=actor, entry=of))


def shown_of(campaign: Campaign) -> dict[str, Any]:
    """Return the form's fields as the campaign has them."""
    told = {name: getattr(campaign, name) for name in _TEXTS if name != "target"}
    return told | {
        "series": str(campaign.series_id or ""),
        "tie": f"{campaign.map_id}:{campaign.element_id}" if campaign.map_id and campaign.element_id else "",
        "target": target_words(campaign),
        "lead_time": str(campaign.lead_time_id or ""),
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "owner": str(campaign.owner_id or ""),
        "guards": [str(key) for key in campaign.guards.values_list("series", flat=True)],
        "harm_possible": {True: "yes", False: "no", None: ""}[campaign.harm_possible],
    }


def target_words(campaign: Campaign) -> str:
    """Return the target as people write it; reading it again gives the same value."""
    target, series = campaign.target, campaign.series
    if target is None or series is None:
        return ""
    if series.measure == Series.Measure.TIME:
        return format_duration_exact(target, calendar_of(campaign.workshop.calendar))
    if series.measure == Series.Measure.SHARE:
        return f"{target * 100:.10g} %"
    return f"{target:.10g}"


def as_given(data: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return fields of the form as the commands read them."""
    given: dict[str, Any] = {name: data[name] for name in names if name in (*_TEXTS, "starts_on", "ends_on")}
    if "series" in names:
        given["series"] = None if data["series"] == NEW else _id(data["series"])
    for name in ("lead_time", "owner"):
        if name in names:
            given[name] = _id(data[name])
    if "tie" in names:
        map_id, _, element_id = data["tie"].partition(":")
        given |= {"map": _id(map_id), "element_id": element_id}
    if "guards" in names:
        given["guards"] = [UUID(key) for key in data["guards"]]
    if "harm_possible" in names:
        given["harm_possible"] = _HARM_OF[data["harm_possible"]]
    return given


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _ties(maps: list[MapPlaces], constraints: list[MapConstraint], of: Campaign | None) -> list[Any]:
    governing = {(found.map.pk, found.step) for found in constraints}
    groups = [
        (
            entry.map.title,
            [
                (
                    f"{entry.map.pk}:{place.element_id}",
                    f"{place.name} — the constraint" if (entry.map.pk, place.element_id) in governing else place.name,
                )
                for place in entry.places
            ],
        )
        for entry in maps
    ]
    offered = [("", "not tied to a map"), *((title, places) for title, places in groups if places)]
    kept = shown_of(of)["tie"] if of else ""
    if of and kept and all(kept != value for _, places in groups for value, _ in places):
        offered.append((kept, f"{of.element_name} — no longer on the map"))
    return offered
