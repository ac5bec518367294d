"""A map of three steps, and how tests let people say whether it is right."""

from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.core.cache import cache

from facilitation.commands.validation import answer_validation, ask_for_validation
from facilitation.models import Validation, ValidationAnswer
from maps.commands.edit import submit
from tests.cast import Cast, make_cast
from workshops.models import Participant

STEPS = {
    "build": {"kind": "step", "name": "Build", "x": 0, "y": 0, "wait_time": "1d", "process_time": "2d", "people": 3},
    "test": {"kind": "step", "name": "Staging test", "x": 240, "y": 0, "wait_time": "8d", "process_time": "1d"},
    "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
    "back": {"kind": "flow", "flow": "rework", "source": "test", "target": "build", "share": 0.2},
}


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    edit(cast, *({"do": "add", "id": key, "element": element} for key, element in STEPS.items()))
    return cast


def edit(cast: Cast, *edits: dict[str, object], who: Participant | None = None) -> int:
    """Return the sequence number of the operation that these edits become."""
    return submit(map_id=cast.map.id, actor=who or cast.mia, op_id=uuid4().hex, edits=list(edits)).seq


def ask(cast: Cast, **asked: object) -> Validation:
    given: dict[str, object] = {"actor": cast.ana, "map_id": cast.map.id, "validation_id": uuid4(), **asked}
    return ask_for_validation(**given)  # type: ignore[arg-type]


def answer(who: Participant, to: Validation, *wrong: Mapping[str, object]) -> ValidationAnswer:
    return answer_validation(actor=who, validation_id=to.id, wrong=list(wrong))
