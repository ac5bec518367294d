"""What the socket reads from the database: who is there, what a room starts with, what has changed since.

Each function is one visit to the database, to be run in a thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from experiments.models import FutureStateDesign
from facilitation.models import Session as WorkshopSession
from facilitation.selectors.public import public_state
from maps.domain.elements import Elements
from maps.models import Map
from maps.selectors import hides_constraint, map_for, operations_after, snapshot_of
from workshops.errors import NotFound
from workshops.models import User
from workshops.selectors import people_of, signed_in


@dataclass(frozen=True, slots=True)
class Admission:
    """A person who may open the map's socket, and how new the map and its workshop were at that moment."""

    participant_id: UUID
    map_id: UUID
    workshop_id: UUID
    head_seq: int
    revision: int
    session_revision: int
    session_key: str


@dataclass(frozen=True)
class WorkshopView:
    """What a room tells of its workshop; `revision` and `access_revision` are never newer than the rest.

    `facilitation` is the public state of its session, which has a revision of its own; `hides_constraint` changes with
    it.
    """

    revision: int
    access_revision: int
    map: Mapping[str, Any]
    charter: Mapping[str, Any]
    people: Sequence[Mapping[str, Any]]
    facilitation: Mapping[str, Any]
    hides_constraint: bool

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """The role of everyone who was not removed, by participant id."""
        return {person["id"]: person["role"] for person in self.people if not person["removed"]}

    @cached_property
    def encoded(self) -> bytes:
        """`map`, `charter` and `people` as they travel, without the braces around them."""
        return orjson.dumps({"map": self.map, "charter": self.charter, "people": self.people})[1:-1]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a room starts with."""

    seq: int
    elements: Elements
    workshop: WorkshopView


@dataclass(frozen=True, slots=True)
class Head:
    """How new a map and its workshop are."""

    seq: int
    revision: int
    access_revision: int
    session_revision: int


def admit(cookies: str, map_id: str) -> Admission:
    """Return who the cookies of a handshake say it is, if they may see the map.

    Raises SignInNeeded, NotFound (also for strangers and for what is no id) and Removed.
    """
    session_key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    person = signed_in(_user_of(session_key))
    try:
        identity = UUID(map_id)
    except ValueError:
        raise NotFound("There is no such map.") from None
    participant, found = map_for(person, identity)
    revision = found.workshop.revision
    session = _session_revision(found.workshop_id)
    return Admission(participant.id, found.id, found.workshop_id, found.head_seq, revision, session, session_key)


def _session_revision(workshop_id: UUID) -> int:
    return WorkshopSession.objects.filter(pk=workshop_id).values_list("revision", flat=True).first() or 0


def _user_of(session_key: str) -> User | AnonymousUser:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key or None)
    user = get_user(request)
    assert isinstance(user, User | AnonymousUser)
    return user


def open_map(map_id: UUID) -> Opening:
    """Return the present state of a map and its workshop; raises NotFound where there is none."""
    try:
        snapshot = snapshot_of(map_id)
    except Map.DoesNotExist:
        raise NotFound("This map does not exist any more.") from None
    return Opening(snapshot.seq, snapshot.elements, workshop_of(map_id))


def workshop_of(map_id: UUID) -> WorkshopView:
    """Return what is to be told of the map's workshop; raises NotFound where there is none."""
    found = Map.objects.select_related("workshop").filter(pk=map_id).first()
    if found is None:
        raise NotFound("This map does not exist any more.")
    workshop = found.workshop
    return WorkshopView(
        revision=workshop.revision,
        access_revision=workshop.access_revision,
        map={
            "id": str(found.id),
            "kind": found.kind,
            "title": found.title,
            "workshop": str(workshop.id),
            "what_ifs": found.what_ifs.count(),
            "members_may": found.members_may,
            "locks": [lock.as_message() for lock in found.locks.all()],
            **_design(found),
            **({"answers": str(found.answers_id)} if found.answers_id else {}),
        },
        charter=workshop.charter,
        people=people_of(workshop.id),
        facilitation=public_state(workshop.id),
        hides_constraint=hides_constraint(workshop.id),
    )


def _design(of: Map) -> dict[str, int]:
    """Return how often the aim or the reasons of a future state have changed: a sign to read them again."""
    if of.kind != Map.Kind.FUTURE:
        return {}
    revision = FutureStateDesign.objects.filter(map=of).values_list("revision", flat=True).first()
    return {} if revision is None else {"design": revision}


def encoded_operations(map_id: UUID, after: int, limit: int) -> dict[int, bytes]:
    """Return the operations after a sequence number as they travel, by sequence number."""
    operations = operations_after(map_id, after, limit=limit)
    return {operation.seq: orjson.dumps(operation.as_message()) for operation in operations}


def heads_of(map_ids: Iterable[UUID]) -> dict[UUID, Head]:
    """Return how new the maps are, in one statement; those that do not exist are left out."""
    names = ("id", "head_seq", "workshop__revision", "workshop__access_revision", "workshop__session__revision")
    rows = Map.objects.filter(pk__in=list(map_ids)).values_list(*names)
    return {map_id: Head(seq, revision, access, session or 0) for map_id, seq, revision, access, session in rows}


def living_sessions(keys: Iterable[str]) -> set[str]:
    """Return those of the sessions that are signed in still, in one statement."""
    living = Session.objects.filter(session_key__in=list(keys), expire_date__gt=timezone.now())
    return set(living.values_list("session_key", flat=True))


def look_at(map_ids: Iterable[UUID], session_keys: Iterable[str]) -> tuple[dict[UUID, Head], set[str]]:
    """Return how new the maps are and which of the sessions live, in one visit of two statements."""
    return heads_of(map_ids), living_sessions(session_keys)
