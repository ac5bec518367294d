"""What people fill in about a campaign, read into what is kept. One that is planned may lack anything but its name; it
may not hold what cannot be.
"""

import math
from collections.abc import Mapping
from typing import Any

from experiments.commands.fields import FieldReader
from experiments.commands.readings import rules_of
from experiments.domain.reading_values import ReadingError, read_value
from experiments.models import Campaign, Series
from maps.domain.elements import display_name
from maps.models import Map
from maps.selectors import snapshot_of
from workshops.models import Participant

ALWAYS_OPEN = ("owner", "owner_name", "ends_on", "lead_time")
"""What can still be changed while a campaign runs: who sees to it, until when, and where the lead time is read."""
_WORKED_AT = ("step", "queue")


def read_campaign(
    given: Mapping[str, Any], actor: Participant, of: Campaign
) -> tuple[dict[str, Any], list[Series] | None]:
    """Return the fields that were given as they are kept, and the guards where they were; raises InvalidInput with
    every problem.
    """
    reader, guards = read_as_far_as_possible(given, actor, of)
    return reader.done(), guards


def read_as_far_as_possible(
    given: Mapping[str, Any], actor: Participant, of: Campaign
) -> tuple[FieldReader, list[Series] | None]:
    """Return what could be read with its problems, for a look at what is typed before it is saved."""
    reader = FieldReader(actor.workshop, given)
    reader.text("name", "The name of the campaign", 200, required=True)
    reader.text("place", "The place", 200)
    reader.lines("how_measured", "How it is measured", 1_000)
    reader.lines("what_changes", "What is to change", 1_000)
    reader.text("serves", "What it serves", 500)
    reader.lines("harm", "The answer about harm", 1_000)
    reader.owner()
    reader.day("starts_on", "The start")
    reader.day("ends_on", "The end")
    if "harm_possible" in given:
        reader.kept["harm_possible"] = given["harm_possible"]
    _order(reader, of)
    reader.place_on_map(of.map)
    _element(reader, of)
    for name in ("series", "lead_time"):
        _series(reader, name)
    _target(reader, of)
    return reader, reader.guards(of.series)


def _order(reader: FieldReader, of: Campaign) -> None:
    starts, ends = (reader.kept.get(name, getattr(of, name)) for name in ("starts_on", "ends_on"))
    if starts is not None and ends is not None and ends < starts:
        reader.refuse("ends_on", f"The end on {ends} is before the start on {starts}.")
    if "starts_on" in reader.kept and starts is not None and not of._state.adding:
        first = of.interventions.order_by("made_on").first()
        if first is not None and first.made_on < starts:
            reader.refuse("starts_on", f"“{first}” was made on {first.made_on}, before the start on {starts}.")


def _element(reader: FieldReader, of: Campaign) -> None:
    if not {"map", "element_id"} & reader.kept.keys():
        return
    where: Map | None = reader.kept.get("map", of.map)
    element_id = reader.kept.get("element_id", of.element_id)
    if where is None:
        reader.kept |= {"element_id": "", "element_name": ""}
        return
    if not element_id:
        reader.kept["element_name"] = ""
        return
    elements = snapshot_of(where.id).elements
    if elements.get(element_id, {}).get("kind") not in _WORKED_AT:
        reader.refuse("element_id", f"There is no such step or queue on “{where.title}”.")
    else:
        reader.kept["element_name"] = display_name(element_id, elements)


def _series(reader: FieldReader, name: str) -> None:
    if name not in reader.given:
        return
    wanted = reader.given[name]
    found = Series.objects.filter(pk=wanted, workshop=reader.workshop).first() if wanted else None
    if wanted and found is None:
        reader.refuse(name, "There is no such series in this workshop.")
    elif (
        name == "lead_time"
        and found is not None
        and found.measure
        not in (
            Series.Measure.TIME,
            Series.Measure.NUMBER,
        )
    ):
        reader.refuse(name, f"“{found.name}” is a {found.get_measure_display()}, and a lead time is a time.")
    else:
        reader.kept[name] = found


def _target(reader: FieldReader, of: Campaign) -> None:
    """Read the target as people write a reading: “6m”, “80 %”; another metric without a target drops the old one."""
    series = reader.kept.get("series", of.series)
    if "target" not in reader.given:
        if of.series is not None and series != of.series:
            reader.kept["target"] = None
        return
    wanted = reader.given["target"]
    if wanted is None or (isinstance(wanted, str) and not wanted.strip()):
        reader.kept["target"] = None
    elif series is None:
        reader.refuse("target", "Choose the metric first: a target is in its unit.")
    else:
        series.workshop = reader.workshop
        try:
            target = read_value(wanted, rules_of(series), bare_percent=isinstance(wanted, str))
        except ReadingError as error:
            reader.refuse("target", str(error))
            return
        if math.isfinite(target):
            reader.kept["target"] = target
