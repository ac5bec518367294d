"""Taking onto the map what real items took at its steps."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from facilitation.commands.changes import record, session_changing
from facilitation.commands.reveal import Accepted
from facilitation.domain.walk import WALKED_FIELDS, StepBeside, walked_quantity
from facilitation.models import RealItem
from facilitation.permissions import SessionAct, require
from facilitation.selectors.real_items import walk_of
from maps.commands.edit import Receipt, submit
from maps.domain.elements import Element, Elements, FieldError, Reading, read_field
from maps.domain.map_file import calendar_of
from maps.models import Map
from maps.selectors import snapshot_of
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant

Fields = dict[str, dict[str, dict[str, Any]]]
"""Quantities to write, by element and field."""


class NothingWalked(Conflict):
    """No shared item says anything of a step that is on the map."""

    code = "nothing_to_accept"


def take_walked(
    *,
    actor: Participant,
    of: Map,
    op_id: str,
    items: Collection[UUID] | None = None,
    accepted: Sequence[Accepted] | None = None,
) -> Receipt:
    """Write what the items took onto the map in one operation, source `walked` with n and their range.

    `items` are some of the shared ones, None is all; `accepted` are single values, None is every one that the map can
    take. The items count as walked then. A resend of the `op_id` returns its receipt.
    """
    require(actor, SessionAct.TAKE_WALKED)
    with session_changing(actor.workshop_id):
        shared = RealItem.objects.select_for_update(of=("self",), no_key=True).filter(map=of)
        shared = shared.exclude(state=RealItem.State.DRAFT).order_by("id").prefetch_related("visits")
        rows = [item for item in shared if items is None or item.id in items]
        elements = snapshot_of(of.id).elements
        steps = {step.step: step for step in walk_of(rows, of.workshop.charter, elements).steps}
        fields = _every_value(steps.values()) if accepted is None else _chosen(accepted, steps, of)
        receipt = submit(map_id=of.id, actor=actor, op_id=op_id, edits=_edits(fields, elements))
        if receipt.is_new:
            RealItem.objects.filter(pk__in=[item.id for item in rows]).update(state=RealItem.State.WALKED)
            record(actor, "take_walked", map=of.title, items=len(rows), values=sum(map(len, fields.values())))
    return receipt


def _every_value(steps: Collection[StepBeside]) -> Fields:
    fields: Fields = {}
    for step in steps:
        for name, beside in step.fields.items():
            if beside.actual is not None and beside.target is not None:
                fields.setdefault(beside.target, {})[name] = walked_quantity(beside.actual.as_json())
    if not fields:
        raise NothingWalked("No shared item says how long anything took at a step of this map.")
    return fields


def _chosen(accepted: Sequence[Accepted], steps: dict[str, StepBeside], of: Map) -> Fields:
    reading = Reading(calendar_of(of.workshop.calendar), "walked")
    fields: Fields = {}
    for place, one in enumerate(accepted):
        beside = steps[one.element].fields.get(one.field) if one.element in steps else None
        if beside is None or beside.actual is None or one.field not in WALKED_FIELDS:
            raise InvalidInput([Problem(f"accept.{place}", "No shared item says how long this took.")])
        if beside.target is None:
            name = steps[one.element].name
            sentence = f"“{name}” waits in queues and by itself; change on the map which of them the wait belongs to."
            raise InvalidInput([Problem(f"accept.{place}", sentence)])
        try:
            value_s = None if one.value is None else read_field("step", one.field, one.value, reading)["value"]
        except FieldError as error:
            raise InvalidInput([Problem(f"accept.{place}.value", str(error))]) from None
        fields.setdefault(beside.target, {})[one.field] = walked_quantity(beside.actual.as_json(), value_s)
    if not fields:
        raise NothingWalked("Nothing was chosen to be taken onto the map.")
    return fields


def _edits(fields: Fields, elements: Elements) -> list[dict[str, Any]]:
    def seen(element: Element, names: Collection[str]) -> dict[str, Any]:
        return {name: element.get(name) for name in names}

    return [
        {"do": "set", "id": key, "fields": values, "saw": seen(elements[key], values)} for key, values in fields.items()
    ]
