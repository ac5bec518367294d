"""Reads of real items: a draft only for who brought it and for facilitators; and what they say beside the map."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from facilitation.domain.real_items import ItemTimes, Visit, VisitTimes, place_on_map, times_of
from facilitation.domain.walk import FieldBeside, Walk, Walked, compare
from facilitation.domain.walk_findings import find
from facilitation.domain.working_hours import WorkingHours, working_hours
from facilitation.models import RealItem, StepVisit
from facilitation.permissions import SessionAct, may, require
from maps.domain.elements import Elements
from maps.domain.map_file import calendar_of
from maps.models import Map
from maps.selectors import figures_of, snapshot_of
from metrics import stream_from_elements
from metrics.order import stream_order
from workshops.errors import NotFound
from workshops.models import Participant, User
from workshops.selectors import found_for


def item_for(user: User | AnonymousUser, item_id: UUID) -> tuple[Participant, RealItem]:
    """Return the person's place and the item; raises NotFound for strangers and for drafts of others, as for none."""
    rows = RealItem.objects.select_related("map__workshop", "brought_by").prefetch_related("visits")
    actor, found = found_for(user, rows, item_id)
    if not may_see(actor, found):
        raise NotFound("There is no such real item, or you have not joined its workshop.")
    return actor, found


def items_of(*, actor: Participant) -> QuerySet[RealItem]:
    """Return the items that the actor may see, in the order in which they were brought."""
    require(actor, SessionAct.READ)
    rows = RealItem.objects.filter(workshop_id=actor.workshop_id).select_related("map__workshop", "brought_by")
    if not may(actor, SessionAct.CHANGE_ANY_ITEM):
        rows = rows.filter(~Q(state=RealItem.State.DRAFT) | Q(brought_by=actor))
    return rows.prefetch_related("visits")


def may_see(actor: Participant, item: RealItem) -> bool:
    return item.state != RealItem.State.DRAFT or may_change(actor, item)


def may_change(actor: Participant, item: RealItem) -> bool:
    if may(actor, SessionAct.CHANGE_ANY_ITEM):
        return True
    return item.brought_by_id == actor.id and may(actor, SessionAct.BRING_ITEMS)


def step_names_of(of: Map) -> dict[str, str]:
    """Return the steps of the map as it is now, by id, in stream order."""
    elements = snapshot_of(of.id).elements
    order = stream_order(stream_from_elements(of.workshop.charter, elements))
    return {node: str(elements[node]["name"]) for node in order if elements[node]["kind"] == "step"}


def visits_of(item: RealItem, names: Mapping[str, str]) -> list[Visit]:
    """Return the visits of the item in order, at the steps of the map as it is now."""
    return place_on_map([_visit_of(row) for row in item.visits.all()], names)


def items_json(items: Sequence[RealItem], actor: Participant) -> list[dict[str, Any]]:
    """Return items as they travel, with what they took; the maps that they are about are read once each."""
    names: dict[UUID, dict[str, str]] = {}
    for item in items:
        if item.map_id not in names:
            names[item.map_id] = step_names_of(item.map)
    return [item_json(item, visits_of(item, names[item.map_id]), actor) for item in items]


def item_json(item: RealItem, visits: Sequence[Visit], actor: Participant) -> dict[str, Any]:
    """Return one item as it travels: moments by the clocks of the workshop, times in seconds of working time."""
    hours = working_hours(item.map.workshop.calendar)
    return {
        "id": str(item.id),
        "map": str(item.map_id),
        "name": item.name,
        "note": item.note,
        "state": item.state,
        "brought_by": {"id": str(item.brought_by_id), "name": item.brought_by.name},
        "may_change": may_change(actor, item),
        "revision": item.revision,
        **_times_json(times_of(visits, hours), hours),
    }


def walk_json(*, actor: Participant, of: Map, chosen: Collection[UUID] | None = None) -> dict[str, Any]:
    """Return what the shared items of the map say beside it; `chosen` are some of them, None is all."""
    require(actor, SessionAct.READ)
    snapshot = snapshot_of(of.id)
    rows = [
        item
        for item in items_of(actor=actor)
        if item.map_id == of.id and item.state != RealItem.State.DRAFT and (chosen is None or item.id in chosen)
    ]
    walk = walk_of(rows, of.workshop.charter, snapshot.elements)
    calendar = calendar_of(of.workshop.calendar)
    return {
        "seq": snapshot.seq,
        "items": [{"id": item.id, "name": item.name} for item in walk.items],
        "steps": [
            {
                "step": step.step,
                "name": step.name,
                "items": step.items,
                "rework_visits": step.rework_visits,
                "rework_time_s": step.rework_time_s,
                **{field: _beside_json(beside) for field, beside in step.fields.items()},
            }
            for step in walk.steps
        ],
        "totals": [
            {"figure": one.figure, "perceived": one.perceived, "actual": one.actual and one.actual.as_json()}
            for one in walk.totals
        ],
        "elsewhere": [{"name": one.name, "items": one.items, "time_s": one.time_s} for one in walk.elsewhere],
        "findings": [
            {"code": one.code, "element": one.element, "sentence": one.sentence} for one in find(walk, calendar)
        ],
    }


def walk_of(items: Sequence[RealItem], charter: Mapping[str, Any], elements: Elements) -> Walk:
    """Return the items that say anything beside a map of these elements."""
    names = {key: str(element["name"]) for key, element in elements.items() if element["kind"] == "step"}
    hours = working_hours(charter.get("calendar") or {})
    walked = [
        Walked(str(item.id), item.name, times_of(visits, hours)) for item in items if (visits := visits_of(item, names))
    ]
    return compare(walked, stream_from_elements(charter, elements), figures_of(dict(charter), elements))


def _visit_of(row: StepVisit) -> Visit:
    return Visit(
        step_name=row.step_name,
        step_id=row.step_id,
        arrived_at=row.arrived_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        wait_time_s=row.wait_time_s,
        process_time_s=row.process_time_s,
        came_back=row.came_back,
        reason=row.reason,
        note=row.note,
    )


def _times_json(times: ItemTimes, hours: WorkingHours) -> dict[str, Any]:
    return {
        "visits": [_visit_json(one, hours) for one in times.visits],
        "lead_time_s": times.lead_time_s,
        "wait_time_s": times.wait_time_s,
        "process_time_s": times.process_time_s,
        "idle_time_s": times.idle_time_s,
        "rework_time_s": times.rework_time_s,
        "rework_visits": times.rework_visits,
        "lower_bound_s": times.lower_bound_s,
        "flow_efficiency": times.flow_efficiency,
        "needs": list(times.needs),
        "remarks": [one.remark for one in times.visits if one.remark],
    }


def _visit_json(one: VisitTimes, hours: WorkingHours) -> dict[str, Any]:
    visit = one.visit
    moments = ("arrived_at", "started_at", "finished_at")
    told = {name: getattr(visit, name) for name in moments}
    return {
        "step": visit.step_id or None,
        "name": visit.step_name,
        **{name: moment and moment.astimezone(hours.zone).isoformat() for name, moment in told.items()},
        "wait_time": visit.wait_time_s,
        "process_time": visit.process_time_s,
        "came_back": visit.came_back,
        "reason": visit.reason,
        "note": visit.note,
        "wait_time_s": one.wait_time_s,
        "process_time_s": one.process_time_s,
        "idle_time_s": one.idle_time_s,
        "is_again": one.is_again,
    }


def _beside_json(beside: FieldBeside) -> dict[str, Any]:
    return {
        "perceived_s": beside.perceived_s,
        "actual": beside.actual and beside.actual.as_json(),
        "difference_s": beside.difference_s,
        "values": [{"item": one.item, "value_s": one.value_s} for one in beside.values],
        "target": beside.target,
    }
