"""One workshop with its people and a map of three steps for every test of experiments."""

import pytest
from django.core.cache import cache

from maps.commands.edit import submit
from tests.cast import Cast, make_cast

ELEMENTS = {
    "build": {"kind": "step", "name": "Build", "wait_time": "1d", "process_time": "2d", "people": 3},
    "test": {"kind": "step", "name": "Staging test", "wait_time": "8d", "process_time": "1d", "people": 1},
    "ship": {"kind": "step", "name": "Ship", "wait_time": "1d", "process_time": "2h", "people": 2},
    "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
    "f2": {"kind": "flow", "flow": "push", "source": "test", "target": "ship"},
    "r1": {"kind": "flow", "flow": "rework", "source": "test", "target": "build", "share": 0.2},
    "burst": {"kind": "note", "note": "burst", "text": "A second staging", "about": "test", "waste": "waiting"},
    "mute": {"kind": "note", "note": "burst", "about": "build"},
}
DAY_S = 8 * 3600.0


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
    edits = [{"do": "add", "id": key, "element": element} for key, element in ELEMENTS.items()]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
