"""An adopted experiment writes what was measured onto the map: one operation, as anybody's edit."""

import statistics
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from experiments.commands.decisions import lock_thing
from experiments.commands.records import record
from experiments.domain.days import end_of_day, start_of_day, zone_of
from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.models import Experiment
from experiments.permissions import ExperimentAct, require
from experiments.selectors.series import observed_readings
from maps.commands.edit import Receipt, submit
from maps.domain.elements import Elements, display_name
from maps.models import Map
from maps.permissions import MapAct
from maps.permissions import require as require_on_map
from maps.selectors import snapshot_of
from workshops.errors import Conflict
from workshops.models import Participant

_TENTHS = 10


class NothingToWrite(Conflict):
    """The experiment has nothing that could stand on the map."""

    code = "nothing_to_write"


@dataclass(frozen=True, slots=True)
class MapOffer:
    """What adopting would write: `after` onto one field of one element; None with a sentence where there is nothing.

    `seq` is the operation by which it was written already.
    """

    map: UUID | None
    element_id: str
    field: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    sentence: str
    seq: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The offer as it travels."""
        return {
            "map": None if self.map is None else str(self.map),
            "element": self.element_id or None,
            "field": self.field or None,
            "before": self.before,
            "after": self.after,
            "sentence": self.sentence,
            "written_seq": self.seq,
        }


def offer_map_values(*, actor: Participant, of: Experiment) -> MapOffer:
    """Return what was measured since the start as the value that the map would get, and the value that it has."""
    require(actor, ExperimentAct.READ)
    target = _current_map(of)
    metric = FLOW_METRICS.get(of.metric)
    field = metric.element_field if metric else None
    if of.state not in (Experiment.State.ADOPTED, Experiment.State.ADAPTED):
        return _nothing(f"“{of}” is not adopted, so the map keeps its values.")
    if target is None or of.series is None or of.starts_on is None:
        return _nothing(f"“{of}” is about no map, so there is nothing to write.")
    elements = snapshot_of(target.id).elements
    owner_of_field = _element_of_field(of, elements)
    if of.metric == "rework_share":
        field = "share"
    if field is None or owner_of_field is None:
        what = metric.name if metric else "metric"
        return _nothing(f"The {what} is a figure that the map computes; what it rests on is stated at its steps.")
    after = _measured(of)
    if after is None:
        return _nothing(f"There is no reading of “{of.series.name}” since the start, so the map keeps its value.")
    name = display_name(of.element_id, elements)
    words = field.replace("_", " ")
    n = after["n"]
    return MapOffer(
        map=target.id,
        element_id=owner_of_field,
        field=field,
        before=elements[owner_of_field].get(field),
        after=after,
        sentence=f"Write the mean of {n} reading{'s' if n != 1 else ''} as the measured {words} of “{name}”.",
        seq=of.map_updated_seq,
    )


@transaction.atomic
def write_map_values(*, actor: Participant, experiment: Experiment, op_id: str) -> Receipt:
    """Write the offer onto the map as one operation and one undo step; a known `op_id` changes nothing again.

    Raises NothingToWrite with the reason where there is no offer, and what `submit` raises.
    """
    require_on_map(actor, MapAct.EDIT)
    locked = lock_thing(actor, experiment)
    offer = offer_map_values(actor=actor, of=locked)
    if offer.map is None or offer.after is None:
        raise NothingToWrite(offer.sentence)
    edit = {
        "do": "set",
        "id": offer.element_id,
        "fields": {offer.field: offer.after},
        "saw": {offer.field: offer.before},
    }
    receipt = submit(map_id=offer.map, actor=actor, op_id=op_id, edits=[edit])
    if receipt.is_new:
        Experiment.objects.filter(pk=locked.pk).update(map_updated_seq=receipt.seq)
        details = {"experiment": str(locked.pk), "name": str(locked)[:200], "map": str(offer.map), "seq": receipt.seq}
        record(actor, "write_map_values", **details)
    return receipt


def _nothing(sentence: str) -> MapOffer:
    return MapOffer(None, "", "", None, None, sentence)


def _current_map(experiment: Experiment) -> Map | None:
    """The map that says how things are: of a future state the current one that it was made from."""
    found = experiment.map
    while found is not None and found.kind == Map.Kind.FUTURE:
        found = found.derived_from
    return found


def _element_of_field(experiment: Experiment, elements: Elements) -> str | None:
    """The element that holds the value: the step, or the one flow of rework that leaves it."""
    step = elements.get(experiment.element_id, {})
    if experiment.metric != "rework_share":
        metric = FLOW_METRICS.get(experiment.metric)
        is_there = step.get("kind") == "step" or (step.get("kind") == "queue" and experiment.metric == "wait_time")
        return experiment.element_id if metric and is_there else None
    flows = [
        key
        for key, element in elements.items()
        if element.get("flow") == "rework" and element.get("source") == experiment.element_id
    ]
    return flows[0] if len(flows) == 1 else None


def _measured(experiment: Experiment) -> dict[str, Any] | None:
    """The mean of the period, because figures add up from means; the range leaves out a tenth at either end."""
    assert experiment.series is not None and experiment.starts_on is not None
    zone = zone_of(experiment.workshop.calendar)
    start = start_of_day(experiment.starts_on, zone)
    until = end_of_day(experiment.ends_on, zone) if experiment.ends_on else None
    values = [
        reading.value
        for reading in observed_readings(experiment.series, until=until)
        if reading.at >= start and reading.value is not None
    ]
    if not values:
        return None
    mean = statistics.fmean(values)
    if experiment.metric in ("batch_size", "handoffs"):
        mean = float(round(mean))
    quantity: dict[str, Any] = {"value": mean, "source": "measured", "n": len(values)}
    if len(values) >= _TENTHS:
        tenths = statistics.quantiles(values, n=_TENTHS, method="inclusive")
        quantity |= {"low": min(tenths[0], mean), "high": max(tenths[-1], mean)}
    return quantity
