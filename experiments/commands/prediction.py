"""What the engine says about a change: the figures of the map as it is, beside those that the edits would make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from experiments.domain.differences import Difference, find_differences
from experiments.selectors.future_state import base_of
from maps.commands.what_if import STORED_LIMIT, plan_on_map
from maps.domain.changes import Change, apply_changes, diff_element
from maps.domain.elements import Element, Elements, display_name
from maps.domain.masking import prediction_without_loads
from maps.domain.what_if import net_edits
from maps.models import Map
from maps.selectors import hides_constraint, snapshot_of
from metrics import StreamMetrics, stream_from_elements
from metrics.prediction import Prediction, predict
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant

PLACES = ("x", "y")


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a change of the map would do, with the edits in normal form and the elements before and after them."""

    seq: int
    edits: list[dict[str, Any]]
    before: Elements
    after: Elements
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the expected lead time, in seconds of working time, below zero for shorter.

    `expected_s` is None where it cannot be known; `sentence` then says why.
    """

    edits: list[dict[str, Any]] | None
    expected_s: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Redesign:
    """A future state beside its current state, as that was `then` and is `today`: read once for all its changes."""

    then: Elements
    wanted: Elements
    today: Elements
    differences: tuple[Difference, ...]
    charter: Mapping[str, Any]
    hides_constraint: bool


def predict_edits(*, actor: Participant, of: Map, edits: object) -> Predicted:
    """Return what the edits would do to the map as it is now; raises EditsRefused with every edit that does not fit."""
    snapshot = snapshot_of(of.id)
    plan = plan_on_map(actor=actor, of=of, elements=snapshot.elements, edits=edits)
    changed = apply_changes(snapshot.elements, plan.changes)
    charter = of.workshop.charter
    prediction = predict(stream_from_elements(charter, snapshot.elements), stream_from_elements(charter, changed))
    if hides_constraint(of.workshop_id):
        prediction = prediction_without_loads(prediction)
    net = net_edits(plan.changes)
    if len(orjson.dumps(net)) > STORED_LIMIT:
        sentence = f"The edits are larger than {STORED_LIMIT // 1024} kB, more than can be kept; nothing was changed."
        raise InvalidInput([Problem("edits", sentence)])
    return Predicted(snapshot.seq, net, snapshot.elements, changed, prediction)


def effect_on_lead_time(*, actor: Participant, of: Map, edits: object) -> Effect:
    """Return what the edits do to the expected lead time of the map as it is now."""
    found = predict_edits(actor=actor, of=of, edits=edits)
    return _effect(found.edits, found.prediction)


def redesign_of(of: Map) -> Redesign | None:
    """Return what the changes of a future state are priced by; None where the map has no current state behind it."""
    base = base_of(of)
    if base is None:
        return None
    wanted = snapshot_of(of.id).elements
    differences = find_differences(base.then, wanted)
    is_hidden = hides_constraint(of.workshop_id)
    return Redesign(base.then, wanted, base.now.elements, differences, of.workshop.charter, is_hidden)


def effect_of_change(redesign: Redesign, element_id: str) -> Effect | None:
    """Return what one change of a future state does by itself to the current state that it was made from.

    What follows from the change goes with it: the arrows of a step that comes or goes, the way past it. None where the
    future state does not differ at this element.
    """
    changes = _with_what_follows(redesign, element_id)
    if element_id not in changes:
        return None
    then, wanted, today = redesign.then, redesign.wanted, redesign.today
    changed = apply_changes(today, changes) if _fits(changes, today) else None
    if changed is None or _has_loose_ends(changed):
        name = display_name(element_id, wanted if element_id in wanted else then)
        sentence = "so what this does alone is not known: see the figures of the whole future state."
        return Effect(None, None, f"The current state has changed around “{name}” since, {sentence}")
    charter = redesign.charter
    prediction = predict(stream_from_elements(charter, today), stream_from_elements(charter, changed))
    if redesign.hides_constraint:
        prediction = prediction_without_loads(prediction)
    return _effect(net_edits(changes), prediction)


def _with_what_follows(redesign: Redesign, element_id: str) -> dict[str, Change]:
    follows = {found.key for found in redesign.differences if element_id in (found.key, found.belongs_to)}
    changes = ((key, _change_of_work(redesign.then.get(key), redesign.wanted.get(key))) for key in sorted(follows))
    return {key: change for key, change in changes if change is not None}


def _change_of_work(before: Element | None, after: Element | None) -> Change | None:
    """What changed but the place on the map, which changes no figure."""
    if before is None or after is None:
        return diff_element(before, after)
    return diff_element(
        *({name: element[name] for name in element if name not in PLACES} for element in (before, after))
    )


def _fits(changes: Mapping[str, Change], today: Elements) -> bool:
    return all((change["before"] is None) == (key not in today) for key, change in changes.items())


def _has_loose_ends(elements: Elements) -> bool:
    flows = (element for element in elements.values() if element["kind"] == "flow")
    return any(flow["source"] not in elements or flow["target"] not in elements for flow in flows)


def _effect(edits: list[dict[str, Any]], prediction: Prediction) -> Effect:
    today, then = prediction.today.expected_lead_time_s, prediction.predicted.expected_lead_time_s
    if today is not None and then is not None:
        return Effect(edits, then - today, prediction.method_sentence[:500])
    return Effect(edits, None, why_unknown(prediction)[:500])


def why_unknown(prediction: Prediction) -> str:
    """Return the first sentence that says why a figure cannot be known."""
    for figures in (prediction.today, prediction.predicted):
        for sentence in _reasons(figures):
            return f"The effect cannot be known: {sentence}"
    return "The effect cannot be known: " + next(iter(prediction.problems), "a figure of the map is withheld.")


def _reasons(figures: StreamMetrics) -> list[str]:
    return [remark.sentence for remark in figures.problems] + [missing.sentence for missing in figures.missing]
