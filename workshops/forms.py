"""The charter as a form: fields of a page on one side, the charter of `workshops.charter` on the other."""

from collections.abc import Mapping
from typing import Any

from django import forms

from metrics import Calendar, Demand, takt_time_s
from metrics.durations import format_duration
from workshops.charter import CALENDAR_DEFAULTS, DEMAND_PERIODS, TEXT_LIMITS, compose_scope, read_charter
from workshops.errors import InvalidInput, Problem

PERIOD_CHOICES = [(period, period) for period in DEMAND_PERIODS]
QUEUE_RULE_CHOICES = [
    ("demand", "Demand rule: items ÷ demand"),
    ("capacity", "Capacity rule: items × process time ÷ people"),
]
# Where a problem of the charter is shown, if not at the field of the same name.
_FIELD_OF_PLACE = {"demand": "demand_items", "demand.items": "demand_items", "demand.per": "demand_per"}


class CharterForm(forms.Form):
    """Reads and shows a charter; the problems of `read_charter` appear at their fields."""

    name = forms.CharField(max_length=TEXT_LIMITS["name"], label="Name of the value stream")
    customer = forms.CharField(max_length=TEXT_LIMITS["customer"], required=False, label="Who is the customer?")
    value = forms.CharField(max_length=TEXT_LIMITS["value"], required=False, label="What do they value?")
    trigger = forms.CharField(max_length=TEXT_LIMITS["trigger"], required=False, label="It starts when …")
    delivery = forms.CharField(max_length=TEXT_LIMITS["delivery"], required=False, label="It ends when …")
    scope = forms.CharField(
        max_length=TEXT_LIMITS["scope"],
        required=False,
        label="Scope in one sentence",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    # The sentence that was composed when the form was shown: left as it was, it follows the parts.
    scope_composed = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = forms.CharField(max_length=TEXT_LIMITS["unit"], required=False, label="One item is a …")
    demand_items = forms.FloatField(required=False, min_value=0, label="Demand")
    demand_per = forms.ChoiceField(choices=PERIOD_CHOICES, required=False, label="per", initial="week")
    hours_per_day = forms.FloatField(required=False, label="Working hours a day")
    days_per_week = forms.FloatField(required=False, label="Working days a week")
    days_per_month = forms.FloatField(required=False, label="Working days a month")
    queue_rule = forms.ChoiceField(choices=QUEUE_RULE_CHOICES, required=False, label="How piled-up items become time")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.FloatField):
                field.widget.attrs.update({"step": "any", "inputmode": "decimal"})
            if isinstance(field, forms.CharField):
                field.widget.attrs["autocomplete"] = "off"
            field.widget.attrs["aria-describedby"] = f"{name}-hint {name}-errors"

    def charter(self, *, kept: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """Return the charter in normal form, or None with the problems at their fields.

        `kept` is a charter whose parts without a field here (time zone, working days) stay.
        """
        if not self.is_valid():
            return None
        try:
            return read_charter(charter_of_fields(self.cleaned_data, kept=kept))
        except InvalidInput as error:
            self.show(error.problems)
            return None

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at the field of its place, or above the form."""
        for problem in problems:
            place = problem.place.removeprefix("charter.")
            field = _FIELD_OF_PLACE.get(place, place.removeprefix("calendar."))
            self.add_error(field if field in self.fields else None, problem.sentence)


def charter_of_fields(fields: Mapping[str, Any], *, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what the fields say as a charter that still has to be read."""
    charter: dict[str, Any] = {name: fields.get(name) or "" for name in TEXT_LIMITS}
    composed = (fields.get("scope_composed", ""), compose_scope({**charter, "scope": ""}))
    if charter["scope"].split() in [sentence.split() for sentence in composed]:
        charter["scope"] = ""
    if fields.get("demand_items") is not None:
        charter["demand"] = {"items": fields["demand_items"], "per": fields.get("demand_per") or "week"}
    calendar = dict((kept or {}).get("calendar", {}))
    calendar.update({name: fields.get(name) for name in CALENDAR_DEFAULTS})
    charter["calendar"] = {name: _whole(value) for name, value in calendar.items() if value is not None}
    if "demand" in charter:
        charter["demand"]["items"] = _whole(charter["demand"]["items"])
    charter["queue_rule"] = fields.get("queue_rule") or "demand"
    return charter


def fields_of_charter(charter: Mapping[str, Any]) -> dict[str, Any]:
    """Return the initial values of a form that shows this charter."""
    demand = charter.get("demand") or {}
    calendar = {**CALENDAR_DEFAULTS, **charter.get("calendar", {})}
    return {
        **{name: charter.get(name, "") for name in TEXT_LIMITS},
        "scope": compose_scope(charter),
        "scope_composed": compose_scope({**charter, "scope": ""}),
        "demand_items": demand.get("items"),
        "demand_per": demand.get("per", "week"),
        **{name: calendar[name] for name in CALENDAR_DEFAULTS},
        "queue_rule": charter.get("queue_rule", "demand"),
    }


def explain_charter(charter: Mapping[str, Any], *, before: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return the sentences that stand beside the form: composed scope, what “3d” means, takt, what a new calendar does.

    Both charters are in normal form.
    """
    calendar = _calendar(charter)
    hours = f"{3 * calendar.hours_per_day:g}"
    meaning = f"“3d” means {hours} h of working time, “1w” {calendar.days_per_week * calendar.hours_per_day:g} h."
    sentences = {"scope": compose_scope({**charter, "scope": ""}), "meaning": meaning, "takt": "", "rereading": ""}
    if demand := charter.get("demand"):
        takt_s = takt_time_s(Demand(demand["items"], demand["per"]), calendar)
        if takt_s is not None:
            unit = charter.get("unit") or "item"
            sentences["takt"] = f"Takt: one {unit} every {format_duration(takt_s, calendar)} of working time."
    if before is not None and _calendar(before) != calendar:
        old = _calendar(before)
        length_s = 3 * old.day_s
        sentences["rereading"] = (
            f"Times that are on the map keep their length: what was entered as 3 d ({length_s / 3600:g} h) "
            f"will read {format_duration(length_s, calendar)}."
        )
    return sentences


def _calendar(charter: Mapping[str, Any]) -> Calendar:
    parts = {**CALENDAR_DEFAULTS, **charter.get("calendar", {})}
    return Calendar(**{name: parts[name] for name in CALENDAR_DEFAULTS})


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
