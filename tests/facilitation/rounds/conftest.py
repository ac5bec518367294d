"""A map of three steps, and how tests let people go through a round."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from facilitation.commands.entries import save_entry
from facilitation.commands.rounds import open_round, prepare_round
from facilitation.models import Round
from facilitation.selectors.public import public_state
from maps.commands.edit import submit
from tests.cast import Cast, make_cast
from workshops.errors import WorkshopError
from workshops.models import Participant

STEPS = {
    "build": {"kind": "step", "name": "Build", "x": 0, "y": 0, "wait_time": "1d", "process_time": "2d", "people": 3},
    "test": {"kind": "step", "name": "Staging test", "x": 240, "y": 0, "wait_time": "8d", "process_time": "1d"},
    "ship": {"kind": "step", "name": "Ship", "x": 480, "y": 0, "wait_time": "1d", "process_time": "2h"},
    "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
    "f2": {"kind": "flow", "flow": "push", "source": "test", "target": "ship"},
}


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    fill_map(cast)
    return cast


def fill_map(cast: Cast) -> None:
    """Put the three steps on the cast's map."""
    edits = [{"do": "add", "id": key, "element": element} for key, element in STEPS.items()]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)


def prepared(cast: Cast, kind: str, *, anonymous: bool = True, **options: Any) -> Round:
    return prepare_round(
        actor=cast.ana,
        map_id=cast.map.id,
        kind=kind,
        prompt="What do you think?",
        is_anonymous=anonymous,
        options=options,
        round_id=uuid4(),
    )


def opened(cast: Cast, kind: str, *, anonymous: bool = True, minutes: int | None = None, **options: Any) -> Round:
    """Return a round in which people can write."""
    made = prepared(cast, kind, anonymous=anonymous, **options)
    return open_round(actor=cast.ana, round_id=made.id, minutes=minutes)


def key_of(person: Participant) -> str:
    """Return the key of this person's browser."""
    return f"key-of-{person.id.hex}"


def write(person: Participant, of: Round, *statements: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """Let the person say this in the round, from their own browser."""
    key = key_of(person) if of.is_anonymous else ""
    return save_entry(actor=person, round_id=of.id, contribution=list(statements), key=key)


def brief(cast: Cast, of: Round) -> dict[str, Any]:
    """Return the round as everybody hears of it."""
    return next(one for one in public_state(cast.workshop.id)["rounds"] if one["id"] == str(of.id))


def code_of(act: Any) -> str:
    with pytest.raises(WorkshopError) as refused:
        act()
    return refused.value.code
