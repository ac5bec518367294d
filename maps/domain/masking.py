"""What figures do not say while people judge for themselves which step is the constraint: neither which one it is by
the figures, nor the loads by which it would be read off.

What people put on the map themselves, waits and work, stays, and so do the sums over all of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from metrics.prediction import Prediction

HIDDEN = "It is shown once people have judged for themselves which step is the constraint."
# They name the step that people are asked for.
_TELLING = frozenset({"cannot_meet_demand", "near_its_limit", "long_wait"})
_NEEDS_LESS_LOAD = "cannot be said while people judge which step is the constraint"


def without_constraint(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of a map without constraint, loads and the findings that tell them; `constraint_hidden` says
    so.
    """
    steps = {key: {**step, "utilisation": None, "capacity_per_day": None} for key, step in figures["steps"].items()}
    findings = [finding for finding in figures.get("findings", ()) if finding["code"] not in _TELLING]
    return {**figures, "steps": steps, "constraint": None, "constraint_hidden": True, "findings": findings}


def opened_without_constraint(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return one opened figure without what tells the constraint: nothing of itself, of throughput no capacities."""
    if figure["figure"] == "constraint":
        nothing: dict[str, Any] = {
            "value": None,
            "lower_bound": None,
            "rows": [],
            "left_out": [],
            "rests_on": {},
            "notes": [],
        }
        return {**figure, **nothing, "needs": [HIDDEN]}
    if figure["figure"] == "throughput_per_day":
        return {**figure, "rows": [row for row in figure["rows"] if row["part"] != "capacity"]}
    return dict(figure)


def prediction_without_loads(prediction: Prediction) -> Prediction:
    """Return the prediction with the waits that it comes to, and without the loads that they come from."""
    endless = {wait.element for wait in prediction.waits if wait.predicted_s is None}
    waits = tuple(
        replace(wait, utilisation_today=None, utilisation_then=None, sentence=HIDDEN) for wait in prediction.waits
    )
    missing = tuple(
        replace(entry, sentence=_NEEDS_LESS_LOAD) if entry.element in endless else entry
        for entry in prediction.predicted.missing
    )
    predicted = replace(prediction.predicted, missing=missing)
    return replace(prediction, waits=waits, notes=(), problems=(), predicted=predicted)


def simulation_without_loads(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a simulation with what becomes of items, and without what happens at each step."""
    nothing: dict[str, Any] = {"steps": {}, "queue_over_time": {"at_s": [], "steps": {}}, "notes": [HIDDEN]}
    sentence = None if result["sentence"] is None else "No steady state: the backlog keeps growing."
    return {**result, **nothing, "sentence": sentence, "difference_sentence": ""}
