"""Reads of who was asked whether a map is right, and what they said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from facilitation.domain.validation import is_asked
from facilitation.models import Validation, ValidationAnswer
from facilitation.permissions import SessionAct, may, require
from maps.domain.elements import Elements
from maps.models import Map, Operation
from maps.selectors import as_told, elements_at, figures_of, snapshot_of
from workshops.models import Participant, User
from workshops.selectors import found_for


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people count, how many of them answered, and how many of these found the map right."""

    asked: int
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Who said what, in the order in which they answered, and who has not answered."""

    answers: Sequence[ValidationAnswer]
    waiting: Sequence[Participant]

    @property
    def waiting_ids(self) -> list[UUID]:
        return [person.id for person in self.waiting]

    @property
    def counts(self) -> Counts:
        right = sum(not answer.wrong for answer in self.answers)
        return Counts(len(self.answers) + len(self.waiting), len(self.answers), right)


@dataclass(frozen=True, slots=True)
class Moment:
    """The map that was asked about, with its figures as people may see them now."""

    elements: Elements
    figures: dict[str, Any]


def validation_for(user: User | AnonymousUser, validation_id: UUID) -> tuple[Participant, Validation]:
    """Return the person's place and what was asked; raises NotFound for strangers, as for none."""
    place, found = found_for(user, _rows(), validation_id)
    require(place, SessionAct.READ)
    return place, found


def validations_of(*, actor: Participant, of: Map) -> list[Validation]:
    """Return what was asked about a map, the newest first."""
    require(actor, SessionAct.READ)
    return list(_rows().filter(map_id=of.id))


def standings_of(*, actor: Participant, of: Sequence[Validation]) -> dict[UUID, Standing]:
    """Return who said what, by the id of what was asked; facilitators only."""
    require(actor, SessionAct.ASK_VALIDATION)
    return _standings(of)


def counts_of(*, actor: Participant, of: Sequence[Validation]) -> dict[UUID, Counts]:
    """Return how many answered, by the id of what was asked; how many found it right is told facilitators alone."""
    require(actor, SessionAct.READ)
    return {key: standing.counts for key, standing in _standings(of).items()}


def my_answers(*, actor: Participant, of: Sequence[Validation]) -> dict[UUID, ValidationAnswer]:
    """Return what the actor said, by the id of what was asked."""
    require(actor, SessionAct.READ)
    mine = ValidationAnswer.objects.filter(validation__in=of, participant=actor)
    return {answer.validation_id: answer for answer in mine}


def moment_of(*, actor: Participant, of: Validation) -> Moment:
    """Return the map as it was after the operation that was asked about, by the charter of that time."""
    require(actor, SessionAct.READ)
    elements = elements_at(of.map_id, of.seq)
    return Moment(elements, as_told(of.workshop_id, figures_of(of.charter, elements)))


def changes_since(of: Validation) -> int:
    """Return how many operations have changed the map since the one that was asked about."""
    return Operation.objects.filter(map_id=of.map_id, seq__gt=of.seq).exclude(changes={}).count()


def fates_of(of: Validation, moment: Moment) -> dict[str, str]:
    """Return what has become of the elements that differ by now: `changed` or `removed`."""
    now = snapshot_of(of.map_id).elements
    return {
        key: "changed" if key in now else "removed"
        for key, element in moment.elements.items()
        if now.get(key) != element
    }


def unanswered(places: Iterable[Participant]) -> dict[UUID, list[Validation]]:
    """Return by workshop what these people can answer and have not; facilitators need not, so they are not reminded."""
    mine = {
        place.workshop_id: place
        for place in places
        if may(place, SessionAct.VALIDATE) and not may(place, SessionAct.ASK_VALIDATION)
    }
    waiting: dict[UUID, list[Validation]] = {}
    open_ones = Validation.objects.filter(workshop_id__in=mine, ended_at__isnull=True).exclude(
        answers__participant__in=mine.values()
    )
    for asked in open_ones.select_related("asked_by"):
        waiting.setdefault(asked.workshop_id, []).append(asked)
    return waiting


def public_validations(workshop_id: UUID) -> list[dict[str, Any]]:
    """Return the newest question about each map as it travels to everybody: how many answered, and never what."""
    newest = Validation.objects.filter(workshop_id=workshop_id).order_by("map_id", "-asked_at").distinct("map_id")
    found = list(newest.defer("charter"))
    counts = {key: standing.counts for key, standing in _standings(found).items()}
    return [_brief(asked, counts) for asked in found]


def _brief(asked: Validation, counts: Mapping[UUID, Counts]) -> dict[str, Any]:
    return {
        "id": str(asked.id),
        "map": str(asked.map_id),
        "seq": asked.seq,
        "is_open": asked.ended_at is None,
        "by": str(asked.asked_by_id),
        "answered": counts[asked.id].answered,
        "of": counts[asked.id].asked,
    }


def _rows() -> QuerySet[Validation]:
    return Validation.objects.select_related("map", "asked_by", "ended_by")


def _standings(of: Sequence[Validation]) -> dict[UUID, Standing]:
    """Return the standing of each; they are of one workshop."""
    if not of:
        return {}
    people = list(Participant.objects.filter(workshop_id__in={asked.workshop_id for asked in of}).order_by("name"))
    answers: dict[UUID, list[ValidationAnswer]] = {}
    for answer in ValidationAnswer.objects.filter(validation__in=of).select_related("participant"):
        answers.setdefault(answer.validation_id, []).append(answer)
    now = timezone.now()
    found = {}
    for asked in of:
        given = answers.get(asked.id, [])
        done = {answer.participant_id for answer in given}
        at = asked.ended_at or now
        waiting = [person for person in people if person.id not in done and is_asked(person, at)]
        found[asked.id] = Standing(given, waiting)
    return found
