"""Bringing a real item, saying what happened to it, and taking what it shows onto the map."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from facilitation.commands.changes import session_changing
from facilitation.domain.real_item_input import NAME_LIMIT, NOTE_LIMIT, VisitReading, read_text, read_visits
from facilitation.domain.real_items import Visit
from facilitation.domain.working_hours import working_hours
from facilitation.models import RealItem, StepVisit
from facilitation.permissions import SessionAct, require
from facilitation.selectors.real_items import may_change, may_see, step_names_of
from maps.domain.elements import Reading
from maps.domain.map_file import calendar_of
from maps.models import Map
from workshops.errors import Conflict, InvalidInput, NotAllowed, NotFound, Problem
from workshops.models import Participant

ITEM_LIMIT = 200


class StaleItem(Conflict):
    """Somebody else saved the item meanwhile."""

    code = "stale_item"


class TooManyItems(Conflict):
    """The workshop has as many items as it can hold."""

    code = "too_many_items"


def bring_item(
    *,
    actor: Participant,
    map_id: UUID,
    name: object,
    note: object = "",
    visits: Sequence[Mapping[str, Any]] = (),
    state: str = RealItem.State.DRAFT,
    item_id: UUID | None = None,
) -> RealItem:
    """Add an item of the actor's; sent again under the same id it stays one. Raises InvalidInput with every problem."""
    require(actor, SessionAct.BRING_ITEMS)
    found = Map.objects.select_related("workshop").filter(pk=map_id, workshop_id=actor.workshop_id).first()
    if found is None:
        raise NotFound("There is no such map in this workshop.")
    fields = _read_words(name=name, note=note)
    read = _read(visits, found)
    _refuse_state(actor, state)
    with _changing(actor, is_public=state != RealItem.State.DRAFT):
        items = RealItem.objects.filter(workshop_id=actor.workshop_id)
        known = items.filter(pk=item_id).first() if item_id else None
        if known is not None and known.brought_by_id == actor.id:
            return known
        if item_id and RealItem.objects.filter(pk=item_id).exists():
            raise Conflict("Another item has this id; nothing was changed.")
        if items.count() >= ITEM_LIMIT:
            raise TooManyItems(f"This workshop has {ITEM_LIMIT} real items already; remove some first.")
        item = RealItem.objects.create(
            id=item_id or uuid4(),
            workshop_id=actor.workshop_id,
            map=found,
            brought_by=actor,
            state=state,
            **fields,
        )
        _write_visits(item, read)
    return item


def change_item(
    *,
    actor: Participant,
    item_id: UUID,
    name: object = None,
    note: object = None,
    visits: Sequence[Mapping[str, Any]] | None = None,
    state: str | None = None,
    saw_revision: int | None = None,
) -> RealItem:
    """Change what is given of the item; `visits` replaces all of them.

    Raises StaleItem where somebody saved it since `saw_revision`, InvalidInput with every problem.
    """
    seen = _own_item(actor, item_id)
    given = {key: value for key, value in (("name", name), ("note", note)) if value is not None}
    fields = _read_words(**given)
    read = None if visits is None else _read(visits, seen.map)
    if state is not None:
        _refuse_state(actor, state)
    is_public = seen.state != RealItem.State.DRAFT or state not in (None, RealItem.State.DRAFT)
    with _changing(actor, is_public=is_public):
        item = _locked(actor, item_id)
        if saw_revision is not None and saw_revision != item.revision:
            raise StaleItem(
                f"“{item.name}” was saved meanwhile, by somebody else or on another device; nothing was changed.",
                details={"revision": item.revision},
            )
        for field, value in {**fields, **({} if state is None else {"state": state})}.items():
            setattr(item, field, value)
        item.revision += 1
        item.save(update_fields=["name", "note", "state", "revision"])
        if read is not None:
            _write_visits(item, read)
    return item


def drop_item(*, actor: Participant, item_id: UUID) -> None:
    """Remove the item with all that was said of it; values that were taken from it stay on the map."""
    seen = _own_item(actor, item_id)
    with _changing(actor, is_public=seen.state != RealItem.State.DRAFT):
        _locked(actor, item_id).delete()


@contextmanager
def _changing(actor: Participant, *, is_public: bool) -> Iterator[None]:
    """A transaction; where others see the item, as a change of the session, so that their screens read again."""
    with session_changing(actor.workshop_id) if is_public else transaction.atomic():
        yield


def _own_item(actor: Participant, item_id: UUID) -> RealItem:
    rows = RealItem.objects.select_related("map__workshop").filter(pk=item_id, workshop_id=actor.workshop_id)
    item = rows.first()
    if item is None or not may_see(actor, item):
        raise NotFound("There is no such real item in this workshop.")
    if not may_change(actor, item):
        raise NotAllowed("Only who brought this item and facilitators can change it.")
    return item


def _locked(actor: Participant, item_id: UUID) -> RealItem:
    rows = RealItem.objects.select_for_update(no_key=True).filter(pk=item_id, workshop_id=actor.workshop_id)
    item = rows.first()
    if item is None:
        raise NotFound("This item was removed meanwhile.")
    return item


def _refuse_state(actor: Participant, state: str) -> None:
    if state not in RealItem.State.values:
        raise InvalidInput([Problem("state", "The state must be draft, shared or walked.")])
    if state == RealItem.State.WALKED:
        require(actor, SessionAct.TAKE_WALKED)


def _read_words(**given: object) -> dict[str, str]:
    problems: list[Problem] = []
    words = {}
    if "name" in given:
        words["name"] = read_text(given["name"], "name of the item", NAME_LIMIT, "name", problems)
        if not words["name"] and not problems:
            problems.append(Problem("name", "Give the item a name that its people know, such as a ticket's number."))
    if "note" in given:
        words["note"] = read_text(given["note"], "note", NOTE_LIMIT, "note", problems)
    if problems:
        raise InvalidInput(problems)
    return words


def _read(visits: Sequence[Mapping[str, Any]], of: Map) -> list[Visit]:
    return read_visits(visits, visit_reading(of))


def visit_reading(of: Map) -> VisitReading:
    """Return by what visits of steps of this map are read."""
    calendar = of.workshop.calendar
    return VisitReading(
        hours=working_hours(calendar),
        durations=Reading(calendar_of(calendar), "walked"),
        step_names=step_names_of(of),
        now=timezone.now(),
    )


def _write_visits(item: RealItem, visits: Sequence[Visit]) -> None:
    StepVisit.objects.filter(item=item).delete()
    StepVisit.objects.bulk_create(
        StepVisit(
            item=item,
            position=position,
            step_id=visit.step_id,
            step_name=visit.step_name,
            arrived_at=visit.arrived_at,
            started_at=visit.started_at,
            finished_at=visit.finished_at,
            wait_time_s=visit.wait_time_s,
            process_time_s=visit.process_time_s,
            came_back=visit.came_back,
            reason=visit.reason,
            note=visit.note,
        )
        for position, visit in enumerate(visits)
    )
