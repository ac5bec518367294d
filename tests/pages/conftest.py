"""One workshop with its people for every test of the pages, and counters of wrong tries that start at zero."""

import pytest
from django.core.cache import cache

from tests.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def fresh_counters(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames or "cast" in request.fixturenames:
        cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
