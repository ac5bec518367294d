"""Locking and unlocking: the map, an area, an element; and whether members change everything or their own alone."""

import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from maps.commands.log import lock_map
from maps.domain.elements import COORDINATE_LIMIT, display_name
from maps.models import Map, MapLock
from maps.permissions import MapAct, require
from maps.selectors import snapshot_of
from workshops.commands.audit import record_act
from workshops.commands.locking import lock_workshop
from workshops.commands.people import count_people_change
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

LOCKS_LIMIT = 100
_AREA = ("x", "y", "width", "height")


class TooManyLocks(Conflict):
    """The map has as many locks as it may have."""

    code = "too_many_locks"


@transaction.atomic
def lock(
    *, actor: Participant, of: Map, scope: str, element_id: str = "", area: Mapping[str, float] | None = None
) -> tuple[MapLock, bool]:
    """Lock the map, an area or an element against everybody but facilitators; returns the lock and whether it is new.

    What was being saved at this moment is either before the lock or refused. Raises InvalidInput, NotFound for an
    element that is not there, TooManyLocks.
    """
    require(actor, MapAct.LOCK)
    _hold(of)
    wanted = MapLock(map=of, by=actor, **_read(of, scope, element_id, area))
    same = {name: getattr(wanted, name) for name in ("scope", "element_id", *_AREA)}
    present = MapLock.objects.filter(map=of, **same).select_related("by").first()
    if present is not None:
        return present, False
    if MapLock.objects.filter(map=of).count() >= LOCKS_LIMIT:
        raise TooManyLocks(f"A map has at most {LOCKS_LIMIT} locks; unlock something first.")
    wanted.save()
    _announce(actor, of, "lock_map", scope=wanted.scope, name=_name_of(of, wanted))
    return wanted, True


@transaction.atomic
def unlock(*, actor: Participant, of: Map, lock_id: UUID) -> None:
    """Take a lock away; raises NotFound where there is none."""
    require(actor, MapAct.LOCK)
    _hold(of)
    found = MapLock.objects.filter(map=of, pk=lock_id).first()
    if found is None:
        raise NotFound("There is no such lock on this map; somebody may have unlocked it already.")
    found.delete()
    _announce(actor, of, "unlock_map", scope=found.scope, name=_name_of(of, found))


@transaction.atomic
def let_members_change(*, actor: Participant, of: Map, members_may: str) -> Map:
    """Say whether members may change everything (`all`) or add and change only what they added themselves (`own`)."""
    require(actor, MapAct.LOCK)
    if members_may not in Map.MembersMay.values:
        raise InvalidInput([Problem("members_may", f"“{members_may[:20]}” is neither “all” nor “own”.")])
    _hold(of)
    changed = Map.objects.filter(pk=of.pk).exclude(members_may=members_may).update(members_may=members_may)
    of.members_may = members_may
    if changed:
        _announce(actor, of, "let_members_change", members_may=members_may)
    return of


def _hold(of: Map) -> None:
    """Wait for edits under way, and let later ones wait for this change."""
    lock_workshop(of.workshop_id)
    if lock_map(of.id) is None:
        raise NotFound("This map does not exist any more, so nothing was changed.")


def _read(of: Map, scope: str, element_id: str, area: Mapping[str, float] | None) -> dict[str, Any]:
    if scope == MapLock.Scope.ELEMENT:
        if element_id not in snapshot_of(of.id).elements:
            raise NotFound("There is no such element on this map, so nothing was locked.")
        return {"scope": scope, "element_id": element_id}
    if scope == MapLock.Scope.AREA:
        return {"scope": scope, **_read_area(area or {})}
    if scope == MapLock.Scope.MAP:
        return {"scope": scope}
    raise InvalidInput([Problem("scope", f"“{scope[:20]}” cannot be locked; lock the map, an area or an element.")])


def _read_area(area: Mapping[str, float]) -> dict[str, float]:
    given = {name: area.get(name) for name in _AREA}
    numbers = {name: float(value) for name, value in given.items() if value is not None and math.isfinite(value)}
    if len(numbers) < len(_AREA) or max(map(abs, numbers.values())) > COORDINATE_LIMIT:
        raise InvalidInput([Problem("area", "Name the area by x, y, width and height in units of the canvas.")])
    if numbers["width"] <= 0 or numbers["height"] <= 0:
        raise InvalidInput([Problem("area", "The area has no size; draw it around what is to be locked.")])
    return numbers


def _name_of(of: Map, found: MapLock) -> str:
    if found.scope != MapLock.Scope.ELEMENT:
        return of.title
    elements = snapshot_of(of.id).elements
    return display_name(found.element_id, elements) if found.element_id in elements else "an element that is gone"


def _announce(actor: Participant, of: Map, act: str, **details: Any) -> None:
    record_act(
        workshop=actor.workshop,
        user=actor.user,
        actor_name=actor.name,
        act=act,
        details={"map": of.title, **details},
    )
    count_people_change(actor.workshop)
