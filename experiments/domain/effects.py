"""Which waits of a future state are what its changes are predicted to bring, rather than changes that somebody made."""

from collections.abc import Mapping
from typing import Any

from maps.domain.elements import Element, Elements
from metrics import stream_from_elements
from metrics.prediction import predict


def find_predicted_waits(charter: Mapping[str, Any], current: Elements, future: Elements) -> dict[str, float]:
    """The predicted waits in seconds by id, of a future state in which guessed waits may already be predictions.

    Guessed waits of the future are put back to what the current state says of them, and the rest of the future is
    predicted from there; what has no number is left out.
    """
    before = {key: _with_wait_of(current.get(key), element) for key, element in future.items()}
    prediction = predict(stream_from_elements(charter, current), stream_from_elements(charter, before))
    return {wait.element: wait.predicted_s for wait in prediction.waits if wait.predicted_s is not None}


def _with_wait_of(current: Element | None, future: Element) -> Element:
    then, wait = (current or {}).get("wait_time"), future.get("wait_time")
    return {**future, "wait_time": then} if then and wait and wait["source"] == "guess" else future
