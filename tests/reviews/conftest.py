"""The cast with a map that holds the feature delivery of the published sample, and a saved state of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from maps.commands.edit import replace_elements
from maps.domain.map_file import parse_map_file
from reviews.commands.states import save_state
from reviews.models import SavedState
from tests.cast import Cast, make_cast

FORMATS = Path(__file__).resolve().parent.parent / "fixtures" / "formats"


@pytest.fixture(autouse=True)
def fresh_counters(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames:
        cache.clear()


def sample(name: str) -> dict[str, Any]:
    """Return a published sample as JSON."""
    content: dict[str, Any] = json.loads((FORMATS / f"{name}.vsm.json").read_text(encoding="utf-8"))
    return content


def fill_map(cast: Cast, name: str = "feature-delivery") -> None:
    """Put a published sample on the cast's map."""
    file = parse_map_file((FORMATS / f"{name}.vsm.json").read_bytes())
    replace_elements(map_id=cast.map.id, actor=cast.ana, op_id=f"fill-{name}", elements=file.elements)
    cast.map.refresh_from_db()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def saved(cast: Cast) -> SavedState:
    fill_map(cast)
    return save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")
