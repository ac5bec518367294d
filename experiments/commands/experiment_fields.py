"""What people fill in about an experiment, read into what is kept. A draft may lack anything; it may not hold what
cannot be.
"""

import math
from collections.abc import Mapping
from typing import Any

from experiments.commands.fields import FieldReader
from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.models import Experiment, Improvement, Series
from maps.domain.elements import display_name
from maps.models import Map
from maps.selectors import snapshot_of
from workshops.models import Participant

ALWAYS_OPEN = ("owner", "owner_name", "ends_on", "review_on")
"""What can still be changed while an experiment runs: who sees to it and when it is looked at, not what it claims."""
_COUNTS = {"count", "number"}


def read_experiment(
    given: Mapping[str, Any], actor: Participant, of: Experiment
) -> tuple[dict[str, Any], list[Series] | None]:
    """Return the fields that were given as they are kept, and the guards where they were; raises InvalidInput with
    every problem.
    """
    reader = FieldReader(actor.workshop, given)
    reader.lines("change", "The change", 300)
    reader.choice("metric", "The metric", ["", *FLOW_METRICS])
    reader.choice("direction", "The direction", ["", *Experiment.Direction.values])
    _percent(reader)
    reader.text("within", "The time", 60)
    reader.lines("how_measured", "How it is measured", 1_000)
    reader.lines("guard_absence", "Why there is no guard", 500)
    reader.owner()
    for name, label in (("starts_on", "The start"), ("ends_on", "The end"), ("review_on", "The review")):
        reader.day(name, label)
    _order(reader, of)
    reader.place_on_map(of.map)
    _element(reader, of)
    _improvement(reader)
    if "edits" in given:
        reader.kept["edits"] = given["edits"]
        if given["edits"] is not None and reader.kept.get("map", of.map) is None:
            reader.refuse("edits", "Name the map that the edits change.")
    _series(reader, of)
    guards = reader.guards(of.series)
    return reader.done(), guards


def _percent(reader: FieldReader) -> None:
    if "percent" not in reader.given:
        return
    percent = reader.given["percent"]
    if percent is None or (math.isfinite(percent) and percent > 0):
        reader.kept["percent"] = percent
    else:
        reader.refuse("percent", "The change in percent is a number above 0.")


def _order(reader: FieldReader, of: Experiment) -> None:
    starts, ends = (reader.kept.get(name, getattr(of, name)) for name in ("starts_on", "ends_on"))
    if starts is not None and ends is not None and ends < starts:
        reader.refuse("ends_on", f"The end on {ends} is before the start on {starts}.")


def _element(reader: FieldReader, of: Experiment) -> None:
    if not {"map", "element_id"} & reader.kept.keys():
        return
    where: Map | None = reader.kept.get("map", of.map)
    element_id = reader.kept.get("element_id", of.element_id)
    if not element_id:
        reader.kept["element_name"] = ""
        return
    elements = snapshot_of(where.id).elements if where else {}
    if elements.get(element_id, {}).get("kind") not in ("step", "queue"):
        title = f"“{where.title}”" if where else "a map"
        reader.refuse("element_id", f"There is no such step or queue on {title}.")
    else:
        reader.kept["element_name"] = display_name(element_id, elements)


def _improvement(reader: FieldReader) -> None:
    if "improvement" not in reader.given:
        return
    wanted = reader.given["improvement"]
    found = Improvement.objects.filter(pk=wanted, workshop=reader.workshop).first() if wanted else None
    if wanted and found is None:
        reader.refuse("improvement", "There is no such improvement on this plan.")
    reader.kept["improvement"] = found


def _series(reader: FieldReader, of: Experiment) -> None:
    if "series" in reader.given:
        wanted = reader.given["series"]
        found = Series.objects.filter(pk=wanted, workshop=reader.workshop).first() if wanted else None
        if wanted and found is None:
            reader.refuse("series", "There is no such series in this workshop.")
        reader.kept["series"] = found
    series = reader.kept.get("series", of.series)
    metric = FLOW_METRICS.get(reader.kept.get("metric", of.metric))
    if series is None or metric is None or series.measure == metric.measure:
        return
    if not {series.measure, metric.measure} <= _COUNTS:
        reader.refuse(
            "series",
            f"“{series.name}” is a {series.get_measure_display()}, which cannot be readings of {metric.name}.",
        )
