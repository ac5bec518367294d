"""The people of the tests and their workshop: Ana facilitates, Ben and Mia are members, Lea leads, Vic views, Stan is a
stranger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from maps.models import Map
from workshops.commands.people import add_participant
from workshops.commands.workshop import create_workshop
from workshops.models import Participant, Role, User, Workshop

CHARTER: Mapping[str, Any] = {
    "name": "Feature delivery",
    "customer": "Product managers",
    "value": "A feature that users can try",
    "trigger": "Feature requested",
    "delivery": "Feature validated by users",
    "unit": "feature",
    "demand": {"items": 5, "per": "week"},
}

Person = Participant | User


@dataclass(frozen=True, slots=True)
class Cast:
    """One workshop with its empty map and everybody who has to do with it; Stan has an account and no place in it."""

    workshop: Workshop
    map: Map
    ana: Participant
    ben: Participant
    mia: Participant
    lea: Participant
    vic: Participant
    stan: User

    @property
    def participants(self) -> tuple[Participant, ...]:
        return (self.ana, self.ben, self.mia, self.lea, self.vic)


def make_cast(charter: Mapping[str, Any] = CHARTER) -> Cast:
    """Return a new workshop with an empty map and its people; Ana, Lea and Stan have accounts, Ben, Mia and Vic not."""
    ana = create_workshop(actor=_account("Ana"), charter=dict(charter))
    workshop = ana.workshop

    def place(user: User, role: Role) -> Participant:
        return add_participant(workshop=workshop, user=user, name=user.display_name, role=role)

    return Cast(
        workshop=workshop,
        map=Map.objects.create(workshop=workshop, title=workshop.name),
        ana=ana,
        ben=place(User.objects.create_guest("Ben"), Role.MEMBER),
        mia=place(User.objects.create_guest("Mia"), Role.MEMBER),
        lea=place(_account("Lea"), Role.LEADER),
        vic=place(User.objects.create_guest("Vic"), Role.VIEWER),
        stan=_account("Stan"),
    )


def client_of(person: Person | None) -> Client:
    """Return a browser without a screen in which this person is signed in; nobody is for None."""
    client = Client()
    if person is not None:
        user = person.user if isinstance(person, Participant) else person
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def cookie_of(person: Person | None) -> str:
    """Return the Cookie header of this person's signed-in browser; empty for None."""
    cookies = client_of(person).cookies
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())


def _account(name: str) -> User:
    # Several workshops in one test share the people who have accounts.
    email = f"{name.lower()}@example.org"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
