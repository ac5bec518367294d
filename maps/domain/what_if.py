"""What somebody would change: planned by the rules of every edit, and kept as what differs from the map."""

from collections.abc import Mapping, Sequence
from typing import Any

from maps.domain.changes import Changes
from maps.domain.elements import Elements, Reading
from maps.domain.errors import EditRejected
from maps.domain.plan import EDITS_LIMIT, Plan, Refusal, find_refusals, plan_edits
from metrics import stream_from_elements
from metrics.prediction import predict
from workshops.errors import WorkshopError

_REMOVE_FLOW, _ADD_NODE, _SET, _REMOVE_NODE, _ADD_FLOW = range(5)


class EditsRefused(EditRejected):
    """Some edits do not fit the map; `details.refused` names each with its sentence, so the others can be asked."""

    code = "edits_refused"

    def __init__(self, refusals: Sequence[Refusal], *, of: int) -> None:
        first = refusals[0].error.message
        many = f"{len(refusals)} of the {of} changes do not fit the map as it is: {first}"
        super().__init__(
            first if len(refusals) == 1 else many,
            details={"refused": [_as_json(refusal) for refusal in refusals]},
        )
        self.refusals = tuple(refusals)
        self.of = of


def _as_json(refusal: Refusal) -> dict[str, Any]:
    error = refusal.error
    return {"index": refusal.index, "id": refusal.element, "code": error.code, "message": error.message}


def plan_what_if(elements: Elements, edits: object, *, reading: Reading) -> Plan:
    """Return what the edits do to the elements; raises EditsRefused with every edit that cannot be done.

    What is wrong with the list as a whole is refused as for any edit.
    """
    try:
        return plan_edits(elements, edits, reading=reading)
    except WorkshopError:
        if not isinstance(edits, list) or len(edits) > EDITS_LIMIT:
            raise
        refusals = find_refusals(elements, edits, reading=reading)
        if not refusals:
            raise
        raise EditsRefused(refusals, of=len(edits)) from None


def net_edits(changes: Changes) -> list[dict[str, Any]]:
    """Return the edits that make these changes, in normal form and in an order in which they can be done.

    What a field was is in `saw`, so that they still merge with what others have changed since.
    """
    ranked = [(_rank(change), _edit(element_id, change)) for element_id, change in changes.items()]
    return [edit for _, edit in sorted(ranked, key=lambda pair: pair[0])]


def _rank(change: Mapping[str, Mapping[str, Any] | None]) -> int:
    before, after = change["before"], change["after"]
    if before is not None and after is not None:
        return _SET
    if after is not None:
        return _ADD_FLOW if after["kind"] == "flow" else _ADD_NODE
    return _REMOVE_FLOW if before is not None and before["kind"] == "flow" else _REMOVE_NODE


def _edit(element_id: str, change: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    before, after = change["before"], change["after"]
    if after is None:
        return {"do": "remove", "id": element_id}
    if before is None:
        return {"do": "add", "id": element_id, "element": dict(after)}
    return {"do": "set", "id": element_id, "fields": dict(after), "saw": dict(before)}


def with_predicted_waits(
    charter: Mapping[str, Any], today: Elements, changed: Elements
) -> dict[str, Mapping[str, Any]]:
    """Return the changed elements with the waits that the change is predicted to bring, as guesses.

    A wait for which there is no number stays as it was stated.
    """
    prediction = predict(stream_from_elements(charter, today), stream_from_elements(charter, changed))
    elements = dict(changed)
    for wait in prediction.waits:
        if wait.predicted_s is not None and wait.predicted_s != wait.stated_s:
            quantity = {"value": wait.predicted_s, "source": "guess"}
            elements[wait.element] = {**elements[wait.element], "wait_time": quantity}
    return elements
