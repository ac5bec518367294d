"""The vectors that the browser's prediction is tested against say what the server does."""

import json
from pathlib import Path
from typing import Any

import pytest

from maps.domain.elements import Reading
from maps.domain.plan import plan_edits
from metrics import Calendar
from workshops.errors import WorkshopError

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "edits.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vectors(vector: dict[str, Any]) -> None:
    reading = Reading(Calendar(), "estimate")
    if "rejected" in vector:
        with pytest.raises(WorkshopError) as caught:
            plan_edits(vector["elements"], vector["edits"], reading=reading)
        assert caught.value.code == vector["rejected"]
    else:
        assert plan_edits(vector["elements"], vector["edits"], reading=reading).changes == vector["changes"]
