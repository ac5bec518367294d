"""An experiment as a form: the parts of its sentence, what it rests on, and the change as it would stand on the map."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from experiments.domain.flow_metrics import FLOW_METRICS, FlowMetric
from experiments.forms.change_on_map import (
    AS_KEPT,
    BY_IMPROVEMENT,
    BY_VALUE,
    WHAT_IF,
    ChangeOnMap,
    fields_of_step,
    read_change,
)
from experiments.forms.fields import DayInput, choose, choose_owner
from experiments.forms.problems import describe_fields
from experiments.forms.shared import SharedForm
from experiments.models import Experiment, Improvement, Series
from experiments.selectors.places import MapPlaces, places_of
from experiments.selectors.plan import improvements_of, owners_for
from experiments.selectors.series import series_of
from maps.selectors import what_ifs_of
from workshops.models import Participant

NEW = "new"
_OF_CHANGE = ("edits_from", "effect_place", "effect_field", "effect_value")
_SECTIONS = (
    ("of a step or of the stream", frozenset({"step", "stream"})),
    ("of the whole stream", frozenset({"stream"})),
    ("of a step", frozenset({"step"})),
)
_FIELD_OF_PLACE = {
    "element_id": "place",
    "map": "place",
    "step": "place",
    "edits": "effect_value",
    "baseline": "series",
}
Choices = Sequence[tuple[str, Any]]


class ExperimentForm(SharedForm):
    """Everything that a draft can hold; a draft may lack anything."""

    field_of_place = _FIELD_OF_PLACE

    change = forms.CharField(
        required=False, max_length=300, label="the change", widget=forms.Textarea({"rows": 2, "maxlength": 300})
    )
    direction = forms.ChoiceField(
        required=False, choices=[("", "reduce or raise"), ("reduce", "reduce"), ("raise", "raise")], label="we will"
    )
    metric = forms.ChoiceField(required=False, label="the flow metric")
    place = forms.ChoiceField(required=False, label="of")
    percent = forms.FloatField(required=False, label="by percent")
    within = forms.CharField(required=False, max_length=60, label="within")
    improvement = forms.ChoiceField(required=False, label="It tests the entry of the plan")
    edits_from = forms.ChoiceField(required=False, label="On the map the change is")
    effect_place = forms.ChoiceField(required=False, label="Where")
    effect_field = forms.ChoiceField(required=False, choices=fields_of_step(), label="Its")
    effect_value = forms.CharField(required=False, max_length=40, label="becomes")
    series = forms.ChoiceField(required=False, label="The readings of the metric")
    new_series = forms.CharField(required=False, max_length=200, label="Name of the new measurement")
    how_measured = forms.CharField(
        required=False, max_length=1_000, label="How it is measured", widget=forms.Textarea({"rows": 2})
    )
    guards = forms.MultipleChoiceField(required=False, label="Guards", widget=forms.CheckboxSelectMultiple)
    new_guard = forms.CharField(required=False, max_length=200, label="Another guard")
    new_guard_measure = forms.ChoiceField(
        required=False,
        choices=[("count", "a count"), ("share", "a share"), ("time_s", "a time"), ("number", "another number")],
        label="It is",
    )
    new_guard_worse = forms.ChoiceField(
        required=False, choices=[("higher", "higher"), ("lower", "lower")], label="Worse when it is"
    )
    guard_absence = forms.CharField(
        required=False, max_length=500, label="Or why nothing else could suffer", widget=forms.Textarea({"rows": 2})
    )
    owner = forms.ChoiceField(required=False, label="Owner")
    owner_name = forms.CharField(required=False, max_length=80, label="Or somebody who is not here")
    starts_on = forms.DateField(required=False, label="It starts on", widget=DayInput())
    ends_on = forms.DateField(required=False, label="It ends on", widget=DayInput())
    review_on = forms.DateField(required=False, label="The result is reviewed on", widget=DayInput())

    def __init__(self, *args: Any, actor: Participant, of: Experiment | None = None, **kwargs: Any) -> None:
        self.actor = actor
        self.of = of
        if of is not None:
            kwargs |= {"stands": initial_of(of), "revision": of.revision}
        super().__init__(*args, **kwargs)
        self._offer_choices(places_of(actor=actor))
        for name in ("percent", "effect_value"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        self.fields["percent"].widget.attrs["step"] = "any"
        describe_fields(self)

    def given(self) -> dict[str, Any] | None:
        """Return the fields as the commands take them; None with the problems at their fields."""
        given = self.as_far_as_known() if self.is_valid() else {}
        return None if self.errors else given

    def as_far_as_known(self) -> dict[str, Any]:
        """Return what can be read of the fields; what cannot is left out and stands at its field."""
        self.is_valid()
        data = self.cleaned_data
        texts = ("change", "direction", "metric", "within", "how_measured", "guard_absence", "owner_name")
        plain = (*texts, "percent", "starts_on", "ends_on", "review_on")
        map_id, _, element_id = data.get("place", "").partition(":")
        change = self._change_on_map()
        if change.problem:
            self.show((change.problem,))
        series = data.get("series", "")
        return {
            **{name: data[name] for name in plain if name in data},
            "map": _id(map_id or change.map),
            "element_id": element_id,
            "improvement": _id(data.get("improvement", "")),
            "edits": change.edits,
            "series": None if series == NEW else _id(series),
            "guards": [UUID(key) for key in data.get("guards", [])],
            "owner": _id(data.get("owner", "")),
        }

    def series_to_begin(self) -> dict[str, Any] | None:
        """Return the series that is to begin with the experiment; its measure is that of the metric."""
        metric = FLOW_METRICS.get(self.cleaned_data.get("metric", ""))
        name = self.cleaned_data.get("new_series", "").strip()
        if self.cleaned_data.get("series") != NEW or not name:
            return None
        if metric is None:
            return {"name": name, "measure": "number", "worse_when": "higher"}
        return {"name": name, "measure": metric.measure, "worse_when": worse_when(metric)}

    def guard_to_begin(self) -> dict[str, Any] | None:
        """Return the guard that is to begin with the experiment."""
        data = self.cleaned_data
        name = data.get("new_guard", "").strip()
        if not name:
            return None
        measure, worse = data.get("new_guard_measure"), data.get("new_guard_worse")
        return {"name": name, "measure": measure or "count", "worse_when": worse or "higher"}

    def _change_on_map(self) -> ChangeOnMap:
        told = {name: str(self.cleaned_data.get(name, "")) for name in (*_OF_CHANGE, "place", "improvement")}
        map_of_metric = told["place"].partition(":")[0]
        if told["edits_from"] == BY_VALUE:
            change = ChangeOnMap.of_value(
                place=told["effect_place"], field=told["effect_field"], value=told["effect_value"]
            )
            return change.on(map_of_metric)
        return read_change(
            actor=self.actor,
            source=told["edits_from"],
            improvement=told["improvement"],
            kept=self.of.edits if self.of else None,
            map_of_metric=map_of_metric,
        )

    def _offer_choices(self, maps: list[MapPlaces]) -> None:
        # A <select> of Django holds its choices itself, so each field needs its own.
        choices: dict[str, Choices] = {
            "metric": _metric_choices(),
            "place": [("", "the stream"), *_place_choices(maps, with_stream=True)],
            "effect_place": [("", "choose a step"), *_place_choices(maps, with_stream=False)],
            "edits_from": _change_choices(self.actor, maps, self.of),
            "improvement": _improvement_choices(self.actor, self.of),
            "series": [("", "choose or begin"), (NEW, "Begin a new one"), *_series_choices(self.actor)],
            "guards": _series_choices(self.actor),
        }
        for name, offered in choices.items():
            choose(self, name, offered)
        choose_owner(self, owners_for(actor=self.actor, entry=self.of))


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def initial_of(experiment: Experiment) -> dict[str, Any]:
    """Return what the form shows of an experiment."""
    plain = ("change", "direction", "metric", "within", "how_measured", "guard_absence", "owner_name")
    place = f"{experiment.map_id}:{experiment.element_id}" if experiment.element_id else str(experiment.map_id or "")
    return {
        **{name: getattr(experiment, name) for name in plain},
        **{name: getattr(experiment, name) for name in ("starts_on", "ends_on", "review_on")},
        "percent": None if experiment.percent is None else f"{experiment.percent:g}",
        "place": place,
        "improvement": str(experiment.improvement_id or ""),
        "edits_from": AS_KEPT if experiment.edits else "",
        "series": str(experiment.series_id or ""),
        "guards": [str(guard.series_id) for guard in experiment.guards.all()],
        "owner": str(experiment.owner_id or ""),
    }


def worse_when(metric: FlowMetric) -> str:
    """Return on which side the readings of a metric hurt."""
    return Series.WorseWhen.HIGHER if metric.better == "lower" else Series.WorseWhen.LOWER


def _metric_choices() -> Choices:
    groups = [
        (title, [(metric.code, metric.name) for metric in FLOW_METRICS.values() if metric.of == of])
        for title, of in _SECTIONS
    ]
    return [("", "flow metric"), *groups]


def _place_choices(maps: list[MapPlaces], *, with_stream: bool) -> Choices:
    return [
        (
            entry.map.title,
            [
                *([(str(entry.map.id), "the whole stream")] if with_stream else []),
                *((f"{entry.map.id}:{place.element_id}", place.name) for place in entry.places),
            ],
        )
        for entry in maps
    ]


def _change_choices(actor: Participant, maps: list[MapPlaces], of: Experiment | None) -> Choices:
    kept = [(AS_KEPT, "as it is written down already")] if of is not None and of.edits else []
    shared = [
        (f"{WHAT_IF}{found.id}", f"the what-if “{found.title}” of {found.author.name}")
        for entry in maps
        for found in what_ifs_of(actor=actor, of=entry.map)
    ]
    others = [(BY_VALUE, "one value of a step"), (BY_IMPROVEMENT, "what the entry of the plan says")]
    return [("", "not said: no prediction"), *kept, *others, *shared]


def _improvement_choices(actor: Participant, of: Experiment | None) -> Choices:
    open_states = (Improvement.State.PROPOSED, Improvement.State.PLANNED, Improvement.State.DOING)
    tested = of.improvement_id if of else None
    entries = [entry for entry in improvements_of(actor=actor) if entry.state in open_states or entry.pk == tested]
    return [("", "none"), *((str(entry.id), entry.title) for entry in entries)]


def _series_choices(actor: Participant) -> Choices:
    return [(str(series.id), series.name) for series in series_of(actor=actor)]
